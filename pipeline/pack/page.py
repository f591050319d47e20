"""The readable index of a pack: one HTML file without scripts, links or anything from elsewhere. Standard library only.

Whatever comes from articles or questions is escaped, so that it is shown and never does anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

__all__ = ["Table", "page"]

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;font-size:.9rem}td,th{border:1px solid #bbb;padding:.3rem .5rem;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere}blockquote{margin:.3rem 0 .3rem 1rem}"
    "small,code{color:#444;overflow-wrap:anywhere}mark{background:#fff3b0}"
)


@dataclass(frozen=True)
class Table:
    """The rows of one question, as text for the eye."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def page(
    manifest: Mapping[str, Any],
    tables: Iterable[Table],
    quotes: Sequence[Mapping[str, Any]],
    documents: Sequence[Mapping[str, Any]],
) -> str:
    """The page; the arguments are those of the manifest, the rows, quotes.json and documents.json."""
    title = escape(str(manifest["question"]))
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    ]
    for name, value in manifest["parameters"].items():
        parts.append(f"<p>{_text(name)}: <b>{_text(value)}</b></p>\n")
    parts.append(f"<p>{len(quotes)} quotes from {len(documents)} documents.</p>\n")
    for table in tables:
        parts.append(f"<h2>{_text(table.name)}</h2>\n<table>\n<tr>{_cells('th', table.columns)}</tr>\n")
        parts += [f"<tr>{_cells('td', row)}</tr>\n" for row in table.rows]
        parts.append("</table>\n")
    parts.append("<h2>Quotes</h2>\n")
    for document in documents:
        parts += _document(document, [q for q in quotes if q["document"] == document["id"]])
    parts.append("<h2>Made by</h2>\n<ul>\n")
    for built in manifest["built_by"]:
        parts.append(
            f"<li>{_text(built['program'])}<br><small>model <code>{_text(built['model_sha256'])}</code>, settings "
            f"<code>{_text(built['settings_sha256'])}</code></small></li>\n"
        )
    parts.append(f"<li>packed by {_text(manifest['packed_by'])}</li>\n</ul>\n")
    parts.append(
        "<p>Check it: <code>citegraph verify pack.zip --docs FOLDER</code>. What is quoted as somebody's claim is a "
        "claim, not a fact.</p>\n</body>\n</html>\n"
    )
    return "".join(parts)


def _document(document: Mapping[str, Any], quotes: Iterable[Mapping[str, Any]]) -> list[str]:
    known = [document.get(key) for key in ("publisher", "published", "url")]
    file = document["source_file"] + (f":{document['record']}" if "record" in document else "")
    parts = [
        f"<h3>{_text(document['title'])}</h3>\n<p>{', '.join(_text(value) for value in known if value)}<br>"
        f"<small>{_text(file)}, text sha256 <code>{_text(document['text_sha256'])}</code></small></p>\n"
    ]
    for quote in quotes:
        before, after = (_text(quote.get(key, "")) for key in ("prefix", "suffix"))
        labels = "".join(f"<li>{_text(citing['label'])}</li>" for citing in quote["cited_by"])
        parts.append(
            f"<blockquote><small>{before}</small><mark>{_text(quote['exact'])}</mark><small>{after}</small><br>"
            f"<small>characters {quote['begin']} to {quote['end']}</small>"
            + (f"<ul>{labels}</ul>" if labels else "")
            + "</blockquote>\n"
        )
    return parts


def _cells(tag: str, values: Iterable[str]) -> str:
    return "".join(f"<{tag}>{_text(value)}</{tag}>" for value in values)


def _text(value: object) -> str:
    return f"<bdi>{escape(str(value))}</bdi>" if not str(value).isascii() else escape(str(value))
