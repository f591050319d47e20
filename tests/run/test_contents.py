"""A file that is what it was is not read again, and that makes no difference to a build."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import read
from pipeline.records import Extraction, Issue, Sentence
from pipeline.run import build, intake
from pipeline.run.contents import NAME, Content, Contents
from pipeline.run.extracting import Done
from pipeline.run.history import NAME as HISTORY
from pipeline.run.register import Entry, Manifest
from pipeline.run.remove import remove

WARNING = Issue(step="read", source="wire.jsonl:3", message="date: 'soon' is no date", skipped=False)
CONTENT = Content(
    "c" * 64,
    (
        Entry(source_file="wire.jsonl", record=1, document="d1", key="k1", text="t1", published=dt.date(2023, 5, 1)),
        Entry(source_file="wire.jsonl", record=3, document="d3", key="k3", text="t3", url="https://example.org/3"),
    ),
    (7, 9),
    (WARNING,),
)


def test_contents_are_what_was_kept_as_long_as_the_file_is_the_same(tmp_path) -> None:
    contents = Contents(tmp_path, "context")
    contents.keep("wire.jsonl", CONTENT)
    contents.write()
    again = Contents(tmp_path, "context")
    assert again.of("wire.jsonl", "c" * 64) == CONTENT
    assert again.of("wire.jsonl", "d" * 64) is None
    assert again.of("wire.jsonl", None) is None
    assert again.of("other.jsonl", "c" * 64) is None
    again.write()  # it kept nothing of this build
    assert not len(Contents(tmp_path, "context"))


@pytest.mark.parametrize("damage", [lambda b: b[:-3], lambda b: b"", lambda b: b[:90] + b"?" + b[91:]])
def test_contents_that_are_damaged_or_of_another_context_are_not_used(tmp_path, damage) -> None:
    contents = Contents(tmp_path, "context")
    contents.keep("wire.jsonl", CONTENT)
    contents.write()
    assert not len(Contents(tmp_path, "another"))
    path = tmp_path / NAME
    path.write_bytes(damage(path.read_bytes()))
    assert not len(Contents(tmp_path, "context"))


@pytest.fixture
def no_model(monkeypatch):
    """Builds without a language model, whose documents say nothing; gives the names of the files that are read."""
    names: list[str] = []
    as_before = read.documents_of

    def extracted(wanted, jobs, model, settings, cache):
        for one in wanted:
            document = one.document
            sentences = (Sentence(span=span, text=document.quote(span)) for span in document.paragraphs)
            cache.put(one.key, Extraction(document=document, sentences=tuple(sentences)))
            yield Done(document)

    def documents_of(source, *arguments):
        names.append(source.name)
        return as_before(source, *arguments)

    monkeypatch.setattr(intake, "extracted", extracted)
    monkeypatch.setattr(read, "documents_of", documents_of)
    return names


def made(out: Path) -> tuple[object, ...]:
    """What a build made of its sources, but for times."""
    entries = Manifest.read(out / "current").entries
    turtle = [line for line in (out / "citegraph.ttl").read_text("utf-8").splitlines() if "AtTime" not in line]
    return turtle, [entry.model_copy(update={"seen": None}) for entry in entries], (out / "issues.jsonl").read_text()


TEXTS = st.sampled_from(
    ("Rain fell.", "Rain fell on Hull.\n\nIt stopped.", "---\ndate: soon\n---\nThe port closed.", "", " \n", "\x00")
)
FILES = st.dictionaries(st.sampled_from(("a.txt", "b.md", "c/a.txt", "a.meta.json")), TEXTS, max_size=4)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(states=st.lists(FILES, min_size=2, max_size=3))
def test_contents_make_no_difference_to_a_build(tmp_path_factory, no_model, states) -> None:
    source, out = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("graph")
    (source / "always.txt").write_text("The ferry left at noon.\n")
    for number, files in enumerate(states):
        for path in [p for p in source.rglob("*") if p.is_file() and p.name != "always.txt"]:
            path.unlink()
        for name, text in files.items():
            (source / name).parent.mkdir(exist_ok=True)
            (source / name).write_text(text, encoding="utf-8")
        build(source, out)
        anew = tmp_path_factory.mktemp(f"anew{number}")
        if (out / HISTORY).exists():  # the sources no longer say that
            (anew / HISTORY).write_bytes((out / HISTORY).read_bytes())
        build(source, anew)
        told = [line for line in made(out)[2].splitlines() if "text was changed" not in line and "another" not in line]
        assert made(out)[:2] == made(anew)[:2]
        assert told == made(anew)[2].splitlines()


def test_contents_spare_files_that_are_what_they_were(tmp_path, no_model) -> None:
    source, out = tmp_path / "articles", tmp_path / "graph"
    source.mkdir()
    (source / "rain.txt").write_text("Rain fell.\n")
    (source / "odd.md").write_text("---\ndate: soon\n---\nThe port closed.\n")
    (source / "wire.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    (source / "blank.txt").write_text(" \n")
    first = build(source, out)
    assert no_model == ["blank.txt", "odd.md", "rain.txt", "wire.jsonl"]
    no_model.clear()
    again = build(source, out)
    assert no_model == ["blank.txt"]  # since it was skipped
    assert again.unchanged
    assert again.reused == 4
    assert (again.issues, again.counts) == (first.issues, first.counts)
    assert [issue.source for issue in again.issues] == ["blank.txt", "odd.md:1"]
    no_model.clear()
    (source / "rain.meta.json").write_text('{"title": "Rain"}')
    (source / "odd.md").write_text("---\ndate: 2023-05-01\n---\nThe port closed.\n")
    assert not build(source, out).unchanged
    assert no_model == ["blank.txt", "odd.md", "rain.txt"]


def test_contents_do_not_stand_in_for_an_extraction_that_is_damaged(tmp_path, no_model) -> None:
    source, out = tmp_path / "rain.txt", tmp_path / "graph"
    source.write_text("Rain fell.\n")
    build(source, out)
    (kept,) = (out / "cache").glob("*/*.json")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1])
    build(source, out)
    assert no_model == ["rain.txt", "rain.txt"]
    assert kept.read_bytes() == whole


def test_contents_of_a_file_that_changes_while_it_is_read_are_not_kept(tmp_path, no_model, monkeypatch) -> None:
    source, out = tmp_path / "rain.txt", tmp_path / "graph"
    source.write_text("Rain fell.\n")
    seen = iter("abcd")
    monkeypatch.setattr(read, "content_of", lambda source: next(seen))
    build(source, out)
    assert not (out / "cache" / NAME).read_bytes().partition(b"\n")[2]


def test_contents_say_nothing_of_what_was_removed(tmp_path, no_model) -> None:
    source, out = tmp_path / "articles", tmp_path / "graph"
    source.mkdir()
    (source / "rain.txt").write_text("Rain fell.\n")
    (source / "snow.txt").write_text("Snow fell.\n")
    build(source, out)
    remove(out, ["snow.txt"], "ann")
    assert not (out / "cache" / NAME).exists()
    for _ in range(2):
        report = build(source, out)
        assert report.counts.documents == 1
        assert [issue.source for issue in report.issues] == ["snow.txt"]
    assert no_model[2:] == ["rain.txt", "snow.txt"]


@pytest.mark.model
def test_contents_let_a_build_do_without_the_libraries_that_it_does_not_need(sample_build) -> None:
    articles = Path(__file__).parents[2] / "data" / "raw"
    program = "import json, sys; from pipeline.cli import main\ntry: main()\nfinally: print(json.dumps([*sys.modules]))"
    command = [sys.executable, "-c", program, "build", str(articles), "--out", str(sample_build)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Nothing changed" in done.stdout
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "pyoxigraph" in loaded
    assert not loaded & {"spacy", "thinc", "numpy", "onnxruntime", "networkx", "rdflib", "distributed", "docx"}
