"""Files that are made to harm: bombs, loops and endless nesting, each small before it is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

DOCUMENT = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{DOCUMENT}" ContentType="{_MAIN}"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}" Target="{DOCUMENT}"/></Relationships>'
    ),
}


def word_of(xml: bytes) -> bytes:
    """A Word file with this as its text, and of the other parts those alone that it must have."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in _PARTS.items():
            made.writestr(name, part)
        made.writestr(DOCUMENT, xml)
    return stream.getvalue()


def word_body(content: str, declaration: str = "") -> bytes:
    """A Word file with this in its body."""
    return word_of(f'{declaration}<w:document xmlns:w="{_W}"><w:body>{content}</w:body></w:document>'.encode())


def zip_bomb(megabytes: int) -> bytes:
    """A Word file of some kilobytes a megabyte that it unpacks to."""
    return word_of(b" " * (megabytes << 20))


def zip_bomb_that_lies(megabytes: int) -> bytes:
    """The same, announced as a few bytes."""
    data = bytearray(zip_bomb(megabytes))
    size = (megabytes << 20).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (4000).to_bytes(4, "little")
    return bytes(data)


def laughs(levels: int = 9) -> bytes:
    """A Word file whose entities stand for ten to the power of `levels` words."""
    entities = '<!ENTITY e0 "ha">' + "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, levels + 1))
    return word_body(f"<w:p><w:r><w:t>&e{levels};</w:t></w:r></w:p>", f"<!DOCTYPE w:document [{entities}]>")


def quadratic_blowup(megabytes: int = 1, times: int = 2000) -> bytes:
    """A Word file that names one long entity many times."""
    declaration = f'<!DOCTYPE w:document [<!ENTITY e "{"a" * (megabytes << 20)}">]>'
    return word_body(f"<w:p><w:r><w:t>{'&e;' * times}</w:t></w:r></w:p>", declaration)


def external_entity(path: str) -> bytes:
    """A Word file that asks for a file of the machine that reads it."""
    declaration = f'<!DOCTYPE w:document [<!ENTITY e SYSTEM "file://{path}">]>'
    return word_body("<w:p><w:r><w:t>Crews cheered.&e;</w:t></w:r></w:p>", declaration)


def nested_word(levels: int) -> bytes:
    """A Word file with tables in tables."""
    opening, closing = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return word_body(opening * levels + "<w:p><w:r><w:t>Crews cheered.</w:t></w:r></w:p>" + closing * levels)


def nested_page(levels: int, tag: str = "div") -> bytes:
    """A web page with elements in elements."""
    return f"<html><body>{f'<{tag}>' * levels}Crews cheered.{f'</{tag}>' * levels}</body></html>".encode()


def pdf_with(objects: Iterable[bytes], *, root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF with these objects, numbered from 1, and the table that says where they are."""
    data = bytearray(b"%PDF-1.7\n")
    at = []
    for number, content in enumerate(objects, 1):
        at.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(at) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in at)
    data += b"trailer << /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(at) + 1, root, trailer, table)
    return bytes(data)


def stream_of(content: bytes, entries: bytes = b"") -> bytes:
    """An object with packed content."""
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> >>"
)
_SHOWN = b"BT /F1 12 Tf 72 700 Td (Crews cheered.) Tj ET"


def pdf_page(content: bytes, resources: bytes = b"", *more: bytes) -> bytes:
    """A PDF of one page, with this content; further objects are numbered from 6."""
    return pdf_with([_CATALOG, _PAGES, _PAGE % resources, stream_of(content), _FONT, *more])


def pdf_page_tree_in_a_circle() -> bytes:
    """A PDF whose pages hold themselves."""
    return pdf_with([_CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


def pdf_parent_in_a_circle() -> bytes:
    """A PDF whose page inherits from itself."""
    page = b"<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>"
    return pdf_with([_CATALOG, _PAGES, page, stream_of(_SHOWN), _FONT])


def pdf_of_many_pages(count: int) -> bytes:
    """A PDF whose tree of pages names one page again and again."""
    kids = b"3 0 R " * count
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return pdf_with([_CATALOG, pages, _PAGE % b"", stream_of(_SHOWN), _FONT])


def pdf_length_in_a_circle() -> bytes:
    """A PDF with a stream whose length is the stream."""
    stream = b"<< /Length 4 0 R >>\nstream\n" + _SHOWN + b"\nendstream"
    return pdf_with([_CATALOG, _PAGES, _PAGE % b"", stream, _FONT])


def pdf_references_in_a_circle() -> bytes:
    """A PDF whose objects refer to one another and to nothing else."""
    return pdf_with([b"2 0 R", b"3 0 R", b"1 0 R"])


def pdf_tables_in_a_circle() -> bytes:
    """A PDF whose table says that the one before it is itself."""
    data = pdf_page(_SHOWN)
    at = data.rindex(b"xref\n0")
    return data.replace(b"/Root", b"/Prev %d /Root" % at)


def pdf_form_in_itself() -> bytes:
    """A PDF with a drawing that draws itself, twice."""
    form = stream_of(
        b"/X Do /X Do " + _SHOWN, b"/Type /XObject /Subtype /Form /Resources << /XObject << /X 6 0 R >> >>"
    )
    return pdf_page(b"/X Do", b"/XObject << /X 6 0 R >>", form)


def pdf_forms_in_forms(levels: int = 24) -> bytes:
    """A PDF with drawings that each draw the next one twice: two to the power of `levels` in the end."""
    forms = [
        stream_of(
            b"/X Do /X Do",
            b"/Type /XObject /Subtype /Form /Resources << /XObject << /X %d 0 R >> >>" % (7 + i),
        )
        for i in range(levels)
    ]
    last = stream_of(_SHOWN, b"/Type /XObject /Subtype /Form /Resources << /Font << /F1 5 0 R >> >>")
    return pdf_page(b"/X Do", b"/XObject << /X 6 0 R >>", *forms, last)


def pdf_stream_bomb(megabytes: int, times: int = 1) -> bytes:
    """A PDF with a page that unpacks to so much, packed so many times."""
    content = b" " * (megabytes << 20) + _SHOWN
    for _ in range(times - 1):
        content = zlib.compress(content, 9)
    packed = zlib.compress(content, 9)
    filters = b"/FlateDecode " * times
    stream = b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(packed), filters, packed)
    return pdf_with([_CATALOG, _PAGES, _PAGE % b"", stream, _FONT])


def pdf_of_many_words(count: int) -> bytes:
    """A PDF with a page that shows one word again and again."""
    return pdf_page(b"BT /F1 1 Tf " + b"(a) Tj 1 0 Td " * count + b"ET")


def pdf_nested_arrays(levels: int) -> bytes:
    """A PDF with arrays in arrays."""
    return pdf_with([b"<< /Type /Catalog /Pages 2 0 R /Deep " + b"[" * levels + b"]" * levels + b" >>", _PAGES])
