"""The read step as a whole: documents in, issues for everything that cannot be used."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import socket
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from articles import PAGE, TEXT, docx_of, pdf_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import read
from pipeline.read.files import reason
from pipeline.records import Document, Issue
from pipeline.settings import load

PARSER = read.Parser(load())


@pytest.fixture(scope="module", autouse=True)
def parser() -> Iterator[None]:
    """One process that parses, for all tests of this module."""
    with PARSER:
        yield


def run(*sources: Path | str, **flags: Any) -> tuple[list[Document], list[Issue]]:
    items = list(read.documents(sources, load(**flags), None if flags else PARSER))
    return [i for i in items if isinstance(i, Document)], [i for i in items if isinstance(i, Issue)]


def quoted(document: Document) -> list[str]:
    return [document.quote(span) for span in document.paragraphs]


def refused(path: Path, **flags: Any) -> str:
    """The message of the one issue that a file gives, which skips it and names it."""
    documents, [issue] = run(path, **flags)
    assert not documents
    assert (issue.step, issue.source, issue.skipped) == ("read", path.name, True)
    return issue.message


def test_documents_of_every_format_in_one_folder(tmp_path: Path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.md").write_text("# Ferries\n\nCrews cheered.\n")
    (tmp_path / "c.html").write_text(PAGE)
    (tmp_path / "d.pdf").write_bytes(pdf_of([["Crews cheered."]]))
    (tmp_path / "e.docx").write_bytes(docx_of(["Crews cheered."]))
    (tmp_path / "f.jsonl").write_text('{"text": "Crews cheered."}\n{"html": "<p>They sang.</p>"}\n')
    documents, issues = run(tmp_path)
    assert not issues
    assert [(d.source_file, d.record) for d in documents] == [
        ("a.txt", None), ("b.md", None), ("c.html", None), ("d.pdf", None), ("e.docx", None), ("f.jsonl", 1),
        ("f.jsonl", 2),
    ]  # fmt: skip
    assert len({d.id for d in documents}) == 7


def test_documents_keep_the_text_of_a_file_unchanged(tmp_path: Path):
    text = "\ufeff---\r\ntitle: Ferries\r\ndate: 6 March 2022\r\n---\r\n\r\n  Crews cheered.\r\nThey sang.\r\n\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    [document], issues = run(tmp_path / "a.txt")
    assert document.text == text
    assert quoted(document) == ["Crews cheered.", "They sang."]
    assert (document.title, document.published) == ("Ferries", dt.date(2022, 3, 6))
    assert not issues


def test_documents_of_equal_text_are_both_read(tmp_path: Path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    documents, _ = run(tmp_path)
    assert [d.source_file for d in documents] == ["a.txt", "b.txt"]
    assert documents[0].id != documents[1].id


def test_documents_malformed_front_matter_is_a_warning(tmp_path: Path):
    (tmp_path / "a.txt").write_text("---\ntitle: A: b\n---\nCrews cheered.\n")
    [document], [issue] = run(tmp_path)
    assert quoted(document) == ["Crews cheered."]
    assert (issue.source, issue.skipped) == ("a.txt:2", False)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b" \n\t\r\n", "has only white space", id="blank"),
        pytest.param(b"\xef\xbb\xbf", "has only white space", id="mark alone"),
        pytest.param("\ufeff\u2003\n".encode(), "has only white space", id="blank in Unicode"),
        pytest.param(b"---\ntitle: A\n---\n", "has no prose", id="front matter alone"),
        pytest.param(b"***\n", "has no prose", id="ornaments alone"),
        pytest.param(b"\x7fELF\x02\x01\x01\0\0\0", "is a program by its content", id="program"),
        pytest.param(b"Crews \xff\xfe cheered", "is not valid UTF-8 (byte 0xff at 6)", id="invalid UTF-8"),
        pytest.param(bytes(range(1, 32)) * 9, "control characters", id="control characters"),
        pytest.param("\ud800".encode("utf-16-le", "surrogatepass"), "NUL|not valid|control", id="noise"),
    ],
)
def test_documents_text_that_is_of_no_use_is_one_issue(tmp_path: Path, data: bytes, said: str):
    (tmp_path / "a.txt").write_bytes(data)
    message = refused(tmp_path / "a.txt")
    assert any(part in message for part in said.split("|"))


def test_documents_one_bad_file_does_not_stop_the_others(tmp_path: Path):
    for name, data in {"a.pdf": b"%PDF-1.4", "b.docx": b"x", "c.html": b"<html></html>", "d.txt": b"\0"}.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "e.txt").write_text(TEXT)
    [document], issues = run(tmp_path)
    assert document.source_file == "e.txt"
    assert [issue.source for issue in issues] == ["a.pdf", "b.docx", "c.html", "d.txt"]


def test_documents_too_large_a_file_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    monkeypatch.setattr(Path, "open", lambda *args, **kwargs: pytest.fail("it was opened"))
    message = refused(path)
    assert "200,000,000 bytes and the limit is 50,000,000" in message
    assert "raise max_file_bytes" in message


def test_documents_file_that_grows_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a.txt").write_text("x" * 100)
    monkeypatch.setattr("pipeline.read.files.check", lambda *args: None)
    assert "more than 50 bytes" in refused(tmp_path / "a.txt", max_file_bytes=50)


def test_documents_too_long_a_text_says_how_to_raise_the_limit(tmp_path: Path):
    (tmp_path / "a.txt").write_text("word " * 100)
    assert "500 characters and the limit is 99; to read it, raise max_text_chars" in refused(
        tmp_path / "a.txt", max_text_chars=99
    )


def test_documents_unknown_ending_lists_the_known_ones(tmp_path: Path):
    (tmp_path / "a.xyz").write_text(TEXT)
    assert ".txt, .md, .markdown, .html" in refused(tmp_path / "a.xyz")


def test_documents_file_that_vanishes_is_one_issue(tmp_path: Path):
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT)
    seen: list[Document | Issue] = []
    for item in read.documents([tmp_path], load()):
        seen.append(item)
        (tmp_path / "b.txt").unlink(missing_ok=True)
    assert [type(item) for item in seen] == [Document, Issue, Document]
    assert "does not exist (any more)" in seen[1].message  # type: ignore[union-attr]


def test_documents_file_that_vanishes_while_it_is_opened_is_one_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a.txt").write_text(TEXT)

    def gone(*args: object, **kwargs: object) -> None:
        raise FileNotFoundError(2, "gone")

    monkeypatch.setattr(Path, "open", gone)
    assert "does not exist (any more)" in refused(tmp_path / "a.txt")


class _Failing:
    """A stream from a disk that fails."""

    def __enter__(self) -> _Failing:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def read(self, size: int) -> bytes:
        raise OSError(5, "Input/output error")

    readline = read


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_documents_failing_disk_is_one_issue(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / name).write_text(TEXT)
    monkeypatch.setattr(Path, "open", lambda *args, **kwargs: _Failing())
    assert "Input/output error" in refused(tmp_path / name)


def test_documents_unreadable_file_is_one_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a.txt").write_text(TEXT)

    def denied(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    assert refused(tmp_path / "a.txt") == "may not be read: permission denied"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_documents_pipes_sockets_and_devices_are_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket has to be short
    os.mkfifo("a.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("b.txt")
        Path("c.txt").symlink_to("/dev/null")
        Path("d.txt").mkdir()
        Path("e.txt").symlink_to("e.txt")
        _, issues = run(tmp_path)
    assert [(issue.source, issue.message) for issue in issues] == [
        ("a.txt", "is a named pipe, not a file"),
        ("b.txt", "is a socket, not a file"),
        ("c.txt", "is a device, not a file"),
        ("e.txt", "is a symbolic link that leads in a circle"),
    ]


def test_documents_reason_of_an_unusual_error_is_its_own():
    assert reason(OSError(28, "No space left on device")) == "cannot be read (No space left on device)"


def lines_of(*rows: object) -> bytes:
    return b"".join(row if isinstance(row, bytes) else json.dumps(row).encode() + b"\n" for row in rows)


def test_documents_of_json_lines_carry_their_metadata_and_line(tmp_path: Path):
    row = {"id": 7, "text": "Crews cheered.", "headline": "Ferries", "source": "Gazette", "date": "2022-03-06"}
    (tmp_path / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + lines_of(row, b"\n", {"html": PAGE, "title": "Ours"}))
    [first, second], issues = run(tmp_path)
    assert not issues
    assert (first.record, first.title, first.publisher, first.published) == (
        1,
        "Ferries",
        "Gazette",
        dt.date(2022, 3, 6),
    )
    assert (second.record, second.title, second.author, second.media_type) == (3, "Ours", "Ann Lee", "text/html")


def test_documents_bad_json_lines_are_one_issue_each(tmp_path: Path):
    good = {"text": "Crews cheered."}
    bad: list[tuple[object, str]] = [
        (b'{"text": "cut\n', "is not JSON: "),
        (b'{"text": "caf\xe9"}\n', "is not valid UTF-8 (byte 0xe9"),
        (b'{"text": "a\0b"}\n', "is not JSON: "),
        ({"text": "a\0b"}, "holds U+0000 at character 1"),
        (b'{"text": "a\\ud800b"}\n', "half a surrogate pair (U+D800)"),
        ({"text": ""}, "only white space"),
        ({"text": "---"}, "no prose"),
        ({"text": 5}, "have to be strings"),
        ({"title": "A"}, 'neither "text" nor "html"'),
        ({"html": "<nav>Home</nav>"}, "no article text"),
        ([1], "is no JSON object"),
        (b"[" * 100_000 + b"\n", "is not JSON"),
        (b'{"text": ' + b"9" * 5000 + b"}\n", "is not JSON"),
        ({"text": "x" * 20_000}, "more than 10,000 bytes; raise max_file_bytes"),
    ]
    # deep nesting is shortened to stay below the limit that the last row breaks
    rows = [b"[" * 9_990 + b"\n" if row == b"[" * 100_000 + b"\n" else row for row, _ in bad]
    (tmp_path / "a.jsonl").write_bytes(lines_of(good, *rows, good))
    documents, issues = run(tmp_path, max_file_bytes=10_000)
    assert [d.record for d in documents] == [1, len(bad) + 2]
    assert [issue.source for issue in issues] == [f"a.jsonl:{i + 2}" for i in range(len(bad))]
    assert all(issue.skipped for issue in issues)
    assert [said for issue, (_, said) in zip(issues, bad, strict=True) if said not in issue.message] == []


def test_documents_json_line_with_a_wrong_date_is_used_and_said(tmp_path: Path):
    (tmp_path / "a.jsonl").write_bytes(lines_of({"text": "Crews cheered.", "date": "soon"}))
    [document], [issue] = run(tmp_path)
    assert document.published is None
    assert (issue.source, issue.skipped) == ("a.jsonl:1", False)
    assert "is no date" in issue.message


def test_documents_annotation_files_of_a_folder_are_passed_over(tmp_path: Path):
    (tmp_path / "a.jsonl").write_bytes(lines_of({"doc": "a", "ents": []}, b"{broken\n"))
    (tmp_path / "a.txt").write_text(TEXT)
    [document], [issue] = run(tmp_path)
    assert document.source_file == "a.txt"
    assert (issue.source, issue.skipped) == ("a.jsonl", False)
    assert "no file of articles" in refused(tmp_path / "a.jsonl")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\n \n", "only empty lines"),
        (b"\x89PNG\r\n\x1a\n", "no line holds a JSON object (a.jsonl:1 is"),
    ],
)
def test_documents_json_lines_without_json_are_one_issue(tmp_path: Path, data: bytes, said: str):
    (tmp_path / "a.jsonl").write_bytes(data)
    assert said in refused(tmp_path / "a.jsonl")


def test_documents_json_lines_are_read_one_at_a_time(tmp_path: Path):
    row = lines_of({"text": "Crews cheered. " * 4000})
    with (tmp_path / "a.jsonl").open("wb") as stream:
        for _ in range(200):
            stream.write(row)
    tracemalloc.start()
    count = sum(1 for _ in read.documents([tmp_path], load()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 200
    assert peak < 100 * len(row)


def test_documents_of_a_folder_are_read_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    opened: list[str] = []
    original = Path.open

    def noted(path: Path, *args: Any, **kwargs: Any) -> Any:
        opened.append(path.name)
        return original(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", noted)
    stream: Iterator[Document | Issue] = read.documents([tmp_path], load())
    next(stream)
    assert opened == ["a.txt"]


@pytest.mark.parametrize("name", ["a.html.meta.json", "a.meta.json"])
def test_documents_sidecar_corrects_what_a_page_says_of_itself(tmp_path: Path, name: str):
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / name).write_bytes(b'\xef\xbb\xbf{"title": "Better", "published": "2022-03-07"}')
    [document], issues = run(tmp_path)
    assert not issues
    assert (document.title, document.published, document.author) == ("Better", dt.date(2022, 3, 7), "Ann Lee")


def test_documents_front_matter_wins_over_the_sidecar(tmp_path: Path):
    (tmp_path / "a.md").write_text("---\ntitle: Front\n---\nText.")
    (tmp_path / "a.md.meta.json").write_text('{"title": "Beside", "author": "Ann Lee"}')
    (tmp_path / "a.meta.json").write_text('{"publisher": "of the stem, not looked at"}')
    [document], _ = run(tmp_path)
    assert (document.title, document.author, document.publisher) == ("Front", "Ann Lee", None)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{broken", "is not understood"),
        (b"\xff", "is not understood"),
        (b"[1]", "holds no"),
        (b"[" * 100_000, "is not understood"),
        (b"", "is empty"),
        (b'{"date": "soon"}', "is no date"),
        (b" " * 1_000_001, "1,000,001 bytes"),
    ],
)
def test_documents_malformed_sidecar_is_a_warning(tmp_path: Path, data: bytes, said: str):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/a.txt").write_text(TEXT)
    (tmp_path / "sub/a.meta.json").write_bytes(data)
    [document], [issue] = run(tmp_path)
    assert document.source_file == "sub/a.txt"
    assert (issue.source, issue.skipped, said in issue.message) == ("sub/a.meta.json", False, True)


def test_documents_sidecar_speaks_for_all_lines_of_a_file(tmp_path: Path):
    (tmp_path / "a.jsonl").write_bytes(lines_of({"text": "Crews cheered."}, {"text": "They sang.", "publisher": "Own"}))
    (tmp_path / "a.meta.json").write_text('{"publisher": "Gazette"}')
    documents, _ = run(tmp_path)
    assert [d.publisher for d in documents] == ["Gazette", "Own"]


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(st.text(st.characters(codec="utf-8"), max_size=300), st.sampled_from([".txt", ".md"]))
def test_documents_text_of_a_file_is_the_file(tmp_path: Path, text: str, ending: str):
    path = tmp_path / f"a{ending}"
    path.write_bytes(text.encode())
    documents, issues = run(path)
    assert documents or any(issue.skipped for issue in issues)
    for document in documents:
        if ending == ".txt" or not re.search(r"[][*_`~\\<&>]", text):
            assert document.text == text


@settings(
    max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(st.binary(max_size=300), st.sampled_from([".txt", ".md", ".html", ".docx", ".jsonl"]))
def test_documents_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes, ending: str):
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    documents, issues = run(path)
    assert documents or any(issue.skipped for issue in issues)


@pytest.mark.parametrize(("ending", "said"), [(".odt", "saves it as .docx"), (".eml", "as .txt"), (".epub", ".xhtml")])
def test_documents_of_other_kinds_are_refused_with_what_to_do(tmp_path: Path, ending: str, said: str):
    path = tmp_path / f"a{ending}"
    path.write_text("Crews cheered.")
    assert said in refused(path)


def test_documents_of_html_under_a_plain_name_are_noted(tmp_path: Path):
    (tmp_path / "a.txt").write_text("<!DOCTYPE html>\n<p>Crews cheered.</p>\n")
    documents, issues = run(tmp_path)
    assert len(documents) == 1
    assert ["ending .html" in issue.message for issue in issues] == [True]
