"""A build on a cluster from an address to an address gives the triples of a build on one machine, each in one file."""

import errno
import gzip
import hashlib
import json
import os
import signal
import zlib
from pathlib import Path
from typing import ClassVar

import poisoned
import pyoxigraph
import pytest
import quick
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem

from pipeline import run
from pipeline.errors import CitegraphError
from pipeline.graph.store import Store
from pipeline.run.cluster import connected, connection, partition, partitioned, parts
from pipeline.run.cluster import storage as storage_room
from pipeline.run.cluster.storage import Storage
from pipeline.run.report import Silent

POISONED = poisoned.Patience(tries=1, program=poisoned.__file__)
QUICK = poisoned.Patience(program=quick.__file__)

HEAD = "---\ntitle: {title}\nauthor: Ida Holm\npublisher: {publisher}\ndate: {date}\nurl: {url}\n---\n\n"
ARTICLES = {
    "a/first.md": HEAD.format(title="Arrests", publisher="Sound Post", date="2021-05-04", url="https://post.example/1")
    + "Police arrested 46 people in Gdansk on 3 May 2021. Mayor Lotte Brandt said that nobody was hurt.\n",
    "a/second.md": HEAD.format(title="Arrests", publisher="Sound Post", date="2021-05-05", url="https://post.example/1")
    + "Police arrested 64 people in Gdansk on 3 May 2021. Mayor Lotte Brandt said that nobody was hurt.\n",
    "b/other.md": HEAD.format(title="March", publisher="Quay News", date="2021-05-06", url="https://quay.example/7")
    + "Police arrested 80 people in Gdansk on 3 May 2021, Quay News reported. Brandt denied that.\n",
    "b/page.html": "<html><head><title>Page</title></head><body><article><p>The mayor of Porto, Lotte Brandt, told a "
    "court in Gdansk on Monday that no dockers had been arrested.</p></article></body></html>",
    "b/feed.jsonl": '{"text": "Lotte Brandt, the mayor of Gdansk, works for Sound Post."}\n\n'
    '{"text": "Brandt left Porto."}\n',
}


def written(folder: Path, articles: dict[str, str]) -> Path:
    for name, text in articles.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def lines_of(out: Path) -> list[str]:
    """All lines of the graph that is current, as often as they stand there."""
    folder = out / json.loads((out / "current.json").read_text())["folder"]
    lines = [
        line for path in sorted(folder.glob("*.nq.gz")) for line in gzip.decompress(path.read_bytes()).splitlines()
    ]
    return sorted(line.decode() for line in lines if b"edAtTime" not in line)


def lines_here(out: Path) -> list[str]:
    lines = (f"{triple} ." for triple in Store.open_read_only(out / "store").triples())
    return sorted(line for line in lines if "edAtTime" not in line)


class Killer(Silent):
    """Kills a worker when the first document is done."""

    def __init__(self, client):
        self.client = client
        self.killed = False

    def advance(self, words):
        if not self.killed:
            self.killed = True
            os.kill(next(iter(self.client.run(os.getpid).values())), signal.SIGKILL)


@pytest.mark.model
def test_partitioned_build_gives_the_triples_of_one_machine_each_once(cluster, tmp_path, monkeypatch):
    """Though a worker is killed half-way, and one document kills what extracts it."""
    monkeypatch.setattr(parts, "BYTES", 1)
    monkeypatch.setattr(partitioned, "SHARED_BYTES", 10_000)
    run.build(written(tmp_path / "good", ARTICLES), tmp_path / "here")
    harm = {"b/poison.txt": poisoned.DIES, "b/picture.txt": "\x00\x01", "b/photo.png": "no article"}
    source = written(tmp_path / "all", ARTICLES | harm).as_uri()
    out = (tmp_path / "there").as_uri()
    report = partitioned.build([source], out, cluster, reporter=Killer(cluster), care=POISONED)
    lines = lines_of(tmp_path / "there")
    assert lines == lines_here(tmp_path / "here")
    assert len(set(lines)) == len(lines)
    assert any("wasRevisionOf" in line for line in lines)
    assert {i.source: (i.step, i.skipped) for i in report.issues} == {
        "b/poison.txt": ("extract", True),
        "b/picture.txt": ("read", True),
        source: ("read", False),
    }
    assert report.skipped == 2
    assert report.counts.documents == 6

    manifest = json.loads((tmp_path / "there" / "current.json").read_text())
    folder = tmp_path / "there" / manifest["folder"]
    files = json.loads((folder / "build.json").read_text())["files"]
    assert len([f for f in files if "shared" in f["name"]]) > 1
    store = pyoxigraph.Store()
    for file in files:
        data = (tmp_path / "there" / file["name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == file["sha256"]
        store.bulk_load(gzip.decompress(data), pyoxigraph.RdfFormat.N_QUADS)
    assert len(store) == sum(file["triples"] for file in files) == report.triples

    again = partitioned.build([source], out, cluster, care=POISONED)
    assert (again.unchanged, again.triples, again.skipped) == (True, report.triples, 2)


@pytest.mark.model
def test_partitioned_build_takes_up_what_is_there_and_makes_anew_what_is_damaged(cluster, tmp_path):
    out = (tmp_path / "there").as_uri()
    source = written(tmp_path / "articles", ARTICLES)
    partitioned.build([str(source / "a"), str(source / "b")], out, cluster)
    before = lines_of(tmp_path / "there")
    (graph,) = (tmp_path / "there" / "graphs").iterdir()
    (graph / "build.json").unlink()  # as if killed before the end
    again = partitioned.build([str(source / "a"), str(source / "b")], out, cluster)
    assert (again.reused, again.unchanged) == (6, False)
    (graph / "build.json").unlink()
    for kept in (tmp_path / "there" / "extractions").rglob("*.gz"):
        kept.write_bytes(kept.read_bytes()[:-20])
    (graph / "documents-000000.nq.gz").write_bytes(b"half")
    anew = partitioned.build([str(source / "a"), str(source / "b")], out, cluster)
    assert anew.reused == 0
    assert lines_of(tmp_path / "there") == before


def test_partitioned_build_names_a_file_that_takes_one_worker_after_the_other_along(tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "FAILURES", 0)
    source = written(tmp_path / "all", {"good.txt": "A ferry.", "worse.txt": poisoned.TAKES_THE_WORKER_ALONG})
    found, _ = parts.listed([source.as_uri()])
    job = partitioned.Job(partitioned.Settings(), poisoned.NO_MODEL, partitioned.code_version(), QUICK)
    with connected("local:1") as client:
        prepared = partitioned._prepared(client, job, (tmp_path / "out").as_uri(), parts.parts(found, ""), (), Silent())
    assert sorted(e.source_file for p in prepared for e in p.entries) == ["good.txt"]
    assert [(i.source, i.step) for p in prepared for i in p.issues] == [("worse.txt", "extract")]


def test_partitioned_build_tries_a_file_again_that_could_not_be_read(cluster, tmp_path, monkeypatch):
    """And has what the rest of its part says, which is kept."""
    monkeypatch.setattr("pipeline.language.LanguageModel", poisoned.NoModel)
    source, out = written(tmp_path / "wire", {"a.txt": "A ferry.", "c.txt": "A quay."}), (tmp_path / "out").as_uri()
    away = parts.File((tmp_path / "wire/d.txt").as_uri(), "d.txt", 7, "")
    found, _ = parts.listed([source.as_uri()])
    monkeypatch.setattr(partitioned, "listed", lambda sources: ([*found, away], []))
    builds = [partitioned.build([source.as_uri()], out, cluster, care=QUICK) for _ in range(2)]
    assert [(b.unchanged, b.counts.documents, [i.source for i in b.issues]) for b in builds] == [
        (False, 2, ["d.txt"]),
        (True, 2, ["d.txt"]),
    ]
    written(tmp_path / "wire", {"d.txt": "A crew."})
    whole = partitioned.build([source.as_uri()], out, cluster, care=QUICK)
    assert (whole.unchanged, whole.counts.documents, whole.issues) == (False, 3, ())
    assert partitioned.build([source.as_uri()], out, cluster, care=QUICK).unchanged


def test_partitioned_build_of_nothing_says_so(cluster, tmp_path):
    with pytest.raises(CitegraphError, match="nothing to build from"):
        partitioned.build([(tmp_path / "none").as_uri()], (tmp_path / "out").as_uri(), cluster)


def test_storage_writes_a_file_whole_or_not_at_all(tmp_path, monkeypatch):
    storage = Storage((tmp_path / "out").as_uri())
    storage.write("a/b.gz", b"first")

    def full(*_):
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(LocalFileSystem, "mv", full)
    with pytest.raises(CitegraphError, match=r"a/b\.gz: no room"):
        storage.write("a/b.gz", b"second")
    assert storage.read("a/b.gz") == b"first"


@pytest.mark.parametrize("silent", [True, False])
def test_storage_replaces_a_file_where_nothing_may_be_renamed_onto_another(monkeypatch, silent):
    """As on HDFS, whose REST interface does not even tell."""

    class Hadoop(MemoryFileSystem):
        protocol = "webhdfs"
        store: ClassVar = {}
        pseudo_dirs: ClassVar = [""]
        full = False

        def mv(self, path1, path2, **options):
            if not self.exists(path2) and not (self.full and path1.endswith(".part")):
                super().mv(path1, path2)
            elif not silent:
                raise FileExistsError(errno.EEXIST, "there is one", path2)

    fs = Hadoop()
    monkeypatch.setattr(storage_room, "found", lambda address: (fs, "/out"))
    storage = Storage("webhdfs://name/out")
    for content in (b"first", b"second"):
        storage.write("current.json", content)
        assert storage.read("current.json") == content
    assert fs.find("/out") == ["/out/current.json"]
    fs.full = True
    with pytest.raises(CitegraphError, match=r"webhdfs://name/out/current\.json"):
        storage.write("current.json", b"third")
    assert storage.read("current.json") == b"second"


def test_shares_of_all_subjects_come_to_one_file_each():
    lines = [f"<urn:{n}> <urn:p> <urn:{m}> ." for n in range(40) for m in range(3)]
    triples = [next(iter(pyoxigraph.parse(line, pyoxigraph.RdfFormat.N_TRIPLES))).triple for line in lines]
    out = "memory://shares"
    shares = [(str(at), partition.shuffle(out, "x", str(at), triples[at:], 4)) for at in (0, 60)]
    pieces = [partition.gather(out, "x", n, [(part, own[n]) for part, own in shares]) for n in range(4)]
    files = [gzip.decompress(Storage(out).read(piece.name)).decode().splitlines() for piece in pieces]
    assert sorted(line for file in files for line in file) == sorted(lines)
    assert [len(file) for file in files] == [piece.triples for piece in pieces]
    for number, file in enumerate(files):
        assert file == sorted(file)
        assert {zlib.crc32(line.split()[0].encode()) % 4 for line in file} <= {number}
