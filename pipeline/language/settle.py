"""Makes the labels of a document's names agree: what one sentence leaves open, another one tells."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from spacy.attrs import POS  # type: ignore[import-not-found]
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.language import gazetteer

__all__ = ["settle"]

_OPEN = frozenset({"PERSON", "ORG", "CITY", "COUNTRY", "REGION", "PLACE"})
_REGIONS = frozenset({"province", "oblast", "krai", "governorate", "prefecture", "islands"})
_BUILT = frozenset(
    "square street avenue boulevard road prison airport bridge palace cathedral stadium river lake".split()  # noqa: SIM905
)
_SURE = 2
"""Mentions: a single word is looked for elsewhere only when this many say that it is a name."""

_NOMINAL = frozenset({"PROPN", "NOUN", "ADJ", "NUM", "X", "SYM"})
_PLACES = frozenset({"CITY", "COUNTRY", "REGION"})


def settle(doc: Doc) -> None:
    """Give every name of a document one label, in place: the one that most of its mentions have.

    The last word of a person's full name counts as a mention of it: "Stalin" is a person where "Joseph Stalin" is one.
    Between city, country and region the gazetteers decide, where they know the name as one of them alone; a head such
    as "Square" or "Islands" decides too. A name that was found in one sentence is found in the others; what the tags
    say is no name at all ("Amid", "Already") is dropped.
    """
    names = [name for name in doc.ents if name.label_ not in _OPEN or any(t.pos_ in _NOMINAL for t in name)]
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    surfaces: dict[tuple[str, ...], str] = {}
    for name in names:
        if name.label_ in _OPEN:
            votes[gazetteer.key(name.text)][name.label_] += 1
            surfaces[tuple(t.text for t in name)] = gazetteer.key(name.text)
            if name.label_ == "PERSON" and len(name) > 1:
                votes[gazetteer.key(name[-1].text)]["PERSON"] += 1
                surfaces[(name[-1].text,)] = gazetteer.key(name[-1].text)
    chosen = {key: _choose(key, counts) for key, counts in votes.items()}
    settled = [
        Span(doc, name.start, name.end, chosen[gazetteer.key(name.text)] if name.label_ in _OPEN else name.label_)
        for name in names
    ]
    taken = {t.i for name in settled for t in name}
    sure = {words: chosen[key] for words, key in surfaces.items() if len(words) > 1 or votes[key].total() >= _SURE}
    settled.extend(_overlooked(doc, sure, taken))
    doc.set_ents(filter_spans(settled))


def _overlooked(doc: Doc, surfaces: dict[tuple[str, ...], str], taken: set[int]) -> Iterator[Span]:
    """Further places where the words of a known name stand, all of them proper nouns outside other names."""
    longest = max(map(len, surfaces), default=0)
    proper = (doc.to_array(POS) == doc.vocab.strings["PROPN"]).nonzero()[0].tolist() if surfaces else []
    free = {i: word for i in proper if i not in taken and len(word := doc[i].text) > 2}
    for i in free:
        run = [free[i]]
        while len(run) < longest and i + len(run) in free:
            run.append(free[i + len(run)])
        while run:
            label = surfaces.get(tuple(run))
            if label is not None:
                yield Span(doc, i, i + len(run), label)
                break
            run.pop()


def _choose(name: str, counts: Counter[str]) -> str:
    best = max(counts.values())
    known = gazetteer.kind(name)
    likely = sorted(label for label, count in counts.items() if count == best)
    chosen = known if known in likely else likely[0]
    if chosen in _PLACES and known is not None and len(gazetteer.kinds()[name] - {"TOWN"}) <= 1:
        return known
    _, several, last = name.rpartition(" ")
    if several and chosen != "COUNTRY" and last in _REGIONS | _BUILT:
        return "REGION" if last in _REGIONS else "PLACE"
    return chosen
