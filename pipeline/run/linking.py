"""Links the entities of a finished graph to items of another data set: the one step that asks anybody.

What leaves the machine are names of entities (with the text of the questions, which is the same for everybody) and the
user agent. What the documents say is compared with the answers here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.errors import StoreError
from pipeline.link.answers import NAME as ANSWERS
from pipeline.link.answers import Answers
from pipeline.link.client import Client
from pipeline.link.dossiers import Dossier, Dossiers, Subject
from pipeline.link.judging import judged
from pipeline.link.links import Link, read_links, write_links
from pipeline.link.search import Search
from pipeline.records import EntityLabel, Verdict
from pipeline.run.desk import Desk

__all__ = ["KINDS", "Linking", "dossiers_of", "link", "names"]

KINDS = (
    EntityLabel.PERSON,
    EntityLabel.ORG,
    EntityLabel.CITY,
    EntityLabel.COUNTRY,
    EntityLabel.REGION,
    EntityLabel.PLACE,
)
"""What is looked up if nothing else is said. Adjectives of groups and titles of works fit too many items."""
_AT_ONCE = 500
"""Entities whose names are asked for before their candidates are looked at, so that work that is stopped is of use."""


@dataclass
class Linking:
    """What came of it."""

    links: tuple[Link, ...] = ()
    entities: int = 0
    """How many were to be looked up."""
    known: int = 0
    """Of these, how many all was answered about."""
    nameless: int = 0
    """Entities of the wanted kinds with no name that could be asked for, such as a bare surname."""
    questions: int = 0
    """How many requests were sent."""
    changed: bool = False
    """Whether the file of links says anything else than before."""
    failure: StoreError | None = field(default=None)
    """Why not everything was answered."""

    @property
    def counts(self) -> Counter[Verdict]:
        """How many links there are of each kind."""
        return Counter(link.verdict for link in self.links)


def link(
    desk: Desk,
    client: Client,
    dossiers: Sequence[Dossier],
    *,
    anew: bool = False,
    asked: Callable[[str, int, int], None] = lambda kind, n, of: None,
) -> Linking:
    """Ask for the entities of a graph and write the file of links. The graph is not made again yet.

    What the file held of entities that nothing was learned about stays in it.

    If the endpoint fails, the links that the answers so far allow are written all the same, and `failure` says why it
    stopped; the same call goes on from there.

    Args:
        desk: The graph.
        client: Who is asked.
        dossiers: The entities that are looked up, see `dossiers_of`.
        anew: Whether to ask again for what was answered before.
        asked: Is told, before each question, its kind, and how many things of how many of that kind are known.

    Raises:
        StoreError: a file cannot be read or written.
    """
    wanted = [d for d in dossiers if d.asked]
    result = Linking(entities=len(wanted), nameless=len(dossiers) - len(wanted))
    with Answers(desk.folder / ANSWERS, client.url, anew=anew) as answers:
        search = Search(client, answers, asked)
        try:
            for begin in range(0, len(wanted), _AT_ONCE):
                search.learn(wanted[begin : begin + _AT_ONCE])
        except StoreError as error:
            result.failure = error
        known = [d for d in wanted if search.known(d)]
        made = judged(((d, *search.candidates(d)) for d in known), client.url)
    looked_up = {d.id for d in known}
    entities = desk.catalogue.entities
    before = read_links(desk.links)
    kept = [old for old in before if old.entity in entities and old.entity not in looked_up]
    result.links = tuple(sorted((*made, *kept), key=lambda found: (found.entity, -found.score, found.iri)))
    result.changed = result.links != before
    if result.changed:
        write_links(desk.links, result.links)
    result.known, result.questions = len(known), client.questions
    return result


def names(dossiers: Iterable[Dossier]) -> list[str]:
    """All that the documents give away if these are looked up: the names that are sent, sorted."""
    return sorted({name for dossier in dossiers for name in dossier.asked})


def dossiers_of(desk: Desk, kinds: Collection[EntityLabel] = KINDS) -> list[Dossier]:
    """What the documents say of each entity of some kinds, the most mentioned first."""
    entities = desk.catalogue.entities
    # all entities are subjects, since those that are not looked up tell about those that are
    notes = Dossiers(
        Subject(
            id=e.id,
            label=e.label,
            name=e.name,
            aliases=e.aliases,
            latitude=e.latitude,
            longitude=e.longitude,
            same_as=e.same_as,
            parts=tuple(part.id for part in e.parts),
        )
        for e in entities.values()
    )
    owner = {(s.entry, s.chain): e.id for e in entities.values() for part in e.parts for s in part.seen}
    for entry in range(len(desk.manifest.entries)):
        extraction = desk.extraction(entry)
        notes.add(extraction, [owner.get((entry, chain)) for chain in range(len(extraction.chains))])
    found = [notes.dossier(e.id) for e in entities.values() if e.label in kinds]
    return sorted(found, key=lambda d: (-d.mentions, d.id))
