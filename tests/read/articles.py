"""Articles in every format, for the tests of this folder."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

TEXT = "Ferries sail again\nThe council met on Friday. Crews cheered.\n"

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Ferries sail again | Harbour Gazette</title>
<meta property="og:title" content="Ferries sail again"><meta name="author" content="Ann Lee">
<meta property="og:site_name" content="Harbour Gazette">
<meta property="article:published_time" content="2022-03-06T10:00:00Z">
<link rel="canonical" href="https://gazette.example.org/ferries"></head>
<body><nav><a href="/">Home</a> <a href="/news">All the news of today</a></nav>
<article><h1>Ferries sail again</h1><p>The council met on <b>Friday</b>.</p><p>Crews cheered.<br>They sang.</p>
<table><tr><td>Fares</td><td>12</td></tr></table></article>
<footer>All rights reserved, Harbour Gazette</footer></body></html>"""


def pdf_of(pages: Sequence[Sequence[str]], password: str | None = None) -> bytes:
    """A PDF with these lines on its pages; encrypted if there is a password (an empty one opens to anybody)."""
    stream = io.BytesIO()
    encrypt = None if password is None else StandardEncryption(password, ownerPassword="owner")
    page = canvas.Canvas(stream, encrypt=encrypt, invariant=1)
    page.setTitle("Ferries sail again")
    page.setAuthor("Ann Lee")
    for lines in pages:
        for i, line in enumerate(lines):
            page.drawString(72, 780 - 14 * i, line)
        page.showPage()
    page.save()
    return stream.getvalue()


def docx_of(paragraphs: Sequence[str], title: str = "", author: str = "", cells: Sequence[str] = ()) -> bytes:
    """A Word file with these paragraphs, and a table of one row if cells are given."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if cells:
        table = document.add_table(rows=1, cols=len(cells))
        for cell, text in zip(table.rows[0].cells, cells, strict=True):
            cell.text = text
    document.core_properties.title = title
    document.core_properties.author = author
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
