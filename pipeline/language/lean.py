"""Imports spaCy without its command line, which takes as long as a third of all of spaCy and which nothing here uses.

spaCy imports that command line with itself, for one function: `spacy.info`. With it come HTTP clients, templates and
half of what manages training projects.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

__all__ = ["import_spacy"]

_COMMANDS, _INFO = "spacy.cli", "spacy.cli.info"


def import_spacy() -> None:
    """Import spaCy, if that is not done yet. Its command line stays what it is to whoever imports it afterwards."""
    if "spacy" in sys.modules:
        return
    standing_in = {_COMMANDS: ModuleType(_COMMANDS), _INFO: ModuleType(_INFO)}
    vars(standing_in[_INFO])["info"] = _info
    sys.modules.update(standing_in)
    try:
        import_module("spacy")
    finally:
        for name in standing_in:
            del sys.modules[name]


def _info(*arguments: object, **options: object) -> object:
    """What `spacy.info` says; called by whoever uses spaCy in this process."""
    return vars(import_module(_INFO))["info"](*arguments, **options)
