"""What other people's programs read of our exports of the sample graph: every one of them finds the same triples.

Each is asked for N-Triples; those are compared after one and the same parser has read them, since programs escape
characters as they like.
"""

from __future__ import annotations

import subprocess

import pyoxigraph
import pytest
import rdflib
from jena import classpath
from pyoxigraph import RdfFormat

from pipeline import resources
from pipeline.graph import Graph

pytestmark = pytest.mark.model
FORMATS = {"turtle": "ttl", "ntriples": "nt", "jsonld": "jsonld"}


@pytest.fixture(scope="module")
def graph(sample_build):
    return Graph.open(sample_build)


@pytest.fixture(scope="module")
def exports(graph, tmp_path_factory):
    """The graph in each of the formats, by the format's name."""
    folder = tmp_path_factory.mktemp("exports")
    for format, extension in FORMATS.items():
        graph.export(folder / f"graph.{extension}", format)
    return {format: folder / f"graph.{extension}" for format, extension in FORMATS.items()}


@pytest.fixture(scope="module")
def triples(graph):
    return set(graph.triples())


def parsed(ntriples):
    return {quad.triple for quad in pyoxigraph.parse(ntriples, RdfFormat.N_TRIPLES)}


@pytest.fixture(scope="module")
def jena(tmp_path_factory):
    """Runs one of Jena's programs, and gives what it prints."""
    messages = tmp_path_factory.mktemp("jena")
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", ":".join(classpath(messages))]

    def run(program, *arguments):
        return subprocess.run(
            [*command, program, *map(str, arguments)], capture_output=True, check=False, cwd=messages, timeout=300
        )

    return run


@pytest.mark.jena
@pytest.mark.parametrize(("format", "syntax"), [("turtle", "ttl"), ("ntriples", "nt"), ("jsonld", "jsonld10")])
def test_jena_reads_every_triple(jena, exports, triples, format, syntax):
    done = jena("riotcmd.riot", "--check", "--strict", f"--syntax={syntax}", "--output=nt", exports[format])
    assert b"ERROR" not in done.stderr
    assert b"WARN" not in done.stderr
    assert parsed(done.stdout) == triples


@pytest.mark.jena
def test_jena_finds_that_the_graph_keeps_its_shapes(jena, exports):
    shapes = resources.ontology() / "shapes.ttl"
    done = jena("shacl.shacl", "validate", "--text", "--shapes", shapes, "--data", exports["turtle"])
    assert done.stdout.decode().strip() == "Conforms"


@pytest.mark.jena
def test_jena_finds_what_breaks_a_shape(jena, exports, tmp_path):
    broken = tmp_path / "broken.ttl"
    added = "\n[] a <https://schema.org/Claim> .\n"
    broken.write_text(exports["turtle"].read_text(encoding="utf-8") + added, encoding="utf-8")
    shapes = resources.ontology() / "shapes.ttl"
    done = jena("shacl.shacl", "validate", "--text", "--shapes", shapes, "--data", broken)
    assert b"Conforms" not in done.stdout


@pytest.mark.raptor
@pytest.mark.parametrize("format", ["turtle", "ntriples"])
def test_raptor_reads_every_triple(exports, triples, format):
    command = ["rapper", "--quiet", "--input", format, "--output", "ntriples", str(exports[format])]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert (done.returncode, done.stderr) == (0, b"")
    assert parsed(done.stdout) == triples


@pytest.mark.parametrize(("format", "name"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld")])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib's own readers
def test_rdflib_reads_every_triple(exports, triples, format, name, monkeypatch):
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)  # it would write +00:00 for Z
    read = rdflib.Graph().parse(exports[format], format=name)
    assert parsed(read.serialize(format="nt", encoding="utf-8")) == triples


@pytest.mark.parametrize("format", FORMATS)
def test_oxigraph_reads_every_triple(exports, triples, format):
    rdf = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}[format]
    assert {quad.triple for quad in pyoxigraph.parse(path=str(exports[format]), format=rdf)} == triples
