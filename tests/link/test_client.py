"""The client that asks politely, against a server that misbehaves in every way that was thought of."""

import datetime as dt
import json
from email.utils import format_datetime

import pytest
from endpoints import Fault, proxy

from pipeline.errors import CitegraphError, StoreError
from pipeline.link.client import Client, Pace, TooHeavyError, Value, agent

QUERY = 'SELECT ?x { VALUES ?x { "a"@mul } }'
GOOD = json.dumps(
    {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "a", "xml:lang": "mul"}}]}}
).encode()
ROWS = [{"x": Value("literal", "a", "mul")}]


@pytest.fixture
def door():
    with proxy("http://127.0.0.1:1/") as door:
        yield door


class Clock:
    """Sleeps without sleeping, and keeps how long."""

    def __init__(self):
        self.slept = []

    def __call__(self, seconds):
        self.slept.append(round(seconds))


def client(door, clock=None, **pace):
    told = []
    made = Client(door.url, agent("0.1.0"), Pace(**{"pause": 0, "sleep": clock or Clock(), **pace}), told.append)
    return made, told


def fine():
    return Fault(body=GOOD)


def test_client_names_the_project_and_whom_to_write_to(door):
    door.faults = [fine()]
    Client(door.url, agent("0.1.0", "desk@example.org\r\nX-Evil: yes"), Pace(pause=0)).select(QUERY)
    assert door.agents == ["citegraph/0.1.0 (https://w3id.org/citegraph/; desk@example.org X-Evil: yes) SPARQLWrapper"]


def test_client_pauses_between_questions(door):
    clock = Clock()
    door.faults = [fine(), fine(), fine()]
    asking, _ = client(door, clock, pause=30.0)
    for _ in range(3):
        assert asking.select(QUERY) == ROWS
    assert clock.slept == [30, 30], "not before the first one"
    assert asking.questions == 3


@pytest.mark.parametrize(
    ("said", "waited"),
    [({"Retry-After": "7"}, 7), ({}, 60), ({"Retry-After": "soon"}, 60), ({"Retry-After": "0"}, 2)],
    ids=["seconds", "nothing", "nonsense", "zero"],
)
def test_client_waits_as_long_as_a_throttling_server_says(door, said, waited):
    clock = Clock()
    door.faults = [Fault(429, headers=said), fine()]
    asking, told = client(door, clock)
    assert asking.select(QUERY) == ROWS
    assert clock.slept == [waited]
    assert f"answers 429 Too Many Requests; asking again in {waited} s" in told[0]


def test_client_understands_a_date_to_wait_for(door):
    clock = Clock()
    when = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=90)
    door.faults = [Fault(503, headers={"Retry-After": format_datetime(when, usegmt=True)}), fine()]
    assert client(door, clock)[0].select(QUERY) == ROWS
    assert 85 <= clock.slept[0] <= 90


def test_client_does_not_wait_for_ever(door):
    door.faults = [Fault(429, headers={"Retry-After": "86400"})]
    asking, _ = client(door)
    with pytest.raises(StoreError, match=r"429 Too Many Requests; it wants to be left alone for 86400 s"):
        asking.select(QUERY)
    assert len(door.queries) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(502),
        Fault(503),
        Fault(504),
        Fault(500, b"java.util.concurrent.TimeoutException", "text/plain"),
        Fault(body=GOOD[:-20]),
        Fault(body=b"[]"),
        Fault(body=b'{"results": {"bindings": [{"x": {"type": "uri"}}]}}'),
        Fault(body=b"[" * 100_000),
        Fault(body=b"\xff\xfe"),
    ],
    ids=["502", "503", "504", "500", "cut", "no result", "no value", "deep", "no text"],
)
def test_client_asks_again_after_what_may_pass(door, fault):
    clock = Clock()
    door.faults = [fault, fault, fine()]
    assert client(door, clock)[0].select(QUERY) == ROWS
    assert clock.slept == [2, 4], "twice as long each time"


def test_client_asks_for_less_where_that_can_help(door):
    door.faults = [Fault(500, b"TimeoutException", "text/plain"), Fault(503), fine()]
    asking, _ = client(door)
    with pytest.raises(TooHeavyError, match="500: TimeoutException"):
        asking.select(QUERY, divisible=True)
    assert asking.select(QUERY, divisible=True) == ROWS, "a server that is away is not one that is overburdened"


def test_client_ends_after_so_many_failures_in_a_row(door):
    door.faults = [fine(), Fault(503), fine(), *[Fault(503)] * 9]
    clock = Clock()
    asking, _ = client(door, clock)
    asking.select(QUERY)
    asking.select(QUERY)
    with pytest.raises(StoreError, match=rf"{door.url} answers 503 .*failure 6 in a row, try later"):
        asking.select(QUERY)
    assert clock.slept == [2, 2, 4, 8, 16, 32], "an answer in between begins anew"


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            Fault(body=b"<html>\n<h1>Log in", media_type="text/html"),
            r"no SPARQL result but text/html: '<html> <h1>Log in",
        ),
        (Fault(body=b"", media_type="text/turtle"), "no SPARQL result but text/turtle"),
        (Fault(400, b"MalformedQueryException: \x1b x", "text/plain"), "refuses: .*MalformedQueryException"),
        (Fault(401), "refuses: "),
        (Fault(403), r"answers 403 Forbidden; .*--contact"),
        (Fault(404, b"no such page", "text/plain"), "refuses: .*no such page"),
        (Fault(410), "answers 410 Gone"),
    ],
    ids=["html", "turtle", "400", "401", "403", "404", "410"],
)
def test_client_gives_up_at_once_where_asking_again_is_no_use(door, fault, message):
    door.faults = [fault]
    asking, _ = client(door)
    with pytest.raises(StoreError, match=message) as raised:
        asking.select(QUERY)
    assert door.url in str(raised.value)
    assert "\n" not in str(raised.value)
    assert len(door.queries) == 1


def test_client_that_reaches_nobody_at_first_says_so_at_once(door):
    asking = Client("http://127.0.0.1:1/sparql", "x", Pace(sleep=Clock()))
    with pytest.raises(StoreError, match=r"http://127.0.0.1:1/sparql cannot be reached: .*is the address right"):
        asking.select(QUERY)
    assert asking.questions == 1


def test_client_waits_for_a_server_that_goes_away_and_comes_back(door):
    door.faults = [fine(), Fault(drop=True), Fault(drop=True), fine()]
    asking, told = client(door)
    asking.select(QUERY)
    assert asking.select(QUERY) == ROWS
    assert len(told) == 2
    assert "cannot be reached" in told[0]


def test_client_that_waits_in_vain_names_the_endpoint(door):
    door.faults = [Fault(body=GOOD, wait=2.0)] * 2
    asking, _ = client(door, timeout=1, failures=2)
    with pytest.raises(StoreError, match=rf"{door.url} gave no answer in 1 s; that was failure 2"):
        asking.select(QUERY)


@pytest.mark.parametrize("url", ["graph.ttl", "ftp://example.org/", "http://", "file:///etc/passwd", "http://a\nb/"])
def test_client_refuses_what_is_no_address(url):
    with pytest.raises(StoreError, match="is no endpoint"):
        Client(url, "x")


def test_client_lets_no_foreign_exception_through(door):
    """Whatever the server does, what arrives is a CitegraphError."""
    for body in (
        b"",
        b"null",
        b"{}",
        b'{"results": 7}',
        b'{"results": {"bindings": [7]}}',
        b'{"results": {"bindings": 7}}',
    ):
        door.faults = [Fault(body=body)] * 2
        asking, _ = client(door, failures=2)
        with pytest.raises(CitegraphError, match="damaged SPARQL result"):
            asking.select(QUERY)
