"""The vendored scripts are those that were recorded, each with its licence."""

from __future__ import annotations

import pytest

from pipeline.web import vendor
from pipeline.web.vendor import LICENCES, VENDORED, differences, packages


def test_vendor_files_have_the_recorded_digests():
    assert differences() == []


def test_vendor_tells_a_changed_a_missing_and_an_unknown_file(tmp_path, monkeypatch):
    (tmp_path / "sigma.min.js").write_text("alert(1)")
    (tmp_path / "other.js").write_text("")
    monkeypatch.setattr(vendor, "VENDORED", tmp_path)
    told = "\n".join(differences())
    assert "sigma.min.js: has the SHA-256" in told
    assert "other.js: is not recorded" in told
    assert "yasgui.min.js: is missing" in told


@pytest.mark.parametrize("package", packages(), ids=lambda p: p["name"])
def test_vendor_packages_are_exact_and_have_their_licences(package):
    licences = (VENDORED / LICENCES).read_text("utf-8")
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
