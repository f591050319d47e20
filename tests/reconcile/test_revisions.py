"""Editions of one article: which documents are, and which sentences rewrite which."""

import pytest
from extractions import article

from pipeline.reconcile.revisions import Editions, address, edition_of, revision, shared


def edition(file, published, *sentences, url="https://post.example/a"):
    made = article(file, *(("PERSON", text) for text in sentences), published=published)
    return made.model_copy(update={"document": made.document.model_copy(update={"url": url})})


KEPT = ("The ferry left at nine.", "It was raining in the harbour.")


def test_revisions_pair_what_was_published_next_at_one_address():
    made = [
        edition("c.txt", "2023-03-02", "Later."),
        edition("a.txt", "2023-03-02", "Late.", url="http://POST.example/a/#top"),
        edition("b.txt", "2023-03-01", "First."),
        edition("other.txt", "2023-03-01", "Another.", url="https://post.example/b"),
        edition("undated.txt", None, "When?"),
        edition("nowhere.txt", "2023-03-01", "Where?", url=None),
    ]
    editions = Editions()
    for extraction in made:
        editions.add(extraction.document)
    files = {e.document.id: e.document.source_file for e in made}
    assert [(files[a], files[b]) for a, b in editions.pairs()] == [("b.txt", "a.txt"), ("a.txt", "c.txt")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://post.example/a", "http://Post.example/a/#x", True),
        ("https://post.example/a?id=1", "https://post.example/a?id=2", False),
        ("https://post.example/A", "https://post.example/a", False),
        ("http://[not", "http://[not ", True),
    ],
)
def test_revisions_compare_addresses(one, other, same):
    assert (address(one) == address(other)) is same


def test_revisions_tell_what_was_rewritten():
    older = edition("a.txt", "2023-03-01", *KEPT, "Eleven people died, the guard said.", "A sailor spoke of the doors.")
    newer = edition("b.txt", "2023-03-02", "Nineteen people died, the guard said.", *reversed(KEPT), "Schools close.")
    found = revision(older, newer)
    assert found is not None
    assert (found.older, found.newer) == (older.document, newer.document)
    assert found.rewritten == ((2, 0),), "what moved is kept, what has nothing in common went or came"


def test_revisions_rewrite_a_sentence_once_and_by_the_most_alike():
    older = edition("a.txt", "2023-03-01", *KEPT, "Eleven people died in the harbour.")
    newer = edition(
        "b.txt", "2023-03-02", *KEPT, "Nineteen people were hurt in the town.", "Twelve people died in the harbour."
    )
    assert revision(older, newer).rewritten == ((2, 3),)


def test_revisions_are_none_where_an_address_serves_many_articles():
    older = edition("a.txt", "2023-03-01", *KEPT, "Eleven people died.")
    newer = edition("b.txt", "2023-03-02", "The council met on Monday.", "Bread costs more.", "Nobody was asked.")
    assert revision(older, newer) is None


def test_revisions_of_an_unchanged_text_rewrite_nothing():
    assert revision(edition("a.txt", "2023-03-01", *KEPT), edition("b.txt", "2023-03-02", *KEPT)).rewritten == ()


def test_edition_of_needs_a_third_of_the_sentences_or_in_one_file_an_address_or_headline():
    def titled(extraction, title):
        return extraction.model_copy(update={"document": extraction.document.model_copy(update={"title": title})})

    before, after = edition("a.txt", None, *KEPT), edition("a.txt", None, "This article was withdrawn.")
    assert edition_of(before, after, one_file=True), "one address"
    assert not edition_of(before, after, one_file=False)
    assert revision(before, after) is None
    assert revision(before, after, known=True).rewritten == ()
    nowhere = [edition("a.txt", None, *words, url=None) for words in (KEPT, ("This was withdrawn.",))]
    assert not edition_of(*nowhere, one_file=True)
    assert edition_of(titled(nowhere[0], "Ferry sinks"), titled(nowhere[1], "Ferry  Sinks!"), one_file=True)
    front = [edition("a.txt", None, *words, url="https://post.example/") for words in (KEPT, ("Snow fell.",))]
    assert not edition_of(*front, one_file=True), "the front page is the address of all articles"
    assert edition_of(before, edition("b.txt", None, KEPT[0], "It snowed."), one_file=False)
    assert shared(before, edition("b.txt", None, KEPT[0], "It snowed.")) == 1
