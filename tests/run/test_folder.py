"""The output folder has one writer, switches in one step, and forgets what a killed build left."""

import multiprocessing
import shutil

import pytest

from pipeline.errors import BuildInProgressError, StoreError
from pipeline.records import Issue
from pipeline.run.folder import OutputFolder


def finish(folder: OutputFolder, text: str) -> None:
    with folder.writing():
        build = folder.new_build()
        (build / "citegraph.ttl").write_text(text)
        folder.switch(build)


def test_folder_switch_shows_the_new_build_through_the_same_path(tmp_path):
    folder = OutputFolder(tmp_path / "out")
    assert folder.complete() is None
    for text in ("first", "second", "third"):
        finish(folder, text)
        assert (tmp_path / "out" / "citegraph.ttl").read_text() == text
    assert len(list((tmp_path / "out" / "builds").iterdir())) == 2


def test_folder_readers_of_the_old_build_go_on_after_a_switch(tmp_path):
    folder = OutputFolder(tmp_path / "out")
    finish(folder, "first")
    old = folder.complete()
    finish(folder, "second")
    assert old is not None
    assert (old / "citegraph.ttl").read_text() == "first"


def test_folder_removes_an_unfinished_build_and_keeps_the_good_one(tmp_path):
    folder = OutputFolder(tmp_path / "out")
    finish(folder, "good")
    with folder.writing():
        (folder.new_build() / "citegraph.ttl").write_text("half")
    with folder.writing():
        pass
    assert (tmp_path / "out" / "citegraph.ttl").read_text() == "good"
    assert len(list((tmp_path / "out" / "builds").iterdir())) == 1


@pytest.mark.parametrize("without", [(), ("current",), ("store", "citegraph.ttl"), ("builds",)])
def test_folder_that_was_copied_without_its_links_is_written_again(tmp_path, without):
    folder = OutputFolder(tmp_path / "out")
    with folder.writing():
        build = folder.new_build()
        (build / "citegraph.ttl").write_text("first")
        (build / "store").mkdir()
        (build / "store" / "CURRENT").write_text("first")
        folder.switch(build)
    shutil.copytree(
        tmp_path / "out", tmp_path / "copy", ignore=lambda path, names: without if path.endswith("out") else ()
    )
    copy = OutputFolder(tmp_path / "copy")
    with copy.writing():
        assert ("current" in without) is (copy.complete() is None)
        if "current" not in without:
            assert (tmp_path / "copy" / "store" / "CURRENT").read_text() == "first"
        build = copy.new_build()
        (build / "citegraph.ttl").write_text("second")
        copy.switch(build)
    assert (tmp_path / "copy" / "citegraph.ttl").read_text() == "second"
    assert {name: (tmp_path / "copy" / name).is_symlink() for name in ("current", "citegraph.ttl", "store")} == {
        "current": True,
        "citegraph.ttl": True,
        "store": True,
    }


def _hold(path, held, done):
    with OutputFolder(path).writing():
        held.set()
        done.wait(30)


def test_folder_refuses_a_second_writer(tmp_path):
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path / "out", held, done))
    other.start()
    try:
        assert held.wait(30)
        with (
            pytest.raises(BuildInProgressError, match="another build is writing"),
            OutputFolder(tmp_path / "out").writing(),
        ):
            pass
    finally:
        done.set()
        other.join(30)
    with OutputFolder(tmp_path / "out").writing():
        pass


def test_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    for path, why in ((tmp_path / "file", "it is no folder"), (tmp_path / "file" / "out", "on the way is no folder")):
        with pytest.raises(StoreError, match=rf"{why}; .* --out"), OutputFolder(path).writing():
            pass


def test_folder_issues_are_one_json_line_each(tmp_path):
    folder = OutputFolder(tmp_path)
    issues = [
        Issue(step="read", source="a.pdf", message="is encrypted"),
        Issue(step="read", source="ü.txt", message="empty"),
    ]
    folder.write_issues(issues)
    lines = (tmp_path / "issues.jsonl").read_text().splitlines()
    assert [Issue.model_validate_json(line) for line in lines] == issues
