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


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("foo = 1", "foo in {file} is no setting"),
        ('max_file_bytes = "x"', "max_file_bytes in {file} must be a whole number"),
        ("max_file_bytes = 0", "max_file_bytes in {file} must be greater than or equal to 1"),
        ('known = "people.ttl"', "known in {file} must be a list, such as"),
        ("base = 5", "base in {file} must be text in quotation marks"),
    ],
)
def test_settings_name_the_file_that_is_wrong(line, told, tmp_path):
    file = tmp_path / "citegraph.toml"
    file.write_text(line)
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value).startswith(told.format(file=file))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("CITEGRAPH_MAX_FILE_BYTES", "many", "CITEGRAPH_MAX_FILE_BYTES in the environment must be a whole number"),
        ("CITEGRAPH_KNOWN", "people.ttl", "CITEGRAPH_KNOWN in the environment must be a list, such as"),
        ("CITEGRAPH_BASE", "kg", "CITEGRAPH_BASE in the environment must be an absolute IRI"),
    ],
)
def test_settings_name_the_variable_that_is_wrong(name, value, told, monkeypatch):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value).startswith(told)
