"""Word files: which text of them is read, and in which order."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx as python_docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.read import docx
from pipeline.settings import load


def read(document: Any, notes: dict[str, str] | None = None) -> list[str]:
    """The paragraphs; `notes` are the words of notes by their kind, "footnotes" or "endnotes"."""
    stream = io.BytesIO()
    document.save(stream)
    data = stream.getvalue() if notes is None else _with_notes(stream, notes)
    article = docx.read(data, "a.docx", load())
    return [article.text[s.begin : s.end] for s in article.paragraphs]


def _with_notes(stream: io.BytesIO, notes: dict[str, str]) -> bytes:
    """python-docx cannot make notes: they are written into the archive."""
    relations, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    with zipfile.ZipFile(stream) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for kind, words in notes.items():
        one = kind[:-1]
        members[f"word/{kind}.xml"] = (
            f'<w:{kind} {nsdecls("w")}><w:{one} w:type="separator" w:id="-1">'
            f"<w:p><w:r><w:t>rule</w:t></w:r></w:p></w:{one}>"
            f'<w:{one} w:id="1"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:{one}></w:{kind}>'
        ).encode()
        uri = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
        relation = f'<Relationship Id="rIdOf{kind}" Type="{uri}" Target="{kind}.xml"/></Relationships>'
        members[relations] = members[relations].replace(b"</Relationships>", relation.encode())
        content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
        override = f'<Override PartName="/word/{kind}.xml" ContentType="{content}"/></Types>'
        members[types] = members[types].replace(b"</Types>", override.encode())
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_docx_tables_are_read_where_they_stand_row_by_row():
    document = python_docx.Document()
    document.add_paragraph("Before.")
    table = document.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ["a", "b", "c", "d"], strict=True):
        cell.text = text
    table.cell(0, 1).add_paragraph("more of b")
    document.add_paragraph("After.")
    assert read(document) == ["Before.", "a", "b", "more of b", "c", "d", "After."]


def test_docx_tables_in_cells_are_read_where_they_stand():
    document = python_docx.Document()
    cell = document.add_table(1, 2).cell(0, 0)
    cell.text = "Before."
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "x", "y"
    cell.add_paragraph("After.")
    document.tables[0].cell(0, 1).text = "z"
    assert read(document) == ["Before.", "x", "y", "After.", "z"]


def test_docx_merged_cells_are_read_once():
    document = python_docx.Document()
    table = document.add_table(3, 3)
    for number, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = f"c{number}"
    for first, last in (((0, 0), (0, 1)), ((1, 2), (2, 2))):
        table.cell(*first).merge(table.cell(*last))
    hidden = table._tbl.tr_lst[2].tc_lst[2]  # what goes on from the cell above may hold text that Word does not show
    hidden.p_lst[0].add_r().text = "stale"
    assert read(document) == ["c0", "c1", "c2", "c3", "c4", "c5", "c8", "c6", "c7"]


def test_docx_text_boxes_come_once_after_the_paragraph_that_holds_them():
    document = python_docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    alternate = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraph = document.add_paragraph("Beside ")
    paragraph._p.append(parse_xml(alternate))
    paragraph.add_run("the box.")
    document.add_paragraph("After.")
    assert read(document) == ["Beside the box.", "In the box.", "After."]


def test_docx_notes_come_at_the_end_without_their_rules():
    document = python_docx.Document()
    document.add_paragraph("Text.")
    assert read(document, {"footnotes": "A note.", "endnotes": "The last."}) == ["Text.", "A note.", "The last."]


def test_docx_headers_and_footers_are_left_out():
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "Harbour Gazette"
    document.sections[0].footer.paragraphs[0].text = "page 1"
    document.add_paragraph("Text.")
    assert read(document) == ["Text."]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        pytest.param("<w:ins><w:r><w:t>new</w:t></w:r></w:ins>", "Text new.", id="inserted"),
        pytest.param("<w:del><w:r><w:delText>old</w:delText></w:r></w:del>", "Text .", id="deleted"),
        pytest.param("<w:moveFrom><w:r><w:t>old</w:t></w:r></w:moveFrom>", "Text .", id="moved away"),
        pytest.param("<w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink>", "Text linked.", id="link"),
        pytest.param(
            "<w:sdt><w:sdtContent><w:r><w:t>held</w:t></w:r></w:sdtContent></w:sdt>", "Text held.", id="control"
        ),
        pytest.param("<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>", "Text .", id="hidden"),
        pytest.param('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r>', "Text seen.", id="not hidden"),
        pytest.param("<w:r><w:rPr><w:strike/></w:rPr><w:t>out</w:t></w:r>", "Text .", id="struck out"),
        pytest.param("<w:r><w:instrText>PAGE</w:instrText></w:r>", "Text .", id="code of a field"),
        pytest.param(
            "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>", "Text a b-c.", id="signs"
        ),
    ],
)
def test_docx_reads_of_a_paragraph_what_word_shows(part: str, expected: str):
    document = python_docx.Document()
    paragraph = document.add_paragraph("Text ")
    for child in parse_xml(f"<w:p {nsdecls('w')}>{part}</w:p>"):
        paragraph._p.append(child)
    paragraph.add_run(".")
    assert read(document) == [expected]


def test_docx_reads_paragraphs_in_controls_and_breaks_in_paragraphs():
    document = python_docx.Document()
    held = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Held.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(held))
    document.add_paragraph("One.\nTwo.")
    assert read(document) == ["Held.", "One.", "Two."]
