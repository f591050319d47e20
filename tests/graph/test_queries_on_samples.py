"""Each query of the library over the graph of the sample articles, with answers that were checked in the articles.

A row is told by some of its columns; text matches where it occurs in the column. The rows named are the plain cases: a
better model may find more, and must still find these.
"""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.graph import Graph
from pipeline.graph.queries import library

pytestmark = pytest.mark.model

ANSWERS = {
    "accusations": (
        {"actor": "Open Docket"},
        [{"accused": "Open Docket", "outcome": "Denied", "reply_by": "Ilze Kalnberg", "reply_quote": "denied it"}],
    ),
    "affirmed-and-denied": ({}, []),
    "attribution-loss": ({}, []),
    "comparisons": (
        {"topic": "that day", "dimension": "Quantity"},
        [
            {"result": "Conflict", "first_quote": "more than 1,300 people", "second_quote": "counted 1,150 arrests"},
            {"result": "Conflict", "first": "OVD-Info", "second": "Open Docket"},
        ],
    ),
    "hedge-loss": ({}, []),
    "agreeing-sources": ({}, [{"because": "4,300", "first": "Kestrel", "second": "OVD-Info"}]),
    "arrests": ({"name": "Novosibirsk"}, [{"arrested": "about 200 people", "by": "police", "place": "Novosibirsk"}]),
    "claimed-events": ({}, [{"type": "Arrest", "by": "Open Docket", "quote": "police arrested about 200 people"}]),
    "claims-about": (
        {"name": "Open Docket"},
        [{"who": "Open Docket", "claim": "it had received 900 calls by midnight"}],
    ),
    "claims-by": (
        {"name": "ovd-info"},
        [
            {"claim": "police had detained more than 3,700 people", "cue": "said", "document": "climbs to 3,700"},
            {"claim": "more than 4,300 people were arrested", "cue": "according to", "document": "answers at night"},
        ],
    ),
    "co-mentions": ({"name": "Navalny"}, [{"one": "Alexei Navalny", "other": "Vladimir Putin"}]),
    "conflicting-figures": ({}, [{"because": "3,500", "first_quote": "4,300", "second_quote": "3,500"}]),
    "denied-claims": ({"name": "Kremlin"}, [{"who": "Kremlin", "denies": "the report", "cue": "denied"}]),
    "documents": (
        {"outlet": "Northgate Wire"},
        [{"file": "2021-01-24-northgate-january-rallies.md", "published": dt.date(2021, 1, 24)}],
    ),
    "editions": (
        {"document": "2021-01-24-northgate-january-rallies.md"},
        [{"published": dt.date(2021, 1, 24), "file": "2021-01-24-northgate-january-rallies.md"}],
    ),
    "edits": ({}, []),
    "event-types": ({}, [{"type": "Arrest", "modality": "Actual"}, {"type": "Protest", "modality": "Actual"}]),
    "events-by-month": ({"type": "Arrest"}, [{"month": "2022-03", "kind": "Arrest"}]),
    "events-in-place": (
        {"place": "Russia", "since": "2022-03-01", "until": "2022-03-31"},
        [{"when": "2022-03-06", "type": "Arrest", "modality": "Actual", "quote": "4,300 people"}],
    ),
    "figures": (
        {"type": "Arrest", "name": "Russia"},
        [
            {"who": "OVD-Info", "figure": "more than 4,300", "minimum": 4301, "maximum": None, "unit": "people"},
            {"who": "Kestrel Review", "figure": "Over 4,300", "minimum": 4301},
        ],
    ),
    "frame-acts": (
        {"event": "Russia, 24 September 2022"},
        [{"verb": "dispersed", "patients": "march", "agentless": True, "quote": "before it had begun"}],
    ),
    "frame-voices": ({"event": "Russia, 23 January 2021"}, [{"outlet": "Kestrel", "speaker": "Ozolnieks"}]),
    "frame-words": ({"event": "Russia, 24 September 2022"}, [{"outlet": "Harbour Courier", "word": "march"}]),
    "hedged-claims": ({"certainty": "possible"}, [{"who": "Agnès Callamard", "claim": "may be war crimes"}]),
    "judgements": ({}, [{"one": "person/", "verdict": "same", "by": "citegraph", "when": None}]),
    "leaders": (
        {},
        [
            {"leader": "Agnès Callamard", "leads": "Amnesty International", "stance": "asserted"},
            {"leader": "Edgars Ozolnieks", "leads": "Left Current", "quote": "is the chairman of Left Current"},
            {"leader": "Tomas Rudaitis", "leads": "Open Docket"},
        ],
    ),
    "ledger": (
        {"actor": "Jonas Mikalaučius"},
        [{"does": "supports", "what": "a strike at every port", "quote": "supports a strike"}],
    ),
    "members": ({"name": "Hague Circle"}, [{"member": "Saskia ter Borg", "belongs": "member of"}]),
    "most-mentioned": ({"type": "Country"}, [{"entity": "Russia"}, {"entity": "Ukraine"}]),
    "most-quoted": ({}, [{"claimant": "OVD-Info"}, {"claimant": "Tomas Rudaitis"}]),
    "narrator-figures": ({}, [{"outlet": "Harbour Courier", "figure": "More than 700", "quote": "on Saturday"}]),
    "occasions": ({"place": "Russia"}, [{"occasion": "Russia, 24 September 2022", "articles": 2}]),
    "only-claimed": (
        {},
        [{"who": "Lidia Sorokova", "says": "Lidia Sorokova — was born in", "quote": "during one war"}],
    ),
    "places": ({}, [{"place": "Moscow"}, {"place": "Novosibirsk"}]),
    "planned-events": ({}, [{"type": "Protest", "quote": "Further rallies are planned for the weekend."}]),
    "positions": ({"name": "Navalny"}, [{"person": "Alexei Navalny", "position": "opposition politician"}]),
    "relations": (
        {"name": "Ilze Kalnberg"},
        [
            {"relation": "founded", "object": "Open Docket", "stance": "asserted", "says": None},
            {"relation": "birthPlace", "object": "Liepāja", "stance": "asserted"},
        ],
    ),
    "reversals": ({}, []),
    "sentences": (
        {"name": "tomas rudaitis"},
        [
            {"words": "Tomas Rudaitis", "quote": "the director of Open Docket, rejects that number"},
            {"words": "Rudaitis", "quote": "Rudaitis believes", "published": dt.date(2021, 1, 24)},
        ],
    ),
    "stances": ({}, [{"who": "Edgars Ozolnieks", "position": "opposes", "whom": "Alexei Navalny"}]),
    "timeline": (
        {"name": "Ukraine", "until": "2022-02-28"},
        [{"when": "2022-02-24", "type": "Attack", "quote": "Russia invaded Ukraine early on February 24."}],
    ),
    "corroboration": ({"type": "Arrest"}, [{"kind": "Arrest", "articles": 2, "origins": 2}]),
    "origins": (
        {"kind": "OneOrigin"},
        [{"outlet": "Northgate Wire", "origin": "presumed origin"}, {"outlet": "Plainfield Monitor", "origin": None}],
    ),
    "entities-without-evidence": ({}, []),
    "statements-without-evidence": ({}, []),
}


@pytest.fixture(scope="module")
def graph(sample_build):
    return Graph.open(sample_build)


def fits(row, wanted):
    return all(
        v in row[c] if isinstance(v, str) and isinstance(row[c], str) else v == row[c] for c, v in wanted.items()
    )


@pytest.mark.parametrize("name", ANSWERS)
def test_query_answers_on_samples(graph, name):
    values, wanted = ANSWERS[name]
    rows = graph.query(name, **values).dicts
    assert bool(rows) == bool(wanted)
    for row in wanted:
        assert any(fits(found, row) for found in rows), f"no row with {row} among {len(rows)}"


def test_every_query_is_asked_of_the_samples():
    assert set(ANSWERS) == set(library())


def test_every_quote_of_an_answer_stands_in_an_article(graph):
    texts = {text for (text,) in graph.query("SELECT ?t { ?s a nif:Sentence ; nif:anchorOf ?t }").rows}
    for name, (values, wanted) in ANSWERS.items():
        quotes = {row["quote"] for row in graph.query(name, **values).dicts if "quote" in row}
        assert quotes <= texts
        assert quotes or not wanted or "quote" not in library()[name].columns


def test_samples_are_a_valid_graph(graph):
    assert graph.validate() == []
