"""A small graph on disk about people whom the extract knows, made without a language model."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "reconcile"))

from extractions import Told, article

from pipeline.records import Evidence, Extraction, Relation, RelationType

HOSTILE = 'Rob "} ; DROP ALL #" O\'Neil'


def saying(extraction: Extraction, *told: tuple[str, RelationType, str]) -> Extraction:
    """The same document with relations between its chains, or positions: (who, what, whom or text)."""
    position = {chain.name: i for i, chain in reversed(list(enumerate(extraction.chains)))}
    evidence = (Evidence(sentence=0, span=extraction.sentences[0].span, method="test", confidence=1.0),)
    relations = [
        Relation(
            subject=position[who],
            predicate=what,
            object=whom if what is RelationType.JOB_TITLE else position[whom],
            evidence=evidence,
        )
        for who, what, whom in told
    ]
    return extraction.model_copy(update={"relations": (*extraction.relations, *relations)})


SOLBERG = saying(
    article(
        "solberg.txt",
        ("PERSON", "Mira Solberg", "Solberg", "Solberg"),
        ("COUNTRY", "Norway"),
        ("ORG", "Coastal Party"),
        events=[Told("Meeting", actors=["Mira Solberg"], dates=["2021-03-01"])],
        published="2021-03-02",
    ),
    ("Mira Solberg", RelationType.JOB_TITLE, "fisheries minister"),
    ("Mira Solberg", RelationType.MEMBER_OF, "Coastal Party"),
    ("Mira Solberg", RelationType.NATIONALITY, "Norway"),
)
FALLS = saying(
    article("falls.txt", ("PERSON", "Ada Falls", "Falls"), ("CITY", "Ada Falls"), ("COUNTRY", "United States")),
    ("Ada Falls", RelationType.JOB_TITLE, "singer"),
    ("Ada Falls", RelationType.NATIONALITY, "United States"),
)
LIMA = article("lima.txt", ("CITY", "Lima"), ("COUNTRY", "Peru"), ("PERSON", "Petrov"), published="2021-03-01")
DOCKET = saying(
    article("docket.txt", ("ORG", "Open Docket"), ("PERSON", "Ilze Kalnberg", "Kalnberg"), ("ORG", "Harbour Courier")),
    ("Ilze Kalnberg", RelationType.FOUNDED, "Open Docket"),
    ("Ilze Kalnberg", RelationType.JOB_TITLE, "lawyer"),
)
STRANGE = article("strange.txt", ("PERSON", HOSTILE), ("PERSON", "Eve\\u0022 Stone"), ("PERSON", "Ivan Petrov"))
NOBODY = article("nobody.txt", ("PERSON", "Quentin Nobody"), ("ORG", "Unheard Of Ltd"))
ARTICLES = (SOLBERG, FALLS, LIMA, DOCKET, STRANGE, NOBODY)
