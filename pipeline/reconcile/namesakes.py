"""One full name, several people: the documents that bear a name are divided where they tell of more than one.

A name alone is good evidence if it is rare, and poor evidence if by chance several people of the corpus should bear it.
What stands around it and what is said of its bearer is weighed against that. Where nothing speaks against it, one name
is one person.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.context import NEAR, Surroundings, listed
from pipeline.reconcile.facts import Fact, compare_facts, merged
from pipeline.reconcile.names import PersonName
from pipeline.reconcile.profiles import Key, Profiles, lexicon_names
from pipeline.reconcile.scoring import SAME, UNSURE, probability
from pipeline.reconcile.spread import Spread, in_turn
from pipeline.records import EntityLabel

__all__ = ["Division", "divide_namesakes", "join_divided"]

ONE_NAME = 5.0
"""That two documents with one full name mean one person, as a logarithm of odds, if nobody else should bear it."""
ONE_BODY = 7.0
"""The same for organisations, which are seldom named after one another."""
CROWDED = 10.0
"""How fast that falls with the number of people who should bear it by chance."""
STRANGERS = 1.0
"""What it tells against them, at the most, that one document shares no telling name with the others: somebody known
elsewhere is named now and then in a strange context."""
AGAIN = 3.0
"""... and how that grows with the logarithm of the number of such documents, which share names with one another."""
KNOWN = 0.7
"""How much more often that befalls whoever is known better, by the logarithm of the number of documents."""
ABROAD, AT_HOME = 1.0, 0.5
"""What it tells against them that their documents name other countries, and for them that they name one."""
TELLING = 6.0
"""No context tells more than this for them."""
LINK = 3.5
"""Two documents of one name that share two names as telling as this are about one person without further weighing."""
_AGENTS = (EntityLabel.PERSON, EntityLabel.ORG)
_PLACES = (EntityLabel.CITY, EntityLabel.COUNTRY, EntityLabel.REGION, EntityLabel.PLACE, EntityLabel.NORP)
REACH = 25
"""Of the documents that share a name each is compared with so many of the next ones."""
CLEARLY = 1.5
"""Of several bearers a document is about one only if so much more tells for that one than for the next."""
GROUPS = 8
"""With so many of the best known bearers of a name a document is compared."""
BEARERS = 30
"""Of more bearers of one name not every pair is judged."""


@dataclass
class Group:
    """The documents of one bearer of a name, by their numbers."""

    documents: list[int]
    names: Counter[Key]
    facts: frozenset[Fact]
    countries: frozenset[str]
    because: str = ""
    """Why the last of its documents is in it."""
    score: float = 1.0

    def take(self, other: Group) -> None:
        """Take in the documents of another, none of which are here."""
        self.documents += other.documents
        self.names.update(other.names)
        self.facts |= other.facts
        self.countries |= other.countries


@dataclass
class Division:
    """A name that was divided: the profiles of each bearer, and why they are two."""

    bearers: list[list[Key]]
    because: dict[int, str] = field(default_factory=dict)
    """For the second bearer on, why it is not the nearest of those before."""
    score: dict[int, tuple[int, float]] = field(default_factory=dict)
    """For the second bearer on, which that is, and how likely they are one all the same."""
    same: list[tuple[float, str]] = field(default_factory=list)
    """For each bearer how sure it is that its documents mean one person, and why."""


class Frequencies:
    """How many people of the corpus should bear a name by chance."""

    def __init__(self, names: Iterable[PersonName]) -> None:
        self._first: Counter[str] = Counter()
        self._family: Counter[str] = Counter()
        self._count = 0
        for name in names:
            self._first[name.first] += 1
            self._family[name.family] += 1
            self._count += 1

    def expected(self, name: PersonName) -> float:
        """The number of others whose first and last names make this name, if the two were drawn apart.

        >>> names = [PersonName.of(n) for n in ("Ann Lee", "Ann Roe", "Max Lee", "Ida Poe")]
        >>> Frequencies(names).expected(names[0]), Frequencies(names).expected(names[3])
        (0.25, 0.0)
        """
        others = (self._first[name.first] - 1) * (self._family[name.family] - 1)
        return max(0, others) / max(1, self._count)


def surroundings_of(profiles: Profiles) -> Surroundings:
    """Which names that need no context themselves stand in which document."""
    around: dict[int, set[Key]] = defaultdict(set)
    for key, profile in profiles.by_key.items():
        if not profile.scoped:
            for document in profile.documents:
                around[document].add(key)
    return Surroundings(around)


def divide_namesakes(profiles: Profiles, spread: Spread = in_turn) -> list[Division]:
    """Divides the profiles of full names that several people bear, or several organisations.

    Args:
        profiles: Those of the whole corpus. What tells of another bearer than the best known one gets profiles of its
            own, one for each document.
        spread: How the names are looked at; each has nothing to do with the others.
    """
    full = {
        key: name
        for key in profiles.by_key
        if key[0] is EntityLabel.PERSON and (name := PersonName.of(profiles.by_key[key].name)).full
    }
    by_form: dict[str, list[Key]] = defaultdict(list)
    for key in sorted(full):
        by_form[key[1]].append(key)
    frequencies = Frequencies(full[keys[0]] for keys in by_form.values())
    priors = {form: _prior(frequencies.expected(full[keys[0]])) for form, keys in by_form.items()}
    named = [(keys, priors[form]) for form, keys in by_form.items()]
    famous = lexicon_names("organizations")
    named += [
        ([key], ONE_BODY)
        for key in sorted(profiles.by_key)
        if key[0] is EntityLabel.ORG and not key[2] and key[1] not in famous and " " in key[1]
    ]
    surroundings = surroundings_of(profiles)
    blocks = (
        _block(profiles, surroundings, keys, prior)
        for keys, prior in named
        if sum(len(profiles.by_key[key].documents) for key in keys) > 1
    )
    several = [found for found in spread(_bearers, blocks) if found is not None]
    return [_divide(profiles, found) for found in several]


def _prior(expected: float) -> float:
    return ONE_NAME - 2 * math.log(1 + CROWDED * expected)


@dataclass(frozen=True)
class _Block:
    """One full name, with all that tells how many bear it."""

    keys: tuple[Key, ...]
    prior: float
    documents: Mapping[int, str]
    """The ids of the documents that hold it, by their numbers."""
    facts: Mapping[int, frozenset[Fact]]
    countries: Mapping[int, frozenset[str]]
    surroundings: Surroundings
    names: Mapping[Key, str]
    """How what stands around it is called."""


@dataclass(frozen=True)
class _Several:
    """The bearers of one full name: what `Division` says, by groups of documents."""

    keys: tuple[Key, ...]
    groups: tuple[tuple[tuple[int, ...], float, str], ...]
    """The documents of each, how sure it is that they mean one, and why."""
    because: Mapping[int, str]
    score: Mapping[int, tuple[int, float]]


def _block(profiles: Profiles, surroundings: Surroundings, keys: Sequence[Key], prior: float) -> _Block:
    bearing = [profiles.by_key[key] for key in keys]
    documents = {s.number: s.member.document for profile in bearing for s in profile.sights}
    around = surroundings.within(documents)
    facts: dict[int, frozenset[Fact]] = {}
    for profile in bearing:
        facts.update(profile.facts)
    return _Block(
        keys=tuple(keys),
        prior=prior,
        documents=documents,
        facts=facts,
        countries={document: profiles.countries_of[document] for document in documents},
        surroundings=around,
        names={key: profiles.by_key[key].name for beside in around.around.values() for key in beside},
    )


def _bearers(block: _Block) -> _Several | None:
    """Who bears a name; None if that is one."""
    bearers = _Bearers(block)
    groups = bearers.groups()
    if len(groups) == 1:
        return None
    told = tuple((tuple(group.documents), group.score, group.because) for group in groups)
    return _Several(block.keys, told, bearers.because, bearers.score)


class _Bearers:
    """The documents that hold one full name."""

    def __init__(self, block: _Block) -> None:
        self._block = block
        self._surroundings = block.surroundings
        self._rich = min(1.0, math.log(1 + block.surroundings.size / 50))
        self.because: dict[int, str] = {}
        self.score: dict[int, tuple[int, float]] = {}

    def groups(self) -> list[Group]:
        """The documents of each bearer, the best known bearer first."""
        found: list[Group] = []
        for documents in self._linked():
            group = self._group(documents)
            told = [(*self._compare(group, other), at) for at, other in enumerate(found[:GROUPS])]
            told.sort(key=lambda t: (-t[0], t[2]))
            score, because, best = told[0] if told else (-math.inf, "", 0)
            if score >= SAME and (len(told) == 1 or score - told[1][0] >= CLEARLY):
                found[best].take(group)
                found[best].because, found[best].score = because, min(found[best].score, probability(score))
            else:
                if found:
                    self.because[len(found)], self.score[len(found)] = because, (best, score)
                found.append(group)
        return found

    def _group(self, documents: list[int]) -> Group:
        countries = (self._block.countries[d] for d in documents)
        # namesakes live in one country more often than others do, so that its places tell little
        names = self._surroundings.names(documents)
        for key in [k for k in names if k[0] in _PLACES or k in self._block.keys]:
            del names[key]
        return Group(documents, names, merged(self._block.facts, documents), frozenset().union(*countries))

    def _compare(self, left: Group, right: Group) -> tuple[float, str]:
        """How much tells for two being one, as a logarithm of odds, and why."""
        a, b = sorted((left, right), key=lambda g: len(g.documents))
        near = self._surroundings.evidence(a.names, len(a.documents), b.names, len(b.documents))
        score, reasons = self._block.prior, ["one name" if self._block.prior > 3 else "a name that several may bear"]
        few, many = len(a.documents), len(b.documents)
        strangers = self._rich * (STRANGERS + AGAIN * math.log(few))
        score += self._rich * KNOWN * math.log(many) / few
        if near >= NEAR:
            score += min(near, TELLING) - strangers * max(0.0, 1 - near / TELLING)
            shared = self._surroundings.telling(a.names, b.names)
            reasons.append(f"beside {listed([self._block.names[k] for k in shared])}")
        elif a.names and b.names:
            score -= strangers
            reasons.append("in another context")
        if a.countries and b.countries:
            abroad = a.countries.isdisjoint(b.countries)
            score += -ABROAD if abroad else AT_HOME
            if abroad:
                reasons.append(f"{min(a.countries)} here, {min(b.countries)} there")
        facts, told = compare_facts(a.facts, b.facts)
        return score + facts, ", ".join([*reasons, *([told] if told else [])])

    def _linked(self) -> list[list[int]]:
        """Documents that share so much that they are about one person, the largest group first."""
        documents = sorted(self._block.documents)
        parent = {d: d for d in documents}

        def root(document: int) -> int:
            while parent[document] != document:
                parent[document] = document = parent[parent[document]]
            return document

        holding: dict[Key, list[int]] = defaultdict(list)
        for document in documents:
            for name in self._surroundings.around.get(document, ()):
                if name not in self._block.keys and not self._surroundings.common(name):
                    holding[name].append(document)
        # one shared name may be that of somebody known in both circles; two are no accident, other than with places
        shared: Counter[tuple[int, int]] = Counter()
        for name, beside in holding.items():
            if name[0] in _AGENTS and self._surroundings.weight(name, 1, 0) >= LINK:
                near = ((left, beside[at + 1 : at + 1 + REACH]) for at, left in enumerate(beside))
                shared.update([(left, right) for left, others in near for right in others])
        for (left, right), names in sorted(shared.items()):
            if names > 1:
                parent[root(right)] = root(left)
        sizes = Counter(root(document) for document in documents)
        best = max(sizes, key=lambda r: (sizes[r], -r))
        known = {document for document in documents if root(document) == best}
        # what stands beside somebody twice, and never beside the best known bearer, is no accident either
        for name, beside in holding.items():
            if name[0] in _AGENTS and self._surroundings.weight(name, 1, 0) >= LINK and known.isdisjoint(beside):
                for document in beside[1:]:
                    parent[root(document)] = root(beside[0])
        groups: dict[int, list[int]] = defaultdict(list)
        for document in documents:
            groups[root(document)].append(document)
        return sorted(groups.values(), key=lambda g: (-len(g), min(self._block.documents[d] for d in g)))


def _divide(profiles: Profiles, found: _Several) -> Division:
    """Gives all bearers but the best known one profiles of their own."""
    groups = found.groups
    plain = next((key for key in found.keys if not key[2]), None)
    made: list[Key] = []
    if plain is not None:
        documents = profiles.by_key[plain].documents
        best = next(set(own) for own, _, _ in groups if not documents.isdisjoint(own))
        if not documents <= best:
            made = profiles.divide(plain, documents - best)
    own: dict[int, list[Key]] = defaultdict(list)
    at = {d: i for i, (documents_of, _, _) in enumerate(groups) for d in documents_of}
    for key in sorted({*found.keys, *made} & profiles.by_key.keys()):
        own[at[min(profiles.by_key[key].documents)]].append(key)
    order = [i for i in range(len(groups)) if own[i]]
    place = {i: n for n, i in enumerate(order)}
    return Division(
        [own[i] for i in order],
        {place[i]: why for i, why in found.because.items() if i in place},
        {place[i]: (place[o], s) for i, (o, s) in found.score.items() if i in place and o in place},
        [groups[i][1:] for i in order],
    )


def join_divided(clusters: Clusters, divisions: Iterable[Division]) -> None:
    """Judges the profiles of names that were divided: those of one bearer are one, those of two are not."""
    for division in divisions:
        told_apart: list[list[Key]] = []
        for keys, (score, because) in zip(division.bearers, division.same, strict=True):
            # a document that a person took out of a bearer's is not for that reason another bearer's
            told_apart.append([keys[0], *(key for key in keys[1:] if clusters.kept_apart(keys[0], key))])
            for key in keys[1:]:
                if not clusters.kept_apart(keys[0], key):
                    clusters.same(keys[0], key, min(score, 0.97), because or "one name, in one context")
        for right in range(1, min(len(division.bearers), BEARERS)):
            nearest, score = division.score.get(right, (0, -math.inf))
            for left in range(right):
                for one, other in product(told_apart[left], told_apart[right]):
                    if clusters.root(one) == clusters.root(other) or clusters.kept_apart(one, other):
                        continue
                    if left == nearest and score > UNSURE:
                        clusters.unsure(one, other, probability(score), division.because[right])
                    else:
                        clusters.different(one, other, division.because.get(right, "one name, in another context"))
