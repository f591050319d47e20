"""Articles that were parsed before: not parsed again, unless the file, the readers or their limits changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from articles import PAGE, docx_of, pdf_of

from pipeline import read
from pipeline.errors import DocumentError
from pipeline.read import html
from pipeline.read.article import Article
from pipeline.read.kept import KeptArticles
from pipeline.read.sandbox import RefusedError, Sandbox
from pipeline.records import Document
from pipeline.settings import Settings, load

ARTICLE = html.article_of(PAGE, "a.html")


@pytest.fixture
def kept(tmp_path: Path) -> KeptArticles:
    return KeptArticles(tmp_path / "kept", "1")


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were parsed, by a parser that starts no process."""
    names: list[str] = []

    def parse(self: Sandbox, kind: str, data: bytes, name: str) -> Article:
        names.append(name)
        if data == b"bomb":
            raise DocumentError(name, "takes more than 1 s to parse")
        if data == b"empty":
            raise RefusedError(name, "is HTML in which no article text is found")
        return ARTICLE

    monkeypatch.setattr(Sandbox, "parse", parse)
    return names


def test_kept_articles_come_back_as_they_were(kept: KeptArticles):
    assert kept.get("ab12") is None
    kept.put("ab12", ARTICLE)
    kept.put("cd34", "is no PDF")
    assert (kept.get("ab12"), kept.get("cd34")) == (ARTICLE, "is no PDF")


@pytest.mark.parametrize(
    "damage", [lambda d: d[:-1], lambda d: b"", lambda d: d.replace(b"Crews", b"Crewz"), lambda d: b"{}" + d]
)
def test_kept_articles_that_are_damaged_count_as_absent(kept: KeptArticles, damage):
    kept.put("ab12", ARTICLE)
    [path] = kept.folder.rglob("*.json")
    path.write_bytes(damage(path.read_bytes()))
    assert kept.get("ab12") is None


def test_kept_key_depends_on_all_that_shapes_an_article(kept: KeptArticles, tmp_path: Path):
    other = KeptArticles(tmp_path / "kept", "2")
    settings = Settings()
    keys = [
        kept.key("html", b"a", settings),
        kept.key("html", b"b", settings),
        kept.key("page", b"a", settings),
        other.key("html", b"a", settings),
        kept.key("html", b"a", load(max_text_chars=9)),
        kept.key("html", b"a", load(max_file_bytes=9)),
    ]
    assert len(set(keys)) == len(keys)
    assert kept.key("html", b"a", load(max_parser_seconds=9)) == keys[0]


def test_parser_parses_each_content_once(kept: KeptArticles, parsed: list[str]):
    for name in ("a.html", "b.html"):
        with read.Parser(Settings(), kept) as parser:
            assert parser.parse("html", b"page", name) == ARTICLE
            with pytest.raises(DocumentError, match=rf"^{name}: is HTML in which no"):
                parser.parse("html", b"empty", name)
    assert parsed == ["a.html", "a.html"]


def test_parser_tries_a_file_again_that_took_too_long(kept: KeptArticles, parsed: list[str]):
    for _ in range(2):
        with read.Parser(Settings(), kept) as parser, pytest.raises(DocumentError, match="takes more than 1 s"):
            parser.parse("html", b"bomb", "a.html")
    assert parsed == ["a.html", "a.html"]


def test_kept_articles_whose_text_is_gone_are_pruned(kept: KeptArticles, tmp_path: Path):
    other = html.article_of(PAGE.replace("sang", "slept"), "b.html")
    kept.put("ab12", ARTICLE)
    kept.put("cd34", other)
    kept.put("ef56", "is no PDF")
    (kept.folder / "ab" / "ab99.1.part").write_bytes(b"half")
    document = Document(source_file="a", media_type="text/html", text=ARTICLE.text, paragraphs=())
    again = KeptArticles(tmp_path / "kept", "1")
    assert again.prune({document.text_sha256[:16]}) == 3  # nobody asked for the refusal
    assert again.get("ab12") == ARTICLE
    assert [p.stem for p in kept.folder.rglob("*.json")] == ["ab12"]
    kept.put("ef56", "is no PDF")
    assert kept.prune(set()) == 1
    assert kept.get("ef56") == "is no PDF"


def test_documents_start_no_process_for_files_that_were_parsed_before(
    kept: KeptArticles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.html").write_text(PAGE)
    (folder / "b.pdf").write_bytes(pdf_of([["Crews cheered."]]))
    (folder / "c.docx").write_bytes(docx_of(["Crews cheered."]))
    (folder / "d.jsonl").write_text('{"html": "<p>They sang.</p>"}\n{"html": "<nav>Home</nav>"}\n')
    (folder / "e.pdf").write_bytes(b"no PDF")

    def found() -> list[object]:
        with read.Parser(Settings(), kept) as parser:
            return list(read.documents([folder], Settings(), parser))

    before = found()
    monkeypatch.setattr(Sandbox, "start", lambda self: pytest.fail("a process was started"))
    assert found() == before
    assert [isinstance(item, Document) for item in before] == [True, True, True, True, False, False]
    (folder / "f.txt").write_text("Plain text needs none either.")
    assert len(found()) == 7
