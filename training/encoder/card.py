"""Fills in the model card, `card.md`, from the model and what was measured of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Template

from pipeline.language.encoder.windows import HARD_LIMIT, SOFT_LIMIT
from training.encoder.data import OWN
from training.encoder.measure import Report, table


def text(model: Path, reports: Sequence[Report]) -> str:
    """The card of the pipeline in a folder, whose figures come first in the reports."""
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    template = Template((Path(__file__).parent / "card.md").read_text(encoding="utf-8"))
    own = [path.read_text(encoding="utf-8") for path in sorted(OWN.glob("*.txt"))]
    return template.substitute(
        name=f"{meta['lang']}_{meta['name']}",
        version=meta["version"],
        figures="\n".join(table(reports)),
        soft=SOFT_LIMIT,
        hard=HARD_LIMIT,
        own=len(own),
        own_words=f"{round(sum(len(text.split()) for text in own), -3):,}",
        notes=f"\n{meta['notes']}\n" if meta.get("notes") else "",
        files="\n".join(_files(model)),
    )


def _files(model: Path) -> Iterator[str]:
    yield "| file | bytes | SHA-256 |"
    yield "|---|---|---|"
    for path in sorted(p for p in model.rglob("*") if p.is_file() and p.suffix != ".md"):
        data = path.read_bytes()
        yield f"| `{path.relative_to(model).as_posix()}` | {len(data)} | `{hashlib.sha256(data).hexdigest()}` |"
