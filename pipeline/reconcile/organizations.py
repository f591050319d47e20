"""Which names of organisations are one: acronyms, short forms that a document introduces, bodies known by two names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz.distance import OSA

from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.context import Context
from pipeline.reconcile.names import acronyms, fold, is_acronym
from pipeline.reconcile.profiles import Key, Profile, Profiles, lexicon_names, organization_key
from pipeline.records import EntityLabel

__all__ = ["divide_acronyms", "join_organizations"]

TOO_MANY = 5
"""More candidates than this for one name are not worth a person's time to look at."""
DOCUMENT_DIGITS = 16
"""A scope so long is a document; a shorter one is a country."""
SURE = 3.0
"""The context must tell so much, in nats, for an office to be that of a country."""
TYPO_LENGTH = 12
"""A name must have so many letters for one of them to be a slip."""


def join_organizations(
    clusters: Clusters, profiles: Sequence[Profile], context: Context, countries: Sequence[frozenset[str]]
) -> None:
    """Judges all pairs of organisation profiles that could be one.

    Args:
        clusters: Where the judgements go.
        profiles: The profiles of organisations, sorted by key.
        context: What other names stand beside them.
        countries: Of each document, by its number, the ISO codes of the countries that it names.
    """
    Organizations(clusters, profiles, context, countries).join()


def divide_acronyms(profiles: Profiles) -> None:
    """Takes an acronym apart that several bodies of the corpus may be called by; each document has its own then."""
    bodies = [p for p in profiles.by_key.values() if p.label is EntityLabel.ORG and not is_acronym(p.name)]
    meant = _blocks(bodies, _short_forms)
    known = lexicon_names("organizations")
    for key in sorted(k for k in profiles.by_key if k[0] is EntityLabel.ORG and not k[2] and k[1] in meant):
        profile = profiles.by_key[key]
        if is_acronym(profile.name) and key[1] not in known and len({k[1:] for k in meant[key[1]]}) > 1:
            profiles.divide(key, profile.documents)


def _short_forms(profile: Profile) -> frozenset[str]:
    """What a body may be called in short: its initials, and the acronyms that documents introduce for it."""
    if is_acronym(profile.name):
        return frozenset()
    return acronyms(profile.name) | {organization_key(a) for a in profile.aliases if is_acronym(a)}


class Organizations:
    """The organisations of a corpus while they are being joined."""

    def __init__(
        self,
        clusters: Clusters,
        profiles: Sequence[Profile],
        context: Context,
        countries: Sequence[frozenset[str]],
    ) -> None:
        self._clusters = clusters
        self._countries = countries
        self._context = context
        self._profiles = profiles
        self._named = [p for p in profiles if not p.scoped]

    def join(self) -> None:
        """What is known for sure first."""
        self._join_famous()
        self._join_word_order()
        self._join_slips()
        self._join_documented_forms()
        self._join_initials()
        self._join_offices()

    def _join_famous(self) -> None:
        """Bodies that the whole world knows by two names."""
        known = lexicon_names("organizations")
        first: dict[str, Key] = {}
        for profile in self._named:
            if profile.form in known:
                other = first.setdefault(known[profile.form], profile.key)
                self._clusters.same(other, profile.key, 0.98, "names of one well-known body", side_by_side=True)

    def _join_word_order(self) -> None:
        """Moscow State University, State University of Moscow; the Interior Ministry, the Ministry of the Interior."""
        offices = [p for p in self._profiles if 0 < len(p.key[2]) < DOCUMENT_DIGITS]
        for block in _blocks(offices, lambda p: [f"{_office(p.form)} {p.key[2]}"]).values():
            for other in block[1:]:
                reordered = sorted(other[1].split()) == sorted(block[0][1].split())
                because = "the same words in another order" if reordered else "the same office in other words"
                self._clusters.same(block[0], other, 0.9, f"{because}, of one country", side_by_side=True)
        for block in _blocks(self._named, lambda p: [" ".join(sorted(p.form.split()))]).values():
            for other in block[1:]:
                if self._context.near(block[0], other):
                    because = "the same words in another order"
                    self._clusters.same(block[0], other, 0.9, because, side_by_side=True)
                else:
                    self._clusters.unsure(block[0], other, 0.6, "the same words in another order")

    def _join_documented_forms(self) -> None:
        """Acronyms and short forms that a document uses for a body beside its full name."""
        by_alias = _blocks(self._profiles, lambda p: {organization_key(a) for a in p.aliases} - {p.form})
        known = lexicon_names("organizations")
        for profile in self._named:
            roots = self._others(profile, by_alias)
            if profile.form in known:
                continue  # what the whole world knows by this name is not what one document means by it
            if len(roots) == 1 and self._short_for(profile, roots[0]):
                self._clusters.same(profile.key, roots[0], 0.93, "a document uses both names for one body")
            else:
                self._note(profile, roots, "called so in short by a document")

    def _short_for(self, profile: Profile, root: Key) -> bool:
        """Whether a name that one document uses for a body means that body in the other documents too.

        An acronym does. A word ("Amnesty") does in the same context, if it is not the better known of the two. The
        first words of a longer name ("Stanford University") may be a body of their own.
        """
        if is_acronym(profile.name):
            return True
        if any(f"{key[1]} ".startswith(f"{profile.form} ") for key in self._clusters.members(root)):
            rarer = len(profile.documents) <= len(self._clusters.documents(root))
            return " " not in profile.form and rarer and self._context.near(profile.key, root)
        return self._context.meet(profile.key, root)

    def _join_initials(self) -> None:
        """Acronyms that no document introduces."""
        meant = _blocks(self._profiles, _short_forms)
        for profile in self._profiles:
            if not is_acronym(profile.name) or len(self._clusters.members(profile.key)) > 1:
                continue
            roots = [r for r in self._others(profile, meant) if r[1] != profile.form]
            beside = [root for root in roots if not profile.documents.isdisjoint(self._clusters.documents(root))]
            best = self._context.nearest(profile.key, roots) if len(profile.form) >= 3 else None
            if len(beside) == 1:
                because = "its initials, in one document"
                self._clusters.same(profile.key, beside[0], 0.9, because, side_by_side=True)
            elif best is not None:
                because = f"its initials, {self._context.beside(profile.key, best)}"
                self._clusters.same(profile.key, best, 0.85, because)
            else:
                self._note(profile, roots, "its initials")

    def _join_offices(self) -> None:
        """Offices of a document that names no country, or several, in the context of those of one country."""
        offices = _blocks([p for p in self._profiles if 0 < len(p.key[2]) < DOCUMENT_DIGITS], lambda p: [p.form])
        for profile in self._profiles:
            if len(profile.key[2]) == DOCUMENT_DIGITS and profile.form in offices:
                named = frozenset().union(*(self._countries[d] for d in profile.documents))
                # an office of a country that is not among those that the document names is hardly meant
                roots = [r for r in self._others(profile, offices) if not named or self._scopes(r) & named]
                best = self._context.nearest(profile.key, roots)
                if best is not None and self._context.evidence(profile.key, best) >= SURE:
                    because = f"the office of this name in the same context, {self._context.beside(profile.key, best)}"
                    self._clusters.same(profile.key, best, 0.85, because)

    def _scopes(self, root: Key) -> set[str]:
        """The countries that the profiles of a cluster belong to."""
        return {key[2] for key in self._clusters.members(root)}

    def _join_slips(self) -> None:
        """Long names with one letter wrong, in the same surroundings."""

        def with_one_letter_less(profile: Profile) -> Iterable[str]:
            form = profile.form
            if len(form) >= TYPO_LENGTH:
                yield form
                yield from {form[:i] + form[i + 1 :] for i in range(1, len(form)) if not form[i].isdigit()}

        for block in _blocks(self._named, with_one_letter_less).values():
            for i, left in enumerate(block if len(block) <= TOO_MANY else ()):
                for right in block[:i]:
                    apart = self._clusters.root(left) != self._clusters.root(right)
                    if not apart or OSA.distance(left[1], right[1]) != 1 or _numbers(left[1]) != _numbers(right[1]):
                        continue
                    if self._context.near(left, right):
                        because = "one letter differs, in the same context"
                        self._clusters.same(left, right, 0.85, because, side_by_side=True)
                    else:
                        self._clusters.unsure(left, right, 0.6, "one letter differs")

    def _others(self, profile: Profile, blocks: dict[str, list[Key]]) -> list[Key]:
        found = self._clusters.roots(blocks.get(profile.form, ()))
        return [root for root in found if root != self._clusters.root(profile.key)]

    def _note(self, profile: Profile, roots: Sequence[Key], because: str) -> None:
        for root in roots if len(roots) <= TOO_MANY else ():
            self._clusters.unsure(profile.key, root, 0.5, because)


def _blocks(profiles: Sequence[Profile], keys: Callable[[Profile], Iterable[str]]) -> dict[str, list[Key]]:
    blocks: dict[str, list[Key]] = defaultdict(list)
    for profile in profiles:
        for key in keys(profile):
            blocks[key].append(profile.key)
    return blocks


_SAID_OTHERWISE = {"affairs": "", "internal": "interior", "external": "foreign"}


def _office(form: str) -> str:
    """The words of an office in one order, and one for those that mean the same in the name of a ministry.

    >>> _office("ministry foreign affairs") == _office("foreign ministry")
    True
    """
    tokens = form.split()
    if "ministry" in tokens and len(tokens) > 2:
        tokens = [_SAID_OTHERWISE.get(token, token) for token in tokens]
    return " ".join(sorted(filter(None, tokens)))


def _numbers(form: str) -> list[str]:
    return [token for token in fold(form).split() if any(c.isdigit() for c in token)]
