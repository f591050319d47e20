"""The progress bar of a build: what it is doing, how many documents, how many words a second."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import ProgressColumn as Column
from rich.text import Text

from pipeline.cli.advice import advice
from pipeline.cli.app import harmless
from pipeline.records import Issue

__all__ = ["Bar"]


class _Rate(Column):
    """Documents done and words a second."""

    def render(self, task: Task) -> Text:
        """The column of one step."""
        done = f"{task.completed:,.0f}" + (f"/{task.total:,.0f}" if task.total else "")
        words, elapsed = task.fields.get("words", 0), task.elapsed or 0
        rate = f" · {words / elapsed:,.0f} words/s" if words and elapsed > 0.5 else ""
        return Text(f"{done} documents{rate}" if task.completed else "", style="cyan")


class Bar:
    """A `Reporter` that draws on the terminal's error stream; issues are printed above the bar, one line each."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), _Rate(), TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console, transient=True,
        )  # fmt: skip
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def step(self, name: str, total: int | None) -> None:
        """A step begins."""
        if self._task is None:
            self._progress.start()  # not before: where there is nothing to do, nothing is drawn
        else:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(name, total=total, words=0)

    def advance(self, words: int) -> None:
        """One more document is done."""
        if self._task is not None:
            before = self._progress.tasks[0].fields["words"]
            self._progress.update(self._task, advance=1, words=before + words)

    def issue(self, issue: Issue) -> None:
        """Print what could not be used."""
        mark = "[yellow]skipped[/]" if issue.skipped else "[dim]note[/]"
        told = escape(harmless(f"{issue.source}: {advice(issue.message)}"))
        self._console.print(f"{mark} {told}", highlight=False, soft_wrap=True)
