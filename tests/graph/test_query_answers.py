"""Each query of the library against the hand-made corpus, with answers that were checked by eye."""

import datetime as dt
from decimal import Decimal

import pytest
from newsroom import BASE, corpus, judged, mapper, repeats

from pipeline.graph.queries import library
from pipeline.graph.store import Store
from pipeline.graph.view import ask
from pipeline.records import ComparisonDimension, ComparisonVerdict

POST, WIRE, BLOG = "Dockers walk out in Tromsvik", "arrests.txt", "opinion.txt"
MAYOR = "Mira Solberg, mayor of Tromsvik, met Jonas Lind on Monday."
FORTY = "Police arrested 40 dockers in Tromsvik on 13 May 2024."
SIXTY = "Lind said that police arrested at least 60 dockers."
DENIED = "She denied that she opposes the Dockers Union."
HEDGED = "Lind may be a member of Open Harbour, Solberg said."
SEAT = "The Dockers Union is based in Tromsvik."
UNION = "The Dockers Union said that police arrested at least 60 dockers in Tromsvik on 13 May 2024."
SUPPORT = "Solberg supports Open Harbour."
HEAD = "Jonas Lind, head of the Dockers Union, will meet Mira Solberg in 2025."
SACKED = "Open Harbour sacked Jonas Lind."
BEATEN = "According to neighbours, masked men beat Lind."
ONE_TEXT = ("https://example.org/kg/origin/b381b018cf497150", "OneOrigin", "one text", "The Wire")
SIDES = ("Harbour Post", dt.date(2024, 5, 14), FORTY, POST, "Dockers Union", dt.date(2024, 5, 15), UNION, WIRE)
DAY, NEXT = dt.date(2024, 5, 14), dt.date(2024, 5, 15)

ANSWERS = {
    "leaders": [
        (
            {},
            [
                ("Jonas Lind", "Dockers Union", "asserted", None, HEAD, WIRE),
                ("Mira Solberg", "Tromsvik", "asserted", None, MAYOR, POST),
            ],
        ),
        ({"name": "dockers union"}, [("Jonas Lind", "Dockers Union", "asserted", None, HEAD, WIRE)]),
    ],
    "members": [
        (
            {},
            [
                ("Jonas Lind", "member of", "Open Harbour", "claimed", "Mira Solberg", HEDGED, POST),
                ("Jonas Lind", "works for", "Open Harbour", "denied", None, SACKED, BLOG),
            ],
        ),
    ],
    "relations": [
        (
            {"name": "Solberg"},
            [
                ("Mira Solberg", "headOf", "Tromsvik", "asserted", None, MAYOR, POST),
                ("Mira Solberg", "jobTitle", "mayor of Tromsvik", "asserted", None, MAYOR, POST),
                ("Mira Solberg", "opposes", "Dockers Union", "denied", "Mira Solberg", DENIED, POST),
                ("Mira Solberg", "supports", "Open Harbour", "asserted", None, SUPPORT, WIRE),
            ],
        ),
    ],
    "stances": [
        (
            {},
            [
                ("Mira Solberg", "opposes", "Dockers Union", "denied", "Mira Solberg", DENIED, POST),
                ("Mira Solberg", "supports", "Open Harbour", "asserted", None, SUPPORT, WIRE),
            ],
        ),
        ({"name": "Open Harbour"}, [("Mira Solberg", "supports", "Open Harbour", "asserted", None, SUPPORT, WIRE)]),
    ],
    "positions": [({"name": "Mira Solberg"}, [("Mira Solberg", "mayor of Tromsvik", "asserted", None, MAYOR, POST)])],
    "sentences": [
        (
            {"name": "Mira Solberg"},
            [
                ("Mira Solberg", MAYOR, POST, dt.date(2024, 5, 14)),
                ("She", DENIED, POST, dt.date(2024, 5, 14)),
                ("Solberg", HEDGED, POST, dt.date(2024, 5, 14)),
                ("Solberg", SUPPORT, WIRE, dt.date(2024, 5, 15)),
                ("Mira Solberg", HEAD, WIRE, dt.date(2024, 5, 15)),
            ],
        ),
    ],
    "events-in-place": [
        (
            {"place": "Nordmark"},
            [
                ("2024-05-13", "Arrest", "Arrest-2024-05-13", "Tromsvik", "Actual", "asserted", None, FORTY, POST),
                (
                    "2024-05-13",
                    "Arrest",
                    "Arrest-2024-05-13",
                    "Tromsvik",
                    "Actual",
                    "asserted",
                    "Dockers Union",
                    UNION,
                    WIRE,
                ),
            ],
        ),
        ({"place": "Tromsvik", "since": "2024-05-14"}, []),
        ({"place": "Tromsvik", "until": "2024-05-12"}, []),
    ],
    "arrests": [
        (
            {},
            [
                ("at least 60 dockers", "police", None, None, "Actual", "claimed", "Jonas Lind", SIXTY, POST),
                ("40 dockers", "Police", "Tromsvik", "2024-05-13", "Actual", "asserted", None, FORTY, POST),
                (
                    "at least 60 dockers",
                    "police",
                    "Tromsvik",
                    "2024-05-13",
                    "Actual",
                    "asserted",
                    "Dockers Union",
                    UNION,
                    WIRE,
                ),
            ],
        ),
    ],
    "timeline": [
        (
            {"name": "Jonas Lind"},
            [
                ("2024-05-13", "Meeting", "Meeting-2024-05-13", "Actual", "asserted", None, MAYOR, POST),
                ("2025", "Meeting", "Meeting-2025", "Planned", "asserted", None, HEAD, WIRE),
            ],
        ),
        ({"since": "2025-03-01"}, [("2025", "Meeting", "Meeting-2025", "Planned", "asserted", None, HEAD, WIRE)]),
    ],
    "planned-events": [({}, [("Meeting", "Meeting-2025", "2025", "asserted", None, HEAD, WIRE, dt.date(2024, 5, 15))])],
    "claims-by": [
        ({"name": "Dockers Union"}, [(NEXT, UNION[28:-1], "said", "Affirmed", "Certain", UNION, WIRE)]),
        (
            {"name": "Mira Solberg"},
            [
                (DAY, HEDGED[:36], "said", "Affirmed", "Possible", HEDGED, POST),
                (DAY, DENIED[16:-1], "denied", "Denied", "Certain", DENIED, POST),
            ],
        ),
        (
            {"name": "Mira Solberg", "about": "Jonas Lind"},
            [(DAY, HEDGED[:36], "said", "Affirmed", "Possible", HEDGED, POST)],
        ),
    ],
    "claims-about": [
        (
            {"name": "Jonas Lind"},
            [
                (DAY, "Mira Solberg", HEDGED[:36], "said", "Affirmed", "Possible", HEDGED, POST),
                (None, "neighbours", BEATEN[25:-1], "According to", "Affirmed", "Certain", BEATEN, BLOG),
            ],
        ),
        (
            {"name": "Jonas Lind", "by": "Solberg"},
            [(DAY, "Mira Solberg", HEDGED[:36], "said", "Affirmed", "Possible", HEDGED, POST)],
        ),
    ],
    "denied-claims": [({}, [("Mira Solberg", DENIED[16:-1], "denied", DENIED, POST)])],
    "hedged-claims": [
        ({}, [("Mira Solberg", HEDGED[:36], "said", "Possible", HEDGED, POST)]),
        ({"certainty": "probable"}, []),
    ],
    "only-claimed": [
        (
            {},
            [
                ("Mira Solberg", "Jonas Lind — is a member of — Open Harbour", "Affirmed", "Possible", HEDGED, POST),
                ("Mira Solberg", "Mira Solberg — opposes — Dockers Union", "Denied", "Certain", DENIED, POST),
            ],
        ),
    ],
    "figures": [
        (
            {"type": "arrest", "name": "Tromsvik"},
            [
                ("Arrest-2024-05-13", "Harbour Post", "40 dockers", 40, 40, "dockers", DAY, FORTY, POST),
                ("Arrest-2024-05-13", "Dockers Union", "at least 60 dockers", 60, None, "dockers", NEXT, UNION, WIRE),
            ],
        ),
        ({"type": "Death"}, []),
    ],
    "narrator-figures": [({}, [("Harbour Post", "40 dockers", 40, 40, "dockers", "Arrest-2024-05-13", FORTY, POST)])],
    "agreeing-sources": [
        (
            {},
            [
                (
                    "Jonas Lind: at least 60; Dockers Union: at least 60",
                    2,
                    1,  # one repeats the other
                    2,
                    *("Jonas Lind", dt.date(2024, 5, 14), SIXTY, POST),
                    *("Dockers Union", dt.date(2024, 5, 15), UNION, WIRE),
                )
            ],
        ),
    ],
    "conflicting-figures": [
        (
            {},
            [
                (
                    "Harbour Post: 40; Dockers Union: at least 60",
                    *SIDES,
                )
            ],
        ),
    ],
    "affirmed-and-denied": [({}, [("so and not so", *SIDES)])],
    "hedge-loss": [({}, [("surely", *SIDES)])],
    "attribution-loss": [({}, [("by himself", *SIDES)])],
    "co-mentions": [
        ({}, [("Jonas Lind", "Mira Solberg", 3, 2, MAYOR)]),
        ({"at_least": 4}, []),
    ],
    "most-quoted": [
        (
            {},
            [
                ("Mira Solberg", 2, 1, 1, HEDGED[:36], f"{BASE}person/mira-solberg"),
                ("Dockers Union", 1, 1, 1, UNION[28:-1], f"{BASE}org/dockers-union"),
                ("Jonas Lind", 1, 1, 1, SIXTY[15:-1], f"{BASE}person/jonas-lind"),
            ],
        ),
    ],
    "most-mentioned": [
        (
            {"type": "person"},
            [
                ("Jonas Lind", "Person", 6, 3, f"{BASE}person/jonas-lind"),
                ("Mira Solberg", "Person", 5, 2, f"{BASE}person/mira-solberg"),
            ],
        ),
    ],
    "documents": [
        ({"outlet": "harbour post"}, [("Harbour Post", dt.date(2024, 5, 14), POST, "post/walkout.txt", 6, 4, 3)]),
        (
            {},
            [
                ("(no outlet named)", None, BLOG, "blog/opinion.txt", 2, 1, 2),
                ("Harbour Post", dt.date(2024, 5, 14), POST, "post/walkout.txt", 6, 4, 3),
                ("Northern Wire", dt.date(2024, 5, 15), WIRE, "wire/arrests.txt", 4, 1, 2),
            ],
        ),
    ],
    "places": [({}, [("Tromsvik", Decimal("69.1"), Decimal("19.2"), 5, 1, 0)])],
    "events-by-month": [
        ({}, [("2024-05", "Arrest", "asserted", 1), ("2024-05", "Meeting", "asserted", 1)]),
        ({"type": "meeting"}, [("2024-05", "Meeting", "asserted", 1)]),
    ],
    "event-types": [
        (
            {},
            [
                ("Arrest", "Actual", "asserted", 1, 2),
                ("Arrest", "Actual", "claimed", 1, 1),
                ("Attack", "Actual", "claimed", 1, 1),
                ("Departure", "Actual", "asserted", 1, 1),
                ("Meeting", "Actual", "asserted", 1, 1),
                ("Meeting", "Planned", "asserted", 1, 1),
            ],
        ),
    ],
    "judgements": [
        (
            {},
            [
                (
                    "person/jonas-lind",
                    "person/mira-solberg",
                    "different",
                    "he is a man",
                    "Ada Lund",
                    "2024-05-21T08:15:00Z",
                ),
                ("person/jonas-lind", "person/mira-solberg", "unsure", "why not", "citegraph", None),
                ("person/mira-solberg", "person/solberg", "same", "the only Solberg", "citegraph", None),
            ],
        ),
        (
            {"name": "jonas lind"},
            [
                (
                    "person/jonas-lind",
                    "person/mira-solberg",
                    "different",
                    "he is a man",
                    "Ada Lund",
                    "2024-05-21T08:15:00Z",
                ),
                ("person/jonas-lind", "person/mira-solberg", "unsure", "why not", "citegraph", None),
            ],
        ),
    ],
    "edits": [({}, []), ({"document": "blog/opinion.txt"}, [])],  # test_edits.py has a corpus with editions
    "origins": [
        (
            {"kind": "oneorigin"},
            [
                (*ONE_TEXT, "presumed origin", "Northern Wire", dt.date(2024, 5, 15), "wire/arrests.txt", UNION, WIRE),
                (*ONE_TEXT, None, "Harbour Post", dt.date(2024, 5, 14), "post/walkout.txt", FORTY, POST),
            ],
        ),
        ({"kind": "Editions"}, []),
    ],
    "corroboration": [
        ({}, [("Arrest-2024-05-13", "Arrest", "asserted", "2024-05-13", 2, 1, f"{BASE}event/arrest-2024-05-13")]),
        ({"type": "Strike"}, []),
    ],
    "entities-without-evidence": [({}, [])],
    "statements-without-evidence": [({}, [])],
}


@pytest.fixture(scope="module")
def store():
    extractions, comparisons = corpus()
    others = [
        comparisons[0].model_copy(update={"dimension": dimension, "verdict": verdict, "because": because})
        for dimension, verdict, because in (
            (ComparisonDimension.POLARITY, ComparisonVerdict.CONFLICT, "so and not so"),
            (ComparisonDimension.CERTAINTY, ComparisonVerdict.DRIFT, "surely"),
            (ComparisonDimension.ATTRIBUTION, ComparisonVerdict.DRIFT, "by himself"),
        )
    ]
    made = mapper(extractions, [*comparisons, *others], origins=repeats(extractions)[:1])
    made.resolution = judged(made.resolution)
    return Store.in_memory(made.triples(extractions))


@pytest.mark.parametrize(("name", "values", "rows"), [(n, v, r) for n, answers in ANSWERS.items() for v, r in answers])
def test_query_answers(store, name, values, rows):
    assert sorted(ask(store, name, values).rows, key=repr) == sorted(rows, key=repr)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, {"Agreement Quantity", "Conflict Quantity", "Conflict Polarity", "Drift Certainty", "Drift Attribution"}),
        ({"dimension": "quantity"}, {"Agreement Quantity", "Conflict Quantity"}),
        ({"verdict": "Drift"}, {"Drift Certainty", "Drift Attribution"}),
        ({"topic": "by HIMSELF"}, {"Drift Attribution"}),  # the reason
        ({"topic": "Arrest-2024-05-13", "verdict": "Agreement"}, {"Agreement Quantity"}),  # the event of a sentence
        (
            {"topic": BASE + "event/arrest-2024-05-13", "verdict": "Conflict", "dimension": "Polarity"},
            {"Conflict Polarity"},
        ),
        ({"topic": "40 dockers in Troms", "dimension": "Quantity"}, {"Conflict Quantity"}),  # a quote
        ({"topic": "trams"}, set()),
    ],
)
def test_comparisons_are_chosen_by_topic_dimension_and_verdict(store, values, found):
    rows = ask(store, "comparisons", values).dicts
    assert {f"{row['result']} {row['kind']}" for row in rows} == found
    assert all((row["first_document"], row["second_document"]) == (POST, WIRE) for row in rows)
    assert all(row["first_date"] < row["second_date"] for row in rows)


def test_claimed_events_are_those_that_only_the_quoted_tell(store):
    found = ask(store, "claimed-events").rows
    assert [(type_, *rest) for type_, _, *rest in found] == [
        ("Arrest", "claimed", "Jonas Lind", SIXTY, POST),
        ("Attack", "claimed", "neighbours", BEATEN, BLOG),
    ]


def test_editions_of_an_article_that_has_one(store):
    rows = ask(store, "editions", {"document": "https://post.example/walkout?id=1"}).rows
    assert [row[:4] for row in rows] == [
        (dt.date(2024, 5, 14), "post/walkout.txt", POST, "https://post.example/walkout?id=1")
    ]


def test_every_query_has_a_checked_answer():
    of_standpoints = {
        "ledger",
        "reversals",
        "accusations",
        "occasions",
        "frame-words",
        "frame-acts",
        "frame-voices",
    }  # fmt: skip  test_standpoints.py has their answers
    assert {*ANSWERS, "claimed-events", "comparisons", "editions", *of_standpoints} == set(library())


def test_faults_are_found(store):
    triples = [
        t
        for t in store.triples()
        if "rdf-syntax-ns#subject" not in t.predicate.value and "denotes" not in t.predicate.value
    ]
    broken = Store.in_memory(triples)
    assert ("https://example.org/kg/person/mira-solberg", "Mira Solberg") in ask(
        broken, "entities-without-evidence"
    ).rows
    assert len(ask(broken, "statements-without-evidence")) == 6
