"""citegraph link as its users see it."""

from __future__ import annotations

import asyncio
import json
import re
import sys

import pytest
from desks import build, digest
from endpoints import EXTRACT, Fault, oxigraph, proxy
from scenes import ARTICLES
from typer.testing import CliRunner

from pipeline import cli
from pipeline.cli.review_screen import ReviewScreen
from pipeline.run.desk import Desk
from pipeline.run.doubts import pairs

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with oxigraph(tmp_path_factory.mktemp("wikidata"), EXTRACT.read_text(encoding="utf-8")) as url:
        yield url


@pytest.fixture
def door(server):
    with proxy(server) as door:
        yield door


@pytest.fixture
def out(tmp_path):
    build(tmp_path / "graph", ARTICLES)
    return tmp_path / "graph"


def invoke(*arguments):
    result = RUNNER.invoke(cli.app, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


@pytest.fixture
def run(monkeypatch, capsys):
    """The command as a shell starts it: its exit status, and what it says on the error stream."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["citegraph", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        return left.value.code or 0, capsys.readouterr().err

    return run


@pytest.mark.server
def test_cli_link_tells_what_it_found_and_where_it_stands(out, door):
    told = invoke("link", "--endpoint", door.url, "--pause", 0, "--contact", "desk@example.org", "-g", out)
    assert f"Asking {door.url} for 14 names" in told
    assert "15 of 15 entities looked up with 3 questions; 2 more have no name to ask for" in told
    assert "5 linked, 7 unsure: citegraph review shows them" in told
    assert f"{out / 'links.jsonl'} says to what, and why" in told
    assert set(door.agents) == {"citegraph/0.1.0 (https://w3id.org/citegraph/; desk@example.org) SPARQLWrapper"}
    rows = json.loads(RUNNER.invoke(cli.app, ["query", "judgements", "--format", "json", "-g", str(out)]).output)
    assert "Q900101" in json.dumps(rows)
    told = invoke("link", "--endpoint", door.url, "--pause", 0, "-g", out)
    assert "looked up with 0 questions" in told


@pytest.mark.server
def test_cli_link_can_be_refused_accepted_and_undone(out, door):
    invoke("link", "--endpoint", door.url, "--pause", 0, "-g", out)
    before = digest(out)
    told = invoke("split", "Mira Solberg", "Q900101", "-b", "another one", "-w", "ann", "-g", out)
    assert "Mira Solberg is not Mira Solberg, Norwegian politician (ann" in told
    assert "schema:sameAs <http://www.wikidata.org/entity/Q900101>" not in (out / "citegraph.ttl").read_text()
    invoke("merge", "Mira Solberg", "http://www.wikidata.org/entity/Q900102", "-w", "ann", "-g", out)
    assert "schema:sameAs <http://www.wikidata.org/entity/Q900102>" in (out / "citegraph.ttl").read_text()
    told = invoke("decisions", "-g", out)
    assert "Q900101" in told
    assert told.count("holds") == 2
    invoke("undo", "-w", "ann", "-g", out)
    invoke("undo", "-w", "ann", "-g", out)
    assert digest(out) == before


@pytest.mark.server
def test_cli_link_comes_up_in_review(out, door):
    invoke("link", "--endpoint", door.url, "--pause", 0, "-g", out)
    rows = json.loads(RUNNER.invoke(cli.app, ["review", "--json", "-g", str(out)]).output)
    items = [row["right"]["iri"] for row in rows if row["right"]["kind"] == "ITEM"]
    assert "http://www.wikidata.org/entity/Q900402" in items
    assert len(items) == 7


@pytest.mark.server
def test_cli_link_can_be_decided_on_the_review_screen(out, door):
    invoke("link", "--endpoint", door.url, "--pause", 0, "--kind", "person", "-g", out)
    desk = Desk.open(out)
    found = [pair for pair in pairs(desk) if pair.right.reference.iri]
    assert (found[0].left.name, found[0].right.name) == ("Ilze Kalnberg", "Ilze Kalnberg, Latvian lawyer")
    screen = ReviewScreen(desk, found, "ann")

    async def press():
        async with screen.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            shown = " ".join(str(widget.render()) for widget in screen.query("#why, #right"))
            await pilot.press("s", "d", "u", "q")
        return shown

    shown = asyncio.run(press())
    assert "called lawyer in both" in shown
    assert screen.changed
    desk.show()
    assert "schema:sameAs <http://www.wikidata.org/entity/Q900402>" in (out / "citegraph.ttl").read_text()


def test_cli_link_dry_run_asks_nothing(out):
    told = RUNNER.invoke(cli.app, ["link", "--dry-run", "--endpoint", "http://127.0.0.1:1/", "-g", str(out)])
    assert told.exit_code == 0
    assert "Mira Solberg" in told.output.splitlines()
    assert "Petrov" not in told.output.splitlines()
    told = RUNNER.invoke(cli.app, ["link", "--dry-run", "--kind", "city", "-g", str(out)])
    assert told.output.splitlines() == ["Ada Falls", "Lima"]


@pytest.mark.server
@pytest.mark.parametrize(
    ("faults", "message"),
    [
        ([Fault(body=b"<html>Welcome", media_type="text/html")], "no SPARQL result but text/html: '<html>Welcome'"),
        ([Fault(403)], "answers 403 Forbidden; it may have shut this machine out"),
        ([Fault(429, headers={"Retry-After": "3600"})], "wants to be left alone for 3600 s"),
        ([None, Fault(400, b"Parse error", "text/plain")], "refuses: .*Parse error"),
    ],
    ids=["html", "forbidden", "throttled", "malformed"],
)
def test_cli_link_that_fails_names_the_endpoint_and_leaves_with_2(out, door, run, faults, message):
    door.faults = faults
    before = digest(out)
    status, said = run("link", "--endpoint", door.url, "--pause", 0, "-g", out)
    assert status == 2
    last = said.splitlines()[-1]
    assert last.startswith(f"citegraph: {door.url} ")
    assert re.search(message, last)
    assert last.endswith("What was answered is kept; run the same command again to go on")
    assert "Traceback" not in said
    assert digest(out) == before
    assert run("link", "--endpoint", door.url, "--pause", 0, "-g", out)[0] == 0


def test_cli_link_without_an_endpoint_or_a_graph_says_so(out, run, tmp_path):
    status, said = run("link", "--endpoint", "http://127.0.0.1:1/sparql", "-g", out)
    assert status == 2
    assert "citegraph: http://127.0.0.1:1/sparql cannot be reached: Connection refused; is the address right" in said
    status, said = run("link", "--endpoint", "somewhere", "-g", out)
    assert (status, said.count("\n")) == (2, 1)
    assert "'somewhere' is no endpoint" in said
    status, said = run("link", "-g", tmp_path / "nothing")
    assert status == 2
    assert "holds no graph" in said
    status, said = run("link", "--kind", "people", "-g", out)
    assert status == 2
    assert "known are person, org, city" in said
