"""Checks a pack without the graph that it came from: is it whole, and does every quote stand in its document?

Standard library only.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import PackError
from pipeline.pack import archive
from pipeline.pack.locate import Place, Quote, located
from pipeline.pack.texts import Cited, Folder, Found, ParsedText, legal, sha256_of

__all__ = ["Finding", "Report", "verify"]


@dataclass(frozen=True)
class Finding:
    """Something that is not as the pack says: what is the matter, where, and in a line what was found."""

    status: str
    where: str
    message: str

    def __str__(self) -> str:
        return archive.inert(f"{self.status}: {self.where}: {self.message}")


@dataclass(frozen=True)
class Report:
    """What became of a pack's quotes and documents; nothing is the matter if there are no findings.

    `located` is False where no documents were looked at: then it is only known that the pack is whole.
    """

    sha256: str
    question: str
    quotes: Counter[str]
    documents: Counter[str]
    findings: tuple[Finding, ...]
    located: bool

    @property
    def clean(self) -> bool:
        """Whether everything is as the pack says."""
        return not self.findings

    def lines(self) -> Iterator[str]:
        """The report as text, a line each."""
        yield from map(str, self.findings)
        total = sum(self.quotes.values())
        if not self.located:
            yield f"{total} quotes, the pack is whole; to look the quotes up in the documents, add --docs FOLDER"
        else:
            yield f"{total} quotes: {_counted(self.quotes)}"
            yield f"{sum(self.documents.values())} documents: {_counted(self.documents)}"
        yield f"sha256 of the pack: {self.sha256}"


def _counted(found: Counter[str]) -> str:
    return ", ".join(f"{number} {status}" for status, number in sorted(found.items()))


def verify(path: Path, docs: Path | None = None, parse: ParsedText | None = None) -> Report:
    """Check a pack, and its quotes against the documents in a folder.

    Args:
        path: the pack.
        docs: the folder of documents, as the build was given it.
        parse: reads what is no plain text, see `pipeline.pack.texts`; without it such documents stay unchecked.

    Raises:
        PackError: the pack cannot be read, was tampered with, or could do harm.
    """
    members, manifest = archive.read(path)
    if docs is not None and not docs.is_dir():
        raise PackError(f"{docs} is not a folder of documents")
    try:
        documents = {row["id"]: _cited(row) for row in archive.parsed(members, "documents.json")}
        rows = archive.parsed(members, "quotes.json")
        quotes = [(row["document"], _quote(row)) for row in rows]
        _agree(members, manifest, rows, documents)
    except (LookupError, TypeError, AttributeError, ValueError, csv.Error) as error:
        raise PackError(f"{path} is not built like a pack ({type(error).__name__}: {error})") from error
    digest = archive.sha256(path.read_bytes())
    question = str(manifest.get("question", ""))
    if docs is None:
        return Report(digest, question, Counter(whole=len(quotes)), Counter(), (), False)
    findings: list[Finding] = []
    statuses: Counter[str] = Counter()
    of_documents: Counter[str] = Counter()
    folder = Folder(docs, parse)
    for id, cited in documents.items():
        found = folder.find(cited)
        of_documents[found.status] += 1
        if found.status != "same":
            findings.append(Finding(found.status, str(cited), found.note or "its text is not the one that was quoted"))
        for quote in (quote for document, quote in quotes if document == id):
            place = _place(quote, found)
            statuses[place.status] += 1
            if place.status != "intact" and found.text is not None:
                findings.append(_finding(quote, cited, place))
    return Report(digest, question, statuses, of_documents, tuple(findings), True)


def _place(quote: Quote, found: Found) -> Place:
    if found.text is None:
        return Place(found.status)
    place = located(quote, legal(found.text))
    if place.status != "intact" and found.status in ("same", "renamed"):
        return Place("false", place.begin, place.words)
    return place


def _finding(quote: Quote, cited: Cited, place: Place) -> Finding:
    where = f"{cited} at {quote.begin}"
    words = f"“{quote.exact}”"
    match place.status:
        case "moved":
            return Finding("moved", where, f"now at {place.begin}: {words}")
        case "changed":
            return Finding("changed", where, f"{words} now reads “{place.words}” (at {place.begin})")
        case "false":
            return Finding("false", where, f"the document is unchanged, and these words do not stand there: {words}")
    return Finding("missing", where, f"stands in the document no more: {words}")


def _cited(row: Mapping[str, Any]) -> Cited:
    record, file = row.get("record"), row["source_file"]
    if not isinstance(file, str) or not file or not (record is None or type(record) is int):
        raise TypeError("documents.json names a file that is none")
    return Cited(file, record, str(row["text_sha256"]), str(row.get("read_until", "")))


def _quote(row: Mapping[str, Any]) -> Quote:
    """A quote as listed, if it is one.

    Raises:
        PackError: its hash or its offsets do not fit its words.
    """
    quote = Quote(row["exact"], row["begin"], row["end"], row.get("prefix", ""), row.get("suffix", ""))
    if not (type(quote.begin) is int and type(quote.end) is int and isinstance(quote.exact, str) and quote.exact):
        raise TypeError("quotes.json holds something that is no quote")
    if not (isinstance(quote.prefix, str) and isinstance(quote.suffix, str)):
        raise TypeError("quotes.json holds surroundings that are no text")
    if row["sha256"] != sha256_of(quote.exact):
        raise PackError(
            f"the pack was tampered with: “{archive.inert(quote.exact)}” has not the hash that quotes.json says"
        )
    if quote.begin < 0 or quote.end - quote.begin != len(quote.exact):
        raise PackError(
            f"the pack was tampered with: the offsets of “{archive.inert(quote.exact)}” do not fit its length"
        )
    return quote


def _agree(
    members: Mapping[str, bytes], manifest: Mapping[str, Any], quotes: list[Any], documents: Mapping[str, Cited]
) -> None:
    """Makes sure that the members say the same: quotes and selectors, rows as CSV and as JSON, rows and quotes.

    Raises:
        PackError: they do not.
    """
    selected = set()
    for item in archive.parsed(members, "annotations.jsonld")["items"]:
        position, words = item["target"]["selector"]
        around = words.get("prefix", ""), words.get("suffix", "")
        selected.add((item["target"]["source"], position["start"], position["end"], words["exact"], *around))
    listed = {
        (q["document"], q["begin"], q["end"], q["exact"], q.get("prefix", ""), q.get("suffix", "")) for q in quotes
    }
    if selected != listed:
        raise PackError("the pack was tampered with: quotes.json and annotations.jsonld do not quote the same")
    if stray := sorted({q["document"] for q in quotes} - set(documents)):
        raise PackError(f"the pack was tampered with: it quotes {stray[0]!r}, which documents.json does not list")
    exact = {q["exact"] for q in quotes}
    for table in manifest["tables"]:
        name = table["name"]
        answer = archive.parsed(members, f"rows/{name}.json")
        columns = answer["head"]["vars"]
        rows = [[row.get(c, {}).get("value", "") for c in columns] for row in answer["results"]["bindings"]]
        written = io.StringIO()
        csv.writer(written, lineterminator="\r\n").writerows([columns, *rows])
        if members[f"rows/{name}.csv"] != written.getvalue().encode():
            raise PackError(f"the pack was tampered with: rows/{name}.csv and rows/{name}.json do not say the same")
        for column in table["quote_columns"]:
            at = columns.index(column)
            for row in rows:
                if row[at] and row[at] not in exact:
                    words = archive.inert(row[at])
                    raise PackError(f"the pack was tampered with: rows/{name} quote “{words}”, quotes.json does not")
