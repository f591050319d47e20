"""The checker of annotation, on made-up rows with one slip each; and our own annotated documents, which have none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import DocumentError
from pipeline.evaluate.guidelines import check

ROOT = Path(__file__).parents[2]
TEXT = "Mayor Ada Brandt's guards arrested two Danes in Oldport on Monday, and Brandt said that they had been drunk."


def row(**layers: Any) -> dict[str, Any]:
    names = [
        ["Ada Brandt", "PERSON", "Ada Brandt"],
        ["Danes", "NORP", "Danes"],
        ["Oldport", "CITY", "Oldport"],
        ["Monday", "DATE", "Monday"],
        ["Brandt", "PERSON", "Ada Brandt"],
    ]
    return {"begin": 0, "end": len(TEXT), "ents": names, **layers}


def event(**fields: Any) -> dict[str, Any]:
    return {"t": "arrested", "type": "Arrest", **fields}


def claim(**fields: Any) -> dict[str, Any]:
    said = {"source": "Brandt", "who": "Ada Brandt", "cue": "said", "content": "they had been drunk"}
    return said | {"polarity": "affirmed", "certainty": "certain"} | fields


def slips(folder: Path, *rows: dict[str, Any], text: str = TEXT) -> list[str]:
    (folder / "harbour.txt").write_text(text, encoding="utf-8")
    (folder / "harbour.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return [slip.what for slip in check(folder)]


def test_guidelines_are_kept_by_a_clean_row(tmp_path: Path) -> None:
    clean = row(
        rels=[["Ada Brandt", "leads", "Oldport"], ["Ada Brandt", "position", "Mayor"]],
        events=[event(actor=["guards"], target=["two Danes"], place=["Oldport"], time=["Monday"], count=2)],
        claims=[claim()],
    )
    assert slips(tmp_path, clean) == []


@pytest.mark.parametrize(
    ("names", "slip"),
    [
        ([["Ada Brandt's", "PERSON", "Ada Brandt"]], 'the possessive of "Ada Brandt\'s" belongs outside the name'),
        ([["Oldport", "CITY", "Oldport"], ["Danes", "NORP", "Danes"]], "the name 'Danes' does not stand in the"),
        ([["Dane", "NORP", "Dane"]], "the name 'Dane' does not stand in the sentence"),
        ([["Danes", "PEOPLE", "Danes"]], "['Danes', 'PEOPLE', 'Danes'] is no [surface, label"),
        ([["Danes", "NORP", "Denmark"]], "the canonical name of a NORP is the surface itself, not 'Denmark'"),
    ],
)
def test_guidelines_name_slips_in_names(tmp_path: Path, names: list[list[str]], slip: str) -> None:
    [found] = slips(tmp_path, row(ents=names))
    assert found.startswith(slip)


def test_guidelines_leave_titles_and_articles_outside_of_names(tmp_path: Path) -> None:
    text = "Mr. Lund and the Harbour Union met."
    names = [["Mr. Lund", "PERSON", "Lund"], ["the Harbour Union", "ORG", "Harbour Union"]]
    assert slips(tmp_path, {"begin": 0, "end": len(text), "ents": names}, text=text) == [
        "the title of 'Mr. Lund' belongs outside the name",
        "the article of 'the Harbour Union' belongs outside the name",
    ]


@pytest.mark.parametrize(
    ("relation", "slip"),
    [
        (["Brandt", "leads", "Oldport"], "'Brandt', which leads 'Oldport', is no canonical name"),
        (["Ada Brandt", "bornIn", "Rome"], "'Rome', of which 'Ada Brandt' bornIn, is no canonical name"),
        (["Ada Brandt", "position", "Queen"], "the title 'Queen' of 'Ada Brandt' does not stand in the sentence"),
        (["Ada Brandt", "memberOf", "Oldport"], "'Ada Brandt' memberOf 'Oldport': 'Oldport' is a CITY"),
        (["Oldport", "leads", "Ada Brandt"], "'Oldport' leads 'Ada Brandt': 'Oldport' is a CITY"),
        (["Ada Brandt", "owns", "Oldport"], "['Ada Brandt', 'owns', 'Oldport'] is no [canonical name, relation"),
    ],
)
def test_guidelines_name_slips_in_relations(tmp_path: Path, relation: list[str], slip: str) -> None:
    assert slips(tmp_path, row(rels=[relation]))[0].startswith(slip)


@pytest.mark.parametrize(
    ("wrong", "slip"),
    [
        (event(type="Party"), "the event 'arrested' has no type of the guidelines: 'Party'"),
        (event(mod="likely"), "the event 'arrested' has no modality of the guidelines: 'likely'"),
        (event(count="two"), "the count of the event 'arrested' is no number: 'two'"),
        (event(t="arrest"), "the trigger 'arrest' does not stand in the sentence"),
        (event(actor=["they"]), "the actor 'they' of the event 'arrested' is a pronoun"),
        (event(target=["two Swedes"]), "the target 'two Swedes' of the event 'arrested' is neither a canonical name"),
        (event(place="Oldport"), "the place of the event 'arrested' is no list"),
        (event(place=["Oldport", "Oldport"]), "'Oldport' is a place of the event 'arrested' twice"),
        (event(victim=["two Danes"]), "unknown key of the event 'arrested': 'victim'"),
    ],
)
def test_guidelines_name_slips_in_events(tmp_path: Path, wrong: dict[str, Any], slip: str) -> None:
    [found] = slips(tmp_path, row(events=[wrong]))
    assert found.startswith(slip)


def test_guidelines_let_a_word_trigger_once(tmp_path: Path) -> None:
    assert slips(tmp_path, row(events=[event(), event()])) == [
        "the trigger 'arrested' does not stand in the sentence (as often as it is annotated)"
    ]
    assert slips(tmp_path, row(events=[event(), event(t="guards arrested")])) == [
        "the triggers 'guards arrested' and 'arrested' share a word"
    ]


@pytest.mark.parametrize(
    ("wrong", "slip"),
    [
        (claim(content="they were drunk"), "the content 'they were drunk' of a claim does not stand in the sentence"),
        (claim(content="that they had been drunk"), "the content 'that they had been drunk' begins with its"),
        (claim(content="they had been drunk."), "the content 'they had been drunk.' ends in punctuation"),
        (claim(cue="says"), "the cue 'says' of a claim does not stand in the sentence"),
        (claim(who="she"), "the claimant of 'they had been drunk' is the pronoun 'she'"),
        (claim(who=""), "the claim 'they had been drunk' has the source 'Brandt' but nobody who makes it"),
        (claim(certainty="sure"), "the claim 'they had been drunk' has no polarity or certainty"),
        ({"content": "they had been drunk"}, "the claim 'they had been drunk' lacks certainty, cue, polarity"),
    ],
)
def test_guidelines_name_slips_in_claims(tmp_path: Path, wrong: dict[str, Any], slip: str) -> None:
    assert slips(tmp_path, row(claims=[wrong]))[0].startswith(slip)


def test_guidelines_keep_quotation_marks_outside_of_contents(tmp_path: Path) -> None:
    text = "“No way,” said Lund."
    whole = {"begin": 0, "end": len(text), "claims": [claim(source="Lund", who="Lund", content="“No way,”")]}
    assert slips(tmp_path, whole, text=text) == ["the content '“No way,”' stands between its quotation marks"]


def test_guidelines_name_slips_in_sentences(tmp_path: Path) -> None:
    assert slips(tmp_path, row(begin=5), row(end=900)) == [
        "[5, 108) is no sentence, or comes before the end of the one above",
        "[0, 900) is no sentence, or comes before the end of the one above",
    ]
    assert slips(tmp_path, row(ents=[])) == ["annotates nothing; leave the line out"]
    assert slips(tmp_path, row(remarks="dull")) == ["unknown key 'remarks'"]


def test_guidelines_give_a_canonical_name_to_one_thing(tmp_path: Path) -> None:
    names = [["Ada Brandt", "PERSON", "Ada Brandt"], ["Oldport", "CITY", "Ada Brandt"]]
    assert slips(tmp_path, row(ents=names)) == ["the canonical name 'Ada Brandt' has the labels CITY, PERSON"]


def test_guidelines_refuse_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"holds no NAME\.jsonl"):
        check(tmp_path)
    with pytest.raises(DocumentError, match=r"harbour\.jsonl:1: is no annotated sentence"):
        slips(tmp_path, {"begin": 3})
    (tmp_path / "harbour.txt").unlink()
    with pytest.raises(DocumentError, match=r"cannot be read with its text harbour\.txt"):
        check(tmp_path)


@pytest.mark.parametrize("folder", ["training/gold", "tests/gold"])
def test_guidelines_are_kept_by_our_own_documents(folder: str) -> None:
    assert [str(slip) for slip in check(ROOT / folder)] == []


def test_guidelines_keep_what_is_measured_out_of_what_is_learnt_from() -> None:
    learnt = {line for path in (ROOT / "training/gold").glob("*.txt") for line in _long_lines(path)}
    measured = sorted((ROOT / "tests/gold").glob("*.txt"))
    assert len(learnt) > 1000
    assert measured
    assert [path.name for path in measured if learnt & _long_lines(path)] == []


def _long_lines(path: Path) -> set[str]:
    return {line for line in path.read_text(encoding="utf-8").splitlines() if len(line) > 40}
