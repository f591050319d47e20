"""What is found by words, and how it is marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import SCRIPT, graph_turtle, standpoints_turtle
from servers import publish

from pipeline.errors import QueryError
from pipeline.graph import Graph
from pipeline.web import search as searching
from pipeline.web.index import INDEX, LONGEST, build_index
from pipeline.web.search import marked, search, wanted


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("search"), graph_turtle())


@pytest.fixture(scope="module")
def index(build) -> Path:
    return build_index(Graph.open(build), build)


def found(index: Path, typed: str, **more) -> dict[str, list[str]]:
    """The labels of what is found, by group."""
    groups = search(index, typed, **more)["groups"]
    return {g["group"]: ["".join(words for words, _ in hit["label"]) for hit in g["hits"]] for g in groups}


def names(index: Path, typed: str) -> list[str]:
    return found(index, typed, group="entity").get("entity", [])


def test_search_finds_names_by_their_beginnings(index):
    assert names(index, "Sol") == ["Mira Solberg"]
    assert names(index, "mira solb") == ["Mira Solberg"]


def test_search_takes_each_word_as_a_beginning_only_if_nothing_else_fits(index):
    assert names(index, "mir sol") == ["Mira Solberg"]
    assert names(index, "sol ") == ["Mira Solberg"]


@pytest.mark.parametrize("typed", ["lodz", "ŁÓDŹ", "Łódź", "lódz", "lodsch"])
def test_search_folds_case_and_diacritics_and_letters_that_have_none(index, typed):
    assert names(index, typed) == ["Łódź"]


@pytest.mark.parametrize("typed", ["o'neill", "O’Neill", "seamus", "SÉAMUS neill"])
def test_search_takes_punctuation_in_names_as_it_comes(index, typed):
    assert names(index, typed) == ["Séamus O'Neill"]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("solbreg", "solberg"),
        ("Tromsvyk", "tromsvik"),
        ("mira solbrg", "mira solberg"),
        ("malmö solbreg", ""),  # with each word set right, nothing has all of them
        ('"Open Harbour" solbreg', '"Open Harbour" solberg'),
        ("zzyzx", ""),
        ("sol", ""),  # found
        ("sxl", ""),  # too short to be told
        ('"', ""),
        ("😀😀😀😀", ""),
    ],
)
def test_search_that_finds_nothing_says_what_is_spelt_nearly_so(index, typed, near):
    answer = search(index, typed)
    assert answer["near"] == near
    assert not near or search(index, near)["total"]


def test_search_counts_each_group_and_class(index):
    answer = search(index, "tromsvik")
    counts = {g["group"]: g["total"] for g in answer["groups"]}
    assert counts["entity"] == 1
    assert counts["sentence"] == len(found(index, "tromsvik", group="sentence")["sentence"])
    assert answer["total"] == sum(counts.values())
    assert next(g for g in answer["groups"] if g["group"] == "entity")["kinds"] == [{"kind": "City", "total": 1}]


def test_search_finds_claims_by_who_says_them_and_tells_how(index):
    claims = next(g for g in search(index, "solberg", group="claim")["groups"] if g["group"] == "claim")["hits"]
    assert any("Denied" in hit["stance"] for hit in claims)
    assert {hit["cue"] for hit in claims} >= {"denied", "said"}
    assert all(hit["document"]["label"] and hit["place"] for hit in claims)


def test_search_puts_what_is_called_just_so_first(index):
    assert names(index, "tromsvik")[0] == "Tromsvik"


def test_search_finds_phrases_and_leaves_words_out(index):
    assert found(index, '"police arrested"', group="sentence")["sentence"]
    assert "sentence" not in found(index, '"arrested police"', group="sentence")
    every = found(index, "police ", group="sentence")["sentence"]
    some = found(index, "police -Lind", group="sentence")["sentence"]
    assert some
    assert set(some) == {s for s in every if "Lind" not in s}


@pytest.mark.parametrize(
    "typed", ['"', "'", "*", "a* OR b", "NEAR(", "label:x", "-", '"" --', "(", "^", "😀", "\x00", "%"]
)
def test_search_takes_no_sign_for_a_command(index, typed):
    search(index, typed)


def test_search_without_words_lists_all_the_best_known_first(index):
    everybody = search(index, "", group="entity", limit=100)["groups"][0]
    weights = [hit.get("weight", 0) for hit in everybody["hits"]]
    assert len(weights) == everybody["total"]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 0


def test_search_gives_pages(index):
    whole = names(index, "")
    first = found(index, "", group="entity", limit=2)["entity"]
    second = found(index, "", group="entity", limit=2, offset=2)["entity"]
    assert first + second == whole[:4]


def test_search_gives_one_class_alone(index):
    assert "Mira Solberg" not in found(index, "", group="entity", kind="City")["entity"]


def test_search_refuses_a_group_that_there_is_not(index):
    with pytest.raises(QueryError, match="choose one of"):
        search(index, "x", group="nonsense")


def test_search_of_many_hits_counts_no_further_than_it_must(index, monkeypatch):
    monkeypatch.setattr(searching, "MOST", 3)
    group = next(g for g in search(index, "t", group="sentence")["groups"] if g["group"] == "sentence")
    assert (group["total"], group["more"]) == (3, True)
    assert group["hits"]


def test_search_shows_hostile_names_as_they_are_and_endless_ones_in_part(index):
    assert names(index, "stolen") == [SCRIPT]
    assert len(names(index, "longname")[0]) < 400


def test_marked_cuts_a_long_text_round_what_was_asked_for():
    words = "first " * 200 + "needle " + "last " * 200
    segments = marked(words, wanted("needle"))
    assert ("needle", True) in segments
    assert segments[0] == ("…", False)
    assert sum(len(s) for s, _ in segments) < 400


def test_marked_loses_no_character():
    text = "Über Łódź — O'Neill said “no” 🙂"
    assert "".join(words for words, _ in marked(text, wanted("lodz neill"))) == text


def test_build_index_makes_it_once_and_leaves_nothing_else_behind(build, index):
    made = index.stat().st_mtime_ns
    assert build_index(Graph.open(build), build).stat().st_mtime_ns == made
    assert [path.name for path in build.glob("*search*")] == [INDEX]
    assert index.stat().st_size < 40 * LONGEST * 10


def test_build_index_writes_elsewhere_if_the_folder_is_read_only(build, index, monkeypatch, tmp_path):
    monkeypatch.setattr("pipeline.web.index.os.access", lambda *_: False)
    made = build_index(Graph.open(build), tmp_path)
    assert made.parent != tmp_path
    assert names(made, "lodz") == ["Łódź"]


def test_search_has_the_claims_of_the_graph_and_not_what_is_made_of_them(tmp_path):
    graph = Graph.open(publish(tmp_path, standpoints_turtle()))
    claims = graph.query("SELECT ?claim { ?claim a schema:Claim }").rows
    groups = {g["group"]: g["total"] for g in search(build_index(graph, tmp_path), "")["groups"]}
    assert groups["claim"] == len(claims) > 0
