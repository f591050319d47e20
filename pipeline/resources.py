"""Where the shipped ontology and queries lie: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

__all__ = ["ontology", "queries"]

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    shipped = _PACKAGE / "_shipped" / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name


def ontology() -> Path:
    """The folder of citegraph.ttl, shapes.ttl and context.jsonld."""
    return _folder("ontology")


def queries() -> Path:
    """The folder of the shipped .rq files."""
    return _folder("queries")
