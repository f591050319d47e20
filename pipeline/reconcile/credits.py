"""Whom an article names as the source of its text: another outlet of the corpus, or a news agency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.reconcile.lexicon import groups
from pipeline.reconcile.names import fold
from pipeline.reconcile.prints import Print

__all__ = ["Credits"]


class Credits:
    """Finds out which outlet is meant by the words of a credit.

    Outlets are known by their names and by the first letters of these, as in the corpus; agencies from a list too.
    """

    def __init__(self, prints: Iterable[Print]) -> None:
        self._known: dict[str, str] = {}
        for name, *others in groups("agencies"):
            for other in (name, *others):
                self._known[fold(other)] = name
        initials: dict[str, set[str]] = {}
        outlets = sorted({p.publisher for p in prints if p.publisher})
        for outlet in outlets:
            capitals = "".join(word[0] for word in fold(outlet).split())
            if len(capitals) > 1:
                initials.setdefault(capitals, set()).add(outlet)
        for capitals, meant in initials.items():
            if len(meant) == 1:  # letters that stand for two outlets name neither
                self._known.setdefault(capitals, min(meant))
        for outlet in outlets:
            self._known[fold(outlet)] = outlet

    def of(self, article: Print) -> Iterator[tuple[int | None, str]]:
        """The outlets that an article credits, itself apart, each with the sentence; None: in the author's line."""
        own = fold(article.publisher)
        for sentence, name in article.credits:
            outlet = self._meant(name)
            if outlet and fold(outlet) != own:
                yield sentence, outlet

    def _meant(self, name: str) -> str:
        # "Yesterday Northgate Wire reported": what stands before the name may have a capital too
        words = name.split()
        return next(
            (self._known[k] for at in range(len(words)) if (k := fold(" ".join(words[at:]))) in self._known), ""
        )
