"""bench/RESULTS.md: one section for each program that measures; each program writes its own and leaves the others."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

__all__ = ["ROOT", "write_section"]

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "bench" / "RESULTS.md"
HEAD = "# Benchmark results\n"
LIBRARIES = ("citegraph", "spacy", "pydantic", "pyoxigraph", "rdflib", "rapidfuzz", "networkx")


def write_section(title: str, command: str, lines: Sequence[str], page: Path = PAGE) -> None:
    """Replace the section of this title, or add it.

    Args:
        title: What was measured.
        command: How to measure it again.
        lines: The Markdown under the title.
        page: The file.
    """
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    told = (
        f"`{command}` on {dt.date.today()}; {platform.system()}, {platform.machine()}, {os.cpu_count()} cores; "
        f"Python {platform.python_version()}; {versions}."
    )
    section = "\n".join([f"## {title}", "", told, "", *lines, ""])
    text = page.read_text(encoding="utf-8") if page.exists() else HEAD
    sections = [s for s in re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:] if not s.startswith(f"## {title}\n")]
    whole = "\n".join([HEAD, *(s.strip("\n") + "\n" for s in (*sections, section))])
    page.write_text(whole, encoding="utf-8")
    print(section)
