"""What is counted of citegraph and of other tools over one annotated document."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from alternatives import Figures, Quotation, Statement, Told, count, gold_pairs, lines, pairs_of

from pipeline.evaluate.gold import GoldDocument, read_gold

TEXT = "Lotte Brandt leads Sound Post. Brandt said that police arrested Ivo Maly in Porto.\n"


def place(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


@pytest.fixture
def gold(tmp_path: Path) -> GoldDocument:
    first, second = TEXT.index("Brandt said"), len(TEXT) - 1
    rows = [
        {
            "begin": 0,
            "end": first - 1,
            "ents": [["Lotte Brandt", "PERSON", "Lotte Brandt"], ["Sound Post", "ORG", "Sound Post"]],
            "rels": [["Lotte Brandt", "leads", "Sound Post"], ["Lotte Brandt", "position", "head"]],
        },
        {
            "begin": first,
            "end": second,
            "ents": [
                ["Brandt", "PERSON", "Lotte Brandt"],
                ["Ivo Maly", "PERSON", "Ivo Maly"],
                ["Porto", "CITY", "Porto"],
            ],
            "events": [
                {"t": "arrested", "type": "Arrest", "actor": ["police"], "target": ["Ivo Maly"], "place": ["Porto"]}
            ],
            "claims": [
                {
                    "content": "police arrested Ivo Maly in Porto",
                    "source": "Brandt",
                    "who": "Lotte Brandt",
                    "cue": "said",
                }
            ],
        },
    ]
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return read_gold(tmp_path)["a.txt"]


def test_alternatives_pairs_are_of_named_entities_in_relations_and_events(gold: GoldDocument):
    assert gold_pairs(gold) == {frozenset({"Lotte Brandt", "Sound Post"}), frozenset({"Ivo Maly", "Porto"})}


def test_alternatives_count_what_is_told_of_a_claim_without_its_claimant(gold: GoldDocument):
    pairs = pairs_of(["Ivo Maly"], ["Porto", "Brno"])
    told = Told([Statement(pairs, place("arrested"), claimed=False), Statement(pairs, place("arrested"), claimed=True)])
    told.statements.append(Statement(frozenset(), place("leads"), claimed=False))
    figures = Figures()
    count(figures, gold, told)
    assert (figures.as_facts, figures.in_claims) == (1, 2)
    assert (figures.pairs.hit, figures.pairs.found, figures.pairs.gold) == (1, 2, 2)


@pytest.mark.parametrize(
    ("content", "claimant", "hits"),
    [
        ("police arrested Ivo Maly", "Brandt", (1, 1)),
        ("police arrested Ivo Maly in Porto", "Lotte Brandt", (1, 1)),
        ("police arrested Ivo Maly in Porto", "Ivo Maly", (1, 0)),
        ("police", "Brandt", (0, 0)),
    ],
)
def test_alternatives_claims_share_half_their_words_and_the_claimant(gold, content, claimant, hits):
    figures = Figures()
    count(figures, gold, Told(quotations=[Quotation(place(content), frozenset({claimant}))]))
    assert (figures.contents.hit, figures.claimants.hit) == hits
    assert figures.contents.found == figures.contents.gold == 1


def test_alternatives_tell_a_row_for_each_tool(gold: GoldDocument):
    figures = Figures(seconds=1.0)
    count(figures, gold, Told([Statement(pairs_of(["Ivo Maly"], ["Porto"]), place("arrested"), claimed=False)]))
    assert lines({"a tool": figures}, 90, 2.0)[-1] == "| a tool | 100 / 50 / 67 | 1 of 1 | none | none | 30 |"
