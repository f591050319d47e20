"""Quotes are looked up in the documents without the graph: what moved, changed, is missing or never was there."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from packs import forged, packed, rewritten

from pipeline.errors import PackError
from pipeline.graph import literals
from pipeline.pack import archive, texts
from pipeline.pack.verify import Report, verify

ROOT = Path(__file__).parents[2]
SAID = "Lind said that police arrested at least 60 dockers."


def edited(tmp_path: Path, old: str, new: str) -> Report:
    """What verify says once some words of the article are others."""
    path = packed(tmp_path)
    article = tmp_path / "docs/post/walkout.txt"
    text = article.read_text(encoding="utf-8")
    assert old in text
    article.write_text(text.replace(old, new), encoding="utf-8")
    return verify(path, tmp_path / "docs")


def told(report: Report) -> dict[str, str]:
    return {finding.status: str(finding) for finding in report.findings}


def test_verify_finds_every_quote_where_it_was(tmp_path: Path):
    report = verify(packed(tmp_path), tmp_path / "docs")
    assert report.clean
    assert set(report.quotes) == {"intact"}
    assert set(report.documents) == {"same"}


def test_verify_without_documents_says_what_it_did_not_look_at(tmp_path: Path):
    report = verify(packed(tmp_path))
    assert report.clean
    assert any("--docs" in line for line in report.lines())


def test_verify_reports_one_changed_byte_elsewhere_in_a_document(tmp_path: Path):
    report = edited(tmp_path, "is based in Tromsvik.", "is based in Tromsvic.")
    assert list(told(report)) == ["changed"]
    assert set(report.quotes) == {"intact"}
    assert not report.clean


def test_verify_reports_a_quote_that_moved(tmp_path: Path):
    report = edited(tmp_path, "Mira Solberg, mayor", "On Monday, Mira Solberg, mayor")
    assert "now at" in told(report)["moved"]


def test_verify_reports_a_quote_that_changed_with_both_wordings(tmp_path: Path):
    report = edited(tmp_path, "at least 60 dockers", "at most 60 dockers")
    line = told(report)["changed"]
    assert "at least 60" in line
    assert "at most 60" in line


def test_verify_reports_a_quote_that_is_gone(tmp_path: Path):
    report = edited(tmp_path, SAID, "Nothing else happened on that day.")
    assert SAID in told(report)["missing"]


def test_verify_reports_a_document_that_is_missing_and_one_that_was_renamed(tmp_path: Path):
    path = packed(tmp_path)
    article = tmp_path / "docs/post/walkout.txt"
    article.rename(tmp_path / "docs/other.txt")
    assert "is now other.txt" in told(verify(path, tmp_path / "docs"))["renamed"]
    (tmp_path / "docs/other.txt").unlink()
    assert "walkout.txt" in told(verify(path, tmp_path / "docs"))["missing"]


def swap(quotes: list[dict]) -> None:
    quote = next(q for q in quotes if q["exact"] == SAID)
    quote["exact"] = SAID.replace("60", "90")
    quote["sha256"] = hashlib.sha256(quote["exact"].encode()).hexdigest()


def test_verify_reports_a_quote_that_was_swapped_in_one_member(tmp_path: Path):
    with pytest.raises(PackError, match=r"quotes\.json and annotations\.jsonld"):
        verify(forged(packed(tmp_path), "quotes.json", swap))


def test_verify_reports_rows_that_quote_what_the_quotes_do_not(tmp_path: Path):
    path = packed(tmp_path)

    def change(rows: dict) -> None:
        rows["results"]["bindings"][0]["quote"]["value"] = "He never said that."

    with pytest.raises(PackError, match="do not say the same"):
        verify(forged(path, "rows/claims-by.json", change))


def test_verify_disproves_a_quote_that_was_swapped_everywhere_with_right_hashes(tmp_path: Path):
    path = packed(tmp_path)
    members, manifest = archive.read(path)
    put = {name: data.replace(b"at least 60", b"at least 90") for name, data in members.items()}
    quotes = json.loads(put["quotes.json"])
    for quote in quotes:
        quote["sha256"] = hashlib.sha256(quote["exact"].encode()).hexdigest()
    put["quotes.json"] = archive.as_json(quotes)
    about = {key: value for key, value in manifest.items() if key not in ("format", "members")}
    path.write_bytes(archive.packed({n: d for n, d in put.items() if n != archive.MANIFEST}, about))
    assert verify(path).clean, "nothing but the documents can tell"
    line = told(verify(path, tmp_path / "docs"))["false"]
    assert "the document is unchanged" in line
    assert "at least 90" in line


def test_verify_reports_a_quote_whose_hash_or_offsets_do_not_fit(tmp_path: Path):
    def words(quotes: list[dict]) -> None:
        quotes[0]["exact"] += "!"

    def offsets(quotes: list[dict]) -> None:
        quotes[0]["end"] += 1

    with pytest.raises(PackError, match="hash"):
        verify(forged(packed(tmp_path), "quotes.json", words))
    with pytest.raises(PackError, match="offsets"):
        verify(forged(packed(tmp_path), "quotes.json", offsets))


@pytest.mark.parametrize(
    "file", ["../secret.txt", "/etc/passwd", "a/../../secret.txt", "C:/secret.txt", "a\\..\\b.txt"]
)
def test_verify_never_follows_a_document_out_of_the_folder(tmp_path: Path, file):
    def change(documents: list[dict]) -> None:
        documents[0]["source_file"] = file

    path = forged(packed(tmp_path), "documents.json", change)
    with pytest.raises(PackError, match="leads out of the folder"):
        verify(path, tmp_path / "docs")


@pytest.mark.parametrize("change", [lambda d: d.clear(), lambda d: d[0].pop("source_file"), lambda d: d.append(7)])
def test_verify_refuses_a_pack_that_is_not_built_like_one(tmp_path: Path, change):
    with pytest.raises(PackError, match=r"built like|does not list"):
        verify(forged(packed(tmp_path), "documents.json", change), tmp_path / "docs")


def test_verify_reads_texts_as_the_build_does(tmp_path: Path):
    def sha(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    text = "\ufeffCafé – “so”.\r\nEnd"
    (tmp_path / "a.txt").write_bytes(text.encode("utf-16"))  # which writes a mark of its own before the text's
    (tmp_path / "b.md").write_bytes("Straße – ja".encode("cp1252"))
    (tmp_path / "c.jsonl").write_text('{"text": "One."}\n\n{"text": "Two."}\n', encoding="utf-8")
    assert texts.Folder(tmp_path).find(texts.Cited("b.md", None, sha("Straße – ja"))).status == "same"
    assert texts.Folder(tmp_path).find(texts.Cited("c.jsonl", 3, sha("Two."))).status == "same"
    assert texts.Folder(tmp_path).find(texts.Cited("c.jsonl", 2, sha("Two."))).status == "missing"
    found = texts.Folder(tmp_path).find(texts.Cited("a.txt", None, sha("\ufeff" + text)))
    assert found.status == "same", found


def test_verify_says_which_documents_it_cannot_read_alone(tmp_path: Path):
    (tmp_path / "a.html").write_text("<p>One.</p>", encoding="utf-8")
    cited = texts.Cited("a.html", None, hashlib.sha256(b"One.").hexdigest())
    found = texts.Folder(tmp_path).find(cited)
    assert found.status == "unchecked"
    assert "pip install citegraph" in found.note
    assert texts.Folder(tmp_path, lambda path, record: "One.").find(cited).status == "same"


def test_verify_takes_the_same_characters_for_illegal_as_the_graph():
    every = "".join(map(chr, range(0x110000)))
    assert texts.legal(every) == literals.legal(every)


def test_verify_prints_nothing_that_steers_a_terminal(tmp_path: Path):
    report = edited(tmp_path, "at least 60", "at \x1b[2J\u202e60")
    line = told(report)["changed"]
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert "\\u202e" in line


def test_verify_refuses_half_a_surrogate_pair(tmp_path: Path):
    path = packed(tmp_path)
    members, manifest = archive.read(path)
    members["quotes.json"] = members["quotes.json"].replace(b"dockers", b"\\ud800", 1)
    with pytest.raises(PackError, match="not JSON"):
        verify(rewritten(path, members, manifest))


def test_verify_refuses_selectors_that_are_not_two(tmp_path: Path):
    path = forged(packed(tmp_path), "annotations.jsonld", lambda page: page["items"][0]["target"]["selector"].pop())
    with pytest.raises(PackError, match="built like"):
        verify(path)


def test_verify_refuses_or_reports_whatever_value_is_put_in_the_place_of_another(tmp_path: Path):
    path = packed(tmp_path)
    members, manifest = archive.read(path)
    for name in ("quotes.json", "documents.json"):
        for key in json.loads(members[name])[0]:
            for value in (None, -1, 10**300, [], {}, "\x00", True):
                row = json.loads(members[name])
                row[0][key] = value
                put = rewritten(path, {**members, name: archive.as_json(row)}, manifest)
                try:
                    list(verify(put, tmp_path / "docs").lines())
                except PackError:
                    continue


ALONE = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in sys.stdlib_module_names and top != "pipeline":
            raise ImportError(f"{name} is not of the standard library")
sys.meta_path.insert(0, Refuse())
from pipeline.pack.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def alone(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The verifier in a Python that has nothing installed (-S) and refuses any import beyond the standard library."""
    command = [sys.executable, "-S", "-W", "error", "-c", ALONE, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_verify_needs_the_standard_library_alone_and_its_exit_status_tells(tmp_path: Path):
    path, docs = packed(tmp_path), tmp_path / "docs"
    done = alone(path, "--docs", docs)
    assert (done.returncode, done.stderr) == (0, "")
    assert "intact" in done.stdout
    article = docs / "post/walkout.txt"
    article.write_text(article.read_text(encoding="utf-8").replace("60", "90"), encoding="utf-8")
    done = alone(path, "--docs", docs)
    assert done.returncode == 1
    assert "now reads" in done.stdout
    path.write_bytes(path.read_bytes().replace(b"at least 60", b"at least 90"))
    done = alone(path, "--docs", docs)
    assert done.returncode == 2
    assert done.stderr.startswith("citegraph: ")
    assert done.stderr.count("\n") == 1


def test_verify_leaves_markdown_with_marks_to_the_readers(tmp_path: Path):
    (tmp_path / "a.md").write_text("---\ntitle: A_b\n---\n# One\n\nIda **Holm** spoke.\n", encoding="utf-8")
    cited = texts.Cited("a.md", None, hashlib.sha256(b"One\n\nIda Holm spoke.").hexdigest())
    assert texts.Folder(tmp_path).find(cited).status == "unchecked"
    assert texts.Folder(tmp_path, lambda path, record: "One\n\nIda Holm spoke.").find(cited).status == "same"
    (tmp_path / "a.md").write_text("---\ntitle: A_b\n---\n# One\n\nIda Holm spoke.\n", encoding="utf-8")
    assert texts.Folder(tmp_path).find(cited).status == "changed"
