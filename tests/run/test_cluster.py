"""Extraction on a cluster of two worker processes: nothing lost, nothing twice, and the graph is the same."""

import json
import os
import signal
from pathlib import Path

import poisoned
import pytest
import quick
from typer.testing import CliRunner

from pipeline import cli, read, run
from pipeline.errors import CitegraphError, SettingsError
from pipeline.records import Document
from pipeline.run.cache import ExtractionCache, code_version
from pipeline.run.cluster import connected, connection, in_cluster, spreading
from pipeline.run.cluster import extracting as on_cluster
from pipeline.run.extracting import Wanted
from pipeline.settings import Settings

TEXTS = (
    "Mayor Lotte Brandt opened the ferry terminal in Gdansk on 3 May 2021.",
    "Police in Porto arrested two men on 3 May 2021, a spokesman said.",
    "The dockers of Hull went on strike; their union demanded higher pay.",
    "Lotte Brandt denied that the terminal had cost 40 million euros.",
)
POISONED = poisoned.Patience(tries=1, program=poisoned.__file__)
QUICK = poisoned.Patience(program=quick.__file__)


def written(folder: Path, *texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def wanted(folder: Path, cache: ExtractionCache) -> list[Wanted]:
    found = (d for d in read.documents([folder], Settings()) if isinstance(d, Document))
    return [Wanted(cache.key(d), d) for d in found]


def turtle_without_times(out: Path) -> str:
    lines = (out / "citegraph.ttl").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if "edAtTime" not in line)


@pytest.fixture
def cache(tmp_path) -> ExtractionCache:
    return ExtractionCache(tmp_path / "cache", poisoned.NO_MODEL)


@pytest.mark.model
def test_cluster_gives_the_graph_of_one_machine_without_what_does_harm(cluster, tmp_path, monkeypatch):
    """And the command says which documents those are, and that they are missing."""
    monkeypatch.setattr(on_cluster, "Care", lambda: POISONED)
    good = written(tmp_path / "good", *TEXTS)
    run.build(good, tmp_path / "here")
    all_ = written(tmp_path / "all", *TEXTS, poisoned.DIES, poisoned.HANGS)
    out = tmp_path / "there"
    address = cluster.scheduler_info()["address"]
    done = CliRunner().invoke(cli.app, ["build", str(all_), "--out", str(out), "--cluster", address, "--quiet"])
    assert done.exit_code == 1
    assert turtle_without_times(out) == turtle_without_times(tmp_path / "here")
    issues = [json.loads(line) for line in (out / "issues.jsonl").read_text(encoding="utf-8").splitlines()]
    told = {issue["source"]: (issue["step"], issue["message"]) for issue in issues}
    assert told.keys() == {"4.txt", "5.txt"}
    assert {step for step, _ in told.values()} == {"extract"}
    assert "signal 9" in told["4.txt"][1]
    assert "more than 1 s" in told["5.txt"][1]


def test_cluster_loses_and_doubles_nothing_when_a_worker_is_killed(cluster, cache, tmp_path, monkeypatch):
    monkeypatch.setattr(on_cluster, "BATCH", 1)
    kept = []
    keep = cache.keep
    monkeypatch.setattr(cache, "keep", lambda key, body: (kept.append(key), keep(key, body)))
    items = wanted(written(tmp_path / "articles", *TEXTS * 2), cache)
    done = []
    for one in in_cluster(items, cluster, Settings(), cache, QUICK):
        if not done:
            os.kill(next(iter(cluster.run(os.getpid).values())), signal.SIGKILL)
        done.append(one)
    assert sorted(d.document.source_file for d in done) == [f"{n}.txt" for n in range(8)]
    assert not any(d.lost for d in done)
    assert sorted(kept) == sorted(w.key for w in items)
    for one in items:
        assert cache.get(one.key).document == one.document


def test_cluster_blames_what_takes_workers_along_and_no_bystander(cache, tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "FAILURES", 0)
    items = wanted(written(tmp_path / "articles", TEXTS[0], poisoned.TAKES_THE_WORKER_ALONG, *TEXTS[1:3]), cache)
    with connected("local:1") as client:
        done = {d.document.source_file: d.lost for d in in_cluster(items, client, Settings(), cache, QUICK)}
    assert "died" in done.pop("1.txt")
    assert done == {"0.txt": "", "2.txt": "", "3.txt": ""}
    assert [w.key in cache for w in items] == [True, False, True, True]


def test_cluster_without_workers_is_not_waited_for_for_ever(cache, tmp_path, monkeypatch):
    monkeypatch.setattr(spreading, "LOOK", 0.1)
    monkeypatch.setattr(spreading, "PATIENCE", 0.1)
    items = wanted(written(tmp_path / "articles", TEXTS[0]), cache)
    with connected("local:1") as client:
        client.retire_workers()
        with pytest.raises(CitegraphError, match="has had no worker"):
            list(in_cluster(items, client, Settings(), cache, QUICK))


def test_cluster_refuses_workers_with_another_model(cluster, tmp_path, monkeypatch):
    cache = ExtractionCache(tmp_path / "cache", "1" * 64)
    items = wanted(written(tmp_path / "articles", TEXTS[0]), cache)
    with pytest.raises(SettingsError, match="another language model"):
        list(in_cluster(items, cluster, Settings(), cache, QUICK))
    monkeypatch.setattr(on_cluster, "code_version", lambda: code_version()[::-1])
    with pytest.raises(SettingsError, match="another version of citegraph"):
        list(in_cluster(items, cluster, Settings(), cache, QUICK))


def test_connected_names_an_address_that_is_none_and_one_where_nobody_answers(monkeypatch):
    monkeypatch.setattr(connection, "WAITING", 1.0)
    for address, message in (("here", "'here' is no cluster"), ("tcp://127.0.0.1:9", "answers at tcp://127.0.0.1:9")):
        with pytest.raises(SettingsError, match=message), connected(address):
            pass
