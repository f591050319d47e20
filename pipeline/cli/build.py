"""citegraph build."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pipeline import settings as configuration
from pipeline.cli.advice import about, advice
from pipeline.cli.app import Named, app, console, harmless, messages
from pipeline.cli.progress import Bar
from pipeline.errors import SettingsError
from pipeline.records import Issue
from pipeline.run import Report
from pipeline.run import build as build_here

if TYPE_CHECKING:
    from pipeline.run.cluster.partitioned import Partitioned

# What clusters and servers need is imported where one is asked for.

__all__ = ["build"]

OUT = "data/graph"


@app.command()
def build(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders or globs, here or at addresses: .txt .md .html .pdf .docx .jsonl", show_default=False
        ),
    ],
    out: Annotated[
        str, typer.Option("--out", "-o", help="The folder to write the graph to; with --cluster an address as well.")
    ] = OUT,
    base: Annotated[str | None, typer.Option(help="The IRI under which the graph's things get theirs.")] = None,
    model: Annotated[
        str | None, typer.Option(help="A spaCy pipeline with Universal Dependencies to use instead.")
    ] = None,
    names: Annotated[str | None, typer.Option(help="An installed spaCy pipeline that supplies the names.")] = None,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Also load the graph into this SPARQL server, see citegraph push.")
    ] = None,
    named: Named = None,
    known: Annotated[
        list[Path] | None,
        typer.Option(help="A file of entities that you know (.ttl, .csv, .ftm.json): their IRIs are used. Repeatable."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            show_default="one for each core",
            help="Processes that read articles, as far as there is text enough; each takes some 400 MB of memory.",
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A Dask cluster that reads them instead: tcp://host:8786, or local:2."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no table.")] = False,
) -> None:
    """Build the graph of your articles: read, extract, reconcile, write.

    What an earlier build into the same folder read is taken from there, and only what changed is read again. The new
    graph replaces the old one in one step when it is complete.

    **Example:** `citegraph build articles/ --out my-graph`
    """
    if named is not None and store is None:
        raise SettingsError("--named is about a server; name it with --store")
    if cluster is not None and jobs is not None:
        raise SettingsError("--jobs is for this machine, --cluster for another; give one of them")
    from pipeline.run.cluster.storage import is_address

    if is_address(out) and (cluster is None or store is not None):
        raise SettingsError(f"a graph is written to {out} with --cluster alone, and without --store")
    about(None if Path(out) == Path(OUT) or is_address(out) else Path(out))
    from pipeline.run.machine import processes

    chosen = configuration.load(base=base, model=model, names=names, known=tuple(map(str, known)) if known else None)
    with ExitStack() as stack:
        client = None
        if cluster:
            from pipeline.run.cluster import connected

            client = stack.enter_context(connected(cluster))
        bar = None if quiet else stack.enter_context(Bar(messages))
        report: Report | Partitioned
        if is_address(out):
            from pipeline.run.cluster import partitioned

            assert client is not None
            report = partitioned.build(sources, out, client, settings=chosen, reporter=bar)
        else:
            here: list[str | Path] = list(sources)
            fetched: list[Issue] = []
            if any(map(is_address, sources)):
                from pipeline.run.cluster import parts

                folder, fetched = stack.enter_context(parts.fetched(sources))
                here = [folder]
            jobs = jobs or processes()
            report = build_here(here, Path(out), settings=chosen, reporter=bar, jobs=jobs, cluster=client)
            report = replace(report, issues=(*fetched, *report.issues))
    if quiet:
        for issue in report.issues:
            messages.print(
                harmless(f"{issue.source}: {advice(issue.message)}"), markup=False, highlight=False, soft_wrap=True
            )
    else:
        _show(report)
    if store is not None:
        from pipeline.cli.push import load

        load(Path(report.out), store, named, quiet=quiet)
    if report.skipped:
        raise typer.Exit(1)


def _show(report: Report | Partitioned) -> None:
    counts = report.counts
    table = Table(
        title=f"What {counts.documents} {'document says' if counts.documents == 1 else 'documents say'}",
        title_justify="left",
        show_header=False,
        box=None,
    )
    table.add_column(style="bold")
    table.add_column()
    claims = f"{counts.attributed_claims:,} by those quoted, {counts.narrator_claims:,} figures of the authors' own"
    table.add_row("documents", f"{counts.documents:,} ({report.reused:,} unchanged), {counts.words:,} words")
    if counts.undated:
        which = _undated(report.out) if isinstance(report, Report) else ""
        table.add_row("undated", f"{counts.undated:,} without a date, in which “on Sunday” is no day{which}")
    table.add_row("sentences", f"{counts.sentences:,}")
    table.add_row("entities", _listed(counts.entities))
    table.add_row("relations", f"{counts.relations:,}")
    table.add_row("events", _listed(counts.happenings))
    table.add_row("claims", claims)
    console.print(table)
    where = str(report.out / "citegraph.ttl" if isinstance(report, Report) else report.out)
    if report.issues:
        top = report.out if isinstance(report, Report) else report.out.rpartition("/graphs/")[0]
        told = f"Inputs skipped: {report.skipped}" if report.skipped else f"Notes on inputs: {len(report.issues)}"
        console.print(f"{told}; see {top}/issues.jsonl", highlight=False, soft_wrap=True)
    if report.unchanged:
        console.print(f"Nothing changed: {where} stands", highlight=False, soft_wrap=True)
        return
    if not isinstance(report, Report):
        where = f"{where}, {report.triples:,} triples in {report.files:,} files,"
    console.print(f"Written to {where} in {report.seconds:.1f} s", highlight=False, soft_wrap=True)


_NAMED = 3
"""So many documents are named where they all lack something."""


def _undated(out: Path) -> str:
    """Which documents of a graph have no date, and how they get one."""
    from pipeline.run.folder import OutputFolder
    from pipeline.run.register import Manifest

    build = OutputFolder(out).complete()
    names = [str(entry.name) for entry in Manifest.read(build).entries if entry.published is None] if build else []
    if not names:
        return ""
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    told = escape(harmless(", ".join(names[:_NAMED])))
    return f": {told}{more}. A line “Published: 3 March 2024” at its head gives an article its date"


def _listed(counts: dict[str, int]) -> str:
    kinds = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return (
        f"{sum(counts.values()):,}: " + ", ".join(f"{name} {number:,}" for name, number in kinds) if kinds else "none"
    )
