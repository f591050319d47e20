"""Flags outrank the environment, which outranks citegraph.toml; what is wrong is named."""

import pytest

from pipeline.errors import SettingsError
from pipeline.settings import load


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_settings_precedence(tmp_path, monkeypatch):
    assert load().base == "https://w3id.org/citegraph/data/"
    (tmp_path / "citegraph.toml").write_text('base = "https://toml.example/"\nmax_file_bytes = 7\n')
    assert load().base == "https://toml.example/"
    monkeypatch.setenv("CITEGRAPH_BASE", "https://environment.example/")
    assert load().base == "https://environment.example/"
    assert load(base="https://flag.example/", model=None).base == "https://flag.example/"
    assert load().max_file_bytes == 7


@pytest.mark.parametrize("base", ["", "example.org/", "https://example.org", "https://exa mple.org/", "https:///"])
def test_settings_refuse_a_base_that_is_no_iri(base):
    with pytest.raises(SettingsError, match="base"):
        load(base=base)


def test_settings_name_what_is_unknown_or_malformed(tmp_path):
    with pytest.raises(SettingsError, match=r"bas.*settings are: base"):
        load(bas="https://example.org/")
    with pytest.raises(SettingsError, match="max_file_bytes"):
        load(max_file_bytes=0)
    (tmp_path / "citegraph.toml").write_text("base = ")
    with pytest.raises(SettingsError, match=r"citegraph\.toml"):
        load()


def test_settings_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        load().base = "https://example.org/"
