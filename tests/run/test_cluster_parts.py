"""Articles at addresses: which files are meant, what they are called, and how they are put together."""

import fsspec
import pytest
from typer.testing import CliRunner

from pipeline import cli
from pipeline.errors import CitegraphError, SettingsError
from pipeline.run.cluster import parts
from pipeline.run.cluster.storage import found


@pytest.fixture
def memory():
    fs = fsspec.filesystem("memory")
    fs.pipe(
        {
            "/wire/2021/a.txt": b"Gdansk.",
            "/wire/2021/a.meta.json": b'{"title": "A"}',
            "/wire/2021/.draft.txt": b"no",
            "/wire/2022/b.md": b"Porto.",
            "/wire/README.md": b"no",
            "/wire/photo.jpg": b"no",
            "/other/2022/b.md": b"Hull.",
        }
    )
    yield fs
    fs.rm("/", recursive=True)


def test_listed_files_are_those_that_are_read_under_their_names(memory):
    files, issues = parts.listed(["memory://wire"])
    assert [(f.name, f.size, len(f.beside)) for f in files] == [("2021/a.txt", 7, 1), ("2022/b.md", 6, 0)]
    assert [(i.message, i.skipped) for i in issues] == [("passed over 1 file of other kinds (.jpg 1)", False)]
    assert [f.name for f in parts.listed(["memory://wire/*/b.md"])[0]] == ["2022/b.md"]
    assert [f.name for f in parts.listed(["memory://wire/2022/b.md"])[0]] == ["b.md"]
    (missing,) = parts.listed(["memory://nowhere"])[1]
    assert (missing.source, missing.skipped) == ("memory://nowhere", True)


def test_listed_refuses_two_files_of_one_name(memory):
    with pytest.raises(CitegraphError, match=r"both be called 2022/b\.md"):
        parts.listed(["memory://wire", "memory://other"])


def test_parts_leave_those_around_a_new_file_as_they_were():
    files = [parts.File(f"x://{n:04}.txt", f"{n:04}.txt", 100, "") for n in range(0, 2000, 2)]
    before = parts.parts(files, "")
    assert 30 < len(before) < 120
    assert [f for p in before for f in p.files] == files
    files.insert(500, parts.File("x://0999.txt", "0999.txt", 100, ""))
    after = parts.parts(files, "")
    assert len({p.key for p in after} - {p.key for p in before}) <= 2
    assert [f for p in after for f in p.files] == files


def test_parts_keep_their_keys_until_a_file_or_the_context_changes(memory, monkeypatch):
    monkeypatch.setattr(parts, "BYTES", 1)
    first = parts.parts(parts.listed(["memory://wire"])[0], "model")
    assert [[f.name for f in p.files] for p in first] == [["2021/a.txt"], ["2022/b.md"]]
    assert parts.parts(parts.listed(["memory://wire"])[0], "model") == first
    memory.pipe("/wire/2021/a.meta.json", b'{"title": "B"}')
    second = parts.parts(parts.listed(["memory://wire"])[0], "model")
    assert [a.key == b.key for a, b in zip(first, second, strict=True)] == [False, True]
    assert {p.key for p in parts.parts(parts.listed(["memory://wire"])[0], "other")}.isdisjoint(p.key for p in second)


def test_fetched_files_lie_in_a_folder_as_long_as_they_are_needed(memory):
    with parts.fetched(["memory://wire"]) as (folder, _):
        assert (folder / "2022/b.md").read_bytes() == b"Porto."
        assert (folder / "2021/a.meta.json").exists()
    assert not folder.exists()


def test_fetched_names_an_address_that_holds_nothing(memory):
    with pytest.raises(CitegraphError, match="nothing to build from: memory://nowhere does not exist"):
        parts.fetched(["memory://nowhere"]).__enter__()


def test_an_address_that_cannot_be_opened_is_named():
    with pytest.raises(SettingsError, match="nosuch://bucket"):
        found("nosuch://bucket")


@pytest.mark.model
def test_build_reads_articles_at_an_address(memory, tmp_path):
    done = CliRunner().invoke(cli.app, ["build", "memory://wire", "--out", str(tmp_path / "out"), "--quiet"])
    assert done.exit_code == 0, done.output
    turtle = (tmp_path / "out" / "citegraph.ttl").read_text(encoding="utf-8")
    assert 'schema:headline "A"' in turtle
    assert '"Porto."' in turtle


@pytest.mark.parametrize("more", [[], ["--cluster", "local:2", "--store", "http://localhost:1"]])
def test_build_to_an_address_needs_a_cluster(memory, more):
    done = CliRunner().invoke(cli.app, ["build", "memory://wire", "--out", "memory://out", *more])
    assert isinstance(done.exception, SettingsError)
    assert "--cluster" in str(done.exception)
