"""Archives that mean harm are refused before anything in them is used, and the message says why."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from pathlib import Path

import pytest
from packs import packed, rewritten

from pipeline.errors import PackError
from pipeline.pack import archive
from pipeline.pack.verify import verify


def zipped(path: Path, *entries: tuple[str, bytes], mode: int = stat.S_IFREG | 0o644, how: int = 0) -> Path:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", how) as file:
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, data in entries:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = how
            file.writestr(info, data)
    path.write_bytes(buffer.getvalue())
    return path


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "rows/../../evil", "rows\\evil", "C:evil", "a b", "rows/", "É"]
)
def test_archive_refuses_names_that_lead_elsewhere(tmp_path: Path, name):
    with pytest.raises(PackError, match="refused"):
        verify(zipped(tmp_path / "p.zip", (name, b"")))


def test_archive_refuses_a_name_that_is_there_twice(tmp_path: Path):
    with pytest.raises(PackError, match="two members"):
        verify(zipped(tmp_path / "p.zip", ("manifest.json", b"{}"), ("manifest.json", b"{}")))


def test_archive_refuses_bombs_unopened(tmp_path: Path):
    with pytest.raises(PackError, match="compressed"):
        verify(zipped(tmp_path / "p.zip", ("manifest.json", b"0" * 5_000_000), how=zipfile.ZIP_DEFLATED))
    with pytest.raises(PackError, match="at most 1,000"):
        verify(zipped(tmp_path / "p.zip", *((f"m{n}", b"") for n in range(1_001))))


def test_archive_refuses_members_that_overlap(tmp_path: Path):
    path = zipped(tmp_path / "p.zip", ("aa", b"x" * 5_000), ("bb", b"y" * 10))
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    first, second = start, data.index(b"PK\x01\x02", start + 4)
    sizes = data[first + 20 : first + 28]
    forged = bytearray(data)
    forged[second + 20 : second + 28] = sizes  # both claim the 5,000 bytes
    path.write_bytes(bytes(forged))
    with pytest.raises(PackError, match="overlap"):
        verify(path)


def test_archive_refuses_links(tmp_path: Path):
    with pytest.raises(PackError, match="no plain file"):
        verify(zipped(tmp_path / "p.zip", ("manifest.json", b"/etc/passwd"), mode=stat.S_IFLNK | 0o777))


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive at all", b"PK\x05\x06" + b"\0" * 18])
def test_archive_refuses_what_is_no_pack(tmp_path: Path, data):
    (tmp_path / "p.zip").write_bytes(data)
    with pytest.raises(PackError):
        verify(tmp_path / "p.zip")
    with pytest.raises(PackError, match="cannot be read"):
        verify(tmp_path / "none.zip")


@pytest.mark.parametrize("manifest", [b"[" * 100_000, b"[]", b'{"format": "citegraph-pack/9"}', b"\xff"])
def test_archive_refuses_a_manifest_that_is_none(tmp_path: Path, manifest):
    with pytest.raises(PackError, match=r"JSON|format"):
        verify(zipped(tmp_path / "p.zip", ("manifest.json", manifest)))


def test_archive_names_every_member_that_was_changed(tmp_path: Path):
    path = packed(tmp_path)
    members, manifest = archive.read(path)
    members["graph.ttl"] += b" "
    del members["quotes.json"]
    members["more"] = b""
    zipped(path, *members.items())
    with pytest.raises(
        PackError, match=r"quotes\.json is missing; more is not in the manifest; graph\.ttl was changed"
    ):
        verify(path)
    del manifest["tables"]
    with pytest.raises(PackError, match="not built like a pack"):
        verify(rewritten(packed(tmp_path), archive.read(packed(tmp_path))[0], manifest))


@pytest.mark.parametrize("step", [97])
def test_archive_any_flipped_byte_is_found_or_changes_nothing_that_is_read(tmp_path: Path, step):
    path = packed(tmp_path)
    whole, data = archive.read(path), path.read_bytes()
    for at in range(0, len(data), step):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x20]) + data[at + 1 :])
        try:
            found = archive.read(path)
        except PackError:
            continue
        assert found == whole, at  # such as the date of a member
