"""citegraph serve."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import app, console, messages
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
    store: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Pass queries on to this SPARQL endpoint, not to the graph's store."),
    ] = None,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 30.0,
    row_limit: Annotated[int, typer.Option(min=1, help="Rows or triples that an answer may have.")] = 1_000_000,
    memory_limit: Annotated[int, typer.Option(min=256, help="MiB of memory that a query may take.")] = 2048,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Queries answered at the same time. By default two for each core, 4 to 16."),
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
    from pipeline.graph import Endpoint
    from pipeline.web.app import create_app  # here: few commands need a server
    from pipeline.web.pool import Limits, several
    from pipeline.web.security import Policy
    from pipeline.web.serve import bound, server

    if store is not None and writable:
        raise SettingsError("--store is asked, never changed; send updates to that endpoint itself")
    if token is not None and not writable:
        raise SettingsError("--token has a meaning only with --writable")
    if writable and token is None:
        token = secrets.token_urlsafe(24)
    policy = Policy(host, frozenset(n.lower() for n in allow_host or []), frozenset(allow_origin or []))
    limits = Limits(time_limit, row_limit, memory_limit << 20, workers or several())
    application = create_app(out, policy, token, limits, store)
    if store is None:
        with console.status("Making the search index and the views, once for each build"):
            application.state.warmer.warm()
    else:
        Endpoint(store)
    listener = bound(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
    console.print(f"{address}{f'#token={token}' if token else ''}", markup=False, highlight=False, soft_wrap=True)
    console.print(f"SPARQL: {address}sparql", markup=False, highlight=False, soft_wrap=True)
    if store is not None:
        told = f"Queries go to {store}; the page's other views show the graph in {out}"
        messages.print(told, markup=False, highlight=False, soft_wrap=True)
    if policy.is_open:
        messages.print(f"Whoever reaches {host} reads the graph: there is no login here", markup=False, highlight=False)
    with suppress(KeyboardInterrupt):  # Ctrl-C is how it is stopped
        server(application).run(sockets=[listener])
