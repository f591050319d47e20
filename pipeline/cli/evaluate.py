"""citegraph evaluate."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import pairwise
from json import dumps
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pipeline import settings as configuration
from pipeline.cli.app import app, console, harmless, messages, wide
from pipeline.errors import SettingsError
from pipeline.evaluate import LAYERS, Cubed, Scores, Tally
from pipeline.evaluate.calibration import EDGES, reliability

__all__ = ["evaluate"]


@app.command()
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD", help="A folder of NAME.txt with NAME.jsonl annotation; with --layers also a CoNLL-U file."
        ),
    ],
    layers: Annotated[
        bool,
        typer.Option(
            "--layers",
            help="Score the layers of the language model alone: tags, trees, sentences, names and what else it gives.",
        ),
    ] = False,
    errors: Annotated[
        str | None, typer.Option(metavar="LAYER", help=f"List the errors of one layer: {', '.join(LAYERS)}.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="List at most so many errors.")] = 40,
    json: Annotated[bool, typer.Option("--json", help="Print the scores, and what --errors lists, as JSON.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only look for slips in the annotation, by the rules of the guidelines.")
    ] = False,
    baseline: Annotated[
        Path | None, typer.Option(help="A file of earlier figures; exit with 1 if any of them was higher.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Write today's figures to the file of --baseline, unless one fell.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write them also if one fell.")] = False,
    model: Annotated[
        str | None, typer.Option(help="A spaCy pipeline with Universal Dependencies to use instead.")
    ] = None,
    names: Annotated[str | None, typer.Option(help="An installed spaCy pipeline that supplies the names.")] = None,
) -> None:
    """Score the extraction against annotated documents: precision, recall and F1 of every layer.

    **Example:** `citegraph evaluate gold/ --errors relations`
    """
    if check:
        _check(gold)
        return
    if (keep or force) and baseline is None:
        raise SettingsError("--keep and --force write to the file of --baseline; name one")
    chosen = configuration.load(model=model, names=names)
    if layers:
        if errors is not None:
            raise SettingsError(
                "--layers scores the language model, of which --errors lists none; leave one of them out"
            )
        _evaluate_layers(gold, chosen, json)
        return
    if errors is not None and errors not in LAYERS:
        raise SettingsError(f"there is no layer {errors!r}; choose one of {', '.join(LAYERS)}")
    from pipeline import run
    from pipeline.evaluate import evaluate as score
    from pipeline.reconcile import reconcile
    from pipeline.records import Issue

    issues: list[Issue] = []
    with messages.status("Reading the annotated documents"):
        extractions = list(run.extractions(sorted(gold.glob("*.txt")), chosen, issues))
        scores = score(extractions, reconcile(extractions), gold)
    for issue in issues:
        messages.print(harmless(f"{issue.source}: {issue.message}"), markup=False, highlight=False, soft_wrap=True)
    if json:
        sys.stdout.write(dumps(scores.to_json(errors), indent=2, ensure_ascii=False) + "\n")
    else:
        _print_table(scores, errors)
        _print_calibration(scores)
        if errors:
            _print_errors(scores, errors, limit)
    if scores.absent:
        messages.print(f"not read: {', '.join(scores.absent)}", highlight=False)
        raise typer.Exit(1)
    if baseline is not None:
        _compare(scores, gold, baseline, keep or force, force)


def _check(gold: Path) -> None:
    from pipeline.evaluate.guidelines import check

    slips = check(gold)
    for slip in slips:
        console.print(str(slip), markup=False, highlight=False, soft_wrap=True)
    if slips:
        raise typer.Exit(1)
    console.print(f"{gold} keeps the rules of the guidelines that a program can check", highlight=False, soft_wrap=True)


def _compare(scores: Scores, gold: Path, path: Path, keep: bool, force: bool) -> None:
    """Hold the figures against those of a file, and write them there if that is wanted and none fell."""
    from pipeline.evaluate.baseline import Baseline

    if path.exists() or not keep:
        before = Baseline.read(path)
        same = before.fits(gold)
        falls = before.falls(scores) if same else []
        for fall in falls:
            messages.print(str(fall), markup=False, highlight=False, soft_wrap=True)
        for name, (old, new) in before.rises(scores).items() if same else ():
            messages.print(f"{name}: F1 rose from {old:.2f} to {new:.2f}", highlight=False)
        if not same:
            messages.print(f"{path} is about other documents or annotation: nothing to compare", soft_wrap=True)
        if (falls or not same) and not force:
            if keep:
                messages.print(f"{path} stays as it is; --force writes it all the same", soft_wrap=True)
            raise typer.Exit(1)
    if keep:
        Baseline.of(scores, gold).write(path)
        messages.print(f"Written to {path}", highlight=False, soft_wrap=True)


def _evaluate_layers(source: Path, chosen: configuration.Settings, json: bool) -> None:
    from pipeline.evaluate.layers import measure
    from pipeline.language import LanguageModel

    with messages.status("Reading the annotated texts"):
        model = LanguageModel.load(chosen, spans=True)
        figures = measure(model, source, chosen)
    name = f"{model.name} {model.version}"
    if json:
        sys.stdout.write(dumps({"model": name} | figures.to_json(), indent=2, ensure_ascii=False) + "\n")
        return
    _print_rows(figures.layers.items())
    console.print(
        f"{escape(name)}: {figures.words} words of running text, {figures.words_per_second:.0f} in a second of one "
        "processor",
        highlight=False,
        soft_wrap=True,
    )


def _print_table(scores: Scores, layer: str | None) -> None:
    rows: list[tuple[str, Tally | Cubed]] = list(scores.totals.items())
    if layer is not None:
        rows += [(f"  {layer}: {name}", tally) for name, tally in sorted(scores.tables.get(layer, {}).items())]
    _print_rows(rows)


def _print_errors(scores: Scores, layer: str, limit: int) -> None:
    """How often each cause led to an error, then the errors."""
    misses, causes = scores.errors(layer), scores.causes(layer)
    for cause, count in causes.items():
        console.print(f"{count:>6} {escape(cause)}", highlight=False)
    for miss in misses[:limit]:
        console.print(
            f"[bold]{escape(miss.cause)}[/] {escape(miss.what)} [dim]({escape(miss.document)})[/]", highlight=False
        )
        console.print(f"  [italic]“{escape(miss.quote)}”[/]", highlight=False)
    console.print(f"{len(misses)} errors in {layer}, {min(limit, len(misses))} shown", highlight=False)


def _print_calibration(scores: Scores) -> None:
    """For each layer and range of confidence the share that is right, in per cent, and of how many."""
    found = {name: reliability(graded) for name, graded in scores.graded.items() if graded}
    if not found:
        return
    table = Table(box=None, title="Right, of what was found with a confidence of", title_justify="left")
    table.add_column("per cent", style="bold")
    for low, high in pairwise(EDGES):
        table.add_column(f"{100 * low:.0f}-{100 * high:.0f}", justify="right")
    for column in ("all", "promised", "ECE"):
        table.add_column(column, justify="right")
    for name, layer in found.items():
        bins = {one.low: one for one in layer.bins}
        cells = [
            f"{100 * bins[low].right:.0f} of {bins[low].count}" if low in bins else "" for low, _ in pairwise(EDGES)
        ]
        whole = (100 * layer.right, 100 * layer.confidence, 100 * layer.error)
        table.add_row(name, *cells, *(f"{value:.1f}" for value in whole))
    wide().print(table)


def _print_rows(rows: Iterable[tuple[str, Tally | Cubed]]) -> None:
    table = Table(box=None)
    table.add_column("layer", style="bold")
    for column in ("P", "R", "F1", "hit", "found", "gold"):
        table.add_column(column, justify="right")
    for name, score in rows:
        counts = (score.hit, score.found, score.gold) if isinstance(score, Tally) else ("", "", "")
        table.add_row(name, *(f"{value:.1f}" for value in (score.precision, score.recall, score.f1)), *map(str, counts))
    wide().print(table)
