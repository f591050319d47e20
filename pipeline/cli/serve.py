"""citegraph serve."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import app, console
from pipeline.errors import SettingsError

__all__ = ["serve"]


@app.command()
def serve(
    out: Annotated[
        Path,
        typer.Option("--out", "--graph", "-g", help="The folder that a build wrote.", envvar="CITEGRAPH_GRAPH"),
    ] = Path("data/graph"),
    host: Annotated[
        str, typer.Option(help="The address to listen on; the default is this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes one that is free.")] = 8765,
    writable: Annotated[bool, typer.Option("--writable", help="Let those who know the token change things.")] = False,
    token: Annotated[
        str | None, typer.Option(help="The token; without one it is made up.", envvar="CITEGRAPH_TOKEN")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A further name of this machine; repeatable.")
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="A site whose pages may ask, such as https://tool.example; repeatable."),
    ] = None,
) -> None:
    """Open the graph to people and programs on this machine: a page, and a SPARQL endpoint at /sparql.

    A new build is shown as soon as it is complete. Stop it with Ctrl-C.

    **Example:** `citegraph serve --port 8765`
    """
    from pipeline.web.app import create_app  # here: few commands need a server
    from pipeline.web.security import Policy
    from pipeline.web.serve import bound, server

    if token is not None and not writable:
        raise SettingsError("--token has a meaning only with --writable")
    if writable and token is None:
        token = secrets.token_urlsafe(24)
    policy = Policy(host, frozenset(n.lower() for n in allow_host or []), frozenset(allow_origin or []))
    application = create_app(out, policy, token)
    application.state.current.path()
    listener = bound(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
    console.print(f"{address}{f'#token={token}' if token else ''}", markup=False, highlight=False, soft_wrap=True)
    console.print(f"SPARQL: {address}sparql", markup=False, highlight=False, soft_wrap=True)
    server(application).run(sockets=[listener])
