import random

from extractions import Counted, Told, article
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reconcile import reconcile
from pipeline.records import Verdict

CORPUS = [
    article(
        "one.txt",
        ("PERSON", "Vladimir Putin", "Putin"),
        ("COUNTRY", "Russia"),
        ("CITY", "Moscow"),
        ("ORG", "Confederation of Labour of Russia", "KTR"),
        events=[Told("Protest", places=["Moscow"], dates=["2022-03-06"])],
        figures=[Counted(0, 1000, 1000)],
    ),
    article(
        "two.txt",
        ("PERSON", "Putin"),
        ("COUNTRY", "Russian Federation"),
        ("ORG", "KTR"),
        ("CITY", "Moscow"),
        events=[Told("Protest", places=["Moscow"], dates=["2022-03-06"])],
        figures=[Counted(0, 5000, 5000)],
    ),
    article("three.txt", ("PERSON", "Boris Johnson"), ("COUNTRY", "Britain"), ("PERSON", "Mary Johnson")),
    article("four.txt", ("PERSON", "Johnson"), ("COUNTRY", "UK"), ("COUNTRY", "Russia")),
    article("five.txt", ("PERSON", "Johnson"), ("CITY", "Georgia"), ("REGION", "Georgia"), ("COUNTRY", "Georgia")),
]


def everything(corpus):
    found = reconcile(corpus)
    return found.entities, found.happenings, found.judgements, found.comparisons


def ids(corpus):
    return {e.id for e in reconcile(corpus).entities}


def test_reconcile_gives_each_chain_and_event_exactly_one_home():
    found = reconcile(CORPUS)
    for extraction in CORPUS:
        document = extraction.document.id
        for index in range(len(extraction.chains)):
            assert [
                e.id for e in found.entities if any((m.document, m.index) == (document, index) for m in e.members)
            ] == [found.entity_of(document, index).id]
        for index in range(len(extraction.events)):
            assert found.happening_of(document, index) in found.happenings
    assert len({e.id for e in found.entities}) == len(found.entities)
    assert [e.id for e in found.entities] == sorted(e.id for e in found.entities)


def test_reconcile_joins_names_events_and_figures_across_documents():
    found = reconcile(CORPUS)
    one, two = CORPUS[0].document.id, CORPUS[1].document.id
    assert found.entity_of(one, 0) == found.entity_of(two, 0)
    assert found.entity_of(one, 0).id == "person/vladimir-putin"
    assert found.entity_of(one, 1).id == "country/russia"
    assert found.entity_of(two, 2).name == "Confederation of Labour of Russia"
    assert found.happening_of(one, 0) == found.happening_of(two, 0)
    assert len(found.comparisons) == 1


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_reconcile_does_not_depend_on_the_order_of_documents(chance: random.Random):
    shuffled = list(CORPUS)
    chance.shuffle(shuffled)
    assert everything(shuffled) == everything(CORPUS)


def test_reconcile_reads_a_generator_once():
    assert everything(iter(CORPUS)) == everything(CORPUS)


def test_reconcile_counts_a_document_once():
    assert everything([*CORPUS, CORPUS[0]]) == everything(CORPUS)


def test_reconcile_of_nothing_is_empty():
    assert everything([]) == ((), (), (), ())


def test_reconcile_tells_why():
    judged = {(j.left, j.right): j for j in reconcile(CORPUS[:2]).judgements}
    two = CORPUS[1].document.id
    putin = judged[f"person/putin-{two[:8]}", "person/vladimir-putin"]
    assert putin.verdict is Verdict.SAME
    assert putin.because.startswith("the only person in the corpus with this surname, beside Moscow")
    assert putin.by == "citegraph"


def test_reconcile_keeps_names_that_have_no_letters():
    odd = article("odd.txt", ("PERSON", "?!"), ("ORG", "..."), ("CITY", "—"), ("NORP", "!"))
    found = reconcile([odd])
    assert [e.id for e in found.entities] == ["city/x", "group/x", "organization/x", f"person/x-{odd.document.id[:8]}"]
