"""The vendored scripts are those that were recorded, each with its licence."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.web import vendor
from pipeline.web.vendor import LICENCES, VENDORED, differences, packages

FOR_TESTS = Path(__file__).parents[1] / "vendor"
"""The libraries with which tests read what is exported."""


@pytest.mark.parametrize("folder", [VENDORED, FOR_TESTS], ids=["page", "tests"])
def test_vendor_files_have_the_recorded_digests(folder):
    record = {} if folder == VENDORED else {"record": folder / "vendor.json"}
    assert differences(**record, folder=folder) == []


def test_vendor_tells_a_changed_a_missing_and_an_unknown_file(tmp_path):
    (tmp_path / "sigma.min.js").write_text("alert(1)")
    (tmp_path / "other.js").write_text("")
    told = "\n".join(differences(folder=tmp_path))
    assert "sigma.min.js: has the SHA-256" in told
    assert "other.js: is not recorded" in told
    assert "yasgui.min.js: is missing" in told


@pytest.mark.parametrize(
    ("package", "folder"),
    [*((p, VENDORED) for p in packages()), *((p, FOR_TESTS) for p in packages(FOR_TESTS / "vendor.json"))],
    ids=lambda p: p["name"] if isinstance(p, dict) else "",
)
def test_vendor_packages_are_exact_and_have_their_licences(package, folder):
    licences = (folder / LICENCES).read_text("utf-8")
    for part in (package, *package["bundles"]):
        assert part["version"].replace(".", "").isdigit()
        assert part["integrity"].startswith("sha512-")
        assert f"{part['name']} {part['version']} ({part['licence']})" in licences


def test_vendor_says_what_to_do_without_npm(monkeypatch, tmp_path):
    monkeypatch.setattr(vendor.shutil, "which", lambda _: None)
    with pytest.raises(SystemExit, match="apt-get install npm"):
        vendor._unpacked(packages()[0], tmp_path)


def test_vendor_files_load_nothing_from_elsewhere():
    # addresses stand in them as names of vocabularies and in comments; none is fetched by what the page uses
    style = (VENDORED / "yasgui.min.css").read_text("utf-8")
    assert "http" not in style.replace("http://www.w3.org/2000/svg", "")
    assert "@import" not in style
