"""Editions of one article in the graph, and what the queries `edits` and `editions` make of them."""

import csv
import datetime as dt

import pytest
from newsroom import BASE, Article, mapper
from pyoxigraph import DefaultGraph

from pipeline.graph import revisions
from pipeline.graph.export import export
from pipeline.graph.formats.quads import quads
from pipeline.graph.namespaces import term
from pipeline.graph.store import Store
from pipeline.graph.validate import validate
from pipeline.graph.view import ask

URL = "https://post.example/ferry"
RAIN = "It was raining in the harbour."
ELEVEN, NINETEEN = "Eleven people died, Kvarner Line said.", "Nineteen people died, Kvarner Line said."
DOORS = "A sailor said the doors were open."
SCHOOLS = "Schools will stay closed."
GRIEF = "Kvarner Line said it mourned."


def edition(file, day, *sentences, url=URL):
    """Every "said" or "said the" is a claim, and the claimant an organisation if it has a name."""
    made = Article(file, *sentences, title="Ferry", published=dt.date(2023, 3, day), url=url)
    for at, sentence in enumerate(sentences):
        if "Line" in sentence:
            line = made.name(at, "Kvarner Line", "ORG")
            words = sentence.split(",")[0] if "," in sentence else "it mourned"
            made.claim(at, words, line, "Kvarner Line", "said")
        elif "sailor" in sentence:
            made.claim(at, "the doors were open", None, "A sailor", "said")
    return made.extraction()


FIRST = edition("first.txt", 1, RAIN, GRIEF, ELEVEN, DOORS)
SECOND = edition("second.txt", 2, NINETEEN, GRIEF, RAIN, SCHOOLS)
THIRD = edition("third.txt", 3, NINETEEN, GRIEF, RAIN.replace(" in ", "\nin "), SCHOOLS)
OTHER = edition("other.txt", 2, ELEVEN, url="https://post.example/other")
PAIRS = [(FIRST, SECOND), (SECOND, THIRD)]


def triples(extractions, pairs):
    made = mapper(extractions)
    return [*made.triples(extractions), *revisions.triples(BASE, made.resolution, pairs, made.run_node)]


@pytest.fixture(scope="module")
def store():
    return Store.in_memory(triples([FIRST, SECOND, THIRD, OTHER], PAIRS))


ROWS = [
    ("changed", "Kvarner Line said: Eleven people died", "Kvarner Line said: Nineteen people died",
     ELEVEN, "first.txt", NINETEEN, "second.txt"),
    ("removed", "A sailor said: the doors were open", None, DOORS, "first.txt", None, "second.txt"),
    ("added", None, None, None, "first.txt", SCHOOLS, "second.txt"),
]  # fmt: skip


def iri(extraction):
    return f"{BASE}document/{extraction.document.source_file[:-4]}-{extraction.document.id[:8]}"


@pytest.mark.parametrize("document", [None, "first.txt", "third.txt", URL, iri(SECOND)])
def test_edits_tell_what_was_added_changed_and_removed(store, document):
    rows = ask(store, "edits", {} if document is None else {"document": document}).rows
    assert sorted(rows, key=repr) == sorted(ROWS, key=repr)


def test_edits_of_an_article_with_one_edition_are_none(store):
    assert ask(store, "edits", {"document": "other.txt"}).rows == []
    assert ask(store, "edits", {"document": "unknown.txt"}).rows == []


@pytest.mark.parametrize("document", ["first.txt", "second.txt", URL, iri(THIRD)])
def test_editions_are_in_the_order_of_their_days(store, document):
    rows = ask(store, "editions", {"document": document}).dicts
    assert [row["file"] for row in rows] == ["first.txt", "second.txt", "third.txt"]
    assert [row["published"].day for row in rows] == [1, 2, 3]
    assert {row["url"] for row in rows} == {URL}


def test_editions_of_an_article_with_one_edition(store):
    assert [row["file"] for row in ask(store, "editions", {"document": "other.txt"}).dicts] == ["other.txt"]
    assert ask(store, "editions", {"document": "unknown.txt"}).rows == []


def test_edits_of_lines_of_a_file():
    lines = [
        e.model_copy(update={"document": e.document.model_copy(update={"source_file": "feed.jsonl", "record": number})})
        for number, e in enumerate((FIRST, SECOND), 1)
    ]
    store = Store.in_memory(triples([*lines, OTHER], [tuple(lines)]))
    rows = ask(store, "edits", {"document": "feed.jsonl line 2"}).rows
    assert {(row[4], row[6]) for row in rows} == {("feed.jsonl line 1", "feed.jsonl line 2")}
    files = [row["file"] for row in ask(store, "editions", {"document": "feed.jsonl line 1"}).dicts]
    assert files == ["feed.jsonl line 1", "feed.jsonl line 2"]
    assert ask(store, "edits", {"document": "feed.jsonl line 3"}).rows == []


def test_edits_revise_documents_and_rewritten_sentences(store):
    rows = store.query("SELECT ?new ?old { ?new <http://www.w3.org/ns/prov#wasRevisionOf> ?old }").rows
    found = {(str(new).removeprefix(iri(SECOND)), str(old).removeprefix(iri(FIRST))) for new, old in rows}
    assert ("", "") in found
    new, old = SECOND.sentences[0].span, FIRST.sentences[2].span
    assert (f"#char={new.begin},{new.end}", f"#char={old.begin},{old.end}") in found
    assert len(rows) == 4, "the two pairs of documents, the sentence, and the one that was only wrapped otherwise"


def told(store, edit):
    """What the node of an edit says, in short."""
    names = ("olderEdition", "newerEdition", "change", "before", "after")
    asked = " ".join(f"OPTIONAL {{ <{edit}> cg:{name} ?{name} }}" for name in names)
    (row,) = store.query(f"SELECT * {{ {asked} }}").dicts
    return {name: str(row[name]).rpartition("/")[2].rpartition("#")[2] if row[name] else None for name in names}


def test_edits_have_nodes_that_lead_to_the_sentences_and_to_what_was_said(store):
    rows = store.query("SELECT ?edit ?label { ?edit a cg:Edit ; rdfs:label ?label }").rows
    assert {label for _, label in rows} == {f"Changed: {NINETEEN}", f"Removed: {DOORS}", f"Added: {SCHOOLS}"}
    changed = told(store, next(edit for edit, label in rows if NINETEEN in label))
    assert changed == {
        "olderEdition": iri(FIRST).rpartition("/")[2],
        "newerEdition": iri(SECOND).rpartition("/")[2],
        "change": "Changed",
        "before": f"char={FIRST.sentences[2].span.begin},{FIRST.sentences[2].span.end}",
        "after": f"char={SECOND.sentences[0].span.begin},{SECOND.sentences[0].span.end}",
    }
    said = "SELECT ?label { ?edit cg:change cg:%s ; cg:%s ?claim . ?claim a schema:Claim ; rdfs:label ?label }"
    assert store.query(said % ("Removed", "withdraws")).rows == [("A sailor said: the doors were open",)]
    assert store.query(said % ("Changed", "introduces")).rows == [(ROWS[0][2],)]
    assert store.query(said % ("Added", "introduces")).rows == []


def test_edits_of_a_long_claim_are_told_whatever_its_label_shows():
    """The label shows the beginning alone, and it is the end that changed."""
    content = "it mourned with the town, its families, its schools, its port, its fleet and its union, {} in all"
    both = []
    for file, day, number in (("first.txt", 1, "eleven"), ("second.txt", 2, "nineteen")):
        made = Article(
            file, f"Kvarner Line said that {content.format(number)}.", RAIN, published=dt.date(2023, 3, day), url=URL
        )
        line = made.name(0, "Kvarner Line", "ORG")
        made.claim(0, content.format(number), line, "Kvarner Line", "said")
        both.append(made.extraction())
    ((change, withdrawn, new, *_),) = ask(Store.in_memory(triples(both, [tuple(both)])), "edits").rows
    assert (change, withdrawn) == ("changed", new)
    assert str(new).endswith("…")


def test_edits_do_not_withdraw_a_figure_of_the_author_with_the_headline():
    """The label of such a claim names the article, which is called otherwise now."""
    both = []
    for file, day, when in (("first.txt", 1, "today"), ("second.txt", 2, "on Monday")):
        made = Article(
            file, f"Eleven people died {when}.", published=dt.date(2023, 3, day), url=URL, title=f"Day {day}"
        )
        made.claim(0, "Eleven people died", None, "", "", voice="Narrator")
        both.append(made.extraction())
    assert [row[:3] for row in ask(Store.in_memory(triples(both, [tuple(both)])), "edits").rows] == [
        ("changed", None, None)
    ]


def test_edits_in_tables_are_those_of_the_query(store, tmp_path):
    export(store, tmp_path / "tables", "csv", BASE)
    with (tmp_path / "tables" / "edits.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("change", "withdrawn", "new", "before", "older_file", "after", "newer_file")
    assert sorted(tuple(row[name] for name in names) for row in rows) == sorted(
        tuple(cell or "" for cell in row) for row in ROWS
    )


def test_edits_belong_to_no_document_alone(store):
    homes = {quad.graph_name for quad in quads(store, BASE) if quad.predicate == term("cg:change")}
    assert homes == {DefaultGraph()}


def test_edits_keep_the_shapes(store):
    assert validate(store) == []


FOUND = dt.datetime(2026, 3, 5, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def overwritten():
    """The second edition in the file of the first, and the third in that of the second."""
    files = [e.model_copy(update={"document": e.document.model_copy(update={"source_file": "ferry.txt"})})
             for e in (FIRST, SECOND, edition("third.txt", 3, NINETEEN, GRIEF, RAIN, SCHOOLS, DOORS))]  # fmt: skip
    before = [revisions.Overwritten(e, None, FOUND + dt.timedelta(days=n)) for n, e in enumerate(files[:2])]
    made = mapper(files[2:])
    store = Store.in_memory(
        [*made.triples(files[2:]), *revisions.overwritten(BASE, made.resolution, before, files[2], made.run_node)]
    )
    return files, store


UNTIL = "ferry.txt, until 2026-03-05T09:30:00Z", "ferry.txt, until 2026-03-06T09:30:00Z"


def test_edits_of_an_overwritten_file_are_those_of_two_files(overwritten):
    rows = [row for row in ask(overwritten[1], "edits", {"document": "ferry.txt"}).rows if row[4] == UNTIL[0]]
    assert sorted(rows, key=repr) == sorted([(*r[:4], UNTIL[0], r[5], UNTIL[1]) for r in ROWS], key=repr)


def test_edits_of_an_overwritten_file_end_in_what_it_holds_now(overwritten):
    rows = [row for row in ask(overwritten[1], "edits", {"document": "ferry.txt"}).rows if row[4] == UNTIL[1]]
    new = "A sailor said: the doors were open"
    assert rows == [("added", None, new, None, UNTIL[1], DOORS, "ferry.txt")]


def test_editions_of_an_overwritten_file_tell_when_each_was_read(overwritten):
    files, store = overwritten
    for document in ("ferry.txt", URL, iri(files[0]), iri(files[2])):
        rows = ask(store, "editions", {"document": document}).dicts
        assert [row["read_until"] for row in rows] == ["2026-03-05T09:30:00Z", "2026-03-06T09:30:00Z", None]
        assert [row["edition"] for row in rows] == [iri(e) for e in files]


def test_overwritten_editions_are_no_articles_and_what_they_said_no_claims(overwritten):
    files, store = overwritten
    assert store.query("SELECT ?d { ?d a schema:NewsArticle }").rows == [(iri(files[2]),)]
    alone = Store.in_memory(mapper(files[2:]).triples(files[2:]))
    for class_ in ("schema:Claim", "rdf:Statement", "schema:Organization", "gaf:Mention", "sem:Event"):
        counted = f"SELECT ?x {{ ?x a {class_} }}"
        assert sorted(store.query(counted).rows) == sorted(alone.query(counted).rows), class_
    assert len(store.query("SELECT ?x { ?x a cg:EarlierStatement }").rows) == 5


def test_overwritten_editions_keep_the_shapes_and_their_quotes(overwritten):
    files, store = overwritten
    documents = [e.document for e in files]
    assert validate(store, documents) == []
    lost = validate(store, documents[1:])
    assert [(v.node, v.message) for v in lost] == [
        (iri(files[0]), "the text of an earlier edition is kept, to check what is quoted from it")
    ]
    swapped = documents[0].model_copy(update={"text": documents[0].text.replace("raining", "snowing")})
    assert iri(files[0]) in {v.node for v in validate(store, [swapped, *documents[1:]])}
