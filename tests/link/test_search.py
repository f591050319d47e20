"""Candidates of names, from a real server with an extract in the shape of Wikidata."""

import pytest
from endpoints import EXTRACT, Fault, oxigraph, proxy
from scenes import HOSTILE

from pipeline.errors import StoreError
from pipeline.link.answers import Answers
from pipeline.link.candidates import Topic
from pipeline.link.client import Client, Pace
from pipeline.link.dossiers import Dossier
from pipeline.link.search import BATCH, MOST_CANDIDATES, NAMES, Search
from pipeline.records import EntityLabel

pytestmark = pytest.mark.server
WD = "http://www.wikidata.org/entity/"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    many = "".join(
        f'wd:Q91{n:04} rdfs:label "John Smith"@en ; wdt:P31 wd:Q5 ; wikibase:sitelinks {n} .\n' for n in range(20)
    )
    with oxigraph(tmp_path_factory.mktemp("wikidata"), EXTRACT.read_text(encoding="utf-8") + many) as url:
        yield url


@pytest.fixture
def door(server):
    with proxy(server) as door:
        yield door


def dossier(name, label="PERSON", *asked):
    return Dossier(id=f"x/{name}", label=EntityLabel(label), name=name, asked=asked or (name,))


def found(door, path, *dossiers, **pace):
    with Answers(path / "answers.jsonl", door.url) as answers:
        search = Search(Client(door.url, "test", Pace(pause=0, sleep=lambda seconds: None, **pace)), answers)
        search.learn(dossiers)
        return [search.candidates(d) for d in dossiers]


def items(candidates):
    return [c.iri.removeprefix(WD) for c in candidates]


def test_search_finds_by_label_and_alias_what_is_of_the_right_kind(door, tmp_path):
    wanted = [
        dossier("Mira Solberg"),
        dossier("Mira K. Solberg"),
        dossier("Ada Falls"),
        dossier("Ada Falls", "CITY"),
        dossier("Open Docket", "ORG"),
        dossier("Peru", "COUNTRY"),
        dossier("Peru", "CITY"),
        dossier("Peru", "WORK"),
        dossier("Quentin Nobody"),
    ]
    assert [items(candidates) for candidates, complete in found(door, tmp_path, *wanted) if complete] == [
        ["Q900102", "Q900101", "Q900103"],  # the most widely known first
        ["Q900101"],
        ["Q900202"],
        ["Q900201"],
        ["Q900401"],
        ["Q419"],
        ["Q900020"],
        [],
        [],
    ]
    assert len(door.queries) == 3, "names, types and items, each in one question"


def test_search_understands_classes_of_classes_and_names_for_all_languages(door, tmp_path):
    ((candidates, _),) = found(door, tmp_path, dossier("Lima", "CITY"))
    assert items(candidates) == ["Q2868", "Q900301"], "a capital is a city; a ring of classes does no harm"
    assert [c.label for c in candidates] == ["Lima", "Lima"]


def test_search_tells_facts_in_words(door, tmp_path):
    ((candidates, _),) = found(door, tmp_path, dossier("Mira K. Solberg"))
    solberg = candidates[0]
    assert (solberg.label, solberg.description) == ("Mira Solberg", "Norwegian politician")
    assert solberg.aliases == ("Mira K. Solberg",)
    assert solberg.title == "Mira Solberg, Norwegian politician"
    assert solberg.values(Topic.ROLE) == ["Minister of Fisheries of Norway", "politician"]
    assert solberg.values(Topic.BODY) == ["Coastal Party"], "in English, though it has a Norwegian name too"
    assert solberg.values(Topic.BEGINS) == ["1971"]
    assert solberg.sitelinks == 9


def test_search_leaves_out_values_that_nobody_knows(door, tmp_path):
    ((candidates, _),) = found(door, tmp_path, dossier("Ada Falls"))
    assert candidates[0].values(Topic.BEGINS) == ["1980"]


def test_search_with_hostile_names_asks_for_nothing_else(door, tmp_path):
    names = [HOSTILE, 'x"@en } UNION { ?item ?p ?o', "O'Neil}", "a # comment", "naïve 北京 'q'"]
    answers = found(door, tmp_path, *map(dossier, names))
    assert [items(candidates) for candidates, _ in answers] == [["Q900501"], [], [], [], []]
    stone = answers[0][0][0]
    assert stone.label == HOSTILE
    assert stone.description == "line one[31m <b>[bold]two[/bold]</b>", "one line, without control characters"


def test_search_asks_nothing_twice(door, tmp_path):
    first = found(door, tmp_path, dossier("Mira Solberg"), dossier("Quentin Nobody"))
    asked = len(door.queries)
    assert found(door, tmp_path, dossier("Mira Solberg"), dossier("Quentin Nobody")) == first
    assert len(door.queries) == asked, "not even for whom nobody knows"
    found(door, tmp_path, dossier("Mira Solberg"), dossier("Ada Falls"))
    assert all("Solberg" not in query for query in door.queries[asked:])


def test_search_asks_another_endpoint_anew(door, tmp_path):
    found(door, tmp_path, dossier("Mira Solberg"))
    asked = len(door.queries)
    door.url = door.url.replace("/sparql", "/elsewhere")
    assert items(found(door, tmp_path, dossier("Mira Solberg"))[0][0])
    assert len(door.queries) == 2 * asked


def test_search_of_a_common_name_is_not_complete(door, tmp_path):
    ((candidates, complete),) = found(door, tmp_path, dossier("John Smith"))
    assert len(candidates) == MOST_CANDIDATES
    assert [c.sitelinks for c in candidates] == list(range(19, 19 - MOST_CANDIDATES, -1))
    assert not complete


def test_search_asks_in_batches_that_a_server_can_bear(door, tmp_path):
    door.heavy = 15
    names = [dossier(f"Person {n}") for n in range(BATCH[NAMES])]
    found(door, tmp_path, *names, dossier("Mira Solberg"))
    sizes = [query.count("@mul") for query in door.queries if "@mul" in query]
    assert sizes == [50, 25, 12, 13, 25, 12, 13, 1], "halves of what was too much"


def test_search_gets_past_a_name_that_is_too_much_for_the_endpoint(door, tmp_path):
    door.poison = '"Ivan Petrov"@en'
    names = [dossier("Ivan Petrov"), dossier("Mira Solberg"), dossier("Ada Falls"), dossier("Ann Other")]
    with Answers(tmp_path / "answers.jsonl", door.url) as answers:
        search = Search(Client(door.url, "test", Pace(pause=0, sleep=lambda seconds: None)), answers)
        search.learn(names)
        assert [search.known(d) for d in names] == [False, True, True, True]
    door.poison = "\0"
    assert items(found(door, tmp_path, *names)[0][0]) == ["Q900601", "Q900602"]


def test_search_that_fails_goes_on_where_it_stopped(door, tmp_path):
    names = [dossier(f"Person {n:03}") for n in range(2 * BATCH[NAMES])]
    solberg = dossier("Mira Solberg")
    door.faults = [None, *[Fault(503)] * 6]
    with pytest.raises(StoreError, match="failure 6 in a row"):
        found(door, tmp_path, *names, solberg)
    asked = len(door.queries)
    assert items(found(door, tmp_path, *names, solberg)[-1][0]) == ["Q900102", "Q900101", "Q900103"]
    later = [q for q in door.queries[asked:] if "@mul" in q]
    assert len(later) == 2, "the first batch is not asked again"
    assert '"Mira Solberg"' not in later[0] + later[1], "it was in the first batch"


def test_search_survives_a_damaged_file_of_answers(door, tmp_path):
    first = found(door, tmp_path, dossier("Mira Solberg"))
    path = tmp_path / "answers.jsonl"
    path.write_bytes(path.read_bytes()[:-20] + b"\n\xff\xfe{\n" + b"[" * 50_000 + b'\n{"version": 1}\n7')
    assert found(door, tmp_path, dossier("Mira Solberg")) == first
    asked = len(door.queries)
    assert found(door, tmp_path, dossier("Mira Solberg")) == first
    assert len(door.queries) == asked, "what was asked again was kept, after the damage"


def test_search_believes_no_answer_that_was_not_asked_for(tmp_path):
    body = b"""{"results": {"bindings": [
        {"name": {"type": "literal", "value": "Somebody Else"}, "item": {"type": "uri", "value": "http://x/1"},
         "type": {"type": "uri", "value": "http://www.wikidata.org/entity/Q5"}},
        {"name": {"type": "literal", "value": "Mira Solberg"}, "item": {"type": "uri", "value": "http://x> <y"},
         "type": {"type": "uri", "value": "http://www.wikidata.org/entity/Q5"}},
        {"name": {"type": "literal", "value": "Mira Solberg"}},
        {"item": {"type": "uri", "value": "http://x/2"}},
        {}
    ]}}"""
    with proxy("http://127.0.0.1:1/") as door:
        door.faults = [Fault(body=body), Fault(body=body), Fault(body=body)]
        assert found(door, tmp_path, dossier("Mira Solberg")) == [((), True)]
        assert len(door.queries) == 1
