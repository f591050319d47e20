"""Which texts are copies, which share a passage, which only quote the same speech."""

import datetime as dt
import pickle
import random

import pytest

from pipeline.reconcile import origins
from pipeline.reconcile.credits import Credits
from pipeline.reconcile.origins import find_origins, find_repeats
from pipeline.reconcile.prints import print_of, shingles
from pipeline.records import Document, Extraction, OriginKind, Sentence, Span

STORM = (
    "A storm tore the roof off the market hall in Lindvik on Sunday evening.",
    "Nobody was hurt, because the traders had gone home two hours before the gusts came.",
    "The town had closed the bridge at noon and told drivers to stay where they were.",
    "Carpenters will look at the beams on Wednesday and say whether the hall can be saved.",
)
OTHER = (
    "Lindvik has argued about its bridge since the first ferry was sold to a museum.",
    "Some want a tunnel, others would rather have the ferry back, and a few want neither.",
)
SPEECH = "“We shall build the hall again, and we shall build it higher than it was,”"


def written(name, *sentences, publisher=None, day=None, author=None, url=None):
    text, spans = "", []
    for sentence in sentences:
        spans.append(Span(begin=len(text), end=len(text) + len(sentence)))
        text += sentence + "\n"
    document = Document(
        source_file=name,
        media_type="text/plain",
        text=text,
        paragraphs=tuple(spans),
        publisher=publisher,
        published=None if day is None else dt.date(2024, 3, day),
        author=author,
        url=url,
    )
    told = tuple(Sentence(span=s, text=document.quote(s)) for s in spans)
    return Extraction(document=document, sentences=told)


def found(*extractions, **how):
    files = {e.document.id: e.document.source_file for e in extractions}
    return [
        (c.kind, [files[r.document] for r in c.repeats], c.origin_known, c.credit)
        for c in find_origins([print_of(e) for e in extractions], **how)
    ]


def test_origins_a_cut_and_extended_reprint_repeats_the_earlier_article():
    wire = written("wire", *STORM, publisher="Gull Wire", day=3)
    copy = written("copy", "Roof gone!", *STORM[:3], OTHER[0], publisher="Fjord Post", day=4)
    assert found(copy, wire) == [(OriginKind.ONE_ORIGIN, ["wire", "copy"], True, "")]


def test_origins_of_one_day_are_told_by_the_credit_and_else_by_nothing():
    wire = written("wire", *STORM, publisher="Gull Wire", day=3)
    copy = written("a-copy", *STORM, "Reporting by Gull Wire.", publisher="Fjord Post", day=3)
    plain = written("plain", *STORM, publisher="Fjord Post", day=3)
    assert found(copy, wire) == [(OriginKind.ONE_ORIGIN, ["wire", "a-copy"], True, "Gull Wire")]
    assert found(plain, wire)[0][2:] == (False, "")
    undated = written("undated", *STORM, publisher="Fjord Post")
    assert found(undated, wire)[0][2:] == (False, "")


def test_origins_credit_outweighs_dates():
    wire = written("wire", *STORM, publisher="Gull Wire", day=4)
    copy = written("copy", "LINDVIK (GW) – " + STORM[0], *STORM[1:], publisher="Fjord Post", day=3)
    assert found(copy, wire) == [(OriginKind.ONE_ORIGIN, ["wire", "copy"], True, "Gull Wire")]


def test_origins_of_two_reprints_may_be_an_agency_that_is_not_in_the_corpus():
    one = written("one", *STORM, publisher="Fjord Post", day=3, author="AP")
    other = written("other", *STORM, publisher="Lake Post", day=4)
    assert found(one, other) == [(OriginKind.ONE_ORIGIN, ["one", "other"], True, "Associated Press")]


@pytest.mark.parametrize("same", [{"publisher": "Fjord Post"}, {"url": "https://fjord.example/storm"}])
def test_origins_two_printings_of_one_outlet_are_editions(same):
    assert [
        kind for kind, *_ in found(written("a", *STORM, day=3, **same), written("b", *STORM[1:], day=4, **same))
    ] == [OriginKind.EDITIONS]


def test_origins_a_sentence_in_a_text_of_its_own_is_a_passage():
    wire = written("wire", *STORM, publisher="Gull Wire", day=3)
    essay = written("essay", *OTHER, STORM[1][:-1] + ", Gull Wire reported.", publisher="Fjord Post", day=9)
    (passage,) = find_origins(map(print_of, (wire, essay)))
    assert (passage.kind, passage.origin_known, passage.credit) == (OriginKind.SHARED_PASSAGE, True, "Gull Wire")
    assert [r.sentences for r in passage.repeats] == [(1,), (2,)]


def test_origins_two_who_quote_one_speech_are_no_copies():
    one = written("one", *STORM, f"{SPEECH} she said.", publisher="Gull Wire", day=3)
    straight = SPEECH.replace("“", '"').replace("”", '"')
    other = written("other", *OTHER, f"Then the mayor rose. {straight} said Mayor Ask.", publisher="Fjord Post", day=3)
    (speech,) = found(one, other)
    assert (speech[0], sorted(speech[1]), speech[2:]) == (OriginKind.INDEPENDENT_REPORTS, ["one", "other"], (False, ""))


def test_origins_one_sentence_in_two_mouths_is_no_speech_that_two_have_heard():
    one = written("one", *STORM, f"{SPEECH} she said.", publisher="Gull Wire", day=3)
    other = written("other", *OTHER, f"{SPEECH} the governor said.", publisher="Fjord Post", day=3)
    assert len(found(one, other, speaker=lambda document, sentence: "person/ask")) == 1
    assert found(one, other, speaker=lambda document, sentence: document) == []


def test_origins_a_long_speech_alone_makes_no_reprint():
    speech = [f"“{sentence[:-1]}, and I say so as mayor of this town.”" for sentence in STORM]
    one = written("one", *speech, OTHER[0], publisher="Gull Wire", day=3)
    other = written("other", *speech, OTHER[1], publisher="Fjord Post", day=3)
    assert {kind for kind, *_ in found(one, other)} == {OriginKind.INDEPENDENT_REPORTS}


def test_origins_of_texts_that_share_a_few_words_are_not_found():
    one = written("one", *STORM, publisher="Gull Wire", day=3)
    other = written("other", "The storm tore the roof off the town hall.", *OTHER, publisher="Fjord Post", day=3)
    assert found(one, other) == []
    assert found(written("empty"), written("blank")) == []


def test_origins_do_not_depend_on_the_order_of_documents():
    articles = [
        *(written(f"copy-{n}", *STORM[n % 2 :], publisher=f"Paper {n}", day=2 + n % 5) for n in range(12)),
        *(written(f"essay-{n}", *OTHER[: n % 2], STORM[2], publisher=f"Review {n}", day=20) for n in range(4)),
    ]
    expected = find_origins(map(print_of, articles))
    random.Random(3).shuffle(articles)
    assert find_origins(map(print_of, articles)) == expected


def test_origins_are_the_same_wherever_the_repeats_were_found():
    prints = [
        print_of(written(f"{n}", f"{SPEECH} said {who}.", *texts, publisher=f"Paper {n}", day=4 + n))
        for n, (who, texts) in enumerate([("Ann", STORM), ("Bo", OTHER), ("Cy", STORM[1:]), ("Di", (STORM[0],))])
    ]
    away = pickle.loads(pickle.dumps(find_repeats(prints[::-1])))
    for speakers, one_speech in (({}, True), ({0: "ann", 1: "bo"}, False), ({0: "ann", 1: "ann"}, True)):
        who = {prints[n].document: name for n, name in speakers.items()}
        expected = find_origins(prints, lambda document, at, who=who: who.get(document))
        assert find_origins(prints, lambda document, at, who=who: who.get(document), lambda _: away) == expected
        assert (OriginKind.INDEPENDENT_REPORTS in {c.kind for c in expected}) is one_speech


def test_origins_work_grows_with_the_documents_and_not_with_their_pairs(monkeypatch):
    compared = []
    common = origins._common
    monkeypatch.setattr(origins, "_common", lambda *words: compared.append(words) or common(*words))
    for count in (20, 40):
        compared.clear()
        own = [" ".join(f"w{n}x{i}" for i in range(40)) for n in range(count)]
        articles = [written(f"{n}", own[n], STORM[n % 4], publisher=f"Paper {n}", day=3) for n in range(count)]
        assert [len(c.repeats) for c in find_origins(map(print_of, articles))] == [count // 4] * 4
        assert len(compared) == count - 4


def test_credits_know_outlets_initials_and_agencies_but_not_the_article_itself():
    wire = written("wire", "LINDVIK (GW) – It rained.", publisher="Gull Wire")
    post = written(
        "post", "It rained, Reuters reported (AFP).", "Source: the Gull Wire", publisher="Fjord Post", author="x"
    )
    credits = Credits([print_of(wire), print_of(post)])
    assert list(credits.of(print_of(wire))) == []
    assert set(credits.of(print_of(post))) == {(0, "Reuters"), (0, "Agence France-Presse"), (None, "Gull Wire")}


def test_prints_keep_quoted_words_apart_and_close_quotations_with_the_paragraph():
    kept = print_of(written("a", "“one two three four five six", "seven eight nine ten eleven twelve"))
    assert [tuple(stretch) for stretch in kept.stretches] == [(0, True, 6), (1, False, 6)]
    assert len(shingles(kept.words[:6])) == 2
