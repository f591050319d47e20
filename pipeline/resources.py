"""Where what is shipped lies: in the package, or beside it in a checkout (an installed wheel has it inside)."""

from __future__ import annotations

from pathlib import Path

__all__ = ["SHIPPED", "ontology", "queries"]

_PACKAGE = Path(__file__).resolve().parent

SHIPPED = _PACKAGE / "language" / "model"
"""The folder of the language model that comes with citegraph: the one place in the code that names it."""


def _folder(name: str) -> Path:
    shipped = _PACKAGE / "_shipped" / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name


def ontology() -> Path:
    """The folder of citegraph.ttl, shapes.ttl and context.jsonld."""
    return _folder("ontology")


def queries() -> Path:
    """The folder of the shipped .rq files."""
    return _folder("queries")
