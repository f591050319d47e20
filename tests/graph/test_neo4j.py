"""The files for Neo4j, by the rules of its import as its manual states them, and the queries of the how-to on them.

There is no Neo4j here. What it asks of files is checked one rule after the other, the command is run against a program
that takes its arguments as `neo4j-admin` does, and the queries are answered by another implementation of Cypher.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
from datetime import date
from pathlib import Path

import networkx
import pytest
from grandcypher import GrandCypher
from newsroom import BASE, corpus, mapper

from pipeline.graph import Graph
from pipeline.graph.export import export
from pipeline.graph.store import Store

LIND, UNION = BASE + "person/jonas-lind", BASE + "org/dockers-union"
HOW_TO = (Path(__file__).parents[2] / "docs/howto/neo4j.md").read_text("utf-8")
READERS = {
    "": str,
    "string": str,
    "long": int,
    "double": float,
    "date": date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}
"""The types that the headers name, and what reads a value of each; anything else is no type of ours."""
BIGGEST = 4 << 20
"""No field may be longer than the importer's read buffer is by default, in bytes."""


def table(path):
    """The header of a file as name and type, and its rows."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, strict=True)
    return [tuple(field.rpartition(":")[::2] if ":" in field else (field, "")) for field in header], rows


def database(folder):
    """What an import makes of the files: a network whose nodes and edges have labels, types and typed properties.

    Raises:
        AssertionError: the files break a rule of the import.
    """
    network = networkx.MultiDiGraph()
    waiting = []
    for path in sorted(folder.glob("*.csv")):
        header, rows = table(path)
        names, types = zip(*header, strict=True)
        kinds = [t for t in types if t.isupper()]
        assert kinds in (["ID", "LABEL"], ["START_ID", "END_ID", "TYPE"]), path.name
        assert len(set(filter(None, names))) == len(list(filter(None, names))), path.name
        for row in rows:
            assert len(row) == len(header), path.name
            assert max(len(field.encode()) for field in row) < BIGGEST
            own, properties = {}, {}
            for (name, kind), field in zip(header, row, strict=True):
                if kind.isupper():
                    assert field, f"{path.name}: {kind} is empty"
                    own[kind] = field
                if kind == "ID" or not kind.isupper():
                    assert re.fullmatch(r"[a-z][a-z0-9_]*", name), name
                    properties[name] = value(field, "string" if kind == "ID" else kind)
            if "ID" in own:
                assert own["ID"] not in network, f"{path.name}: {own['ID']} is there twice"
                labels = set(own["LABEL"].split("\t"))
                assert all(re.fullmatch(r"[A-Z][A-Za-z]*", label) for label in labels), labels
                network.add_node(own["ID"], __labels__=labels, **properties)
            else:
                assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", own["TYPE"]), own["TYPE"]
                waiting.append((own["START_ID"], own["END_ID"], {"__labels__": {own["TYPE"]}, **properties}))
    for start, end, properties in waiting:
        assert start in network, start
        assert end in network, end
        network.add_edge(start, end, **properties)
    return network


def value(field, kind):
    """A property as the import reads it: an empty field, not quoted, is none at all."""
    if not field:
        return None
    if kind.endswith("[]"):
        return [READERS[kind[:-2]](part) for part in field.split("\t")]
    return READERS[kind](field)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    extractions, comparisons = corpus()
    store = Store.in_memory(mapper(extractions, comparisons).triples(extractions))
    path = tmp_path_factory.mktemp("neo4j") / "graph"
    export(store, path, "neo4j", BASE)
    return path


def test_neo4j_files_call_no_claim_a_fact(folder):
    network = database(folder)
    types = {(one, *data["__labels__"], other) for one, other, data in network.edges(data=True)}
    assert (LIND, "HEAD_OF", UNION) in types
    assert (LIND, "CLAIMED_MEMBER_OF", BASE + "org/open-harbour") in types
    assert (LIND, "DENIED_WORKS_FOR", BASE + "org/open-harbour") in types
    for _, _, data in network.edges(data=True):
        (type_,) = data["__labels__"]
        if "stance" in data:
            assert (data["stance"] == "asserted") == (not type_.startswith(("CLAIMED_", "DENIED_")))
            assert data["quote"]


def test_neo4j_files_are_not_taken_when_they_break_a_rule(folder, tmp_path):
    for name, line in (("entities.csv", 1), ("links.csv", -1)):
        (tmp_path / name).mkdir()
        for path in folder.glob("*.csv"):
            lines = path.read_text("utf-8").splitlines(keepends=True)
            again = [lines[line]] if path.name == name == "entities.csv" else []
            gone = name == "links.csv" and path.name == "documents.csv"
            (tmp_path / name / path.name).write_text("".join([*(lines[:1] if gone else lines), *again]), "utf-8")
        with pytest.raises(AssertionError):
            database(tmp_path / name)


ADMIN = """#!/bin/sh
[ "$1 $2 $3" = "database import full" ] || exit 1
shift 3
case "$1" in -*) exit 2 ;; esac
echo "$1"
shift
for option in "$@"; do
  case "$option" in
    --nodes=*|--relationships=*) [ -f "${option#*=}" ] || exit 3 ;;
    --multiline-fields=true|'--array-delimiter=\\t'|--overwrite-destination) ;;
    *) exit 4 ;;
  esac
  echo "$option"
done
"""
"""Takes arguments as neo4j-admin does since 5.19, where the database is named before the files."""


@pytest.mark.parametrize("arguments", [[], ["news"], ["news", "--overwrite-destination"]])
def test_neo4j_command_names_the_database_and_every_file(folder, tmp_path, arguments):
    admin = tmp_path / "neo4j-admin"
    admin.write_text(ADMIN)
    admin.chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = ["sh", str(folder / "import.sh"), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    database_, *options = done.stdout.splitlines()
    assert database_ == (arguments[0] if arguments else "neo4j")
    named = {option.partition("=")[2] for option in options if option.endswith(".csv")}
    assert named == {path.name for path in folder.glob("*.csv")}


@pytest.fixture(scope="module")
def samples(sample_build, tmp_path_factory):
    path = tmp_path_factory.mktemp("neo4j") / "samples"
    Graph.open(sample_build).export(path, "neo4j")
    return database(path)


@pytest.mark.model
@pytest.mark.parametrize("query", re.findall(r"```cypher\n(.*?)```", HOW_TO, re.DOTALL))
def test_neo4j_queries_of_the_how_to_find_something(samples, query):
    found = GrandCypher(samples).run(query)
    assert found
    assert all(len(column) > 0 for column in found.values())


@pytest.mark.model
def test_neo4j_files_of_the_samples_keep_the_rules_in_every_part(sample_build, tmp_path):
    graph = Graph.open(sample_build)
    for number, choice in enumerate(({"entity": "OVD-Info"}, {"entities_only": True}, {"since": "2022-03-01"})):
        graph.excerpt(**choice).export(tmp_path / str(number), "neo4j")
        assert len(database(tmp_path / str(number)))
