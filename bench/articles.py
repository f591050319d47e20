"""Make any number of articles out of our own ones, with other names, dates and figures in each.

usage: python bench/articles.py FOLDER COUNT [--seed S]

An article is a passage of one of training/gold, whose persons, organisations and cities give way to those of one
circle of a synthetic world (bench/synthetic.py), so that the same people, bodies and towns stand in many articles under
several spellings; days and figures are drawn anew. Some articles tell what an earlier one told with other figures, and
some repeat one word for word, as papers do.

The first articles of a longer corpus are those of a shorter one of as many entities, and all are the same for the same
seed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from results import ROOT
from synthetic import Somebody, World

from pipeline.records import EntityLabel

__all__ = ["articles", "write"]

SHORTEST = 70
"""An article has so many words or a few more."""
ENTITY = 8
"""So many articles for each entity of the world."""
RETOLD, REPRINTED = 0.15, 0.05
"""So many articles tell what another one did: with figures of their own, or word for word."""
OUTLETS = ("Northgate Wire", "Harbour Courier", "Plainfield Dispatch", "Meridian", "Kestrel Review", "Eastgate Post")
_VARIED = {"PERSON": EntityLabel.PERSON, "ORG": EntityLabel.ORG, "CITY": EntityLabel.CITY}
_FIGURE = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,]|\.\d)|(?<![\w.,-])[1-9]\d{1,2}(?![\w,]|\.\d)")
_DAY = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December) (\d{1,2})\b"
    r"|\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


@dataclass(frozen=True)
class Name:
    """A name in an article: where it stands, what it is, and the name by which the article's annotation knows it."""

    begin: int
    end: int
    label: EntityLabel
    called: str


@dataclass(frozen=True)
class Source:
    """One article of ours, with its paragraphs as spans and the names that may be varied."""

    text: str
    paragraphs: tuple[tuple[int, int], ...]
    names: tuple[Name, ...]


def sources(folder: Path = ROOT / "training" / "gold") -> list[Source]:
    """The annotated articles of a folder, sorted by name."""
    return [_source(path) for path in sorted(folder.glob("*.txt"))]


def _source(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    names = []
    for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines():
        sentence = json.loads(line)
        at = sentence["begin"]
        for surface, label, called in sentence.get("ents", ()):
            begin = text.find(surface, at, sentence["end"])
            if begin >= 0:
                at = begin + len(surface)
                if label in _VARIED:
                    names.append(Name(begin, at, _VARIED[label], called))
    paragraphs = tuple((m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    return Source(text, paragraphs, tuple(names))


def articles(count: int, seed: int = 1, entities: int | None = None) -> Iterator[tuple[str, str]]:
    """Names of files and their content: Markdown with front matter.

    >>> [name for name, _ in articles(2)]
    ['00/000000.md', '00/000001.md']
    """
    pick = random.Random(seed)
    world = World(max(100, (count // ENTITY) if entities is None else entities), seed)
    material = sources()
    told: list[tuple[Source, int, dict[tuple[EntityLabel, str], str], dt.date]] = []
    written: list[str] = []
    for number in range(count):
        chance = pick.random()
        outlet = pick.choice(OUTLETS)
        if written and chance < REPRINTED:
            day, body = told[at := pick.randrange(len(told))][3], written[at]
        else:
            if told and chance < REPRINTED + RETOLD:
                source, first, instead, day = pick.choice(told)
            else:
                source = pick.choice(material)
                first = pick.randrange(len(source.paragraphs))
                day = dt.date(2021, 1, 1) + dt.timedelta(days=pick.randrange(730))
                instead = _cast(pick, world, source)
            body = _body(pick, source, first, instead, day)
            told.append((source, first, instead, day))
            written.append(body)
        published = day + dt.timedelta(days=pick.randrange(3))
        head = f"---\ntitle: Report {number}\npublisher: {outlet}\ndate: {published.isoformat()}\n---\n\n"
        yield f"{number // 1000:02d}/{number:06d}.md", head + body


def _cast(pick: random.Random, world: World, source: Source) -> dict[tuple[EntityLabel, str], str]:
    """Who stands for whom: a name of the circle for each name of the article, where the circle has enough."""
    circle = pick.choice(world.circles)
    left: list[Somebody] = []
    for somebody in circle.members:  # the best known first, with some chance
        left.insert(pick.randrange(len(left) + 1) if pick.random() < 0.3 else len(left), somebody)
    found: dict[tuple[EntityLabel, str], str] = {}
    for name in source.names:
        key = name.label, name.called
        if key not in found and (name.label is EntityLabel.CITY or " " in name.called):
            for somebody in left:
                if somebody.label is name.label:
                    left.remove(somebody)
                    found[key] = _spelt(pick, somebody)
                    break
    return found


def _spelt(pick: random.Random, somebody: Somebody) -> str:
    """The name as one paper spells it: now and then with a middle name or initials."""
    if somebody.label is not EntityLabel.PERSON:
        return somebody.name
    given, surname = somebody.name.split(" ", 1)
    chance = pick.random()
    if chance < 0.04:
        return f"{given[0]}. {surname}"
    return f"{given} {somebody.middle} {surname}" if somebody.middle and chance < 0.15 else somebody.name


def _body(
    pick: random.Random, source: Source, first: int, instead: dict[tuple[EntityLabel, str], str], day: dt.date
) -> str:
    """The passage from a paragraph on (from the start again where the article ends), varied."""
    taken: list[str] = []
    words = 0
    for step in range(len(source.paragraphs)):
        begin, end = source.paragraphs[(first + step) % len(source.paragraphs)]
        paragraph = _figures(pick, _named(source, begin, end, instead), day)
        taken.append(paragraph)
        words += len(paragraph.split())
        if words >= SHORTEST:
            break
    return "\n\n".join(taken) + "\n"


def _named(source: Source, begin: int, end: int, instead: dict[tuple[EntityLabel, str], str]) -> str:
    parts: list[str] = []
    at = begin
    for name in source.names:
        if at <= name.begin and name.end <= end and (new := instead.get((name.label, name.called))):
            old = source.text[name.begin : name.end]
            if name.label is EntityLabel.PERSON and " " not in old:
                new = new.split()[0] if old == name.called.split()[0] else new.split()[-1]
            parts += source.text[at : name.begin], new
            at = name.end
    return "".join((*parts, source.text[at:end]))


def _figures(pick: random.Random, text: str, day: dt.date) -> str:
    """The text with days near that of the article, and other figures of the same size."""

    def figure(match: re.Match[str]) -> str:
        value = int(match.group().replace(",", ""))
        return f"{max(10, round(value * pick.uniform(0.6, 1.6))):,}"

    def near(match: re.Match[str]) -> str:
        other = day - dt.timedelta(days=pick.randrange(4))
        month = other.strftime("%B")
        return f"{month} {other.day}" if match.group(1) else f"{other.day} {month}"

    pieces: list[str] = []
    at = 0
    for match in _DAY.finditer(text):
        pieces += _FIGURE.sub(figure, text[at : match.start()]), near(match)
        at = match.end()
    return "".join((*pieces, _FIGURE.sub(figure, text[at:])))


def write(folder: Path, count: int, seed: int = 1, entities: int | None = None) -> int:
    """Write so many articles into a folder; returns their words, without front matter."""
    words = 0
    for name, text in articles(count, seed, entities):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        words += len(text.split("---\n\n", 1)[1].split())
    return words


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    print(f"{wanted.count:,} articles, {write(wanted.folder, wanted.count, wanted.seed):,} words in {wanted.folder}")


if __name__ == "__main__":
    main()
