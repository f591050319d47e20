"""The closed label sets of every layer, counted from the training data and kept beside the weights."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.language.encoder import lemmas
from pipeline.language.encoder.words import shape_of
from training.encoder.corpus import ROLES, Extent, Sentence, Text

NAMES = ("PERSON", "ORG", "CITY", "COUNTRY", "REGION", "PLACE", "NORP", "EVENT", "WORK", "DATE")
COARSE = {
    "PER": ("PERSON",),
    "ORG": ("ORG",),
    "LOC": ("CITY", "COUNTRY", "REGION", "PLACE"),
    "OTH": ("NORP", "EVENT", "WORK"),
}
"""What a coarse name of Universal NER may be among ours; it has no dates, and is uneven about OTH."""
RELATIONS = (
    "leads", "memberOf", "worksFor", "founded", "bornIn", "diedIn", "livesIn", "citizenOf", "basedIn", "locatedIn",
    "partOf", "familyOf", "supports", "opposes", "position",
)  # fmt: skip
LINKS = {"trigger": ROLES, "cue": ("source", "content"), "name": RELATIONS}
NEEDED_DEPS = ("ROOT", "parataxis")
"""What the runtime sets itself: roots, and the parts of a sentence too long to be read at once."""
MODALITIES = ("actual", "planned", "hypothetical", "negated", "generic")
IGNORED = -100


@dataclass
class Labels:
    """Name of a layer -> its labels in order; `shapes` are those that the network has a vector for."""

    upos: list[str]
    xpos: list[str]
    feats: list[str]
    lemmas: list[str]
    deps: list[str]
    names: list[str]
    triggers: list[str]
    modality: list[str]
    extents: list[str]
    links: list[str]
    shapes: list[str]


def load(folder: Path) -> Labels:
    """The labels of a run, from its folder."""
    return Labels(**json.loads((folder / "labels.json").read_text(encoding="utf-8")))


def collect(texts: Iterable[Text]) -> Labels:
    """The labels of the training texts; rules for lemmas and feature sets seen only once are left out."""
    counts: dict[str, Counter[str]] = {
        k: Counter() for k in ("upos", "xpos", "feats", "lemmas", "deps", "shapes", "types")
    }
    for text in texts:
        for sentence in text.sentences:
            counts["shapes"].update(shape_of(w) for w in sentence.words)
            if parse := sentence.parse:
                counts["upos"].update(parse.upos)
                counts["xpos"].update(parse.xpos)
                counts["feats"].update(parse.feats)
                counts["deps"].update(parse.deps)
                counts["lemmas"].update(map(lemmas.script, sentence.words, parse.lemmas))
            if sentence.gold:
                counts["types"].update(t.label for t in sentence.gold.triggers)

    def kept(layer: str, least: int) -> list[str]:
        found = counts[layer]
        return sorted((k for k, n in found.items() if n >= least), key=lambda k: (-found[k], k))

    types = sorted(counts["types"])
    return Labels(
        upos=kept("upos", 1),
        xpos=kept("xpos", 2),
        feats=kept("feats", 2),
        lemmas=kept("lemmas", 2),
        deps=list(dict.fromkeys((*kept("deps", 2), *NEEDED_DEPS))),
        names=["O", *(f"{p}-{n}" for n in NAMES for p in "BIES")],
        triggers=["O", *(f"{p}-{t}" for t in types for p in "BI")],
        modality=list(MODALITIES),
        extents=["O", "B", "I"],
        links=[role for roles in LINKS.values() for role in roles],
        shapes=kept("shapes", 15),
    )


def bies(extents: Iterable[Extent], size: int) -> list[str]:
    """Tags B, I, E and S of extents that do not overlap."""
    tags = ["O"] * size
    for e in extents:
        if e.end - e.begin == 1:
            tags[e.begin] = f"S-{e.label}"
        else:
            tags[e.begin : e.end] = [f"B-{e.label}", *[f"I-{e.label}"] * (e.end - e.begin - 2), f"E-{e.label}"]
    return tags


def bio(extents: Iterable[Extent], size: int, labelled: bool) -> list[str]:
    """Tags B and I; where extents overlap the longest wins."""
    tags = ["O"] * size
    for e in sorted(extents, key=lambda e: (e.begin - e.end, e.begin)):
        if all(t == "O" for t in tags[e.begin : e.end]):
            suffix = f"-{e.label}" if labelled else ""
            tags[e.begin : e.end] = ["B" + suffix, *["I" + suffix] * (e.end - e.begin - 1)]
    return tags


def allowed_names(labels: Labels) -> tuple[list[list[bool]], dict[str, int]]:
    """For each group of name tags that an annotation leaves open, which it allows; and the group's number by its key.

    The first groups are the tags themselves; the others are what a coarse tag leaves open.
    """
    table = [[i == j for j in range(len(labels.names))] for i in range(len(labels.names))]
    keys = {tag: i for i, tag in enumerate(labels.names)}
    free = ("DATE", "NORP", "EVENT", "WORK")
    keys["coarse O"] = len(table)
    table.append([tag == "O" or tag[2:] in free for tag in labels.names])
    for coarse, fine in COARSE.items():
        for position in "BIES":
            keys[f"coarse {position}-{coarse}"] = len(table)
            table.append([tag[:1] == position and tag[2:] in fine for tag in labels.names])
    return table, keys


def coarse_keys(sentence: Sentence) -> list[str]:
    """The group keys of a sentence's coarse names (IOB2 made BIES)."""
    tags = sentence.coarse or []
    out = []
    for i, tag in enumerate(tags):
        following = tags[i + 1] if i + 1 < len(tags) else "O"
        if tag[2:] not in COARSE:  # the release has a few slips such as "B-O"
            out.append("coarse O")
            continue
        goes_on = following == "I-" + tag[2:]
        position = ("B" if goes_on else "S") if tag[0] == "B" else ("I" if goes_on else "E")
        out.append(f"coarse {position}-{tag[2:]}")
    return out
