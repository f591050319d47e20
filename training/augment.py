"""Makes more of little: variants of annotated texts with other names, other cases and other edges.

The gold standard is small and unseen articles are full of unseen names. What a name is must be learnt from its
surroundings and its form, not by heart: so the variants carry other persons, cities, organisations in the same places.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.language import gazetteer
from training.corpora import Names

__all__ = ["Pools", "cased", "variants"]

_PARTICLES = frozenset("al el bin ibn von van der den de la le da di del dos du abu ben st mac mc".split())  # noqa: SIM905
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass
class Pools:
    """Names to choose from, by kind; `given` and `family` are the parts of persons' names."""

    given: list[str] = field(default_factory=list)
    family: list[str] = field(default_factory=list)
    whole: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def collect(cls, examples: Iterable[Names], persons: Iterable[str] = ()) -> Pools:
        """The names of the examples (and further persons), each kind once and sorted; places from the gazetteers."""
        given: set[str] = set()
        family: set[str] = set()
        whole: dict[str, set[str]] = {label: set() for label in ("ORG", "NORP", "PLACE", "EVENT", "WORK")}
        people = set(persons)
        for example in examples:
            for begin, end, label in example.spans:
                surface = example.text[begin:end]
                if label == "PERSON":
                    people.add(surface)
                elif label in whole:
                    whole[label].add(surface)
        for person in people:
            parts = person.split()
            if len(parts) in (2, 3) and all(
                p[0].isupper() and len(p) > 2 and p.isalpha() and not p.isupper() for p in parts
            ):
                given.add(parts[0])
                family.add(parts[-1])
        pools = cls(sorted(given), sorted(family), {label: sorted(names) for label, names in whole.items()})
        for kind in ("CITY", "COUNTRY", "REGION"):
            pools.whole[kind] = gazetteer.names(kind)
        return pools


def _crossed(names: Sequence[str], rng: random.Random) -> str:
    """A name that nobody bears: the beginning of one and the end of another."""
    first, second = rng.choice(names), rng.choice(names)
    cut = max(2, len(first) // 2)
    return first[:cut] + second[max(1, len(second) // 2) :].lower()


def _person(surface: str, pools: Pools, rng: random.Random, known: dict[str, str]) -> str:
    parts = surface.split(" ")
    out = []
    for i, part in enumerate(parts):
        bare = part.strip(".'’\"")
        if len(bare) < 3 or bare.lower() in _PARTICLES or not bare.isalpha() or not bare[0].isupper():
            out.append(part)
            continue
        if bare not in known:
            names = pools.given if i == 0 and len(parts) > 1 else pools.family
            new = _crossed(names, rng) if rng.random() < 0.3 else rng.choice(names)
            known[bare] = new.upper() if bare.isupper() and len(bare) > 3 else new
        out.append(part.replace(bare, known[bare]))
    return " ".join(out)


def _place(label: str, surface: str, pools: Pools, rng: random.Random) -> str:
    names = pools.whole[label]
    if label == "CITY" and rng.random() < 0.35:
        new = _crossed([n for n in (rng.choice(names) for _ in range(4)) if n.isalpha()] or names, rng)
    else:
        new = rng.choice(names)
    return new.upper() if surface.isupper() and len(surface) > 4 else new


def _alike(surface: str, pool: Sequence[str], rng: random.Random) -> str:
    """A name of the same make: an acronym for an acronym, a plural for a plural, as many words if there is one."""
    for _ in range(30):
        new = rng.choice(pool)
        if (
            new.isupper() == surface.isupper()
            and (" " in new) == (" " in surface)
            and new.endswith("s") == surface.endswith("s")
            and new[:1].isupper() == surface[:1].isupper()
        ):
            return new
    return surface


def renamed(example: Names, pools: Pools, rng: random.Random, share: float = 0.6) -> Names:
    """The text with other names in the places of about a `share` of its own."""
    text, spans, at = "", [], 0
    known: dict[str, str] = {}
    chosen: dict[str, str] = {}
    for begin, end, label in example.spans:
        surface = example.text[begin:end]
        if surface not in chosen:
            new = surface
            if rng.random() < share:
                if label == "PERSON":
                    new = _person(surface, pools, rng, known)
                elif label in ("CITY", "COUNTRY", "REGION"):
                    if label != "COUNTRY" or not surface.isupper():
                        new = _place(label, surface, pools, rng)
                elif label in pools.whole and (label in ("ORG", "NORP") or rng.random() < 0.4):
                    new = _alike(surface, pools.whole[label], rng)
            chosen[surface] = new
        text += example.text[at:begin]
        spans.append((len(text), len(text) + len(chosen[surface]), label))
        text += chosen[surface]
        at = end
    return replace(example, text=text + example.text[at:], spans=tuple(spans))


def cased(example: Names, rng: random.Random) -> Names:
    """Now and then all capitals, as in headlines and datelines, or Title Case, or without the final full stop."""
    dice = rng.random()
    text = example.text
    if dice < 0.03:
        text = text.upper()
    elif dice < 0.06:
        text = _WORD.sub(lambda m: m.group()[0].upper() + m.group()[1:] if len(m.group()) > 3 else m.group(), text)
    elif dice < 0.09 and text.endswith(".") and not any(end == len(text) for _, end, _ in example.spans):
        text = text[:-1]
    if len(text) not in (len(example.text), len(example.text) - 1):  # "ß" has a longer capital form
        return example
    return replace(example, text=text)


def variants(examples: Sequence[Names], pools: Pools, count: int, seed: int) -> Iterator[Names]:
    """The examples as they are, and `count` variants of each, in a mixed order that the seed decides."""
    rng = random.Random(seed)
    made = list(examples)
    for _ in range(count):
        made.extend(cased(renamed(example, pools, rng), rng) for example in examples)
    rng.shuffle(made)
    yield from made
