"""citegraph evaluate."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from json import dumps
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pipeline import settings as configuration
from pipeline.cli.app import app, console, messages
from pipeline.errors import SettingsError
from pipeline.evaluate import LAYERS, Cubed, Scores, Tally

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
    json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
    model: Annotated[
        str | None, typer.Option(help="A spaCy pipeline with Universal Dependencies to use instead.")
    ] = None,
    names: Annotated[str | None, typer.Option(help="An installed spaCy pipeline that supplies the names.")] = None,
) -> None:
    """Score the extraction against annotated documents: precision, recall and F1 of every layer.

    **Example:** `citegraph evaluate gold/ --errors relations`
    """
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
        messages.print(f"{issue.source}: {issue.message}", markup=False, highlight=False, soft_wrap=True)
    if json:
        sys.stdout.write(dumps(scores.to_json(), indent=2, ensure_ascii=False) + "\n")
        return
    _print_table(scores, errors)
    if errors:
        misses = scores.errors(errors)
        for miss in misses[:limit]:
            console.print(
                f"[bold]{escape(miss.cause)}[/] {escape(miss.what)} [dim]({escape(miss.document)})[/]", highlight=False
            )
            console.print(f"  [italic]“{escape(miss.quote)}”[/]", highlight=False)
        console.print(f"{len(misses)} errors in {errors}, {min(limit, len(misses))} shown", highlight=False)
    if scores.absent:
        messages.print(f"not read: {', '.join(scores.absent)}", highlight=False)
        raise typer.Exit(1)


def _evaluate_layers(source: Path, chosen: configuration.Settings, json: bool) -> None:
    from pipeline.evaluate.layers import measure
    from pipeline.language import LanguageModel

    with messages.status("Reading the annotated texts"):
        model = LanguageModel.load(chosen)
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


def _print_rows(rows: Iterable[tuple[str, Tally | Cubed]]) -> None:
    table = Table(box=None)
    table.add_column("layer", style="bold")
    for column in ("P", "R", "F1", "hit", "found", "gold"):
        table.add_column(column, justify="right")
    for name, score in rows:
        counts = (score.hit, score.found, score.gold) if isinstance(score, Tally) else ("", "", "")
        table.add_row(name, *(f"{value:.1f}" for value in (score.precision, score.recall, score.f1)), *map(str, counts))
    console.print(table)
