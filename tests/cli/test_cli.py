"""The command line as its users see it: help, answers, messages and exit statuses, on the graph of the samples."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import desks
import pytest
from typer.testing import CliRunner

import pipeline
from pipeline import cli
from pipeline.errors import CitegraphError, QueryError, SettingsError, StoreError
from pipeline.graph.queries import library

RUNNER = CliRunner()
COMMANDS = [
    "build", "query", "queries", "show", "ledger", "frame", "review", "merge", "split", "undo", "decisions", "export",
    "validate", "pack", "verify", "evaluate", "doctor",
]  # fmt: skip


def invoke(*arguments: object) -> str:
    """What a command prints; an error that a user could mend is raised, as `cli.main` would catch it."""
    result = RUNNER.invoke(cli.app, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_cli_help_names_every_command():
    text = invoke("--help")
    for name in COMMANDS:
        assert name in text
    assert "Exit status" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_cli_every_command_has_help_with_an_example(name):
    assert "Example" in invoke(name, "--help")


def test_cli_version():
    assert invoke("--version").strip() == f"citegraph {pipeline.__version__}"


def test_cli_queries_lists_the_library_and_shows_one():
    text = invoke("queries")
    assert all(name in text for name in library())
    assert invoke("queries", "claims-by") == library()["claims-by"].text


@pytest.mark.model
def test_cli_query_prints_a_table_csv_and_json(sample_build: Path):
    text = "SELECT ?headline { ?d a schema:NewsArticle ; schema:headline ?headline } ORDER BY ?headline"
    table = invoke("query", text, "--graph", sample_build, "--limit", 3)
    assert "the first 3 shown" in table
    rows = list(csv.DictReader(io.StringIO(invoke("query", text, "--graph", sample_build, "--format", "csv"))))
    bindings = json.loads(invoke("query", text, "--graph", sample_build, "-f", "json"))["results"]["bindings"]
    assert [b["headline"]["value"] for b in bindings] == [r["headline"] for r in rows]
    assert len(rows) >= 12


@pytest.mark.model
def test_cli_query_takes_parameters(sample_build: Path):
    text = invoke("query", "claims-by", "--param", "name=OVD-Info", "--graph", sample_build, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows
    assert all(row["claim"] in row["quote"] for row in rows)


@pytest.mark.model
def test_cli_query_prints_turtle_of_a_construct(sample_build: Path):
    text = "CONSTRUCT { ?d schema:headline ?h } WHERE { ?d schema:headline ?h } LIMIT 2"
    assert "schema:headline" in invoke("query", text, "--graph", sample_build, "--format", "ttl")
    with pytest.raises(QueryError, match="CONSTRUCT"):
        invoke("query", "SELECT ?x { ?x a schema:Person }", "--graph", sample_build, "--format", "ttl")


@pytest.mark.model
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("no-such-query",), "there is no query"),
        (("claims-by",), "name"),
        (("claims-by", "--param", "name"), "NAME=VALUE"),
        (("claims-by", "--param", "nmae=Putin"), "nmae"),
        (("SELECT ?x { ?x a }",), "line 1"),
    ],
)
def test_cli_query_says_what_is_wrong_with_it(sample_build: Path, arguments, told):
    with pytest.raises(QueryError, match=told):
        invoke("query", *arguments, "--graph", sample_build)


@pytest.mark.model
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("claims-by", "-p", "name=Navalni"), "did you mean Alexei Navalny?"),
        (("SELECT ?x { ?x a cg:Protests }", "-f", "csv"), "did you mean cg:Protest?"),
        (("timeline", "-p", "since=2023-01-01", "-p", "until=2022-01-01"), "since is later than until"),
    ],
)
def test_cli_query_says_why_an_answer_is_empty_beside_it(sample_build: Path, arguments, told):
    result = RUNNER.invoke(cli.app, ["query", *arguments, "--graph", str(sample_build)], catch_exceptions=False)
    assert result.exit_code == 0
    assert told in " ".join(result.stderr.split())
    assert told not in result.stdout


@pytest.mark.model
def test_cli_query_takes_a_parameter_once(sample_build: Path):
    with pytest.raises(QueryError, match="name is given twice, as 'Kremlin' and 'Navalny'"):
        invoke("query", "claims-by", "-p", "name=Kremlin", "-p", "name=Navalny", "--graph", sample_build)


def test_cli_query_without_a_graph_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(StoreError, match="citegraph build"):
        invoke("query", "documents", "--graph", tmp_path)


@pytest.mark.model
def test_cli_show_quotes_every_line(sample_build: Path):
    text = invoke("show", "vladimir putin", "--graph", sample_build)
    assert "Vladimir Putin" in text
    assert "person/vladimir-putin" in text
    bullets = text.count("  • ")
    assert bullets > 3
    assert text.count("“") >= bullets


@pytest.mark.model
def test_cli_query_with_quotes_prints_a_list_unless_a_table_is_asked_for(sample_build: Path):
    asked = ("query", "claims-by", "--param", "name=OVD-Info", "--graph", sample_build)
    listed = invoke(*asked)
    assert listed.count("• ") == listed.count("“") > 0
    assert "┃" not in listed
    assert "┃" in invoke(*asked, "--format", "table")


@pytest.mark.model
def test_cli_show_of_a_stranger_names_those_who_are_near(sample_build: Path):
    with pytest.raises(QueryError, match=r"did you mean .*Navalny"):
        invoke("show", "Naval", "--graph", sample_build)
    with pytest.raises(QueryError, match="most-mentioned"):
        invoke("show", "Zzyzx", "--graph", sample_build)


@pytest.mark.model
def test_cli_export_writes_a_file_and_names_the_formats(sample_build: Path, tmp_path: Path):
    target = tmp_path / "network.graphml"
    invoke("export", "graphml", "--output", target, "--graph", sample_build)
    assert "<graphml" in target.read_text(encoding="utf-8")
    with pytest.raises(StoreError, match="turtle"):
        invoke("export", "excel", "--output", target, "--graph", sample_build)


@pytest.mark.model
def test_cli_validate_accepts_what_a_build_writes(sample_build: Path):
    samples = Path(__file__).parents[2] / "data" / "raw"
    told = invoke("validate", "--graph", sample_build, "--docs", samples)
    assert "is valid" in told
    assert f"every quote stands in the documents of {samples}" in told


@pytest.mark.model
def test_cli_validate_names_a_document_that_changed(sample_build: Path, tmp_path: Path):
    for path in (Path(__file__).parents[2] / "data" / "raw").iterdir():
        text = path.read_bytes()
        (tmp_path / path.name).write_bytes(text.replace(b"Novosibirsk", b"Nowosibirsk"))
    result = RUNNER.invoke(cli.app, ["validate", "--graph", str(sample_build), "--docs", str(tmp_path)])
    assert isinstance(result.exception, CitegraphError)
    assert "novosibirsk" in result.output.lower()


@pytest.mark.model
def test_cli_evaluate_scores_annotated_documents(tmp_path: Path):
    text = "Anna Petrova leads the Green Union in Riga."
    row = {
        "begin": 0,
        "end": len(text),
        "ents": [
            ["Anna Petrova", "PERSON", "Anna Petrova"],
            ["Green Union", "ORG", "Green Union"],
            ["Riga", "CITY", "Riga"],
        ],
        "rels": [["Anna Petrova", "leads", "Green Union"]],
    }
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    scores = json.loads(invoke("evaluate", tmp_path, "--json"))
    assert scores["totals"]["mentions (span)"]["gold"] == 3
    assert scores["totals"]["mentions (span)"]["hit"] >= 2
    assert "errors in mentions" in invoke("evaluate", tmp_path, "--errors", "mentions")
    with pytest.raises(SettingsError, match="layer"):
        invoke("evaluate", tmp_path, "--errors", "spelling")


@pytest.mark.model
def test_cli_doctor_says_what_is_there(sample_build: Path):
    text = invoke("doctor", "--graph", sample_build)
    for word in ("spacy", "sha256", "triples", "ontology"):
        assert word in text


def run_as_users_do(monkeypatch, capsys, *arguments: object) -> str:
    """What `citegraph ...` writes where it fails."""
    monkeypatch.setattr("sys.argv", ["citegraph", *map(str, arguments)])
    with pytest.raises(SystemExit):
        cli.main()
    return capsys.readouterr().err


def test_cli_advice_names_the_graph_that_was_asked(monkeypatch, capsys, tmp_path: Path):
    out = tmp_path / "my graph"
    desks.build(out)
    option = f"--graph '{out}'"
    told = run_as_users_do(monkeypatch, capsys, "show", "Zzyzx", "--graph", out)
    assert f"`citegraph query {option} most-mentioned` lists whom there is" in told
    told = run_as_users_do(monkeypatch, capsys, "remove", "zzyzx.txt", "--graph", out)
    assert f"`citegraph query {option} documents` lists them" in told
    assert f'To let it in again: citegraph restore {option} "lee.txt"' in invoke("remove", "lee.txt", "--graph", out)
    assert f"citegraph undo {option} " in invoke("merge", "Bill Gates", "Jack Pine", "--graph", out)
    monkeypatch.setenv("CITEGRAPH_GRAPH", str(out))  # then commands find it by themselves
    assert "`citegraph query most-mentioned` lists" in run_as_users_do(monkeypatch, capsys, "show", "Zzyzx")


def test_cli_without_a_graph_says_how_to_name_another(monkeypatch, capsys, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    for command in (("show", "x"), ("remove", "x"), ("forget", "x"), ("undo",), ("serve", "--port", 0)):
        told = run_as_users_do(monkeypatch, capsys, *command)
        assert "data/graph holds no graph; build one with: citegraph build FOLDER --out data/graph, or" in told
        assert "with --graph" in told


@pytest.mark.model
def test_cli_build_names_what_has_no_date_and_what_was_changed(monkeypatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for name in "abcd":
        Path(f"in/{name}[1].txt").write_text(
            f"Police arrested {name.upper()}nn Lee in Leeds on Sunday.", encoding="utf-8"
        )
    text = " ".join(invoke("build", "in", "--out", "mine", "--jobs", 1).split())
    assert "4 without a date" in text
    assert ": a[1].txt, b[1].txt, c[1].txt and 1 more. A line “Published: 3 March 2024” at its head" in text
    Path("in/a[1].txt").write_text("Police arrested Ann Lee and Bo Lee in Leeds on Sunday.", encoding="utf-8")
    text = invoke("build", "in", "--out", "mine", "--jobs", 1)
    assert "citegraph history --graph mine a[1].txt" in text
    assert "citegraph forget --graph mine a[1].txt" in text


@pytest.mark.parametrize(("command", "goes_on"), [("build", True), ("queries", False)])
def test_cli_says_what_an_interrupt_leaves(monkeypatch, capsys, command, goes_on):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.cli.build.build_here", interrupted)
    monkeypatch.setattr("pipeline.cli.ask.queries.library", interrupted)
    monkeypatch.setattr("sys.argv", ["citegraph", command, *(["articles"] if command == "build" else [])])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 130
    told = capsys.readouterr().err
    assert "citegraph: stopped" in told
    assert ("the same command goes on from there" in told) is goes_on


@pytest.mark.parametrize(
    ("command", "asked"),
    [(["query", "ASK {}"], "pipeline.cli.ask.ask"), (["pack", "documents", "-o", "x.zip"], "pipeline.pack.make.make")],
)
def test_cli_a_question_that_never_ends_can_be_stopped(monkeypatch, tmp_path, command, asked):
    heard = []

    def endless(*_: object, **__: object) -> None:
        heard.append(signal.getsignal(signal.SIGINT))
        raise QueryError("no answer")

    monkeypatch.setattr(asked, endless)
    for module in ("ask", "pack"):
        import_module(f"pipeline.cli.{module}")
        monkeypatch.setattr(f"pipeline.cli.{module}.opened", lambda *_: SimpleNamespace(store=None))
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(QueryError, match="no answer"):
        invoke(*command, "--graph", tmp_path)
    assert heard == [signal.SIG_DFL]  # by Ctrl-C the system ends the process, whatever the store is at
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("command", [["queries"], ["queries", "claims-by"]])
def test_cli_is_content_when_the_reader_of_its_output_leaves(command):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as gone:
        left = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", *command],
            stdout=gone,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (left.returncode, left.stderr) == (0, "")


def test_cli_main_turns_errors_into_one_line_and_status_2(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("sys.argv", ["citegraph", "query", "documents", "--graph", str(tmp_path)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("citegraph: ")
    assert told.count("\n") == 1


@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_cli_a_file_name_commands_no_terminal(monkeypatch, capsys, tmp_path, quiet):
    (tmp_path / "\x1b[2J\x9b31mgone.md").touch()
    monkeypatch.setattr("sys.argv", ["citegraph", "build", str(tmp_path), "--out", str(tmp_path / "out"), *quiet])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert "\ufffd[2J\ufffd31mgone.md: is empty" in told
    assert "\x1b[2J" not in told
    assert "\x9b" not in told


def test_cli_main_reports_a_fault_of_its_own_with_status_2(monkeypatch, capsys):
    def broken() -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(cli, "app", broken)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert "RuntimeError: boom" in told
    assert told.splitlines()[-1].startswith("citegraph: this is a fault")


def test_cli_says_which_variable_counts_for_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CITEGRAPH_HOME", "1")
    done = RUNNER.invoke(cli.app, ["queries", "arrests"])
    assert done.exit_code == 0
    assert done.stderr.startswith("citegraph: CITEGRAPH_HOME in the environment is no setting and counts for nothing")
    monkeypatch.setenv("CITEGRAPH_GRAHP", "elsewhere")
    with pytest.raises(SettingsError, match="did you mean CITEGRAPH_GRAPH"):
        invoke("queries", "arrests")
