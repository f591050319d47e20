"""Which files are found, in what order and under what names."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipeline.read.sources import SUFFIXES, Source, find
from pipeline.records import Issue


def tree(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text.")
    return root


def found(*sources: Path | str) -> list[str]:
    return [item.name for item in find(sources) if isinstance(item, Source)]


def issues(*sources: Path | str) -> list[Issue]:
    return [item for item in find(sources) if isinstance(item, Issue)]


def test_sources_of_a_folder_are_sorted_and_relative(tmp_path: Path):
    tree(tmp_path, "b.md", "a/z.txt", "a/b/c.HTML", "c.txt")
    assert found(tmp_path) == ["a/b/c.HTML", "a/z.txt", "b.md", "c.txt"]
    assert not issues(tmp_path)


def test_sources_of_a_folder_leave_out_what_is_no_article(tmp_path: Path):
    tree(tmp_path, "a.txt", ".hidden.txt", ".git/b.txt", "README.md", "licence.txt", "LICENSE", "a.txt.meta.json")
    assert found(tmp_path) == ["a.txt"]
    assert not issues(tmp_path)


def test_sources_of_other_kinds_in_a_folder_are_counted_once(tmp_path: Path):
    tree(tmp_path, "a.txt", "b.png", "c/d.PNG", "c/e.csv", "Makefile")
    [issue] = issues(tmp_path)
    assert issue.message == "passed over 4 files of other kinds (.csv 1, .png 2, without an ending 1)"
    assert (issue.source, issue.skipped) == (str(tmp_path), False)


def test_sources_of_a_folder_without_articles_say_so(tmp_path: Path):
    tree(tmp_path / "images", "a.png")
    (tmp_path / "empty").mkdir()
    [issue] = issues(tmp_path / "empty")
    assert (issue.skipped, "holds no files to read (.txt, .md" in issue.message) == (True, True)
    assert [issue.skipped for issue in issues(tmp_path / "images")] == [False, True]


def test_sources_named_are_taken_whatever_they_are_called(tmp_path: Path):
    tree(tmp_path, "README.md", ".hidden.txt", "a.xyz")
    names = ["README.md", ".hidden.txt", "a.xyz"]
    items = list(find([tmp_path / name for name in names]))
    assert [(item.name, item.named) for item in items if isinstance(item, Source)] == [(name, True) for name in names]


def test_sources_of_a_glob_are_relative_to_its_fixed_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tree(tmp_path, "news/2022/a.txt", "news/2021/b.txt", "news/2021/c.csv", "news/README.md")
    assert found(f"{tmp_path}/news/**/*.txt") == ["2021/b.txt", "2022/a.txt"]
    assert found(f"{tmp_path}/news/*") == ["2021/b.txt", "2022/a.txt"]
    assert "passed over 1 file of other kinds (.csv 1)" in issues(f"{tmp_path}/news/**")[0].message
    monkeypatch.chdir(tmp_path)
    assert found("news/20?2/*.txt") == ["2022/a.txt"]


def test_sources_of_a_glob_may_be_a_path_object_and_match_nothing(tmp_path: Path):
    [issue] = issues(tmp_path / "*.txt")
    assert (issue.message, issue.skipped) == ("matches no file", True)


def test_sources_with_magic_characters_in_a_real_name_are_taken_literally(tmp_path: Path):
    tree(tmp_path, "a[1].txt", "a1.txt")
    assert found(tmp_path / "a[1].txt") == ["a[1].txt"]


@pytest.mark.parametrize("name", ["missing.txt", "missing/a.txt"])
def test_sources_that_do_not_exist_say_so(tmp_path: Path, name: str):
    [issue] = issues(tmp_path / name)
    assert (issue.source, issue.message, issue.skipped) == (str(tmp_path / name), "does not exist", True)


def test_sources_with_impossible_names_say_so():
    assert "no possible file name" in issues("a\0b")[0].message
    assert "too long" in issues("a" * 5000)[0].message
    assert issues("a\ud800.txt")[0].skipped


def test_sources_reached_twice_are_read_once(tmp_path: Path):
    tree(tmp_path, "a.txt", "b/c.txt")
    assert found(tmp_path / "a.txt", tmp_path, tmp_path / "b", f"{tmp_path}/*.txt") == ["a.txt", "b/c.txt"]
    assert not issues(tmp_path, tmp_path, tmp_path / "b", tmp_path / "a.txt")


def test_sources_of_one_name_are_told_apart(tmp_path: Path):
    tree(tmp_path, "x/a.txt", "y/a.txt", "z/y/a.txt", "w/sub/b.txt", "v/sub/b.txt")
    assert found(tmp_path / "x/a.txt", tmp_path / "y/a.txt", tmp_path / "z/y/a.txt") == [
        "a.txt",
        "y/a.txt",
        "z/y/a.txt",
    ]
    assert found(tmp_path / "w", tmp_path / "v") == ["sub/b.txt", "v/sub/b.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any bytes")
def test_sources_with_names_that_are_no_utf8_get_names_that_can_be_written(tmp_path: Path):
    for raw in (b"caf\xe9.txt", b"caf\xe8.txt"):
        (tmp_path / os.fsdecode(raw)).write_text("Text.")
    names = found(tmp_path)
    assert len(set(names)) == 2
    assert all(name.encode("utf-8") and "caf\ufffd.txt" in name for name in names)


def test_sources_links_to_folders_are_followed_once(tmp_path: Path):
    tree(tmp_path, "data/a/x.txt", "elsewhere/y.txt")
    (tmp_path / "data/a/loop").symlink_to(tmp_path / "data", target_is_directory=True)
    (tmp_path / "data/b").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert found(tmp_path / "data") == ["a/x.txt", "b/y.txt"]
    [issue] = issues(tmp_path / "data")
    assert (issue.source, issue.skipped) == ("a/loop/", False)


def test_sources_links_to_files_are_files(tmp_path: Path):
    tree(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path / "nowhere.txt")
    assert found(tmp_path) == ["a.txt", "b.txt", "c.txt"]


def test_sources_unreadable_folders_are_named_and_the_others_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tree(tmp_path, "a/x.txt", "b/y.txt")
    original = os.scandir

    def guarded(path: Path):
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return original(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert found(tmp_path) == ["b/y.txt"]
    [issue] = issues(tmp_path)
    assert (issue.source, issue.message, issue.skipped) == ("a/", "the folder may not be read: permission denied", True)
    assert [issue.skipped for issue in issues(tmp_path / "a")] == [True]


def test_sources_behind_a_closed_folder_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def closed(path: Path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "lstat", closed)
    assert "permission denied" in issues(tmp_path / "a.txt")[0].message


def test_sources_all_endings_have_a_reader():
    from pipeline.read.documents import PARSED, READERS

    assert set(SUFFIXES) - set(READERS) - set(PARSED) == {".jsonl", ".ndjson"}
