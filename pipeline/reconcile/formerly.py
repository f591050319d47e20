"""Other names that a text gives for what it names: "Meta, formerly Facebook", "Lena Hofer, née Brandt"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pipeline.records import EntityLabel, Extraction, MentionForm

__all__ = ["OtherName", "other_names"]

_NAMED = r"(?:known as|called|named)"
_BETWEEN = re.compile(
    r"(?:,|\s*\()?\s+\(?(?P<cue>"
    rf"(?:formerly|previously)(?:\s+{_NAMED})?"
    rf"|(?:once|originally|also|better|otherwise|now|then|until recently)\s+{_NAMED}"
    rf"|(?:which|who)\s+(?:was|is|had been)\s+(?:formerly|previously|once|originally|now|also|then)\s+{_NAMED}"
    rf"|(?:which|who)\s+(?:was|had been)\s+{_NAMED}"
    r"|(?:has\s+|had\s+)?(?:changed|changes)\s+(?:its|his|her|their)\s+name\s+(?:from\s+\S+\s+)?to"
    r"|(?:was|has been|had been)\s+renamed(?:\s+as)?"
    rf"|(?:has\s+|had\s+)?(?:renamed|rebranded)\s+(?:itself|himself|herself)(?:\s+as)?"
    r"|(?:has\s+|had\s+)?rebranded\s+as"
    r"|a\.k\.a\.|aka|alias|n[ée]e|born"
    r")\s+(?:the\s+)?[“\"'‘]?",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"[”\"'’]?(?:\s*[,.;:)\]!?—–]|\s+(?:until|in|on|from|after|before|since|to|and|when|last|this)\b|\s*$)"
)
"""What may follow the second name, so that it is a name and no part of "formerly Sunspot's lawyer"."""
_UNTIL = re.compile(r"[”\"'’]?\s+(?:until|before)\b")
"""What has to follow where a text says only that somebody or something was called so."""
_CALLED = re.compile(rf"(?:which|who)\s+(?:was|had been)\s+{_NAMED}", re.IGNORECASE)
_AT_BIRTH = frozenset({"born", "née", "nee"})
_MAIDEN = re.compile(r"(?:,|\s*\()?\s+\(?n[ée]e\s+(?P<name>[A-Z][\w’'-]+)")


class OtherName(NamedTuple):
    """A chain, what it is called otherwise, and the words of the text that say so."""

    chain: int
    label: EntityLabel
    name: str
    other: int | None
    """The chain of the other name, if it has one of its own."""
    cue: str


def other_names(extraction: Extraction) -> tuple[OtherName, ...]:
    """What a document says is one thing under two names, though they are no forms of one another."""
    found = [*_between(extraction), *_maiden(extraction)]
    return tuple(dict.fromkeys(found))


def _between(extraction: Extraction) -> Iterator[OtherName]:
    text = extraction.document.text
    chain_of = {m: index for index, chain in enumerate(extraction.chains) for m in chain.mentions}
    named = [(m, mention) for m, mention in enumerate(extraction.mentions) if mention.form is MentionForm.NAME]
    named.sort(key=lambda item: item[1].span.begin)
    for (m, left), (n, right) in pairwise(named):
        one, other = chain_of.get(m), chain_of.get(n)
        if one is None or other is None or one == other or left.sentence != right.sentence:
            continue
        if left.label is not right.label:
            continue
        said = _BETWEEN.fullmatch(text[left.span.end : right.span.begin])
        if said is None:
            continue
        cue = " ".join(said["cue"].split())
        rest = text[right.span.end : extraction.sentences[right.sentence].span.end]
        if not (_UNTIL if _CALLED.fullmatch(cue) else _ENDED).match(rest):
            continue
        # of a surname alone after "née" see `_maiden`
        if cue.lower() in _AT_BIRTH and (left.label is not EntityLabel.PERSON or " " not in right.normal):
            continue
        yield OtherName(one, extraction.chains[other].label, extraction.chains[other].name, other, cue)


def _maiden(extraction: Extraction) -> Iterator[OtherName]:
    """Her name before she married: "Lena Hofer, née Brandt" was Lena Brandt."""
    text = extraction.document.text
    for index, chain in enumerate(extraction.chains):
        if chain.label is not EntityLabel.PERSON:
            continue
        for mention in (extraction.mentions[m] for m in chain.mentions):
            words, maiden = mention.normal.split(), _MAIDEN.match(text, mention.span.end)
            if mention.form is not MentionForm.NAME or len(words) < 2 or maiden is None:
                continue
            yield OtherName(index, EntityLabel.PERSON, " ".join([*words[:-1], maiden["name"]]), None, "née")
            begin = maiden.start("name")
            for other, alone in enumerate(extraction.chains):
                if len(alone.mentions) == 1 and extraction.mentions[alone.mentions[0]].span.begin == begin:
                    yield OtherName(index, alone.label, alone.name, other, "née")
