"""Decisions made over HTTP: merge, split, undo, and who may."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import desks
import pytest
from servers import serving

GATES, PETROV = f"{desks.BASE}person/bill-gates", f"{desks.BASE}person/ivan-petrov"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    desks.build(tmp_path)
    with serving(tmp_path, token="open sesame") as url:
        yield url


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all that is refused, and changes nothing."""
    out = tmp_path_factory.mktemp("refusing")
    desks.build(out)
    with serving(out, token="open sesame") as url:
        yield url


def get(address: str, name: str, **parameters: str) -> Any:
    with urllib.request.urlopen(f"{address}/api/{name}?{urllib.parse.urlencode(parameters)}") as answer:
        return json.load(answer)


def post(address: str, name: str, body: Any, token: str | None = "open sesame") -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urllib.request.urlopen(urllib.request.Request(f"{address}/api/{name}", data, headers)) as answer:
        return json.load(answer)


def refusal(address: str, name: str, body: Any, token: str | None = "open sesame") -> tuple[int, str]:
    with pytest.raises(urllib.error.HTTPError) as raised:
        post(address, name, body, token)
    with raised.value as answer:
        return answer.code, json.load(answer)["error"]


def test_deciding_merges_shows_and_takes_back(address):
    other = get(address, "search", q="Ann Lee", group="entity")["groups"][0]["hits"][0]["iri"]
    before = get(address, "node", iri=other)
    made = post(address, "merge", {"left": GATES, "right": other, "who": "ada", "because": "her other name"})
    assert made["iri"] == GATES
    both = get(address, "node", iri=other)
    assert (both["iri"], both["moved"]) == (GATES, other)
    told = get(address, "decisions", iri=GATES)
    assert told["writable"]
    assert [d["because"] for d in told["decisions"]] == ["her other name"]
    assert told["decisions"][0]["state"] == "holds"
    assert {part["name"] for part in told["parts"]} >= {"Bill Gates", "Ann Lee"}
    post(address, "undo", {"decision": made["decision"], "who": "ada"})
    after = get(address, "node", iri=other)
    assert (after["iri"], after["sections"]) == (before["iri"], before["sections"])
    assert not get(address, "decisions", iri=GATES)["decisions"][0]["holds"]


def test_deciding_splits_an_article_off(address):
    told = get(address, "decisions", iri=PETROV)
    entry = next(d for d in told["documents"] if d["file"] == "lima.txt")
    made = post(address, "split", {"whole": PETROV, "items": [entry["id"]], "who": "ada"})
    assert [one["label"] for one in made["made"]] == ["Ivan Petrov"]
    assert made["made"][0]["iri"] != made["iri"]
    assert get(address, "node", iri=made["made"][0]["iri"])["label"] == "Ivan Petrov"


def test_deciding_finds_words_in_the_new_graph(address):
    other = get(address, "search", q="Ann Lee", group="entity")["groups"][0]["hits"][0]["iri"]
    post(address, "merge", {"left": GATES, "right": other, "who": "ada"})
    for _ in range(3_000):
        hits = get(address, "search", q="Ann Lee", group="entity")["groups"][0]["hits"]
        if [hit["iri"] for hit in hits] == [GATES]:
            return
        time.sleep(0.1)
    assert hits == GATES


@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_deciding_needs_the_token(refusing, token):
    status, error = refusal(refusing, "merge", {"left": GATES, "right": PETROV, "who": "eve"}, token)
    assert status == 401
    assert "token" in error
    assert not get(refusing, "decisions", iri=GATES)["decisions"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("merge", {"left": GATES, "right": GATES, "who": "ada"}),
        ("merge", {"left": GATES, "right": PETROV}),
        ("merge", {"left": GATES, "right": ["x"], "who": "ada"}),
        ("merge", {"left": GATES, "right": "nobody", "who": "ada"}),
        ("split", {"whole": GATES, "items": [], "who": "ada"}),
        ("split", {"whole": GATES, "items": [1], "who": "ada"}),
        ("split", {"whole": GATES, "items": ["gates.txt"], "who": "ada"}),
        ("undo", {"who": "ada"}),
        ("undo", {"decision": "ffffffff", "who": "ada"}),
    ],
)
def test_deciding_refuses_what_makes_no_sense_and_says_why(refusing, name, body):
    status, error = refusal(refusing, name, body)
    assert status == 409
    assert error


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"[" * 100_000])
def test_deciding_refuses_a_body_that_is_no_object(refusing, body):
    assert refusal(refusing, "merge", body)[0] == 400


def test_deciding_changes_nothing_by_get(refusing):
    with pytest.raises(urllib.error.HTTPError) as raised:
        get(refusing, "merge", left=GATES, right=PETROV, who="eve")
    with raised.value as answer:
        assert answer.code in (404, 405)


def test_deciding_is_off_unless_the_server_is_writable(tmp_path):
    desks.build(tmp_path)
    with serving(tmp_path) as address:
        assert refusal(address, "merge", {"left": GATES, "right": PETROV, "who": "ada"})[0] == 403
        assert get(address, "decisions", iri=GATES)["writable"] is False
