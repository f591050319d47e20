from parses import parse_of

from pipeline.extract.events import lexicon
from pipeline.extract.events.linear import Linear, sigmoid, softmax
from pipeline.extract.lexicons import table
from pipeline.records import EventType


def test_events_lexicon_rows_are_well_formed() -> None:
    rows = table("events.tsv")
    assert {row[0] for row in rows} == {t.value for t in EventType}
    for row in rows:
        assert len(row) == 5, row
        assert row[1] in ("V", "N", "A"), row
        assert row[2] in ("strong", "weak"), row
        assert row[3] in ("do", "undergo"), row
        assert row[4] == row[4].lower(), row


def test_events_lexicon_companions_must_stand_near() -> None:
    down = parse_of("""
        They they PRON PRP 2 nsubj
        stepped step VERB VBD 0 root
        down down ADP RP 2 compound:prt
    """)
    forward = parse_of("""
        They they PRON PRP 2 nsubj
        stepped step VERB VBD 0 root
        forward forward ADV RB 2 advmod
    """)
    assert EventType.DEPARTURE in {e.type for e in lexicon.entries(down[1])}
    assert EventType.DEPARTURE not in {e.type for e in lexicon.entries(forward[1])}


def test_events_lexicon_finds_adjectives_made_of_verbs() -> None:
    doc = parse_of("""
        jailed jailed ADJ JJ 2 amod
        printer printer NOUN NN 0 root
    """)
    assert EventType.ARREST in {e.type for e in lexicon.entries(doc[0])}
    assert lexicon.entries(doc[1]) == ()


def test_events_noun_class_of_listed_and_unlisted_nouns() -> None:
    doc = parse_of("""
        soldiers soldier NOUN NNS 0 root
        marmalade marmalade NOUN NN 1 obj
    """)
    assert lexicon.noun_class(doc[0]) == "military"
    assert lexicon.noun_class(doc[1]) is None


def test_events_linear_adds_shared_weights_to_their_class_only() -> None:
    model = Linear({"a": {"x": 1.0, "y": -1.0}, "*strong": {"*": 2.0}})
    assert model.scores(["a", "unknown"], ["x", "y"], {"y": ("*strong",)}) == {"x": 1.0, "y": 1.0}


def test_events_linear_columns_score_parts_as_the_whole_does() -> None:
    model = Linear({"a": {"x": 1.0, "y": -1.0}, "b": {"y": 0.5, "z": 3.0}, "c": {"z": 1.0}})
    columns = model.among(("x", "y"))

    def made(*features: str) -> tuple[str, ...]:
        return features

    assert columns.scores(("a", "unknown"), [(made, "b", "c")]) == (1.0, -0.5)
    assert columns.scores(("a", "unknown"), [(made, "b", "c")]) == tuple(model.scores("abc", ("x", "y")).values())
    assert columns.scores(("c",)) == (0.0, 0.0)
    assert model.among(("x", "y")) is columns


def test_events_linear_probabilities() -> None:
    chances = softmax({"x": 0.0, "y": 0.0})
    assert chances == {"x": 0.5, "y": 0.5}
    assert sigmoid(0.0) == 0.5
    assert sigmoid(1e9) < 1.0
