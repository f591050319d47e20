"""The typer application, and the options that several commands share."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup
from typer.main import get_command_from_info

import pipeline
from pipeline.cli.advice import about

__all__ = ["Named", "app", "console", "harmless", "messages", "stoppable", "wide"]


class _Console(Console):
    """Leaves it to `_Commands.invoke` what a reader who left means; rich would end with status 1."""

    def on_broken_pipe(self) -> None:
        """Hand it on."""
        raise BrokenPipeError


console = _Console()
messages = _Console(stderr=True)


def wide() -> Console:
    """The console for tables: as wide as the terminal; in a file or a pipe wide enough that no cell breaks."""
    return console if console.is_terminal else _Console(width=max(120, console.width))


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def harmless(text: str) -> str:
    """The text without the control characters by which the name of a file could command a terminal.

    >>> harmless("\x1b[2Ja.txt")
    '\ufffd[2Ja.txt'
    """
    return _CONTROL.sub("\ufffd", text)


@contextmanager
def stoppable() -> Iterator[None]:
    """Let Ctrl-C end the process at once: a store answers in one call, in which Python would not hear of it."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:  # as in what a script has started in the background
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_COMMANDS = {
    "build": "build", "query": "ask", "queries": "ask", "show": "ask", "origins": "ask", "compare": "compare",
    "ledger": "ledger", "frame": "frame", "history": "history", "review": "review", "merge": "decide",
    "split": "decide", "undo": "decide", "decisions": "decide", "remove": "remove", "restore": "remove",
    "removed": "remove", "forget": "remove", "link": "link", "serve": "serve", "export": "output", "push": "push",
    "validate": "output", "pack": "pack", "verify": "pack", "evaluate": "evaluate", "doctor": "doctor",
}  # fmt: skip
"""The commands as they are used, one after the other, and the module that each is in."""
_GO_ON = {"build", "link", "push"}
"""Those that take up what was done before they were stopped."""
_INTERRUPTED = 130


class _Commands(TyperGroup):
    """Imports a command when it is asked for: each needs rooms that others do without."""

    @property
    def commands(self) -> MutableMapping[str, Any]:
        """All of them."""
        return {name: self._command(name) for name in _COMMANDS}

    @commands.setter
    def commands(self, made: MutableMapping[str, Any]) -> None:
        self._made = dict(made)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; None if there is none."""
        return self._command(cmd_name) if cmd_name in _COMMANDS else None

    def invoke(self, ctx: Any) -> Any:
        """Run the command; say what Ctrl-C leaves, which typer ends without a word.

        Raises:
            typer.Exit: it was stopped (130), or the reader of its output left, as `head` does (0).
        """
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt as error:
            kept = "; what was done so far is kept, and the same command goes on from there"
            sys.stderr.write(f"\ncitegraph: stopped{kept if ctx.invoked_subcommand in _GO_ON else ''}\n")
            raise typer.Exit(_INTERRUPTED) from error
        except BrokenPipeError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from error
        return done

    def _command(self, name: str) -> Any:
        if name not in self._made:
            import_module(f"pipeline.cli.{_COMMANDS[name]}")
            for info in app.registered_commands:
                made = get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode="markdown")
                self._made.setdefault(str(made.name), made)
        return self._made[name]


app = typer.Typer(
    name="citegraph",
    cls=_Commands,
    help="Turns articles into an RDF graph in which every statement cites the sentence it came from.",
    epilog="Exit status: 0 clean, 1 done with skipped documents, 2 could not run, 3 another build is writing, "
    "130 stopped by Ctrl-C.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Named = Annotated[
    str | None,
    typer.Option(
        metavar="IRI", help="The named graph on the server; what is loaded goes to the graph's base by itself."
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"citegraph {pipeline.__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    about(None)
    if any(name.upper().startswith("CITEGRAPH_") for name in os.environ):
        from pipeline.settings import unread  # here: many commands do without

        for warning in unread():
            sys.stderr.write(f"citegraph: {harmless(warning)}\n")
