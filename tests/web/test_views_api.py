"""What the views that draw ask for: the network, the timeline, figures, cities, sources and the vocabulary."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph
import pytest
from asking import Got, ask
from pages import BASE, SCRIPT, denials_turtle, graph_turtle
from servers import publish, serving

from pipeline.graph import Graph
from pipeline.graph.store import Store
from pipeline.web.api.articles import Articles
from pipeline.web.api.figures import counted
from pipeline.web.api.network import Filters, Network
from pipeline.web.api.sources import comparisons, matrix
from pipeline.web.api.timeline import Timeline, buckets, bulk

SOLBERG, LIND = f"{BASE}person/mira-solberg", f"{BASE}person/jonas-lind"
TROMSVIK = f"{BASE}city/tromsvik"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("views")
    publish(folder, graph_turtle())
    return folder


@pytest.fixture(scope="module")
def graph(out) -> Graph:
    return Graph.open(out)


@pytest.fixture(scope="module")
def network(graph) -> Network:
    return Network.of(graph)


Get = Callable[..., Got]


@pytest.fixture(scope="module")
def get(out) -> Iterator[Get]:
    """Asks the real server: a path, and parameters."""
    with serving(out) as address:
        yield lambda path, **asked: ask(address, f"{path}?{urlencode(asked)}" if asked else path)


def told(answer: Got) -> Any:
    return json.loads(answer.body)


def lines(answer: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    short = {n["id"]: n["name"] for n in answer["nodes"]}
    return {(short[line["source"]], short[line["target"]]): line for line in answer["lines"]}


# --- the network ------------------------------------------------------------------------------------------------------


def test_network_joins_two_entities_by_one_line_with_all_that_ties_them(network):
    found = lines(network.strongest(Filters(), 100))
    both = found["Open Harbour", "Jonas Lind"]
    assert (both["weight"], set(both["labels"])) == (3, {"worksFor", "memberOf", "Departure"})


def test_network_draws_as_fact_only_what_an_author_says(network):
    found = lines(network.strongest(Filters(), 100))
    assert found["Tromsvik", "Mira Solberg"]["fact"]  # the article itself: Mayor of Tromsvik
    assert not found["Dockers Union", "Mira Solberg"]["fact"]  # opposed in somebody's words alone


def test_network_shows_the_strongest_and_says_how_many_it_does_not(network):
    found = network.strongest(Filters(), 2)
    assert {node["name"] for node in found["nodes"]} == {"Mira Solberg", "Jonas Lind"}
    assert found["entities"] == {"shown": 2, "total": 6}
    assert found["ties"] == {"shown": 1, "total": 8}
    assert found["unconnected"] == 8


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(kinds=frozenset({"Person"})), 1),
        (Filters(outlets=frozenset({"Northern Wire"})), 4),
        (Filters(since="2024-05-15"), 4),
        (Filters(until="2024-05-14"), 6),
        (Filters(confidence=0.99), 0),
        (Filters(facts=True), 7),
    ],
    ids=["class", "source", "since", "until", "confidence", "facts"],
)
def test_network_leaves_out_what_does_not_pass_the_filters(network, filters, left):
    assert len(network.strongest(filters, 100)["lines"]) == left


def test_network_gives_the_neighbours_of_an_entity_a_page_at_a_time(network):
    found = network.around(SOLBERG, Filters(), 0, 2)
    assert found["neighbours"] == {"shown": 2, "total": 4}
    assert len(found["nodes"]) == 3
    assert network.around(SOLBERG, Filters(), 2, 9)["neighbours"] == {"shown": 4, "total": 4}


def test_network_shows_the_sentences_of_a_line_facts_first(get):
    answer = told(get("/api/network/evidence", source=SOLBERG, target=LIND))
    assert answer["total"] == 3
    assert [row["fact"] for row in answer["rows"]] == sorted((row["fact"] for row in answer["rows"]), reverse=True)
    first = answer["rows"][0]
    assert first["quote"]
    assert first["sentence"].startswith(f"{BASE}document/")
    assert first["stance"] in ("actual", "asserted")


def test_network_finds_entities_by_the_beginning_of_a_word(network):
    assert [node.name for node in network.named("lind", 5)] == ["Jonas Lind"]
    assert [node.name for node in network.named("<scr", 5)] == [SCRIPT]


def test_network_shortens_names_without_end(network):
    assert all(len(node.name) <= 120 for node in network.nodes.values())


def test_network_gives_the_entities_of_an_event(get):
    meeting = told(get("/api/network/around", id=f"{BASE}event/meeting-2024-05-13"))
    assert [node["name"] for node in meeting["nodes"]] == ["Jonas Lind", "Mira Solberg"]
    assert len(meeting["lines"]) == 1


def test_network_asked_for_an_unknown_entity_answers_404(get):
    answer = get("/api/network/around", id="urn:nobody")
    assert answer.status == 404
    assert "urn:nobody" in told(answer)["error"]


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/api/network?limit=many", "limit"),
        ("/api/network?since=yesterday", "since"),
        ("/api/network/evidence?source=a", "target"),
        ("/api/network/named", "q"),
        ("/api/timeline?until=2024-13-01", "until"),
        ("/api/sources?by=colour", "by"),
        ("/api/sources/pair?one=a", "other"),
    ],
)
def test_views_api_names_the_parameter_that_is_wrong(get, path, named):
    answer = get(path)
    assert answer.status == 400
    assert told(answer)["error"].startswith(named) or f"for {named}" in told(answer)["error"]


def test_views_api_caps_what_is_asked_for(get):
    assert get("/api/network?limit=999999999").status == 200
    assert told(get("/api/timeline?limit=999999999&offset=5"))["rows"] == []


# --- time -------------------------------------------------------------------------------------------------------------


def test_timeline_has_dated_events_in_order_and_counts_the_others(graph):
    whole = Timeline.of(graph)
    assert [e.dates[0] for e in whole.dated] == ["2024-05-13", "2024-05-13", "2025"]
    assert len(whole.undated) == 3
    arrest = next(e for e in whole.dated if e.type == "Arrest")
    assert (arrest.articles, arrest.origins) == (2, 1)  # an article and its reprint


def test_timeline_takes_a_coarse_date_for_the_whole_stretch_that_it_names(graph):
    whole = Timeline.of(graph)
    found, undated = whole.chosen(frozenset(), "2025-03-01", "2025-03-31", False)
    assert [e.dates for e in found] == [("2025",)]
    assert undated == []


def test_timeline_of_what_happened_leaves_out_plans(graph):
    found, _ = Timeline.of(graph).chosen(frozenset(), "", "", True)
    assert {e.modality for e in found} == {"Actual"}


def test_timeline_names_who_says_so_where_no_author_does(tmp_path):
    out = tmp_path / "out"
    publish(out, denials_turtle())
    with serving(out) as address:
        rows = told(ask(address, "/api/timeline?undated=1"))["rows"]
    assert {row["type"]: (row["claimed"], row["denied"], row["says"]) for row in rows} == {
        "Attack": (True, True, ["Army"]),
        "Coercion": (True, True, ["Army"]),
        "Disaster": (True, False, ["Ada Moor", "neighbours"]),
        "Transaction": (False, False, []),
    }


def test_timeline_of_one_city(get):
    answer = told(get("/api/timeline", entity=TROMSVIK))
    assert [row["type"] for row in answer["rows"]] == ["Arrest"]
    assert answer["entity"] == "Tromsvik"


@pytest.mark.parametrize(
    ("dates", "unit"),
    [
        (["2024-01-01", "2024-02-03"], "day"),
        (["2024-01-01", "2024-09-03"], "month"),
        (["1994", "2024-09-03"], "year"),
        (["9999-12-31", "0001-01-01"], "year"),
        ([], "day"),
    ],
)
def test_buckets_suit_the_stretch(dates, unit):
    assert buckets(dates)["unit"] == unit


def test_timeline_is_read_backwards_as_well(get):
    days = [row["dates"][0] for row in told(get("/api/timeline?newest=1"))["rows"]]
    assert days == ["2025", "2024-05-13", "2024-05-13"]


def test_bulk_leaves_out_what_lies_far_from_most_and_counts_it():
    months = [f"{year}-{month:02}" for year in (2021, 2022, 2023) for month in range(1, 13)]
    found = bulk(["1710", "1914-07-28", *months, "2060"])
    assert (found["since"], found["until"], found["unit"], found["outside"]) == ("2021-01", "2023-12", "month", 3)
    assert found["counts"] == dict.fromkeys(months, 1)


@pytest.mark.parametrize(
    "dates",
    [["1710", "2024"], [f"{year}" for year in range(1900, 2000)], ["2024-01-01"] * 50],
    ids=["few", "even", "one"],
)
def test_bulk_is_none_where_nothing_lies_far_off(dates):
    assert bulk(dates) is None


# --- figures ----------------------------------------------------------------------------------------------------------


def test_figures_stand_beside_those_that_they_were_compared_with(graph):
    (group,) = counted(graph)
    assert group.conflict
    assert len(group.events) == 2  # two events whose figures were set side by side
    assert [(f.who, f.least, f.most) for f in group.figures] == [
        ("Harbour Post", 40, 40),
        ("Jonas Lind", 60, None),
        ("Dockers Union", 60, None),
    ]


def test_figures_of_one_event_come_with_their_quotes(get):
    answer = told(get("/api/figures", event=f"{BASE}event/arrest-2024-05-13"))
    assert answer["total"] == 1
    assert all(figure["words"] in figure["quote"] for figure in answer["rows"][0]["figures"])
    assert told(get("/api/figures", event="urn:none"))["rows"] == []


# --- places -----------------------------------------------------------------------------------------------------------


def test_cities_without_a_place_are_listed_apart(get):
    answer = told(get("/api/cities"))
    assert [(c["name"], c["lat"], c["events"]) for c in answer["rows"]] == [("Tromsvik", 69.1, 1)]
    assert sorted(c["name"] for c in answer["unplaced"]) == ["Malmö", "Łódź"]


def test_cities_keep_what_is_only_claimed_or_denied_apart_from_what_happened(tmp_path):
    publish(tmp_path, denials_turtle())
    with serving(tmp_path) as address:
        answer = told(ask(address, "/api/cities"))
    (olsk,) = [*answer["rows"], *answer["unplaced"]]
    assert (olsk["name"], olsk["events"], olsk["claimed"], olsk["others"]) == ("Olsk", 1, 1, 1)


# --- sources ----------------------------------------------------------------------------------------------------------


def test_sources_conflict_where_their_claims_do(get):
    answer = told(get("/api/sources"))
    assert answer["cells"] == [
        {"one": "Dockers Union", "other": "Harbour Post", "verdicts": {"Conflict": 1}, "comparisons": 1}
    ]
    rows = told(get("/api/sources/pair", one="Harbour Post", other="Dockers Union"))["rows"]
    assert {side["who"] for side in rows[0]["sides"]} == {"Dockers Union", "Harbour Post"}
    assert all(side["quote"] for side in rows[0]["sides"])


def compared(*texts: tuple[str, str, str], verdict: str = "Agreement", cluster: str = "") -> Store:
    """A graph of comparisons: each pair of the given (article, who, words) is one."""
    prefix = "".join(
        f"@prefix {p}: <{iri}> ."
        for p, iri in {
            "cg": "https://w3id.org/citegraph/ns#",
            "schema": "https://schema.org/",
            "prov": "http://www.w3.org/ns/prov#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        }.items()
    )
    lines = [prefix, cluster]
    for n, (article, who, words) in enumerate(texts):
        lines.append(f'<urn:{article}> a schema:NewsArticle ; rdfs:label "{article}" .')
        lines.append(
            f'<urn:side{n}> a cg:Side ; cg:order {n} ; cg:voice cg:Attributed ; cg:speakerText "{who}" ; '
            f'schema:text "{words}" ; prov:wasDerivedFrom <urn:{article}#char=0,{n}> .'
        )
    for m in range(len(texts)):
        for n in range(m):
            lines.append(
                f"<urn:comparison{n}-{m}> a cg:ClaimComparison ; cg:verdict cg:{verdict} ; cg:dimension cg:Quantity ; "
                f'cg:because "both" ; schema:about <urn:event> ; cg:side <urn:side{n}> , <urn:side{m}> .'
            )

    parsed = pyoxigraph.parse("\n".join(lines), pyoxigraph.RdfFormat.TURTLE)
    return Store.in_memory(quad.triple for quad in parsed)


REPRINTS = "<urn:one> a cg:OriginCluster , cg:OneOrigin ; cg:gathers <urn:a> , <urn:b> ."


def test_sources_agree_once_for_each_pair_of_origins():
    store = compared(("a", "Union", "60"), ("b", "Union", "60"), ("c", "Police", "60"), cluster=REPRINTS)
    found = matrix(comparisons(store), "claimant", 10)
    assert found["cells"] == [{"one": "Police", "other": "Union", "verdicts": {"Agreement": 1}, "comparisons": 2}]
    assert found["repeated"] == 1  # the article and its reprint


def test_sources_that_are_apart_agree_twice():
    store = compared(("a", "Union", "60"), ("b", "Union", "60"), ("c", "Police", "60"))
    cells = {(c["one"], c["other"]): c["verdicts"] for c in matrix(comparisons(store), "claimant", 10)["cells"]}
    assert cells == {("Police", "Union"): {"Agreement": 2}, ("Union", "Union"): {"Agreement": 1}}


def test_sources_in_one_article_may_contradict_one_another():
    store = compared(("a", "Union", "60"), ("a", "Police", "40"), verdict="Conflict")
    found = matrix(comparisons(store), "claimant", 10)
    assert found["cells"][0]["verdicts"] == {"Conflict": 1}


def test_sources_matrix_keeps_the_busiest():
    store = compared(*((name, f"Source {name}", "60") for name in "abcde"))
    found = matrix(comparisons(store), "claimant", 3)
    assert (len(found["sources"]), found["total"], len(found["cells"])) == (3, 5, 3)


# --- what the editor knows --------------------------------------------------------------------------------------------


def test_vocabulary_has_prefixes_and_terms_with_their_meaning(get):
    answer = told(get("/api/vocabulary"))
    assert answer["prefixes"]["cg"] == "https://w3id.org/citegraph/ns#"
    terms = {term["name"]: term for term in answer["terms"]}
    assert terms["cg:actor"]["kind"] == "property"
    assert terms["cg:Arrest"]["kind"] == "class"
    assert terms["cg:Denied"]["meaning"]
    assert terms["schema:name"]["kind"] == "property"  # not of our vocabulary, but used by the graph


def test_queries_are_all_there_and_run_as_they_stand(get, graph):
    rows = told(get("/api/queries"))["rows"]
    assert "conflicting-figures" in {row["name"] for row in rows}
    for row in rows:
        assert list(graph.query(row["text"]).columns) == list(row["columns"])


def test_articles_call_an_unknown_document_by_its_iri():
    assert Articles().at("urn:doc#char=0,5").label == "urn:doc"
