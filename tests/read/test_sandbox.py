"""Parsing in another process: the same articles, and whatever a file does to its parser, only that file is lost."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import hostile
import pytest
from articles import PAGE, docx_of, pdf_of
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CitegraphError, DocumentError
from pipeline.read import docx, html, pdf, sandbox
from pipeline.read.article import Article, Note
from pipeline.read.metadata import Metadata
from pipeline.read.sandbox import RefusedError, Sandbox
from pipeline.read.wire import article_from, fields_of, pack, unpack
from pipeline.settings import Settings, load

SMALL = load(max_parser_seconds=2, max_parser_bytes=600_000_000)
CHEERS = b"<p>Crews cheered.</p>"


def send(box: Sandbox, number: int) -> None:
    """A signal to the process that parses."""
    assert box.process_id is not None
    os.kill(box.process_id, number)


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(SMALL) as box:
        yield box


def cheers(box: Sandbox) -> bool:
    return box.parse("html", CHEERS, "a.html").text == "Crews cheered."


@pytest.mark.parametrize(
    ("kind", "data", "here"),
    [
        ("html", PAGE.encode(), html.read),
        ("html", PAGE.replace("cheered", "ch\xe9ered").encode("cp1252"), html.read),
        (
            "html",
            f"<html><head><meta charset=koi8-r></head><body><p>{'Экипажи пели. ' * 3}</p>".encode("koi8-r"),
            html.read,
        ),
        ("pdf", pdf_of([["Crews cheered."], ["They sang."]]), pdf.read),
        ("pdf", pdf_of([["Crews cheered."]], password=""), pdf.read),
        ("docx", docx_of(["Crews cheered.", "They sang."], "Ferries", "Ann Lee"), docx.read),
        ("docx", docx_of([], cells=["Crews cheered."]), docx.read),
    ],
)
def test_sandbox_gives_what_the_reader_gives(box: Sandbox, kind: str, data: bytes, here):
    assert box.parse(kind, data, "a.bin") == here(data, "a.bin", SMALL)


def test_sandbox_takes_a_page_that_is_text_with_half_a_surrogate_pair(box: Sandbox):
    page = "<p>Crews cheered.</p>\ud800".encode("utf-8", "surrogatepass")
    assert box.parse("page", page, "a.jsonl:1") == html.article_of("<p>Crews cheered.</p>\ud800", "a.jsonl:1")


HARMFUL = {
    "a zip bomb": ("docx", lambda: hostile.zip_bomb(20), "cannot be read"),
    "a zip bomb beyond the limit": ("docx", lambda: hostile.zip_bomb(200), "raise max_file_bytes"),
    "a zip bomb that lies": ("docx", lambda: hostile.zip_bomb_that_lies(20), "cannot be read"),
    "a billion laughs": ("docx", hostile.laughs, "cannot be read"),
    "quadratic blowup": ("docx", hostile.quadratic_blowup, "cannot be read"),
    "an external entity": ("docx", lambda: hostile.external_entity("/etc/passwd"), None),
    "nested tables": ("docx", lambda: hostile.nested_word(100_000), "cannot be read"),
    "nested elements": ("html", lambda: hostile.nested_page(100_000), "too deeply"),
    "nested elements, nearly too deep": ("html", lambda: hostile.nested_page(200), None),
    "unclosed elements": ("html", lambda: b"<p>Crews cheered." + b"<b>" * 300_000, None),
    "many attributes": ("html", lambda: b"<p " + b"a='b' " * 100_000 + b">Crews cheered.</p>", None),
    "brackets alone": ("html", lambda: b"<" * 200_000, "no article text"),
    "comments in comments": ("html", lambda: b"<!--" * 200_000, "no article text"),
    "nested JSON-LD": ("html", lambda: b"<script type='application/ld+json'>" + b"[" * 200_000, "no article text"),
    "pages that hold themselves": ("pdf", hostile.pdf_page_tree_in_a_circle, "PDF"),
    "a page that is its own parent": ("pdf", hostile.pdf_parent_in_a_circle, "PDF"),
    "a stream as long as itself": ("pdf", hostile.pdf_length_in_a_circle, "PDF"),
    "references in a circle": ("pdf", hostile.pdf_references_in_a_circle, "PDF"),
    "tables in a circle": ("pdf", hostile.pdf_tables_in_a_circle, None),
    "a drawing in itself": ("pdf", hostile.pdf_form_in_itself, "PDF"),
    "arrays in arrays": ("pdf", lambda: hostile.pdf_nested_arrays(100_000), "PDF"),
    "an endless stream": ("pdf", lambda: hostile.pdf_stream_bomb(300, 3), "PDF"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_sandbox_outlives_files_that_are_made_to_harm(box: Sandbox, name: str):
    kind, make, said = HARMFUL[name]
    data = make()
    assert len(data) < 2_000_000  # small, and dear once unpacked
    try:
        found, refused = box.parse(kind, data, f"a.{kind}").text, None
    except DocumentError as error:
        found, refused = "", error
    if refused is None:
        assert said in (None, "PDF"), found[:100]
        assert set(found.split()) <= {"Crews", "cheered."}
    else:
        assert said is not None, refused.reason
        assert refused.source == f"a.{kind}"
        assert said in refused.reason or "raise max_parser" in refused.reason
    assert cheers(box)


def test_sandbox_gives_up_a_file_that_takes_too_long_and_goes_on(box: Sandbox):
    with pytest.raises(DocumentError, match=r"a\.html: takes more than 2 s to parse.* raise max_parser_seconds"):
        box.parse("html", b"<p>Crews cheered. " * 150_000, "a.html")
    assert cheers(box)


def test_sandbox_gives_up_a_file_that_takes_too_much_memory_and_goes_on():
    many = hostile.word_body("<w:p/>" * 2_000_000)
    with Sandbox(load(max_parser_bytes=200_000_000)) as box:
        with pytest.raises(DocumentError, match=r"a\.docx: takes more than 200,000,000 bytes.* raise max_parser_bytes"):
            box.parse("docx", many, "a.docx")
        assert cheers(box)


def test_sandbox_gives_up_a_parser_that_waits_for_ever(monkeypatch: pytest.MonkeyPatch):
    with Sandbox(SMALL) as box:
        assert cheers(box)
        send(box, signal.SIGSTOP)
        with monkeypatch.context() as hurry:
            hurry.setattr(sandbox, "_CLOCK", 0.2)
            hurry.setattr(sandbox, "_GRACE", 0.1)
            with pytest.raises(DocumentError, match=r"takes more than 2 s to parse"):
                box.parse("html", CHEERS, "a.html")
        assert cheers(box)


def test_sandbox_tries_a_file_again_where_the_process_had_others_before():
    with Sandbox(SMALL) as box:
        assert cheers(box)
        send(box, signal.SIGSEGV)
        assert cheers(box)


@pytest.mark.parametrize(
    ("signal_", "said"),
    [(signal.SIGSEGV, r"breaks its parser \(SIGSEGV\)"), (signal.SIGKILL, "raise max_parser_bytes")],
)
def test_sandbox_names_the_file_that_broke_a_new_process(signal_: int, said: str):
    with Sandbox(SMALL) as box:
        box.start()
        send(box, signal_)
        with pytest.raises(DocumentError, match=rf"^a\.html: .*{said}"):
            box.parse("html", CHEERS, "a.html")
        assert cheers(box)


@pytest.mark.skipif(sys.platform != "linux", reason="the limits of another process are read from /proc")
def test_sandbox_may_open_no_file_and_no_connection(box: Sandbox):
    assert cheers(box)
    limits = Path(f"/proc/{box.process_id}/limits").read_text()
    told = {line[:26].strip(): line[26:].split()[1] for line in limits.splitlines()}
    assert told["Max open files"] == "0"
    assert told["Max file size"] == "0"
    assert told["Max data size"] == "600000000"


def test_sandbox_runs_no_code_that_lies_beside_the_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("json.py", "lxml.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit('run')\n")
    monkeypatch.chdir(tmp_path)
    with Sandbox(SMALL) as box:
        assert cheers(box)


def test_sandbox_says_when_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with Sandbox(SMALL) as box, pytest.raises(CitegraphError, match="cannot start a process that parses files"):
        cheers(box)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Sandbox(SMALL) as box, pytest.raises(CitegraphError, match=r"does not start \(status 1\)"):
        cheers(box)


def test_sandbox_process_ends_with_the_one_that_started_it():
    script = (
        "import os, signal\nfrom pipeline.read.sandbox import Sandbox\nfrom pipeline.settings import load\n"
        "box = Sandbox(load())\nbox.start()\nprint(box.process_id, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL
    left, deadline = int(done.stdout), time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            os.kill(left, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{left}/stat").exists() and ") Z" in Path(f"/proc/{left}/stat").read_text():
            return  # nobody has asked yet how it ended
        time.sleep(0.02)
    pytest.fail("the process goes on")


ARTICLE = html.article_of(PAGE, "a.html")


def test_wire_gives_back_an_article():
    noted = Article(ARTICLE.text, ARTICLE.paragraphs, "text/html", ARTICLE.metadata, (Note("odd"), Note("odder", 3)))
    for article in (ARTICLE, noted, Article("x", (), "text/plain", Metadata())):
        assert article_from(unpack(pack(fields_of(article)))) == article


@pytest.mark.parametrize(
    "change",
    [
        {"text": None}, {"text": 5}, {"text": ""}, {"text": "\ud800" * 80}, {"paragraphs": [[0, 10_000]]},
        {"paragraphs": [[5, 9], [0, 4]]}, {"paragraphs": [[3, 3]]}, {"paragraphs": [["a", 4]]}, {"paragraphs": 7},
        {"metadata": {}}, {"metadata": None}, {"media_type": []}, {"notes": [["only words"]]}, {"notes": [[1, 2]]},
        {"metadata": {"title": 1, "author": None, "publisher": None, "published": None, "url": None}},
        {"metadata": {"title": None, "author": None, "publisher": None, "published": "soon", "url": None}},
    ],
)  # fmt: skip
def test_wire_refuses_what_is_no_article(change: dict[str, object]):
    with pytest.raises(ValueError, match=r"."):
        article_from(fields_of(ARTICLE) | change)


@given(st.binary(max_size=200))
def test_wire_refuses_bytes_that_are_no_message(data: bytes):
    with contextlib.suppress(ValueError):
        assert isinstance(unpack(data), dict)


@pytest.mark.parametrize("answer", [b"[" * 100_000, b'{"article": {"text": "x"}}'])
def test_sandbox_takes_nothing_on_trust(answer: bytes, monkeypatch: pytest.MonkeyPatch):
    def unpacked(data: bytes) -> dict[str, object]:
        return unpack(data if b"ready" in data else answer)

    monkeypatch.setattr(sandbox, "unpack", unpacked)
    with Sandbox(SMALL) as box, pytest.raises(DocumentError, match=r"^a\.html: breaks its parser"):
        cheers(box)


def test_sandbox_limits_are_settings():
    assert (Settings().max_parser_seconds, Settings().max_parser_bytes) == (30, 2_000_000_000)
    with pytest.raises(RefusedError), Sandbox(load(max_text_chars=5)) as box:
        cheers(box)


def test_sandbox_keeps_its_process_from_file_to_file():
    ballast = bytearray(400_000_000)  # in this process, for which the other one is not to be blamed
    ballast[::4096] = b"x" * len(ballast[::4096])
    with Sandbox(SMALL) as own:
        first = [own.process_id for _ in range(3) if cheers(own)]
    assert len(ballast) == 400_000_000
    assert len(set(first)) == 1
    assert first[0] is not None
