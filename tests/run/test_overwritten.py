"""Which documents of the last build were overwritten, and which new ones are other articles."""

import datetime as dt

import pytest
from desks import SEEN, article

from pipeline.records import Sentence, Span
from pipeline.run.overwritten import MOST_AT_ONE_ADDRESS, candidates, replaced
from pipeline.run.register import Entry

URL = "https://post.example/a"
KEPT = ("The ferry left at nine.", "It rained in the harbour.")
ELEVEN, NINETEEN = "Eleven people died.", "Nineteen people died."
OTHER = ("Voters went to the polls.", "The count begins on Monday.", "Turnout was high.")
NOTICE = ("This article was withdrawn.",)
UNTIL = SEEN + dt.timedelta(days=2)


def edition(name, *sentences, url=None, title=None, record=None, head="", kind="text/plain"):
    text = head + " ".join(sentences)
    made, spans = article(name, ("PERSON", "X")), []
    for words in sentences:
        begin = text.index(words)
        spans.append(Sentence(span=Span(begin=begin, end=begin + len(words)), text=words))
    about = {"url": url, "title": title, "record": record, "media_type": kind}
    prose = (Span(begin=len(head), end=len(text)),)
    document = made.document.model_copy(update={"text": text, "paragraphs": prose, **about})
    return made.model_copy(update={"document": document, "sentences": tuple(spans), "mentions": (), "chains": ()})


def found(before, now, one_reader=True):
    """For each: the file, whether it is an edition, what was there before."""
    every = {e.document.id: e for e in (*before, *now)}
    lines = [[Entry.of(e.document, "key", SEEN) for e in side] for side in (before, now)]
    pairs = list(candidates(*lines, SEEN, lambda e: every[e.document].document, one_reader))
    told = replaced(pairs, lambda d: every[d.id], lambda e: every[e.document], UNTIL)
    return [(str(c.newer.name), str(c.older.source_file), e is not None) for c, e in told]


def test_overwritten_file_is_an_edition_if_sentences_were_kept():
    before, now = edition("a.txt", *KEPT, ELEVEN), edition("a.txt", *KEPT, NINETEEN)
    assert found([before], [now]) == [("a.txt", "a.txt", True)]
    assert found([before], [before]) == []
    assert found([before], []) == []


def test_overwritten_edition_says_when_and_by_what():
    before, now = edition("a.txt", *KEPT, ELEVEN), edition("a.txt", *KEPT, NINETEEN)
    old, new = (Entry.of(e.document, "key", SEEN) for e in (before, now))
    pairs = candidates([old], [new], SEEN, lambda e: before.document, one_reader=True)
    ((_, made),) = replaced(pairs, lambda d: before, lambda e: now, UNTIL)
    assert (made.seen, made.until, made.by, made.document) == (SEEN, UNTIL, new.name, before.document)


@pytest.mark.parametrize(
    ("about", "is_edition"),
    [
        ({}, False),
        ({"url": URL}, True),
        ({"url": "https://post.example/"}, False),
        ({"title": "Ferry sinks"}, True),
    ],
    ids=["nothing in common", "one address", "one front page", "one headline"],
)
def test_overwritten_file_without_a_sentence_in_common(about, is_edition):
    before, now = edition("a.txt", *KEPT, ELEVEN, **about), edition("a.txt", *NOTICE, **about)
    assert found([before], [now]) == [("a.txt", "a.txt", is_edition)]


def test_overwritten_by_another_article_is_told_and_not_kept():
    assert found([edition("a.txt", *KEPT)], [edition("a.txt", *OTHER)]) == [("a.txt", "a.txt", False)]


def test_overwritten_front_matter_or_line_ends_are_no_edition():
    before = edition("a.txt", *KEPT, head="---\nauthor: Ada\n---\n")
    assert found([before], [edition("a.txt", *KEPT, head="---\nauthor: Bo\n---\n")]) == []
    assert found([before], [edition("a.txt", *(s.replace(" ", "\n", 1) for s in KEPT))]) == []
    retitled = edition("a.txt", *KEPT, head="---\ntitle: New\n---\n", title="New")
    assert found([before], [retitled]) == [("a.txt", "a.txt", True)]


def test_overwritten_article_is_found_at_its_address_in_another_file():
    before, now = edition("1.txt", *KEPT, ELEVEN, url=URL), edition("2.txt", *KEPT, NINETEEN, url=f"{URL}/#top")
    assert found([before], [now]) == [("2.txt", "1.txt", True)]
    assert found([before], [before, now]) == [], "the file is there still: two documents"
    assert found([before, now], [now]) == [], "a file was deleted, and nothing took its place"
    assert found([before], [edition("2.txt", *OTHER, url=URL)]) == []


def test_overwritten_lines_of_a_feed_are_told_by_their_address():
    before = [edition("f.jsonl", *KEPT, ELEVEN, url=URL, record=1), edition("f.jsonl", *OTHER, record=2)]
    now = [edition("f.jsonl", *OTHER, record=1), edition("f.jsonl", *KEPT, NINETEEN, url=URL, record=5)]
    assert found(before, now) == [("f.jsonl line 5", "f.jsonl", True)]


def test_overwritten_renamed_file_is_no_edition():
    assert found([edition("a.txt", *KEPT, url=URL)], [edition("b.txt", *KEPT, url=URL)]) == []


def test_overwritten_files_of_one_name_in_two_folders_find_their_own():
    before = [edition("1.txt", *KEPT, ELEVEN), edition("1.txt", *OTHER, "Rain fell.")]
    now = [edition("1.txt", *OTHER, "Snow fell."), edition("1.txt", *KEPT, NINETEEN)]
    assert sorted(found(before, now)) == [("1.txt", "1.txt", True)] * 2


def test_overwritten_by_new_code_alone_is_no_edition():
    for kind, told in (("text/html", []), ("text/plain", [("a", "a", True)])):
        before, now = edition("a", *KEPT, ELEVEN, kind=kind), edition("a", *KEPT, kind=kind)
        assert found([before], [now], one_reader=False) == told


def test_overwritten_at_an_address_of_many_articles_is_nobodys_edition():
    before = edition("0.txt", *KEPT, ELEVEN, url=URL)
    now = [edition(f"{n}.txt", *KEPT, f"{n} people died.", url=URL) for n in range(1, MOST_AT_ONE_ADDRESS + 2)]
    assert found([before], now) == []
    assert len(found([before], now[:-1])) == 1
