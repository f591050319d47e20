"""Reads the treebanks, the coarse names and the gold into one form: documents of sentences with layers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.tokenizer import Tokenizer

from pipeline.language.encoder.words import Gap

ROLES = ("actor", "target", "place", "time")
HELD_OUT_EVERY = 10


@dataclass
class Parse:
    """The treebank layers of a sentence, one item per word; `heads` are positions in it, a root points at itself."""

    upos: list[str]
    xpos: list[str]
    feats: list[str]
    lemmas: list[str]
    heads: list[int]
    deps: list[str]


@dataclass
class Extent:
    """Words [begin, end) of a sentence with a label."""

    begin: int
    end: int
    label: str


@dataclass
class Link:
    """That the words [begin, end) stand in a role to what the anchor word stands for: the actor of a trigger, say."""

    anchor: int
    begin: int
    end: int
    label: str


@dataclass
class Gold:
    """The gold layers of a sentence."""

    names: list[Extent] = field(default_factory=list)
    triggers: list[Extent] = field(default_factory=list)
    modality: dict[int, str] = field(default_factory=dict)
    cues: list[Extent] = field(default_factory=list)
    sources: list[Extent] = field(default_factory=list)
    contents: list[Extent] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


@dataclass
class Sentence:
    """Words with the layers that are known of them; None where a layer is not annotated.

    `starts` says of each word whether it starts a sentence (None: unknown); in running text this is a whole line.
    `text` is the surface of a treebank sentence.
    """

    words: list[str]
    offsets: list[int]
    gaps: list[Gap]
    parse: Parse | None = None
    gold: Gold | None = None
    coarse: list[str] | None = None
    starts: list[bool | None] | None = None
    text: str = ""

    def ends(self) -> list[int]:
        return [o + len(w) for o, w in zip(self.offsets, self.words, strict=True)]


@dataclass
class Text:
    """A document."""

    name: str
    sentences: list[Sentence]
    text: str = ""
    origin: str = ""


def treebank(path: Path) -> list[Text]:
    """The documents of a CoNLL-U file; paragraph starts are taken from its `newpar` comments."""
    texts: list[Text] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if not block.strip():
            continue
        gap = Gap.SPACE
        rows: list[list[str]] = []
        spoken = ""
        for line in block.strip().split("\n"):
            if line.startswith("# newdoc"):
                texts.append(Text(name=line.split("=", 1)[1].strip(), sentences=[], origin=path.stem))
                gap = Gap.PARAGRAPH
            elif line.startswith("# newpar"):
                gap = Gap.PARAGRAPH
            elif line.startswith("# text = "):
                spoken = line[len("# text = ") :]
            elif not line.startswith("#"):
                rows.append(line.split("\t"))
        texts[-1].sentences.append(_sentence(rows, spoken, gap))
    for text in texts:
        _join(text)
    return texts


def _sentence(rows: list[list[str]], spoken: str, gap: Gap) -> Sentence:
    words, offsets, gaps = [], [], []
    upos, xpos, feats, lemmas, heads, deps = [], [], [], [], [], []
    joint: dict[int, tuple[int, int]] = {}  # word number -> [begin, end) of the surface token it is part of
    number: dict[str, int] = {}
    at = 0
    for row in rows:
        identifier, form = row[0], row[1]
        if "." in identifier:
            continue
        if "-" in identifier:
            first, last = map(int, identifier.split("-"))
            at = spoken.index(form, at)
            for n in range(first, last + 1):
                joint[n] = (at, at + len(form))
            continue
        n = int(identifier)
        number[identifier] = len(words)
        inside = joint.get(n)
        found = spoken.find(form, at, inside[1] if inside else None)
        if found < 0 and inside is None:
            raise ValueError(f"{form!r} is not in {spoken!r} after {at}")
        if found < 0:  # the word is not written as such: "wanna" is "want" and "to"
            found = min(at, inside[1] - 1)
        words.append(form)
        offsets.append(found)
        spaced = Gap.SPACE if spoken[max(0, found - 1) : found].isspace() else Gap.NONE
        gaps.append(spaced if len(words) > 1 else gap)
        at = found + len(form) if inside is None else min(found + len(form), inside[1])
        upos.append(row[3])
        xpos.append(row[4])
        feats.append("" if row[5] == "_" else row[5])
        lemmas.append(row[2] if row[2] != "_" or form == "_" else form)
        heads.append(row[6])
        deps.append("ROOT" if row[7] == "root" else row[7])
    resolved = [i if h == "0" else number[h] for i, h in enumerate(heads)]
    parse = Parse(upos, xpos, feats, lemmas, resolved, deps)
    return Sentence(words, offsets, gaps, parse, starts=[i == 0 for i in range(len(words))], text=spoken)


def _join(text: Text) -> None:
    """Sets the text of a treebank document: sentences after a space, paragraphs after a blank line."""
    out = ""
    for sentence in text.sentences:
        if out:
            out += "\n\n" if sentence.gaps[0] is Gap.PARAGRAPH else " "
        shift = len(out)
        sentence.offsets = [o + shift for o in sentence.offsets]
        out += sentence.text
    text.text = out


def add_coarse_names(texts: list[Text], path: Path) -> int:
    """Puts the coarse names of an IOB2 file on the sentences with the same words; returns how many got them."""
    by_name = {t.name: t for t in texts}
    count = 0
    name = ""
    at = 0
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        tags: list[str] = []
        forms: list[str] = []
        for line in block.strip().split("\n"):
            if line.startswith("# newdoc"):
                name, at = line.split("=", 1)[1].strip(), 0
            elif line and not line.startswith("#"):
                cells = line.split("\t")
                forms.append(cells[1])
                tags.append(cells[2])
        text = by_name.get(name)
        if not forms or text is None:
            continue
        for i in range(at, min(at + 4, len(text.sentences))):  # a few sentences differ between the two releases
            if text.sentences[i].words == forms:
                text.sentences[i].coarse = tags
                count += 1
                at = i + 1
                break
    return count


def gold_documents(folder: Path) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Name, text and rows of each document of a gold folder, by name."""
    for path in sorted(folder.glob("*.jsonl")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        yield (
            path.stem,
            text,
            [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()],
        )


def held_out(names: list[str]) -> set[str]:
    """Every tenth of the sorted names: kept from all training, so that generalisation can be measured."""
    return {n for i, n in enumerate(sorted(names)) if i % HELD_OUT_EVERY == 0}


def add_gold(text: Text, source: str, rows: list[dict[str, Any]]) -> int:
    """Puts gold rows on the sentences of a treebank document, whose lines in `source` are the sentences in order."""
    lines, at = [], 0
    for line in source.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    lines = [(begin, line) for begin, line in lines if line.strip()]
    by_begin = {r["begin"]: r for r in rows}
    matched, j = 0, 0
    for begin, line in lines:
        for k in range(j, min(j + 6, len(text.sentences))):
            sentence = text.sentences[k]
            if sentence.text.strip() == line.strip():
                shift = begin - (sentence.offsets[0] - _lead(sentence)) + (len(line) - len(line.lstrip()))
                row = by_begin.get(begin) or by_begin.get(begin + len(line) - len(line.lstrip()))
                offsets = [o + shift for o in sentence.offsets]
                sentence.gold = layers(
                    source, row, offsets, [o + len(w) for o, w in zip(offsets, sentence.words, strict=True)]
                )
                matched += 1
                j = k + 1
                break
    return matched


def _lead(sentence: Sentence) -> int:
    return max(0, sentence.text.find(sentence.words[0]))


def running_text(name: str, text: str, rows: list[dict[str, Any]], tokenizer: Tokenizer) -> Text:
    """A gold document without a treebank: each line is a stretch whose sentence ends are known only at its rows."""
    found = Text(name=name, sentences=[], text=text, origin="gold")
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        tokens = [t for t in tokenizer(line) if not t.is_space]
        if tokens:
            offsets = [begin + t.idx for t in tokens]
            ends = [o + len(t) for o, t in zip(offsets, tokens, strict=True)]
            gaps = [Gap.SPACE if t.idx and line[t.idx - 1].isspace() else Gap.NONE for t in tokens]
            gaps[0] = Gap.PARAGRAPH
            inside = [r for r in rows if begin <= r["begin"] < end]
            starts: list[bool | None] = [None] * len(tokens)
            gold = Gold()
            for row in inside:
                for i in range(len(tokens)):
                    if row["begin"] <= offsets[i] < row["end"]:
                        starts[i] = i == 0 or offsets[i - 1] < row["begin"]
                    elif i and offsets[i - 1] < row["end"] <= offsets[i]:
                        starts[i] = True
                one = layers(text, row, offsets, ends)
                for layer in ("names", "triggers", "cues", "sources", "contents", "links"):
                    getattr(gold, layer).extend(getattr(one, layer))
                gold.modality |= one.modality
            starts[0] = True
            found.sentences.append(Sentence([t.text for t in tokens], offsets, gaps, gold=gold, starts=starts))
        begin = end + 1
    return found


def layers(text: str, row: dict[str, Any] | None, begins: list[int], ends: list[int]) -> Gold:
    """The layers of a gold row as word positions."""
    gold = Gold()
    if row is None:
        return gold

    def cover(begin: int, end: int) -> tuple[int, int] | None:
        inside = [i for i in range(len(begins)) if begins[i] < end and ends[i] > begin]
        return (inside[0], inside[-1] + 1) if inside else None

    def find(surface: str, at: int | None = None) -> tuple[int, int] | None:
        where = text.find(surface, row["begin"] if at is None else at, row["end"])
        return None if where < 0 else cover(where, where + len(surface))

    names: dict[str, list[tuple[int, int]]] = {}
    at = row["begin"]
    for surface, label, canonical in row.get("ents", []):
        where = text.find(surface, at, row["end"])
        if where < 0:
            continue
        at = where + len(surface)
        words = cover(where, at)
        if words and not (gold.names and words[0] < gold.names[-1].end):
            gold.names.append(Extent(*words, label))
            names.setdefault(canonical, []).append(words)

    def nearest(phrase: str, anchor: int) -> tuple[int, int] | None:
        """A participant's words: the nearest mention of that name, or the nearest place where the words stand."""
        places = list(names.get(phrase, ()))
        if not places:
            begin = row["begin"]
            while (where := text.find(phrase, begin, row["end"])) >= 0:
                words = cover(where, where + len(phrase))
                if words:
                    places.append(words)
                begin = where + 1
        return min(places, key=lambda w: min(abs(w[0] - anchor), abs(w[1] - 1 - anchor)), default=None)

    seen: dict[str, int] = {}
    for event in row.get("events", []):
        surface = event["t"]
        where = text.find(surface, max(row["begin"], seen.get(surface, 0)), row["end"])
        if where < 0:
            where = text.find(surface, row["begin"], row["end"])
        words = cover(where, where + len(surface)) if where >= 0 else None
        if not words:
            continue
        seen[surface] = where + 1
        gold.triggers.append(Extent(*words, event["type"]))
        gold.modality[words[0]] = event.get("mod", "actual")
        for role in ROLES:
            for phrase in event.get(role, []):
                if place := nearest(phrase, words[0]):
                    gold.links.append(Link(words[0], *place, role))

    for claim in row.get("claims", []):
        content = find(claim["content"])
        if not content:
            continue
        gold.contents.append(Extent(*content, "content"))
        cue = _outside(text, row, claim["cue"], content, cover)
        source = _outside(text, row, claim["source"], content, cover, cue)
        if source:
            gold.sources.append(Extent(*source, "source"))
        if cue:
            gold.cues.append(Extent(*cue, "cue"))
            gold.links.append(Link(cue[0], *content, "content"))
            if source:
                gold.links.append(Link(cue[0], *source, "source"))

    for subject, relation, thing in row.get("rels", []):
        for begin, end in names.get(subject, ()):
            places = names.get(thing, []) if relation != "position" else []
            if relation == "position":
                place = nearest(thing, begin)
                places = [place] if place else []
            for place in places:
                gold.links.append(Link(end - 1, *place, relation))
    return gold


def _outside(
    text: str,
    row: dict[str, Any],
    surface: str,
    content: tuple[int, int],
    cover: Any,
    near: tuple[int, int] | None = None,
) -> tuple[int, int] | None:
    """Where a cue or source stands: outside the content if it can, and nearest to the cue or the content."""
    if not surface:
        return None
    places = []
    begin = row["begin"]
    while (where := text.find(surface, begin, row["end"])) >= 0:
        end = where + len(surface)
        whole = not (text[where - 1 : where].isalnum() and where > 0) and not text[end : end + 1].isalnum()
        if (words := cover(where, end)) is not None:
            places.append((not whole, content[0] <= words[0] < content[1], words))
        begin = where + 1
    if not places:
        return None
    to = near or content

    def rank(place: tuple[bool, bool, tuple[int, int]]) -> tuple[bool, bool, int]:
        part, inside, (b, e) = place
        return part, inside, max(b - to[1], to[0] - e, 0)

    return min(places, key=rank)[2]
