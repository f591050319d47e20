"""The embedded store: Oxigraph, on disk or in memory."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QueryTriples, RdfFormat, Triple

from pipeline.errors import QueryError, StoreError
from pipeline.graph import literals
from pipeline.graph.namespaces import PREFIXES, term
from pipeline.graph.result import Result
from pipeline.graph.sparql import syntax_error

if TYPE_CHECKING:
    import rdflib

# rdflib is imported where it is used: builds and queries do without.

__all__ = ["Queryable", "Store", "dataset", "no_graph"]


def no_graph(folder: Path) -> StoreError:
    """What is wrong where a folder holds no graph, and the two things that may have been meant."""
    return StoreError(
        f"{folder} holds no graph; build one with: citegraph build FOLDER --out {folder}, "
        "or name the folder of another with --graph"
    )


_DECIMAL, _INTEGER = term("xsd:decimal"), term("xsd:integer")
_NUMBERS = {_DECIMAL, _INTEGER}
_OFFSETS = {term("nif:beginIndex"), term("nif:endIndex"), term("cg:record")}


def _as_written(predicate: NamedNode, number: Literal) -> Literal:
    """A number as the mapping writes it: offsets as non-negative integers, decimals with a point."""
    if number.datatype == _INTEGER:
        return literals.offset(int(number.value)) if predicate in _OFFSETS else number
    return number if "." in number.value else Literal(f"{number.value}.0", datatype=_DECIMAL)


_AT_ONCE = 5_000
"""So many statements are changed in one transaction."""
_PIECE = 4 << 20
"""So many bytes of Turtle, or a few more, are loaded at once; some 85,000 triples."""
_OF_THE_OTHER = {"LOCK", "LOG"}


def _pieces(turtle: Path) -> Iterator[bytes]:
    """A Turtle file that citegraph wrote in several, each with the prefixes; subjects stay whole."""
    with turtle.open("rb") as file:
        head = b"".join(iter(file.readline, b"\n"))
        while piece := file.read(_PIECE):
            rest = [file.readline()]  # of a line; then on to the blank one behind the subject
            while rest[-1] not in (b"", b"\n") or len(rest) == 1:
                rest.append(file.readline())
            yield b"".join((head, b"\n", piece, *rest))


def _linked(file: Path, other: Path) -> None:
    try:
        os.link(file, other)
    except OSError:  # not on every file system; a disk that is full says so when the copy is made
        shutil.copyfile(file, other)


class Queryable(Protocol):
    """What answers SPARQL: a store here, or an endpoint elsewhere."""

    def query(self, text: str, /) -> Result:
        """The answer of a query.

        Raises:
            QueryError: the query is malformed.
            StoreError: the store cannot answer.
        """
        ...


class Store:
    """Triples, indexed for SPARQL.

    >>> store = Store.in_memory([Triple(NamedNode("urn:x"), NamedNode("urn:y"), NamedNode("urn:z"))])
    >>> len(store), store.query("SELECT ?s { ?s ?p ?o }").rows
    (1, [('urn:x',)])
    """

    def __init__(self, store: pyoxigraph.Store, path: Path | None = None) -> None:
        self._store = store
        self.path = path

    @classmethod
    def in_memory(cls, triples: Iterable[Triple] = ()) -> Self:
        """A store that lives as long as the process."""
        store = pyoxigraph.Store()
        store.bulk_extend(Quad(*t) for t in triples)
        return cls(store)

    @classmethod
    def create(cls, path: Path, triples: Iterable[Triple]) -> Self:
        """A new store on disk, in a folder that does not exist yet or is empty.

        Memory does not grow with the number of triples. To be read while this object lives, open it again read-only.

        Raises:
            StoreError: the folder is in use, cannot be written, or the disk is full.
        """
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise StoreError(f"{path} is not an empty folder; choose another, or remove what is in it")
        try:
            store = pyoxigraph.Store(path)
            store.bulk_extend(Quad(*t) for t in triples)
            store.optimize()  # it came in files that a look would have to ask one by one
            store.flush()
        except OSError as error:
            raise StoreError(f"{path}: the store cannot be written: {error}") from error
        return cls(store, path)

    @classmethod
    def loaded(cls, path: Path, turtle: Path) -> Self:
        """The same of the triples of a Turtle file that citegraph wrote, in some pieces: of a million triples at once,
        Oxigraph takes a gigabyte.

        Raises:
            StoreError: the folder is in use, cannot be written, or the disk is full.
        """
        try:
            store = pyoxigraph.Store(path)
            for piece in _pieces(turtle):
                store.bulk_load(input=piece, format=RdfFormat.TURTLE)
            store.optimize()
            store.flush()
        except OSError as error:
            raise StoreError(f"{path}: the store cannot be written: {error}") from error
        return cls(store, path)

    @classmethod
    def changed(cls, before: Path, path: Path, base: str, gone: Iterable[str], new: Iterable[str]) -> Self:
        """A new store on disk that holds what another does, but for some triples.

        Files that the other store will never change are shared with it, where the file system can do that.

        Args:
            before: The folder of the other store, which nobody writes to.
            path: A folder that does not exist yet.
            base: The base of the data's IRIs.
            gone: What the new store does not hold, as statements of Turtle.
            new: What it holds besides.

        Raises:
            StoreError: the other store is damaged, or the new one cannot be written.
        """
        path.mkdir()
        for file in sorted(before.iterdir()):
            if file.suffix == ".sst":
                _linked(file, path / file.name)
            elif file.name not in _OF_THE_OTHER:
                shutil.copyfile(file, path / file.name)
        try:
            store = pyoxigraph.Store(path)
            for word, statements in (("DELETE", gone), ("INSERT", new)):
                rest = iter(statements)
                while some := "\n".join(islice(rest, _AT_ONCE)):
                    store.update(f"{word} DATA {{\n{some}\n}}", base_iri=base or None, prefixes=PREFIXES)
            store.flush()
        except (OSError, RuntimeError, SyntaxError) as error:
            raise StoreError(f"{path}: the store cannot be written: {error}") from error
        return cls(store, path)

    @classmethod
    def open_read_only(cls, path: Path) -> Self:
        """A store that a build has written; others may read it at the same time.

        What is written to it later is not seen: open it again.

        Raises:
            StoreError: there is no store, or it is damaged.
        """
        if not (path / "CURRENT").is_file():
            raise no_graph(path.parent)
        try:
            return cls(pyoxigraph.Store.read_only(str(path)), path)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{path} cannot be opened: {error}; build the graph again") from error

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """A store in memory with the triples of an RDF file; its format is told by its extension.

        Raises:
            StoreError: the file cannot be read, or is not in the format that its name says.
        """
        format = RdfFormat.from_extension(path.suffix.lstrip("."))
        if format is None:
            raise StoreError(f"{path}: unknown format {path.suffix!r}; use .ttl, .nt, .rdf or .jsonld")
        store = pyoxigraph.Store()
        try:
            store.bulk_load(path=str(path), format=format)
        except SyntaxError as error:
            raise StoreError(f"{path} is not valid {format.name}: {error}") from error
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror or error}") from error
        return cls(store)

    def __len__(self) -> int:
        return len(self._store)

    def triples(self, subject: NamedNode | None = None) -> Iterator[Triple]:
        """All triples, or those about one subject, in no particular order, exactly as the mapping made them.

        Oxigraph keeps the values of numbers, not how they were written; what the vocabulary says is restored.
        """
        for quad in self._store.quads_for_pattern(subject, None, None, None):
            triple = quad.triple
            if isinstance(triple.object, Literal) and triple.object.datatype in _NUMBERS:
                yield Triple(triple.subject, triple.predicate, _as_written(triple.predicate, triple.object))
            else:
                yield triple

    def subjects(self, predicate: NamedNode, value: NamedNode) -> Iterator[NamedNode]:
        """What has this value, in no particular order."""
        for quad in self._store.quads_for_pattern(None, predicate, value, None):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def query(self, text: str) -> Result:
        """The answer of a SPARQL 1.1 query; the prefixes of the vocabulary need no declaration.

        Raises:
            QueryError: the query is malformed, or calls a function that does not exist.
            StoreError: the store, or a service that the query names, cannot be read.
        """
        try:
            found = self._store.query(text, prefixes=PREFIXES)
            if isinstance(found, QueryBoolean):
                return Result.of_answer(bool(found))
            if isinstance(found, QueryTriples):
                return Result.of_triples(list(found))
            columns = tuple(v.value for v in found.variables)
            return Result(columns, tuple(tuple(row[i] for i in range(len(columns))) for row in found))
        except SyntaxError as error:
            raise syntax_error(text, str(error)) from error
        except RuntimeError as error:
            raise QueryError(f"the query cannot be answered: {error}") from error
        except OSError as error:
            raise StoreError(f"the query failed: {error}") from error

    def to_rdflib(self) -> rdflib.Graph:
        """The store as an rdflib graph, without a copy; queries given as text run in Oxigraph.

        Prepared queries fall back to rdflib's own engine, which is far slower, and initBindings want their variables
        in the SELECT clause. A store opened read-only stays so.
        Numbers have the store's own form (1 for 1.0, xsd:integer for offsets); `triples` and exports the mapping's.
        """
        import rdflib
        from oxrdflib import OxigraphStore
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        return _bound(
            rdflib.Graph(
                store=OxigraphStore(store=self._store), identifier=DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none"
            )
        )


def dataset(quads: Iterable[Quad]) -> rdflib.Dataset:
    """An rdflib dataset of quads, in memory; queries see the triples of all its graphs together."""
    import rdflib
    from oxrdflib import OxigraphStore

    store = pyoxigraph.Store()
    store.bulk_extend(quads)
    return _bound(rdflib.Dataset(store=OxigraphStore(store=store), default_union=True))


View = TypeVar("View", bound="rdflib.Graph")


def _bound(view: View) -> View:
    for prefix, iri in PREFIXES.items():
        view.bind(prefix, iri)
    return view
