"""People whom one sentence names side by side: "Maggie Lund and her aunt Margaret Lund" are two."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations

from pipeline.reconcile.names import PersonName
from pipeline.records import EntityLabel, Extraction, MentionForm, Span

__all__ = ["side_by_side"]

_EXPLAINED = re.compile(r"[(\[=/]|\b(?:née|born|called|known|named|alias|aka|a\.k\.a|or)\b", re.IGNORECASE)
"""What stands between two names of one person that a sentence gives: "William Lund (Bill Lund)"."""


def side_by_side(extraction: Extraction) -> tuple[tuple[int, int], ...]:
    """Pairs of chains of persons, by their positions, whom a sentence names in full and whose names are alike.

    Alike are names of one surname whose given names may be forms of one. Where a sentence explains one name by another,
    the two are not told apart.
    """
    named: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    names: dict[int, PersonName] = {}
    for index, chain in enumerate(extraction.chains):
        if chain.label is not EntityLabel.PERSON or not PersonName.of(chain.name).full:
            continue
        names[index] = PersonName.of(chain.name)
        for mention in (extraction.mentions[m] for m in chain.mentions):
            if mention.form is MentionForm.NAME and PersonName.of(mention.normal).full:
                named[mention.sentence].append((index, mention.span))
    found: set[tuple[int, int]] = set()
    explained: set[tuple[int, int]] = set()
    for mentions in named.values():
        for (one, left), (other, right) in combinations(mentions, 2):
            a, b = sorted((one, other))
            if a == b or (names[a].first, names[a].family) != (names[b].first, names[b].family):
                continue
            between = extraction.document.text[min(left.end, right.end) : max(left.begin, right.begin)]
            (explained if _EXPLAINED.search(between) else found).add((a, b))
    return tuple(sorted(found - explained))
