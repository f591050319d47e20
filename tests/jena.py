"""Apache Jena, as Debian packages it: its programs, and its engine behind HTTP.

Debian has Jena's libraries and no Fuseki. Run as a program this file answers where Fuseki does (``/query``,
``/update``, ``/data``) with Jena's own parser, its engines for queries and updates, and TDB2, its transactional store;
what is ours is a page of HTTP:

    python tests/jena.py PORT FOLDER
"""

from __future__ import annotations

import sys
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

__all__ = ["JARS", "classpath"]

JARS = Path("/usr/share/java")
_OTHER_LOGGERS = ("log4j", "slf4j-jdk14", "slf4j-jcl", "slf4j-nop", "slf4j-migrator", "slf4j-ext", "logback", "maven")


def classpath(folder: Path) -> list[str]:
    """Where Java finds Jena.

    Debian's jar keeps the messages of its XML Schema parts where those do not look for them; they are put into the
    folder, where they do.
    """
    moved = "org/apache/jena/ext/"
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(f"{moved}xerces/") and name.endswith(".properties"):
                target = folder / name.removeprefix(moved)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
    jars = [str(jar) for jar in sorted(JARS.glob("*.jar")) if not any(word in jar.name for word in _OTHER_LOGGERS)]
    return [str(folder), *jars]


class Fuseki(BaseHTTPRequestHandler):
    """Answers with Jena what Fuseki answers; `jena` and `dataset` are set when the server starts."""

    server_version, sys_version = "Jena-in-place-of-Fuseki", ""
    jena: Any
    dataset: Any

    def do_GET(self) -> None:
        self._answer(200, "text/plain", b"Apache Jena")

    def do_POST(self) -> None:
        where = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        form = parse_qs(where.query)
        if self.headers.get_content_type() == "application/x-www-form-urlencoded":
            form |= parse_qs(body.decode("utf-8"))
        try:
            if where.path.endswith("/query"):
                self._answer(200, *self._queried(form))
            elif where.path.endswith("/update"):
                self._changed(lambda: self.jena.UpdateAction.parseExecute(form["update"][0], self.dataset))
            else:
                self._changed(lambda: self._added(form["graph"][0], body))
        except self.jena.RuntimeException as error:
            wrong = isinstance(error, self.jena.QueryParseException)
            self._answer(400 if wrong else 500, "text/plain", str(error).encode())

    def _queried(self, form: dict[str, list[str]]) -> tuple[str, bytes]:
        jena, out = self.jena, self.jena.ByteArrayOutputStream()
        query = jena.QueryFactory.create(form["query"][0])
        for named in form.get("default-graph-uri", ()):
            query.addGraphURI(named)
        self.dataset.begin(jena.ReadWrite.READ)
        try:
            execution = jena.QueryExecutionFactory.create(query, self.dataset)
            if query.isSelectType():
                jena.ResultSetFormatter.outputAsJSON(out, execution.execSelect())
            elif query.isAskType():
                jena.ResultSetFormatter.outputAsJSON(out, execution.execAsk())
            else:
                found = execution.execConstruct() if query.isConstructType() else execution.execDescribe()
                jena.RDFDataMgr.write(out, found, jena.Lang.NTRIPLES)
        finally:
            self.dataset.end()
        media_type = "application/n-triples" if query.isConstructType() or query.isDescribeType() else ""
        return media_type or "application/sparql-results+json", bytes(out.toByteArray())

    def _changed(self, change: Any) -> None:
        self.dataset.begin(self.jena.ReadWrite.WRITE)
        try:
            change()
        except self.jena.RuntimeException:
            self.dataset.abort()
            raise
        self.dataset.commit()
        self.dataset.end()
        self._answer(204, "text/plain", b"")

    def _added(self, named: str, body: bytes) -> None:
        lines = self.jena.ByteArrayInputStream(body)
        self.jena.RDFDataMgr.read(self.dataset.getNamedModel(named), lines, self.jena.Lang.NTRIPLES)

    def _answer(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


_QUERY = "QueryExecutionFactory QueryFactory QueryParseException ReadWrite ResultSetFormatter"


def main(port: int, folder: Path) -> None:
    """Serve the store in a folder until the process is ended."""
    import jpype

    jpype.startJVM("-XX:TieredStopAtLevel=1", classpath=classpath(folder))
    names = {
        "java.io": ("ByteArrayInputStream", "ByteArrayOutputStream"),
        "java.lang": ("RuntimeException",),
        "org.apache.jena.query": tuple(_QUERY.split()),
        "org.apache.jena.riot": ("Lang", "RDFDataMgr"),
        "org.apache.jena.tdb2": ("TDB2Factory",),
        "org.apache.jena.update": ("UpdateAction",),
    }
    found = {name: jpype.JClass(f"{package}.{name}") for package, own in names.items() for name in own}
    Fuseki.jena = type("Jena", (), found)
    (folder / "store").mkdir(exist_ok=True)
    Fuseki.dataset = found["TDB2Factory"].connectDataset(str(folder / "store"))
    HTTPServer(("127.0.0.1", port), Fuseki).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
