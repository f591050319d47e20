"""What the page asks for, over HTTP: answers, refusals, and addresses that make no sense."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from pages import BASE, SCRIPT, graph_turtle, hostile
from servers import publish, serving


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    out = tmp_path_factory.mktemp("page-api")
    publish(out, graph_turtle(hostile()))
    with serving(out) as address:
        yield address


def get(address: str, name: str, **parameters: Any) -> tuple[int, Any]:
    """The status and the JSON of an answer."""
    try:
        with urllib.request.urlopen(f"{address}/api/{name}?{urlencode(parameters)}") as answer:
            assert answer.headers["Content-Type"] == "application/json"
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_overview_counts_what_there_is_and_says_what_does_not_fit(address):
    status, found = get(address, "overview")
    assert status == 200
    counts = {group["group"]: group["total"] for group in found["counts"]}
    for name, total in counts.items():
        groups = {group["group"]: group["total"] for group in get(address, "search", group=name)[1]["groups"]}
        assert groups[name] == total > 0
    assert found["quoted"][0]["claims"] >= found["quoted"][-1]["claims"]
    assert found["disputed"][0]["conflicts"] + found["disputed"][0]["drifts"] > 0
    assert found["run"]["version"] == "0.1.0"


def test_node_and_read_answer_with_what_the_graph_says(address):
    status, card = get(address, "node", iri=f"{BASE}person/mira-solberg")
    assert (status, card["label"]) == (200, "Mira Solberg")
    place = card["sections"][0]["lines"][0]["quotes"][0]
    status, article = get(address, "read", document=place["document"]["iri"], at=place["place"].partition(",")[0])
    assert status == 200
    assert place["place"] in [sentence["place"] for sentence in article["sentences"]]
    status, more = get(address, "section", iri=card["iri"], section=card["sections"][0]["id"], offset=1)
    assert status == 200
    assert more["offset"] == 1


@pytest.mark.parametrize(
    ("name", "parameters", "status"),
    [
        ("node", {"iri": "urn:nobody"}, 404),
        ("node", {"iri": "not an iri"}, 400),
        ("node", {}, 400),
        ("read", {"document": f"{BASE}person/mira-solberg"}, 404),
        ("read", {"document": "<x>"}, 400),
        ("read", {"document": "urn:x", "at": "-1"}, 400),
        ("read", {"document": "urn:x", "first": "9" * 30}, 400),
        ("section", {"iri": f"{BASE}person/mira-solberg", "section": "nonsense"}, 400),
        ("section", {"iri": f"{BASE}person/mira-solberg", "section": "facts", "offset": "x"}, 400),
        ("search", {"q": "x", "group": "nonsense"}, 400),
        ("search", {"q": "x", "offset": "²"}, 400),
    ],
)
def test_addresses_that_make_no_sense_are_refused_with_a_reason(address, name, parameters, status):
    found, body = get(address, name, **parameters)
    assert found == status
    assert body["error"]


def test_hostile_names_travel_as_json_and_as_nothing_else(address):
    request = f"{address}/api/search?{urlencode({'q': 'stolen'})}"
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert SCRIPT in "".join(words for words, _ in json.load(answer)["groups"][0]["hits"][0]["label"])


def test_search_for_a_book_is_answered(address):
    status, found = get(address, "search", q="word " * 10_000)
    assert (status, found["groups"]) == (200, [])
