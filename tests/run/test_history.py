"""What files held before: the file of earlier editions, which of them lead to a document of now, and their days."""

import datetime as dt

import pytest
from desks import SEEN, article, replaced

from pipeline.errors import StoreError
from pipeline.reconcile.parts import DocumentName
from pipeline.run.history import PastEditions, about, distinct, kept_of, stints, tracks
from pipeline.run.register import Entry

DAY = dt.timedelta(days=1)


def text(name, words, published=None, record=None):
    made = article(name, ("PERSON", words), published=published)
    return made.model_copy(update={"document": made.document.model_copy(update={"record": record})})


A, B, C = (text("a.txt", words) for words in ("One", "Two", "Three"))


def entry(extraction, seen=SEEN):
    return Entry.of(extraction.document, "key", seen)


def past(older, newer, days):
    return replaced(older, newer, SEEN + days * DAY).entry("key")


def files(lines):
    return [line.document for line in lines]


def test_history_keeps_the_whole_text(tmp_path):
    path = tmp_path / "history.jsonl"
    history = PastEditions(path)
    assert (list(history), len(history)) == ([], 0)
    made = replaced(text("a.txt", "Łódź\r\n“quoted”"), B, SEEN + DAY)
    history.add([made])
    assert list(PastEditions(path)) == [made]


def test_history_has_each_edition_once_although_a_build_was_killed(tmp_path):
    path = tmp_path / "history.jsonl"
    PastEditions(path).add([replaced(A, B, SEEN + DAY)])
    PastEditions(path).add([replaced(A, B, SEEN + 2 * DAY), replaced(B, C, SEEN + 2 * DAY)])
    assert [(e.document.id, e.until) for e in PastEditions(path)] == [
        (A.document.id, SEEN + DAY),
        (B.document.id, SEEN + 2 * DAY),
    ]


def test_history_drops_lines_and_leaves_no_word_of_them(tmp_path):
    path = tmp_path / "history.jsonl"
    history = PastEditions(path)
    history.add([replaced(A, B, SEEN + DAY), replaced(text("other.txt", "Four"), C, SEEN + DAY)])
    gone = history.drop(lambda edition: edition.document.source_file == "a.txt")
    assert [e.document.id for e in gone] == [A.document.id]
    assert len(history) == 1
    assert b"One" not in path.read_bytes()
    assert b"Four" in path.read_bytes()


@pytest.mark.parametrize("line", ['{"seen": 1}', "no JSON", '{"seen":"2026-03-01T09:30:00Z"}'])
def test_history_names_a_damaged_line(tmp_path, line):
    path = tmp_path / "history.jsonl"
    PastEditions(path).add([replaced(A, B, SEEN)])
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(StoreError, match="line 2, is no earlier edition"):
        PastEditions(path)


def test_history_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "history.jsonl").mkdir()
    with pytest.raises(StoreError, match=r"history\.jsonl cannot be read"):
        PastEditions(tmp_path / "history.jsonl")


def test_tracks_follow_what_came_in_place_of_what():
    lines = [past(B, C, 2), past(A, B, 1)]
    assert {k: files(v) for k, v in tracks([entry(C)], lines).items()} == {C.document.id: files([lines[1], lines[0]])}


def test_tracks_leave_out_what_leads_nowhere():
    assert tracks([entry(text("other.txt", "Four"))], [past(A, B, 1), past(B, C, 2)]) == {}
    assert tracks([entry(B)], [past(B, C, 2)]) == {}


def test_tracks_find_a_document_whose_file_was_renamed_or_whose_line_moved():
    renamed = article("elsewhere.txt", ("PERSON", "Two"))
    assert files(tracks([entry(renamed)], [past(A, B, 1)])[renamed.document.id]) == [A.document.id]
    one, two, moved = (
        text("f.jsonl", "One", record=3),
        text("f.jsonl", "Two", record=3),
        text("f.jsonl", "Two", record=9),
    )
    assert files(tracks([entry(moved)], [past(one, two, 1)])[moved.document.id]) == [one.document.id]


def test_tracks_of_a_text_that_came_back_end_in_it():
    lines = [past(A, B, 1), past(B, A, 2)]
    assert files(tracks([entry(A)], lines)[A.document.id]) == [A.document.id, B.document.id]
    lines.append(past(A, B, 3))
    track = tracks([entry(B)], lines)[B.document.id]
    assert files(track) == [A.document.id, B.document.id, A.document.id]
    assert distinct(track, {B.document.id}) == [lines[2]]


def test_kept_of_a_document_is_its_track_and_whatever_its_file_held():
    lines = [past(A, B, 1), past(text("a.txt", "Zero"), text("a.txt", "gone"), 1), past(text("b.txt", "X"), C, 1)]
    assert kept_of([entry(B)], [entry(B)], lines) == lines[:2]
    tells = about([entry(B)], lines[:1])
    kept = [
        replaced(A, B, SEEN),
        replaced(text("a.txt", "Never in a manifest"), C, SEEN),
        replaced(text("b.txt", "X"), C, SEEN),
    ]
    assert [tells(edition) for edition in kept] == [True, True, False]


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        ("2023-03-15", "2023-03-16", ["2023-03-15", "2023-03-16"]),  # the article says itself when it was changed
        ("2023-03-15", "2023-03-15", ["2023-03-15", "2026-03-03"]),  # it was changed without a word
        (None, None, ["2026-03-01", "2026-03-03"]),
        ("2023-03-15", None, ["2023-03-15", "2026-03-03"]),
        (None, "2026-03-02", ["2026-03-01", "2026-03-02"]),
    ],
)
def test_stints_begin_on_the_day_of_publication_or_when_a_change_was_found(first, second, days):
    older, newer = text("a.txt", "One", first), text("a.txt", "Two", second)
    line = past(older, newer, 2)
    found = stints([line], entry(newer, line.until))
    assert [(str(stint.begins), stint.entry.document) for stint in found] == [
        (days[0], older.document.id),
        (days[1], newer.document.id),
    ]


def test_history_names_a_document_as_decisions_do():
    assert past(A, B, 1).by == DocumentName(file="a.txt", text=B.document.text_sha256[:16])
