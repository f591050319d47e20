"""The corpus of planted cases is what its list says it is: complete, verbatim and without cases that nobody listed."""

from __future__ import annotations

import datetime as dt
import re
from itertools import combinations

import pytest
from planted import KINDS, STORIES, Case, Side, articles, expectations

LISTED = expectations()
ENTRIES = (*LISTED.cases, *LISTED.near_misses, *LISTED.tolerated)
FIGURES = ("figure-agreement", "figure-conflict", "series")
SHINGLE = 6
QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]")


def body(name: str) -> str:
    document = articles()[name]
    return "\n".join(map(document.quote, document.paragraphs))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def shingles(name: str) -> set[tuple[str, ...]]:
    found = words(body(name))
    return {tuple(found[i : i + SHINGLE]) for i in range(len(found) - SHINGLE + 1)}


def bounds(side: Side) -> tuple[float, float]:
    low, high = side.says["figure"]
    return low, float("inf") if high is None else high


def of_kind(*kinds: str) -> list[Case]:
    return [case for case in LISTED.cases if case.kind in kinds]


def day(name: str) -> dt.date:
    published = articles()[name].published
    assert published is not None
    return published


def pairs(*kinds: str) -> set[frozenset[str]]:
    return {frozenset(pair) for case in of_kind(*kinds) for pair in combinations(case.documents, 2)}


def origin(name: str) -> str:
    """The first printing of an article: of a reprint the wire's, of an edition the earliest."""
    of = {other: case.documents[0] for case in of_kind("reprint", "edit") for other in case.documents}
    return of.get(name, name)


def test_corpus_has_many_articles_in_eight_stories_of_many_outlets():
    assert len(articles()) >= 40
    stories = sorted({name.split("/")[0] for name in articles()})
    assert len(stories) == 8
    assert len({document.publisher for document in articles().values()}) >= 12
    for story in stories:
        told = [document for name, document in articles().items() if name.startswith(f"{story}/")]
        assert len(told) >= 5, story
        assert len({document.publisher for document in told}) >= 4, story
        assert len({document.published for document in told}) >= 4, story


@pytest.mark.parametrize("name", sorted(articles()))
def test_corpus_article_is_short_and_has_all_metadata(name: str):
    document = articles()[name]
    assert document.media_type == "text/plain"
    assert all((document.title, document.publisher, document.author, document.published, document.url))
    assert re.match(r"https://[a-z-]+\.example/\S+$", document.url or "")
    assert name.split("/")[1].startswith(str(document.published)), "the file's name begins with the date"
    assert 120 <= len(body(name).split()) <= 250


def test_corpus_holds_nothing_but_articles():
    files = {path.relative_to(STORIES).as_posix() for path in STORIES.rglob("*") if path.is_file()}
    assert files == set(articles())


def test_corpus_covers_all_kinds_and_verdicts():
    assert {case.kind for case in LISTED.cases} == set(KINDS)
    assert {case.kind for case in LISTED.tolerated} <= set(KINDS)
    assert {kind for miss in LISTED.near_misses for kind in miss.kinds} <= set(KINDS)
    for kind, verdicts in KINDS.items():
        assert {case.expect["verdict"] for case in of_kind(kind)} == verdicts, kind


def test_corpus_ids_are_unique_and_begin_with_their_story():
    ids = [entry.id for entry in ENTRIES]
    assert len(ids) == len(set(ids))
    for entry in ENTRIES:
        assert {side.document.split("/")[0] for side in entry.sides} == {entry.id.split("-")[0]}, entry.id
        assert entry.because.strip()


def test_corpus_near_misses_and_tolerated_findings_contradict_no_case():
    def key(kind: str, sides: tuple[Side, ...]) -> tuple[str, frozenset[tuple[str, str]]]:
        return kind, frozenset((side.document, side.text) for side in sides)

    cases = {key(case.kind, case.sides) for case in LISTED.cases}
    assert len(cases) == len(LISTED.cases), "a case is listed twice"
    assert cases.isdisjoint(key(kind, miss.sides) for miss in LISTED.near_misses for kind in miss.kinds)
    assert cases.isdisjoint(key(case.kind, case.sides) for case in LISTED.tolerated)


@pytest.mark.parametrize("side", [pytest.param(side, id=entry.id) for entry in ENTRIES for side in entry.sides])
def test_corpus_quotes_stand_once_in_one_paragraph(side: Side):
    document = articles()[side.document]
    assert sum(document.quote(span).count(side.text) for span in document.paragraphs) == 1, side


def test_corpus_every_article_is_listed_and_plain_ones_only_as_plain():
    told = {side.document for entry in ENTRIES for side in entry.sides}
    assert told.isdisjoint(LISTED.plain)
    assert told | set(LISTED.plain) == set(articles())


def test_corpus_reprints_repeat_the_earliest_article():
    for case in of_kind("reprint"):
        origin = case.expect["origin"]
        assert case.documents[0] == origin
        assert day(origin) == min(map(day, case.documents)), case.id
        titles = [articles()[name].title for name in case.documents]
        assert len(set(titles)) == len(titles), case.id
        for copy in case.documents[1:]:
            assert len(shingles(copy) & shingles(origin)) > 0.6 * len(shingles(copy)), (case.id, copy)


def test_corpus_articles_of_two_origins_share_no_more_than_is_listed():
    cut = {name: shingles(name) for name in articles()}
    repeated = pairs("passage", "speech", "attribution-change")
    alike = pairs("figure-agreement", "figure-conflict", "series", "denial", "hedge-loss", "attribution-loss")
    for one, other in combinations(sorted(articles()), 2):
        pair = frozenset((origin(one), origin(other)))
        if len(pair) == 1:
            continue
        common = cut[one] & cut[other]
        bound = 30 if pair in repeated else 8 if pair in alike else 2
        assert len(common) <= bound, (one, other, common)


def test_corpus_quotations_in_articles_of_two_origins_are_listed():
    told = pairs("speech", "attribution-change")
    said = {name: {tuple(words(q)) for q in QUOTED.findall(body(name)) if len(words(q)) > 4} for name in articles()}
    for one, other in combinations(sorted(articles()), 2):
        pair = frozenset((origin(one), origin(other)))
        if len(pair) == 2 and pair not in told:
            assert not said[one] & said[other], (one, other)


def test_corpus_figures_stand_to_one_another_as_is_said():
    for case in of_kind(*FIGURES):
        assert len({side.says["of"] for side in case.sides}) == 1, case.id
        for left, right in combinations(case.sides, 2):
            (low, high), (least, most) = bounds(left), bounds(right)
            assert (low <= most and least <= high) == (case.kind == "figure-agreement"), case.id
            if case.kind == "series":
                assert high < least, case.id
                assert day(left.document) < day(right.document), case.id


def test_corpus_drift_and_reversals_go_forward_in_time():
    for case in of_kind("hedge-loss", "attribution-loss", "attribution-change", "reversal"):
        earlier, later = case.documents
        assert day(earlier) < day(later), case.id


def test_corpus_hedges_and_claimants_differ_between_the_sides():
    for case in of_kind("hedge-loss"):
        hedged, bare = case.sides
        assert hedged.says["hedge"] in words(hedged.text), case.id
        assert hedged.says["hedge"] not in words(bare.text), case.id
    for case in of_kind("attribution-loss", "attribution-change"):
        before, after = (side.says["claimant"] for side in case.sides)
        assert before, case.id
        assert before != after, case.id
        assert (after is None) == (case.kind == "attribution-loss"), case.id
    for case in of_kind("denial"):
        assert sorted(side.says["polarity"] for side in case.sides) == ["affirmed", "denied"], case.id


def test_corpus_accusations_without_a_reply_have_one_side():
    for case in of_kind("accusation"):
        assert len(case.sides) == (1 if case.expect["verdict"] == "no-reply" else 2), case.id
        assert list(map(day, case.documents)) == sorted(map(day, case.documents)), case.id


def test_corpus_framings_differ_in_word_and_agent():
    for case in of_kind("framing"):
        assert [side.says["word"] for side in case.sides if "word" in side.says] == case.expect["words"]
        assert any(side.says.get("agentless") for side in case.sides)
        assert len({side.says["agent"] for side in case.sides if "agent" in side.says}) >= 2
        for name, speaker in case.expect["most_quoted"].items():
            assert speaker in body(name)


def test_corpus_editions_share_their_address_and_every_change_is_listed():
    addresses = [document.url for document in articles().values()]
    assert len(addresses) - len(set(addresses)) == len(of_kind("edit"))
    for case in of_kind("edit"):
        old, new = sorted(case.documents, key=day)
        assert articles()[old].url == articles()[new].url == case.expect["url"]
        assert day(old) < day(new)
        left, right = body(old), body(new)
        sentences = {old: left, new: right}
        for side in case.sides:
            is_old = side.says["change"] in ("before", "removed")
            assert side.document == (old if is_old else new), side
            assert side.text not in sentences[new if is_old else old], side
            if is_old:
                left = left.replace(side.text, "", 1)
            else:
                right = right.replace(side.text, "", 1)
        assert words(left) == words(right), f"{case.id}: a change is not listed"


def test_corpus_readme_lists_every_article_and_kind():
    readme = (STORIES.parent / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+/\S+\.txt)` \|", readme, re.M)) == set(articles())
    assert set(re.findall(r"^\| ([a-z-]+) \| \d+ \|", readme, re.M)) == set(KINDS)
    for kind, number in re.findall(r"^\| ([a-z-]+) \| (\d+) \|", readme, re.M):
        assert len(of_kind(kind)) == int(number), kind
