"""Articles and graphs on a real server of S3, where nothing can be renamed and names may be nearly anything."""

import gzip
import json
import os
from pathlib import Path

import boto3
import poisoned
import pytest
import quick
import s3
import s3fs

from pipeline.errors import CitegraphError, StoreError
from pipeline.run.cluster import partitioned, parts
from pipeline.run.cluster.storage import Storage

ODD = (
    "dock strike.txt", "Málaga – Ürümqi.txt", "日本.txt", "e\u0301.txt", "[1] a*b.txt", "a::b.txt", "a?b#c%41&+.txt",
    "it's \"so\".txt", "sub folder/x.txt",
)  # fmt: skip


@pytest.fixture(scope="module")
def server():
    with s3.serving() as address:
        yield address


@pytest.fixture
def bucket(server, monkeypatch):
    """A client of the server, with an empty bucket "news", while the environment tells where it is."""
    for name, value in (s3.ACCOUNT | {"AWS_ENDPOINT_URL": server}).items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    client = boto3.client("s3")
    client.create_bucket(Bucket="news", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    yield client
    for key in keys(client):
        client.delete_object(Bucket="news", Key=key)
    client.delete_bucket(Bucket="news")
    client.close()
    s3fs.S3FileSystem.clear_instance_cache()


@pytest.fixture
def workers(cluster, bucket):
    """The cluster, whose workers know where the server is."""
    told = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    cluster.wait_for_workers(2)
    cluster.run(lambda: __import__("os").environ.update(told))  # pickled by value, with no environment of its own
    yield cluster
    cluster.run(lambda: [__import__("os").environ.pop(name, None) for name in told])


def keys(client) -> list[str]:
    return [about["Key"] for about in client.list_objects_v2(Bucket="news").get("Contents", ())]


def put(client, articles: dict[str, str]) -> None:
    for name, text in articles.items():
        client.put_object(Bucket="news", Key=name, Body=text.encode())


def test_files_on_s3_come_whatever_their_names(bucket, tmp_path):
    put(
        bucket, {f"wire/{name}": name for name in ODD} | {"wire/": "", "wire2/no.txt": "no", "wire/../../out.txt": "no"}
    )
    files, issues = parts.listed(["s3://news/wire"])
    assert sorted(f.name for f in files) == sorted(ODD)
    assert not [i for i in issues if i.skipped]
    parts.fetch(files, tmp_path / "here")
    found = {str(p.relative_to(tmp_path / "here")): p.read_text() for p in tmp_path.rglob("*") if p.is_file()}
    assert found == {name: name for name in ODD}
    for name in ODD:
        assert [f.name for f in parts.listed([f"s3://news/wire/{name}"])[0]] == [name.rpartition("/")[2]]


def test_files_on_s3_are_listed_anew_and_change_with_their_content_alone(bucket):
    put(bucket, {"wire/a.txt": "Gdansk.", "wire/b.txt": "Porto."})
    first = parts.parts(parts.listed(["s3://news/wire"])[0], "")
    put(bucket, {"wire/a.txt": "Gdansk."})  # the same once more, as a copy of a folder would
    assert parts.parts(parts.listed(["s3://news/wire"])[0], "") == first
    put(bucket, {"wire/a.txt": "Gdynia."})
    assert parts.parts(parts.listed(["s3://news/wire"])[0], "") != first
    put(bucket, {"wire/c.txt": "Hull."})
    assert [f.name for f in parts.listed(["s3://news/wire"])[0]] == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize("folder", ["graph", "my graphs [1] – ü"])
def test_storage_on_s3_writes_reads_and_removes(bucket, folder):
    storage = Storage(f"s3://news/{folder}")
    assert storage.read("a/b.gz") is None
    for content in (b"first", b"second"):
        storage.write("a/b.gz", content)
        assert storage.read("a/b.gz") == content
    assert storage.read("a/b.gz", 2, 4) == b"co"
    put(bucket, {f"{folder}/shuffle/x/1": "1", f"{folder}/shuffle/x/2": "2", f"{folder}/shuffle/xy": "3"})
    storage.remove("shuffle/x")
    storage.remove("shuffle/never")
    assert keys(bucket) == sorted([f"{folder}/a/b.gz", f"{folder}/shuffle/xy"])


def test_storage_on_s3_names_the_address_and_what_to_set(bucket, monkeypatch):
    with pytest.raises(StoreError, match=r"s3://elsewhere/x/a: The specified bucket does not exist"):
        Storage("s3://elsewhere/x").write("a", b"1")
    put(bucket, {"wire/a.txt": "Gdansk."})
    files, _ = parts.listed(["s3://news/wire"])
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    s3fs.S3FileSystem.clear_instance_cache()
    for address, work in (
        ("s3://news/wire", lambda: parts.listed(["s3://news/wire"])),
        ("s3://news/wire/a.txt", lambda: parts.fetch(files, Path("/nowhere"))),
        ("s3://news/out/a", lambda: Storage("s3://news/out").read("a")),
        ("s3://news/out/a", lambda: Storage("s3://news/out").write("a", b"1")),
    ):
        with pytest.raises(CitegraphError, match=rf"^{address}: .*set AWS_ACCESS_KEY_ID"):
            work()


def test_partitioned_build_from_s3_to_s3_is_that_from_file_to_file(bucket, workers, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.language.LanguageModel", poisoned.NoModel)
    monkeypatch.setattr(partitioned, "SHARED_BYTES", 10_000)
    care = poisoned.Patience(program=quick.__file__)
    articles = {
        f"{name.removesuffix('.txt')}.md": f"---\nauthor: Ida Holm\n---\n\nOn {n}.\n" for n, name in enumerate(ODD)
    }
    put(bucket, {f"wire/{name}": text for name, text in articles.items()})
    for name, text in articles.items():
        (tmp_path / "wire" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "wire" / name).write_text(text, encoding="utf-8")
    there = partitioned.build(["s3://news/wire"], "s3://news/out", workers, care=care)
    here = partitioned.build([(tmp_path / "wire").as_uri()], (tmp_path / "out").as_uri(), workers, care=care)
    assert (there.counts.documents, there.skipped) == (len(ODD), 0)
    assert there.triples == here.triples

    def lines(read, files) -> list[bytes]:
        found = (line for f in files for line in gzip.decompress(read(f["name"])).splitlines())
        return sorted(line for line in found if b"edAtTime" not in line)

    storage = Storage("s3://news/out")
    current = json.loads(storage.read("current.json"))
    files = json.loads(storage.read(f"{current['folder']}/build.json"))["files"]
    own = json.loads((Path(here.out.removeprefix("file://")) / "build.json").read_text())["files"]
    assert len([f for f in files if "shared" in f["name"]]) > 1
    assert lines(storage.read, files) == lines(lambda name: (tmp_path / "out" / name).read_bytes(), own)
    assert not [key for key in keys(bucket) if "shuffle" in key]
    again = partitioned.build(["s3://news/wire"], "s3://news/out", workers, care=care)
    assert (again.unchanged, again.triples) == (True, there.triples)
