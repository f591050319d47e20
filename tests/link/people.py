"""Entities and items made of a few words, for tests of how they are compared."""

from __future__ import annotations

from typing import Any

from pipeline.link.candidates import Candidate, Fact, Topic
from pipeline.link.dossiers import Dossier
from pipeline.records import EntityLabel


def dossier(label: str = "PERSON", name: str = "Ann Lee", **told: Any) -> Dossier:
    """What the documents say of somebody."""
    return Dossier(id=f"x/{name}", label=EntityLabel(label), name=name, **told)


def item(number: int = 1, label: str = "Ann Lee", **told: Any) -> Candidate:
    """What an endpoint knows of somebody; `facts` are values by the names of their topics."""
    facts = tuple(Fact(topic=Topic[k], value=v) for k, vs in told.pop("facts", {}).items() for v in vs)
    return Candidate(iri=f"http://www.wikidata.org/entity/Q{number}", label=label, facts=facts, **told)
