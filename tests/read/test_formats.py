"""HTML, PDF and Word files: what is read, what is refused, and that no exception of a library gets out."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx as python_docx
import pypdf
import pytest
import trafilatura
from articles import PAGE, docx_of, pdf_of
from docx.opc.exceptions import PackageNotFoundError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf.errors import DependencyError, FileNotDecryptedError, PdfReadError

from pipeline.errors import DocumentError
from pipeline.read import docx, html, pdf
from pipeline.read.article import Article
from pipeline.read.guard import guard
from pipeline.settings import load

SETTINGS = load()


def paragraphs(article: Article) -> list[str]:
    return [article.text[s.begin : s.end] for s in article.paragraphs]


def test_html_gives_the_article_and_its_metadata():
    article = html.read(PAGE.encode(), "a.html", SETTINGS)
    assert paragraphs(article) == ["Ferries sail again", "The council met on Friday.", "Crews cheered.", "They sang."]
    assert article.text == "\n\n".join(paragraphs(article))
    found = article.metadata
    assert (found.title, found.author, found.publisher) == ("Ferries sail again", "Ann Lee", "Harbour Gazette")
    assert (found.published, found.url) == (dt.date(2022, 3, 6), "https://gazette.example.org/ferries")
    assert article.media_type == "text/html"


def test_html_may_have_an_xml_declaration():
    article = html.read(b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>\n' + PAGE.encode(), "a.xhtml", SETTINGS)
    assert paragraphs(article)[1] == "The council met on Friday."


@pytest.mark.parametrize(
    "source", ["<p>Crews cheered.</p><p>They sang.</p>", "<div>Crews cheered.<br><br>They sang.</div>"]
)
def test_html_may_be_a_mere_part_of_a_page(source: str):
    assert paragraphs(html.article_of(source, "a.html")) == ["Crews cheered.", "They sang."]


@pytest.mark.parametrize(
    ("label", "encoding"), [("koi8-r", "koi8_r"), ("windows-1251", "cp1251"), ("utf-8", "utf-8"), ("base64", "utf-8")]
)
def test_html_is_decoded_as_declared(label: str, encoding: str):
    page = f'<html><head><meta charset="{label}"></head><body><p>Полиция задержала сорок человек.</p></body></html>'
    assert paragraphs(html.read(page.encode(encoding), "a.html", SETTINGS)) == ["Полиция задержала сорок человек."]


def test_html_declared_as_latin_1_is_windows_1252():
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>“Nobody was hurt,” he said.</p></body></html>'
    assert paragraphs(html.read(page.encode("cp1252"), "a.html", SETTINGS)) == ["“Nobody was hurt,” he said."]


def test_html_with_one_broken_byte_is_read_and_said():
    page = PAGE.replace("Crews", "„Crews“ ½ – – – – –").encode().replace(b"sang", b"s\xffng")
    article = html.read(page, "a.html", SETTINGS)
    assert "They s\ufffdng." in article.text
    assert "replaced by U+FFFD" in article.notes[0].message
    with pytest.raises(DocumentError, match="is not valid UTF-8"):
        html.read(page.replace(b"cheered", b"\xff\xff\xff"), "a.html", SETTINGS)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        pytest.param("<html><head><title>x</title></head><body></body></html>", "no article text", id="empty body"),
        pytest.param(
            "<html><body><nav><a href='/'>Home</a> <a href='/x'>All the news of the day, every day</a></nav>"
            "<script>var text = 'Crews cheered.'</script></body></html>",
            "no article text",
            id="navigation and script",
        ),
        pytest.param("<html><body><img src='a.png'></body></html>", "no article text", id="image"),
        pytest.param(" \n ", "only white space", id="white space"),
        pytest.param("<html><body>" + "<div>" * 5000 + "Crews cheered." + "</div>" * 5000, "too deeply", id="deep"),
    ],
)
def test_html_without_text_is_refused(page: str, said: str):
    with pytest.raises(DocumentError, match=said):
        html.read(page.encode(), "a.html", SETTINGS)


def test_html_with_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch):
    html._config.cache_clear()
    monkeypatch.setattr(html, "_MAX_ELEMENTS", 50)
    with pytest.raises(DocumentError, match="more than 50 elements"):
        html.article_of("<html><body>" + "<p>Crews cheered.</p>" * 60 + "</body></html>", "a.html")
    html._config.cache_clear()


def test_html_date_does_not_depend_on_today():
    page = PAGE.replace("2022-03-06", "2150-03-06")
    assert html.read(page.encode(), "a.html", SETTINGS).metadata.published == dt.date(2150, 3, 6)


def test_html_leaves_out_what_is_hidden_or_struck_out():
    line = "Crews cheered on the quay when they heard it on Friday. "
    page = (
        f"<html><body><article><p>{line}</p><p hidden>Nobody sees these words here.</p><template>{line}</template>"
        f"<p><s>They were arrested.</s> They <del>shouted</del> sang.</p><p>{line}</p></article></body></html>"
    )
    assert paragraphs(html.article_of(page, "a.html")) == [line.strip(), "They sang.", line.strip()]


def test_html_takes_no_date_out_of_its_prose():
    page = "<html><body><p>On 5 May 2014 the crews cheered.</p><p>They sang on 6 May 2014.</p></body></html>"
    assert html.article_of(page, "a.html").metadata.published is None


@pytest.mark.parametrize(
    "error", [etree.ParserError("x"), etree.XMLSyntaxError("x", 1, 1, 1), ValueError("x"), RecursionError()]
)
def test_html_errors_of_trafilatura_and_lxml_stop_here(error: Exception, monkeypatch: pytest.MonkeyPatch):
    def broken(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(trafilatura, "bare_extraction", broken)
    with pytest.raises(DocumentError, match=r"a\.html: cannot be read as HTML \(" + type(error).__name__):
        html.read(PAGE.encode(), "a.html", SETTINGS)


def test_html_that_lxml_cannot_parse_at_all_has_no_text(monkeypatch: pytest.MonkeyPatch):
    def broken(*args: object, **kwargs: object) -> None:
        raise etree.ParserError("x")

    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *args, **kwargs: None)
    monkeypatch.setattr(etree, "fromstring", broken)
    with pytest.raises(DocumentError, match="no article text"):
        html.article_of(PAGE, "a.html")


FIRST_PAGE = [
    "Harbour Gazette, page 1",
    "Ferries sail again",
    "The harbour council met on Friday behind closed doors and agreed, after hours of demon-",
    "strations, to let the ferries run. A spokeswoman read the decision aloud in a well-",
    "known voice on the steps of the customs house. Anti-war songs were sung, and anti-",
    "war flags were seen. The first boat left.",
    "Not everyone was pleased with what had been agreed on Friday, and some of the older",
    "1",
]
SECOND_PAGE = ["Harbour Gazette, page 2", "crews went home. They had waited.", "- 2 -"]


def test_pdf_undoes_line_ends_and_drops_running_heads():
    article = pdf.read(pdf_of([FIRST_PAGE, SECOND_PAGE]), "a.pdf", SETTINGS)
    assert paragraphs(article) == [
        "Ferries sail again",
        "The harbour council met on Friday behind closed doors and agreed, after hours of demonstrations, to let the "
        "ferries run. A spokeswoman read the decision aloud in a well-known voice on the steps of the customs house. "
        "Anti-war songs were sung, and anti-war flags were seen. The first boat left.",
        "Not everyone was pleased with what had been agreed on Friday, and some of the older crews went home. They had "
        "waited.",
    ]
    assert (article.metadata.title, article.metadata.author) == ("Ferries sail again", "Ann Lee")
    assert article.metadata.published is None
    assert article.media_type == "application/pdf"


def test_pdf_ligatures_are_letters(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pypdf.PageObject, "extract_text", lambda self: "The ﬁrst oﬃcer left.")
    assert pdf.read(pdf_of([["x"]]), "a.pdf", SETTINGS).text == "The first officer left."


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([["The co-", "operation ended. Their cooperation was long. A cooperation of"]], "The cooperation ended."),
        ([["A line of a co\u00ad", "operation ended."]], "A line of a cooperation ended."),
        ([["The long road from Moscow-", "Petushki ended."]], "The long road from Moscow-Petushki ended."),
        ([["A range of 10 -", "12 people."]], "A range of 10 - 12 people."),
        ([["One.", "", "Two."]], "One."),
        (
            [["A full line of some length ends here now."], ["Then a new one begins on a new page."]],
            "A full line of some",
        ),
        ([], ""),
    ],
)
def test_pdf_unwrapped_lines(pages: list[list[str]], expected: str):
    assert next(pdf.unwrapped(pages), "").startswith(expected)


def test_pdf_without_password_to_open_is_read():
    assert paragraphs(pdf.read(pdf_of([["Crews cheered."]], password=""), "a.pdf", SETTINGS)) == ["Crews cheered."]


def test_pdf_placeholders_are_no_metadata():
    stream = io.BytesIO()
    writer = pypdf.PdfWriter(pypdf.PdfReader(io.BytesIO(pdf_of([["Crews cheered."]]))))
    writer.add_metadata({"/Title": "untitled", "/Author": "(anonymous)"})
    writer.write(stream)
    assert pdf.read(stream.getvalue(), "a.pdf", SETTINGS).metadata.title is None


def _without_info() -> bytes:
    stream = io.BytesIO()
    writer = pypdf.PdfWriter(pypdf.PdfReader(io.BytesIO(pdf_of([["Crews cheered."]]))))
    writer.metadata = None
    writer.write(stream)
    return stream.getvalue()


def test_pdf_may_say_nothing_about_itself():
    assert pdf.read(_without_info(), "a.pdf", SETTINGS).metadata.title is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(pdf_of([["Crews cheered."]], password="secret"), "encrypted PDF", id="encrypted"),
        pytest.param(pdf_of([[]]), "without a text layer", id="no text"),
        pytest.param(pdf_of([["Crews cheered."]])[:400], "cannot be read as a PDF", id="cut"),
        pytest.param(b"%PDF-1.7\ngarbage", "cannot be read as a PDF", id="garbage"),
        pytest.param(b"Crews cheered.", "is no PDF", id="text"),
    ],
)
def test_pdf_that_is_of_no_use_is_refused(data: bytes, said: str):
    with pytest.raises(DocumentError, match=said):
        pdf.read(data, "a.pdf", SETTINGS)


def test_pdf_text_beyond_the_limit_stops_early():
    with pytest.raises(DocumentError, match="raise max_text_chars"):
        pdf.read(pdf_of([["Crews cheered."] * 30] * 3), "a.pdf", load(max_text_chars=500))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PdfReadError("x"), "PdfReadError: x"),
        (KeyError("/Root"), "KeyError"),
        (RecursionError("deep"), "RecursionError"),
        (FileNotDecryptedError("x"), "encrypted"),
    ],
)
def test_pdf_errors_of_pypdf_stop_here(error: Exception, said: str, monkeypatch: pytest.MonkeyPatch):
    def broken(self: object) -> str:
        raise error

    monkeypatch.setattr(pypdf.PageObject, "extract_text", broken)
    with pytest.raises(DocumentError, match=said):
        pdf.read(pdf_of([["Crews cheered."]]), "a.pdf", SETTINGS)


def test_pdf_that_needs_a_missing_part_to_be_decrypted_is_called_encrypted(monkeypatch: pytest.MonkeyPatch):
    def broken(self: object, password: str) -> None:
        raise DependencyError("cryptography is required")

    monkeypatch.setattr(pypdf.PdfReader, "decrypt", broken)
    with pytest.raises(DocumentError, match="encrypted"):
        pdf.read(pdf_of([["Crews cheered."]], password="secret"), "a.pdf", SETTINGS)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.integers(0, 1500), st.binary(min_size=1, max_size=30))
def test_pdf_with_any_damage_is_read_or_refused(at: int, noise: bytes):
    whole = pdf_of([["Crews cheered."]])
    try:
        pdf.read(whole[:at] + noise + whole[at + len(noise) :], "a.pdf", SETTINGS)
    except DocumentError as error:
        assert error.source == "a.pdf"  # noqa: PT017, both ways are right


def test_docx_gives_paragraphs_and_core_properties():
    data = docx_of(
        ["Ferries sail again", "", "Crews cheered.\nThey sang."], "Ferries", "Ann Lee", cells=["Fares", "12"]
    )
    article = docx.read(data, "a.docx", SETTINGS)
    assert paragraphs(article) == ["Ferries sail again", "Crews cheered.", "They sang.", "Fares", "12"]
    assert (article.metadata.title, article.metadata.author) == ("Ferries", "Ann Lee")
    assert article.metadata.published is None
    assert article.media_type == docx.MEDIA_TYPE


def test_docx_laid_out_as_a_table_is_read():
    assert paragraphs(docx.read(docx_of([], cells=["Crews cheered.", "They sang."]), "a.docx", SETTINGS)) == [
        "Crews cheered.",
        "They sang.",
    ]


def test_docx_author_of_the_template_is_nobody():
    assert docx.read(docx_of(["Text."], author="python-docx"), "a.docx", SETTINGS).metadata.author is None


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _marked_encrypted() -> bytes:
    data = bytearray(zipped({"a": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(docx_of([]), "without text", id="no text"),
        pytest.param(docx_of(["Text."])[:2000], "is no Word file, or a broken one", id="cut"),
        pytest.param(b"Crews cheered.", "is no Word file", id="text"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "encrypted Word file or one of the old format", id="old"),
        pytest.param(zipped({"a.txt": b"Text."}), "cannot be read as a Word file", id="another archive"),
        pytest.param(zipped({"bomb": b"\0" * 5_000_000}), "unpacks to 5,000,000 bytes", id="bomb"),
        pytest.param(zipped({str(i): b"" for i in range(10_001)}), "packs 10,001 files", id="many files"),
        pytest.param(_marked_encrypted(), "encrypted archive", id="encrypted archive"),
    ],
)
def test_docx_that_is_of_no_use_is_refused(data: bytes, said: str):
    with pytest.raises(DocumentError, match=said):
        docx.read(data, "a.docx", load(max_file_bytes=1_000_000))


def test_docx_with_broken_xml_is_refused():
    source = zipfile.ZipFile(io.BytesIO(docx_of(["Text."])))
    members = {name: source.read(name) for name in source.namelist()}
    members["word/document.xml"] = b"<w:document><broken"
    with pytest.raises(DocumentError, match="cannot be read as a Word file"):
        docx.read(zipped(members), "a.docx", SETTINGS)


@pytest.mark.parametrize("error", [PackageNotFoundError("x"), etree.XMLSyntaxError("x", 1, 1, 1), KeyError("rels")])
def test_docx_errors_of_python_docx_stop_here(error: Exception, monkeypatch: pytest.MonkeyPatch):
    def broken(stream: object) -> None:
        raise error

    data = docx_of(["Text."])
    monkeypatch.setattr(python_docx, "Document", broken)
    with pytest.raises(DocumentError, match=type(error).__name__):
        docx.read(data, "a.docx", SETTINGS)


def test_guard_lets_bugs_of_our_own_and_interruptions_through():
    with pytest.raises(KeyboardInterrupt), guard("a", "a PDF"):
        raise KeyboardInterrupt
    with pytest.raises(DocumentError, match="b: our own"), guard("a", "a PDF"):
        raise DocumentError("b", "our own")


def test_guard_names_the_error_even_without_words():
    with pytest.raises(DocumentError, match=r"a: cannot be read as a PDF \(EOFError\)"), guard("a", "a PDF"):
        raise EOFError
