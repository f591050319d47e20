"""What somebody may have meant who typed a word that nothing has: the word of the index that is spelt most like it."""

from __future__ import annotations

import sqlite3

from rapidfuzz import process
from rapidfuzz.distance import OSA

__all__ = ["meant"]

SHORTEST = 4
"""A shorter word is too near to too many others."""
ALIKE = 0.7
"""So much of a word must be right: one letter of four may be wrong, three of ten."""
COMPARED = 20_000
"""So many words with its first letter are compared with it, at most."""

_VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, row)"


def meant(database: sqlite3.Connection, word: str) -> str | None:
    """The word of the index that is most like one in lower case without diacritics; None if there is none near.

    Of several that are as near it is the one that stands in most things. The first letter is taken as it is: it is
    hardly ever wrong, and few words have it.
    """
    if len(word) < SHORTEST:
        return None
    database.execute(_VOCABULARY)
    rows = database.execute(
        "SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ? LIMIT ?",
        (word[0], chr(ord(word[0]) + 1), COMPARED),
    )
    times = {str(term): int(doc) for term, doc in rows}
    scorer = OSA.normalized_similarity
    near = process.extract(word, list(times), scorer=scorer, score_cutoff=ALIKE, limit=None)
    return max(near, key=lambda found: (found[1], times[found[0]], found[0]))[0] if near else None
