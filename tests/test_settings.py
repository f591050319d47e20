"""Flags outrank the environment, which outranks citegraph.toml; what is wrong is named."""

import pytest
import typer

from pipeline.cli import app
from pipeline.errors import SettingsError
from pipeline.settings import OF_COMMANDS, load, unread


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


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("CITEGRAPH_BAS", "CITEGRAPH_BASE"),
        ("CITEGRAPH_MAX_FILE_BYTE", "CITEGRAPH_MAX_FILE_BYTES"),
        ("CITEGRAPH_MAX_CHARS", "CITEGRAPH_MAX_TEXT_CHARS"),
        ("CITEGRAPH_GRAPHS", "CITEGRAPH_GRAPH"),
        ("CITEGRAPH_STORE_PASS", "CITEGRAPH_STORE_PASSWORD"),
        ("citegraph_modle", "CITEGRAPH_MODEL"),
    ],
)
def test_settings_refuse_a_variable_that_is_nearly_known(name, meant, monkeypatch):
    monkeypatch.setenv(name, "1")
    with pytest.raises(SettingsError, match=f"^{name} in the environment is no setting; did you mean {meant}\\?"):
        load()


def test_settings_warn_of_other_variables(monkeypatch):
    monkeypatch.setenv("CITEGRAPH_HOME", "1")
    assert load().max_file_bytes == 50_000_000
    (warning,) = unread()
    assert warning.startswith("CITEGRAPH_HOME in the environment is no setting and counts for nothing (known are: ")
    assert "CITEGRAPH_BASE" in warning


@pytest.mark.parametrize(
    "name",
    ["CITEGRAPH_BASE", "citegraph_base", "CITEGRAPH_STORE_USER", "CITEGRAPH_WHO", "CITEGRAPH_SERVICE_HOST",
     "CITEGRAPH_SERVICE_PORT_HTTP", "CITEGRAPH_PORT", "CITEGRAPH_PORT_80_TCP_ADDR", "CITEGRAPH_SKIP_NOTHING"],
)  # fmt: skip
def test_settings_say_nothing_of_variables_that_are_read_or_come_by_themselves(name, monkeypatch):
    monkeypatch.setenv(name, "x")
    assert unread() == ()


def test_settings_know_the_variables_of_all_options():
    command = typer.main.get_command(app)
    variables = {p.envvar for c in command.commands.values() for p in c.params if getattr(p, "envvar", None)}
    assert variables == OF_COMMANDS
