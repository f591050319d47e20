"""The list of removed documents: what it keeps out, what lets it in again, and what is damaged."""

import datetime as dt

import pytest

from pipeline.errors import DecisionError
from pipeline.reconcile.parts import DocumentName
from pipeline.run.removals import Removal, Removals


def removal(file, text="aa", record=None, **fields):
    name = DocumentName(file=file, record=record, text=text)
    return Removal(when=dt.datetime(2026, 3, 1, tzinfo=dt.UTC), who="ann", document=name, **fields)


@pytest.mark.parametrize(
    ("gone", "name", "covered"),
    [
        (removal("a.txt"), ("a.txt", None, "aa"), True),
        (removal("a.txt"), ("a.txt", None, "bb"), True),  # the file was mended
        (removal("a.txt"), ("old/a.txt", None, "aa"), True),  # it was moved
        (removal("a.txt"), ("old/a.txt", None, "bb"), False),
        (removal("a.txt", copies=True), ("old/a.txt", None, "aa"), False),  # the copy stayed
        (removal("a.txt", copies=True), ("a.txt", None, "aa"), True),
        (removal("feed.jsonl", record=3), ("feed.jsonl", 4, "aa"), True),  # a line was put in before it
        (removal("feed.jsonl", record=3), ("feed.jsonl", 3, "bb"), False),
        (removal("feed.jsonl", record=3, copies=True), ("feed.jsonl", 3, "aa"), True),
    ],
)
def test_removals_cover_a_document_by_its_file_and_by_its_text(gone, name, covered):
    file, record, text = name
    assert gone.covers(DocumentName(file=file, record=record, text=text)) is covered


def test_removals_hold_until_they_are_lifted(tmp_path):
    path = tmp_path / "removed.jsonl"
    one, two = removal("a.txt", because="Łukasz asked"), removal("b.txt", "bb")
    Removals(path).add([one, two])
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    before = path.read_bytes()
    Removals(path).add([one.model_copy(update={"restored": True})])
    assert path.read_bytes().startswith(before), "lines are only ever added"
    assert "Łukasz" in path.read_text(encoding="utf-8"), "people read the file too"
    removals = Removals(path)
    assert removals.holding == (two,)
    assert removals.of(one.document) is None
    assert removals.of(two.document) == two
    removals.add([one])
    assert Removals(path).holding == (two, one)


def test_removals_without_a_file_keep_nothing_out(tmp_path):
    assert Removals(tmp_path / "removed.jsonl").holding == ()


@pytest.mark.parametrize("line", ["{", '{"who": "ann"}', "<<<<<<< HEAD"])
def test_removals_name_the_line_that_is_damaged(tmp_path, line):
    path = tmp_path / "removed.jsonl"
    Removals(path).add([removal("a.txt")])
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(DecisionError, match=r"removed\.jsonl, line 2, is no removal"):
        Removals(path)
