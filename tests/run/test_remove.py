"""A removed document leaves nothing behind: the graph is what it would be had the document never been there."""

import shutil
from pathlib import Path

import pytest
from desks import ARTICLES, BASE, KENYA, article, build, digest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

import pipeline
from pipeline import run
from pipeline.errors import BuildInProgressError, DecisionError, StoreError
from pipeline.graph.store import Store
from pipeline.read.article import Article
from pipeline.read.kept import KeptArticles
from pipeline.run.cache import ExtractionCache
from pipeline.run.desk import Desk
from pipeline.run.folder import OutputFolder
from pipeline.run.ledger import Ledger
from pipeline.run.remove import remove, removed, restore
from pipeline.run.report import Silent
from pipeline.run.resolve import write_graph

FILES = [a.document.source_file for a in ARTICLES]
RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture
def out(tmp_path):
    build(tmp_path / "graph")
    return tmp_path / "graph"


def never_had(desk, file, folder):
    """The graph of all articles but one, in a folder that never saw that one, by the same run."""
    out = OutputFolder(folder)
    cache = ExtractionCache(out.cache, desk.manifest.model_sha256)
    entries = tuple(e for e in desk.manifest.entries if e.source_file != file)
    for extraction in ARTICLES:
        if extraction.document.source_file != file:
            cache.put(cache.key(extraction.document), extraction)
    with out.writing():
        manifest = desk.manifest.model_copy(update={"entries": entries})
        write_graph(manifest, Ledger(Path(manifest.decisions)).read().active, cache, out, Silent())
    return folder


def terms(triples):
    """Every IRI of some triples, and every literal."""
    nodes = {node for t in triples for node in (t.subject, t.predicate, t.object)}
    return {n.value for n in nodes if isinstance(n, NamedNode)}, {n.value for n in nodes if isinstance(n, Literal)}


def in_turtle(out):
    return terms(parse(path=out / "citegraph.ttl", format=RdfFormat.TURTLE))


def in_store(out):
    return terms(Store.open_read_only(out / "store").triples())


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("decided", [False, True], ids=["plain", "with decisions about it"])
def test_remove_leaves_no_iri_behind(out, tmp_path, file, decided):
    desk = Desk.open(out)
    if decided:
        desk.merge("Bill Gates", "Ann Lee", "ann", "a pen name")
        desk.split("Ivan Petrov", ["nairobi.txt"], "ann", "the runner")
    document = next(a.document for a in ARTICLES if a.document.source_file == file)
    before, expected = in_turtle(out), never_had(desk, file, tmp_path / "never")
    assert any(document.id[:8] in iri for iri in before[0])
    remove(out, [file], "ann")
    assert digest(out) == digest(expected)
    for kind, left, never in zip(("IRI", "literal"), in_turtle(out), in_turtle(expected), strict=True):
        assert left == never, kind
    assert in_store(out) == in_turtle(out)
    for iri in in_store(out)[0]:
        assert document.id[:8] not in iri
    for words in in_store(out)[1]:
        assert file not in words
        assert document.text_sha256 not in words
    assert pipeline.open_graph(out).validate() == []


def test_remove_leaves_no_word_of_it_on_disk(tmp_path):
    out = tmp_path / "graph"
    secret = article("secret.txt", ("PERSON", "Zebedee Quux"), KENYA)
    build(out, [*ARTICLES, secret])
    parsed = KeptArticles(out / "articles", "1")
    for key, document in (("ab12", secret.document), ("cd34", ARTICLES[0].document)):
        parsed.put(key, Article(document.text, document.paragraphs, "text/html"))
    remove(out, ["secret.txt"], "ann")
    assert parsed.get("ab12") is None
    assert parsed.get("cd34") is not None, "what stays in the graph need not be parsed again"
    assert len(list((out / "builds").iterdir())) == 1, "the graph before is gone"
    holding = [p.name for p in out.rglob("*") if p.is_file() and not p.is_symlink() and b"Quux" in p.read_bytes()]
    assert holding == []
    told = [p.name for p in out.rglob("*") if p.is_file() and not p.is_symlink() and b"secret.txt" in p.read_bytes()]
    assert told == ["removed.jsonl"], "the list itself has its name alone"


def test_remove_takes_several_by_file_and_by_iri(out):
    lima = ARTICLES[0].document
    done = remove(out, [f"<{BASE}document/lima-{lima.id[:8]}#char=0,9>", "cusco.txt", "cusco.txt"], "ann", " both ")
    assert [str(r.document) for r in done.removals] == ["lima.txt", "cusco.txt"]
    assert done.counts.documents == len(ARTICLES) - 2
    assert [(r.document.file, r.who, r.because) for r in removed(out)] == [
        ("lima.txt", "ann", "both"),
        ("cusco.txt", "ann", "both"),
    ]


def test_remove_keeps_what_another_document_supports(out):
    remove(out, ["lima.txt"], "ann")
    names = {str(name) for (name,) in pipeline.open_graph(out).query("SELECT ?n { ?x schema:name ?n }").rows}
    assert "Ivan Petrov" in names
    assert "Lima" not in names


def test_remove_says_that_a_copy_stays(tmp_path):
    out = tmp_path / "graph"
    build(out, [*ARTICLES, article("copy.txt", ("PERSON", "Ivan Petrov"), KENYA)])
    done = remove(out, ["copy.txt"], "ann")
    assert done.copies == ("nairobi.txt",)
    assert done.removals[0].copies


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("quux.md", "'quux.md' is no document of this graph; `citegraph query documents`"),
        ("raw/lima.txt", "is no document of this graph (is it lima.txt?); "),
        ("lima", "is it lima.txt?"),
        (f"{BASE}document/lima-00000000", "is no document of this graph"),
        (f"{BASE}person/ivan-petrov", "is no document of this graph"),
        ("", "is no document of this graph"),
    ],
)
def test_remove_names_the_document_that_it_does_not_know(out, name, told):
    before = digest(out)
    with pytest.raises(DecisionError) as error:
        remove(out, ["cusco.txt", name], "ann")
    assert told in str(error.value)
    assert digest(out) == before
    assert removed(out) == (), "either all or none"


def test_remove_tells_what_is_out_already(out):
    remove(out, ["lima.txt"], "ann", "withdrawn")
    with pytest.raises(DecisionError, match=r"out of the graph already: lima\.txt, removed by ann on .*: withdrawn"):
        remove(out, ["lima.txt"], "ben")


def test_remove_asks_which_line_of_a_file_is_meant(out):
    manifest = Desk.open(out).manifest
    lines = tuple(
        e.model_copy(update={"source_file": "feed.jsonl", "record": i}) for i, e in enumerate(manifest.entries, 1)
    )
    manifest.model_copy(update={"entries": lines}).write(OutputFolder(out).complete())
    with pytest.raises(DecisionError, match=r'holds 7 documents; name one or more of them: "feed\.jsonl line 1", '):
        remove(out, ["feed.jsonl"], "ann")


def test_remove_does_not_empty_a_graph(out):
    with pytest.raises(DecisionError, match="no document would be left"):
        remove(out, FILES, "ann")


def test_remove_needs_a_graph_that_nobody_else_writes(out, tmp_path):
    with pytest.raises(StoreError, match="holds no graph"):
        remove(tmp_path, ["lima.txt"], "ann")
    with OutputFolder(out).writing(), pytest.raises(BuildInProgressError):
        remove(out, ["lima.txt"], "ann")


def test_remove_is_kept_by_later_decisions(out):
    remove(out, ["alone.txt"], "ann")
    without = digest(out)
    desk = Desk.open(out)
    desk.merge("Bill Gates", "Jack Pine", "ann")
    desk.undo(None, "ann")
    assert digest(out) == without


def test_restore_names_what_was_not_removed(out, tmp_path):
    with pytest.raises(DecisionError, match="nothing was removed"):
        restore(out, "lima.txt", "ann")
    remove(out, ["lima.txt"], "ann")
    with pytest.raises(DecisionError, match=r"'lime.txt' is not among what was removed \(is it lima\.txt\?\)"):
        restore(out, "lime.txt", "ann")
    assert restore(out, "lima.txt", "ben").document.file == "lima.txt"
    assert removed(out) == ()


def without_times(out):
    lines = (out / "citegraph.ttl").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if "edAtTime" not in line]


@pytest.mark.model
def test_remove_outlasts_builds_of_the_folder_that_still_holds_the_file(sample_build, tmp_path):
    gone = "2022-03-07-northgate-sunday-arrests.md"
    out, never, raw = (tmp_path / name for name in ("out", "never", "raw"))
    shutil.copytree(sample_build, out, symlinks=True)
    shutil.copytree(sample_build / "cache", never / "cache")
    shutil.copytree(RAW, raw)
    before = without_times(out)

    remove(out, [gone], "ann", "withdrawn")
    (raw / gone).rename(tmp_path / gone)
    assert run.build([raw], never).skipped == 0
    assert without_times(out) == without_times(never)
    assert in_store(out)[0] == in_store(never)[0]

    (tmp_path / gone).rename(raw / gone)
    report = run.build([raw], out)
    assert without_times(out) == without_times(never), "the file is there, the document stays out"
    told = [issue for issue in report.issues if issue.source == gone]
    assert [issue.skipped for issue in told] == [False], "this is no fault of the build"
    assert (
        f'removed by ann on {removed(out)[0].when:%Y-%m-%d}: withdrawn (to let it in: citegraph restore "{gone}")'
        in (told[0].message)
    )

    (raw / gone).write_text((raw / gone).read_text(encoding="utf-8") + "\nCorrection.\n", encoding="utf-8")
    report = run.build([raw], out)
    assert without_times(out) == without_times(never)
    assert "its text is another one now" in next(i.message for i in report.issues if i.source == gone)

    shutil.copy(RAW / gone, raw / gone)
    restore(out, gone, "ben")
    run.build([raw], out)
    assert without_times(out) == before
