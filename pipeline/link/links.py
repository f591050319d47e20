"""The file of links: which items of another data set the entities of a graph are, or may be. One line of JSON each.

`citegraph link` writes it, builds read it, and nobody else is asked. It may be read, mended and kept in git.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, ValidationError

from pipeline.errors import StoreError
from pipeline.link.candidates import Iri
from pipeline.records import EntityLabel, Record, Verdict

__all__ = ["NAME", "Link", "read_links", "write_links"]

NAME = "links.jsonl"
"""What the file is called where no other is chosen: it stands beside the graph."""


class Link(Record):
    """That an entity is an item of another data set, or may be, in the eyes of the program."""

    entity: str = Field(min_length=1, description="the end of its IRI, such as person/vladimir-putin")
    label: EntityLabel
    name: str = Field(min_length=1, description="what the entity was called")
    iri: Iri
    title: str = Field(min_length=1, description="the item's name and what tells it from its namesakes")
    aliases: tuple[str, ...] = ()
    facts: tuple[str, ...] = Field(default=(), description="what is known of the item, such as 'role: journalist'")
    verdict: Verdict
    score: float = Field(ge=0.0, le=1.0)
    because: str = Field(min_length=1)
    endpoint: str
    parts: tuple[str, ...] = Field(default=(), description="ids of the names that the entity was put together from")
    documents: int = Field(default=0, ge=0, description="how many named the entity")


def read_links(path: Path) -> tuple[Link, ...]:
    """The links of a file, in its order; none if there is no file.

    Raises:
        StoreError: the file cannot be read, or a line is no link; the message names the line.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror or error}") from error
    found = []
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.strip():
            try:
                found.append(Link.model_validate_json(line))
            except ValidationError as error:
                first = error.errors()[0]
                reason = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
                raise StoreError(
                    f"{path}, line {number}, is no link ({reason}); mend the line, or remove the file and run "
                    "citegraph link again"
                ) from error
    return tuple(found)


def write_links(path: Path, links: Iterable[Link]) -> None:
    """Replace the file in one step.

    Raises:
        StoreError: it cannot be written, or the disk is full.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", errors="backslashreplace") as file:
            for link in links:
                file.write(json.dumps(link.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) + "\n")
        part.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error
