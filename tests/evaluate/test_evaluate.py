"""Scores of made-up documents, compared with figures counted by hand under the rules of the annotation guidelines."""

import json
import re

import pytest
from harbor import GOLD, SENTENCES, TEXT, claim, event, extraction, name, relation, span

from pipeline.errors import DocumentError
from pipeline.evaluate import LAYERS, Cubed, Miss, Tally, evaluate
from pipeline.evaluate.gold import read_gold
from pipeline.evaluate.scores import Scores, alike
from pipeline.reconcile import reconcile
from pipeline.records import (
    Chain,
    EntityLabel,
    MentionForm,
    Participant,
    RelationType,
    TimeReference,
    Voice,
)


@pytest.fixture
def gold(tmp_path):
    (tmp_path / "harbor.txt").write_text(TEXT, encoding="utf-8")
    rows = [{"begin": s.begin, "end": s.end, **row} for s, row in zip(SENTENCES, GOLD, strict=True)]
    lines = [json.dumps(row) for row in rows]
    (tmp_path / "harbor.jsonl").write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return tmp_path


def scored(gold, *extractions):
    return evaluate(extractions, reconcile(extractions), gold)


def counts(scores, name):
    tally = scores.totals[name]
    return tally.hit, tally.found, tally.gold


def causes(scores, layer):
    return sorted(m.cause for m in scores.errors(layer))


BRANDT = [name("Ada Brandt", "PERSON"), name("Brandt", "PERSON", after=60)]
HARBORVIEW = name("Harborview", "CITY")
OLDPORT = name("Oldport", "CITY")


def test_evaluate_gives_a_perfect_extraction_full_marks(gold):
    police = Participant(text="Police", span=span("Police"))
    students = Participant(text="two students", span=span("two students"))
    oldport = Participant(text="Oldport", span=span("Oldport"), chain=2)
    monday = TimeReference(text="Monday", span=span("Monday"))
    scores = scored(
        gold,
        extraction(
            mentions=[*BRANDT, HARBORVIEW, OLDPORT],
            chains=[
                Chain(label=EntityLabel.PERSON, name="Ada Brandt", mentions=(0, 1)),
                Chain(label=EntityLabel.CITY, name="Harborview", mentions=(2,)),
                Chain(label=EntityLabel.CITY, name="Oldport", mentions=(3,)),
            ],
            relations=[relation(0, RelationType.HEAD_OF, 1), relation(0, RelationType.JOB_TITLE, "the Mayor")],
            events=[
                event("Arrest", "arrested", actors=(police,), targets=(students,), places=(oldport,), times=(monday,)),
                event("Arrest", "arrests"),
                event("Trial", "mistake"),
            ],
            claims=[
                claim("the arrests were a mistake", claimant=0, cue="said"),
                claim("beating anyone", claimant_text="Officers", cue="denied"),
                claim("two students", voice=Voice.NARRATOR),
            ],
        ),
    )
    assert {name: (score.precision, score.recall, score.f1) for name, score in scores.totals.items()} == dict.fromkeys(
        (
            "mentions (span)",
            "mentions (span+type)",
            "entity clusters (B3)",
            "relations",
            "event triggers",
            "events (trigger+type)",
            "event arguments",
            "claims (content)",
            "claims (content+claimant)",
        ),
        (100.0, 100.0, 100.0),
    )
    assert scores.misses == []
    assert scores.absent == []


def test_evaluate_counts_names(gold):
    scores = scored(
        gold,
        extraction(
            mentions=[
                name("Ada Brandt", "PERSON"),  # right
                name("Harborview", "ORG"),  # another label
                name("port", "CITY"),  # other boundaries
                name("Officers", "NORP"),  # no name
                name("mistake", "CITY", MentionForm.NOMINAL),  # not counted
                name("students", "EVENT"),  # a label that is not counted
            ],
            chains=[
                Chain(label=EntityLabel(label), name=words, mentions=(i,))
                for i, (words, label) in enumerate(
                    [("Ada Brandt", "PERSON"), ("Harborview", "ORG"), ("port", "CITY"), ("Officers", "NORP")]
                )
            ]
            + [
                Chain(label=EntityLabel.CITY, name="mistake", mentions=(4,)),
                Chain(label=EntityLabel.EVENT, name="students", mentions=(5,)),
            ],
        ),
    )
    assert counts(scores, "mentions (span)") == (2, 4, 4)
    assert counts(scores, "mentions (span+type)") == (1, 4, 4)
    assert scores.tables["mentions"]["PERSON"] == Tally(hit=1, found=1, gold=2)
    assert scores.tables["mentions"]["CITY"] == Tally(hit=0, found=1, gold=2)
    assert causes(scores, "mentions") == [
        "CITY taken for ORG",
        "missed PERSON",
        "other boundaries",
        "spurious NORP",
    ]
    boundaries = next(m for m in scores.errors("mentions") if m.cause == "other boundaries")
    assert boundaries == Miss(
        layer="mentions",
        cause="other boundaries",
        what="'port' for 'Oldport'",
        document="harbor.txt",
        quote="Police in Oldport arrested two students on Monday.",
    )


def test_evaluate_counts_clusters_by_b_cubed(gold):
    scores = scored(
        gold,
        extraction(
            mentions=[*BRANDT, HARBORVIEW, OLDPORT],
            chains=[
                Chain(label=EntityLabel.PERSON, name="Ada Brandt", mentions=(0,)),
                Chain(label=EntityLabel.PERSON, name="Brandt", mentions=(1,)),
                Chain(label=EntityLabel.CITY, name="Harborview", mentions=(2, 3)),
            ],
        ),
    )
    # precision: 1 + 1 + 1/2 + 1/2 of 4; recall: 1/2 + 1/2 + 1 + 1 of 4
    assert scores.totals["entity clusters (B3)"] == Cubed(precision=75.0, recall=75.0)
    assert causes(scores, "clusters") == ["one entity in several", "several entities in one"]
    several, one = scores.errors("clusters")
    assert re.fullmatch(r"'Ada Brandt' is person/ada-brandt\S*, person/brandt\S*", several.what)
    assert re.fullmatch(r"city/harborview\S* is 'Harborview', 'Oldport'", one.what)


def test_evaluate_counts_relations(gold):
    chains = [
        Chain(label=EntityLabel.PERSON, name="Ada Brandt", mentions=(0, 1)),
        Chain(label=EntityLabel.CITY, name="Harborview", mentions=(2,)),
    ]
    scores = scored(
        gold,
        extraction(
            mentions=[*BRANDT, HARBORVIEW],
            chains=chains,
            relations=[
                relation(1, RelationType.HEAD_OF, 0),
                relation(0, RelationType.JOB_TITLE, "Mayor"),
                relation(0, RelationType.JOB_TITLE, "the Mayor"),  # the same once more counts once
            ],
        ),
    )
    assert counts(scores, "relations") == (1, 3, 2)
    assert scores.tables["relations"]["position"] == Tally(hit=1, found=2, gold=1)
    assert scores.tables["relations"]["leads"] == Tally(hit=0, found=1, gold=1)
    assert causes(scores, "relations") == ["leads the wrong way round", "spurious leads"]


def test_evaluate_says_why_a_relation_is_missed(gold):
    mentions = [*BRANDT, HARBORVIEW]
    chains = [
        Chain(label=EntityLabel.PERSON, name="Ada Brandt", mentions=(0, 1)),
        Chain(label=EntityLabel.CITY, name="Harborview", mentions=(2,)),
    ]
    otherwise = extraction(mentions, chains, [relation(0, RelationType.HOME_LOCATION, 1)])
    assert causes(scored(gold, otherwise), "relations") == [
        "leads taken for livesIn",
        "missed position",
        "spurious livesIn",
    ]
    nameless = extraction(mentions, chains[:1])
    assert causes(scored(gold, nameless), "relations") == ["missed leads, a name was not found", "missed position"]


def test_evaluate_counts_events_and_their_arguments(gold):
    oldport = Participant(text="Oldport", span=span("Oldport"), chain=0)
    mayor = Participant(text="the mayor", span=span("Mayor"))
    scores = scored(
        gold,
        extraction(
            mentions=[OLDPORT],
            chains=[Chain(label=EntityLabel.CITY, name="Oldport", mentions=(0,))],
            events=[
                event(
                    "Arrest",
                    "arrested two",
                    actors=(mayor,),
                    targets=(Participant(text="students", span=span("students")),),
                    places=(oldport,),
                ),
                event("Trial", "arrests"),
                event("Protest", "leads"),
            ],
        ),
    )
    assert counts(scores, "event triggers") == (2, 3, 3)
    assert counts(scores, "events (trigger+type)") == (1, 3, 3)
    # actor found but another, target and place right, time missing
    assert counts(scores, "event arguments") == (2, 3, 4)
    assert scores.tables["arguments"]["actor"] == Tally(hit=0, found=1, gold=1)
    assert scores.tables["arguments"]["time"] == Tally(hit=0, found=0, gold=1)
    assert scores.tables["events"]["Arrest"] == Tally(hit=1, found=1, gold=2)
    assert causes(scores, "events") == ["Arrest taken for Trial", "missed Trial", "spurious Protest"]
    assert causes(scores, "arguments") == ["missed time", "other actor"]


def test_evaluate_counts_arguments_that_nobody_annotated(gold):
    ada = Participant(text="Brandt", span=span("Brandt", 60), chain=0)
    scores = scored(
        gold,
        extraction(
            mentions=BRANDT,
            chains=[Chain(label=EntityLabel.PERSON, name="Ada Brandt", mentions=(0, 1))],
            events=[event("Arrest", "arrests", targets=(ada,))],
        ),
    )
    assert counts(scores, "event arguments") == (0, 1, 0)
    assert causes(scores, "arguments") == ["spurious target"]


def test_evaluate_counts_claims(gold):
    scores = scored(
        gold,
        extraction(
            claims=[
                claim("that the arrests were a mistake", claimant_text="Officers", cue="said"),
                claim("anyone", claimant_text="Officers", cue="denied"),
                claim("Harborview", cue="leads"),
            ]
        ),
    )
    assert counts(scores, "claims (content)") == (1, 3, 2)
    assert counts(scores, "claims (content+claimant)") == (0, 3, 2)
    assert scores.tables["claims"]["said"] == Tally(hit=1, found=1, gold=1)
    assert scores.tables["claims"]["denied"] == Tally(hit=0, found=1, gold=1)
    assert causes(scores, "claims") == ["other boundaries", "other claimant", "spurious “denied”", "spurious “leads”"]


def test_evaluate_counts_a_claim_without_claimant(gold):
    rows = [json.loads(line) for line in (gold / "harbor.jsonl").read_text().splitlines() if line]
    rows[3]["claims"][0] |= {"source": "", "who": ""}
    rows[2]["claims"][0]["content"] = "no such words"
    (gold / "harbor.jsonl").write_text("\n".join(map(json.dumps, rows)))
    scores = scored(gold, extraction(claims=[claim("beating anyone")]))
    assert counts(scores, "claims (content+claimant)") == (1, 1, 2)
    assert causes(scores, "claims") == ["missed “said”"]


def test_evaluate_takes_of_equal_contents_the_one_with_the_claimant(gold):
    rows = [json.loads(line) for line in (gold / "harbor.jsonl").read_text().splitlines() if line]
    said = rows[3]["claims"][0]
    rows[3]["claims"] = [said | {"source": "", "who": "police"}, said | {"source": "", "who": "guards"}]
    rows[2]["claims"] = []
    (gold / "harbor.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = [claim("beating anyone", claimant_text=who) for who in ("guards", "police")]
    scores = scored(gold, extraction(claims=found))
    assert counts(scores, "claims (content+claimant)") == (2, 2, 2)


def test_evaluate_counts_a_document_without_extraction_as_missed(gold):
    scores = scored(gold, extraction(file="other.txt"))
    assert scores.absent == ["harbor.txt"]
    assert counts(scores, "mentions (span)") == (0, 0, 4)
    assert counts(scores, "claims (content)") == (0, 0, 2)
    assert scores.totals["entity clusters (B3)"].f1 == 0.0
    assert all(scores.errors(layer) for layer in LAYERS if layer not in ("clusters", "arguments"))


def test_evaluate_writes_json(gold):
    found = scored(gold, extraction()).to_json()
    assert json.loads(json.dumps(found)) == found
    assert found["totals"]["relations"] == {
        "precision": 0.0, "recall": 0.0, "f1": 0.0, "hit": 0, "found": 0, "gold": 2,
    }  # fmt: skip
    assert found["totals"]["entity clusters (B3)"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert sorted(found["tables"]["relations"]) == ["leads", "position"]
    assert found["absent"] == []


def test_evaluate_names_what_is_wrong_with_the_gold(tmp_path):
    with pytest.raises(DocumentError, match=r"holds no NAME\.jsonl"):
        read_gold(tmp_path)
    (tmp_path / "a.jsonl").write_text("{}")
    with pytest.raises(DocumentError, match=r"a\.jsonl: cannot be read with its text a\.txt"):
        read_gold(tmp_path)
    (tmp_path / "a.txt").write_text("Words.")
    with pytest.raises(DocumentError, match=r"a\.jsonl:1: is no annotated sentence"):
        read_gold(tmp_path)
    (tmp_path / "a.jsonl").write_text('{"begin": 0, "end": 6, "events": [{"t": "nowhere", "type": "Arrest"}]}')
    assert read_gold(tmp_path)["a.txt"].events[0].span is None


def test_evaluate_wordings_are_alike_by_half_of_the_shorter():
    assert alike("the Russian police", "police of Moscow")
    assert alike("“Mayor” of Harborview,", "mayor")
    assert not alike("mayor", "police")
    assert not alike("the", "the")


def test_evaluate_averages_are_not_counted_up():
    scores = Scores(totals={"entity clusters (B3)": Cubed()})
    with pytest.raises(TypeError, match="average"):
        scores.tally("entity clusters (B3)")
