"""citegraph doctor."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from rich.table import Table

import pipeline
from pipeline import resources
from pipeline import settings as configuration
from pipeline.cli.advice import GraphFolder
from pipeline.cli.app import app, console
from pipeline.errors import CitegraphError

__all__ = ["doctor"]


@app.command()
def doctor(graph: GraphFolder = Path("data/graph")) -> None:
    """Say what is installed, which language model and which graph would be used, and what is wrong with them.

    **Example:** `citegraph doctor`
    """
    table = Table(show_header=False, box=None)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    wrong: list[str] = []
    table.add_row("citegraph", f"{pipeline.__version__} on Python {platform.python_version()}, {platform.platform()}")
    table.add_row("libraries", _libraries(wrong))
    for name, folder in (("ontology", resources.ontology()), ("queries", resources.queries())):
        files = sorted(folder.glob("*.*")) if folder.is_dir() else []
        table.add_row(name, f"{len(files)} files in {folder}")
        if not files:
            wrong.append(f"{folder} is missing: install citegraph again")
    try:
        chosen = configuration.load()
        table.add_row("settings", ", ".join(f"{key}={value}" for key, value in chosen.model_dump().items()))
        from pipeline.language import LanguageModel

        model = LanguageModel.load(chosen)
        table.add_row("model", f"{model.name} {model.version}, sha256 {model.sha256[:16]}…")
    except CitegraphError as error:
        table.add_row("model", "[red]cannot be used[/]")
        wrong.append(str(error))
    try:
        opened = pipeline.open_graph(graph)
        table.add_row("graph", f"{len(opened):,} triples in {graph}")
    except CitegraphError:
        table.add_row("graph", f"none yet in {graph} (citegraph build makes it)")
    console.print(table)
    if wrong:
        raise CitegraphError("; ".join(wrong))


def _libraries(wrong: list[str]) -> str:
    found = []
    for line in requires("citegraph") or []:
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            wrong.append(f"{requirement.name} is not installed: pip install citegraph")
            continue
        if installed not in requirement.specifier:
            wrong.append(
                f"{requirement.name} {installed} does not fit {requirement.specifier}: pip install -U citegraph"
            )
        found.append(f"{requirement.name} {installed}")
    return ", ".join(found)
