"""What it costs to parse web pages, PDF and Word files in another process, and what is saved where they are unchanged.

The files are made from our own sample articles, each with a line of its own.

usage: python bench/parsing.py [--copies 20] [--write]
"""

from __future__ import annotations

import argparse
import html as markup
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from results import ROOT, write_section

sys.path.insert(0, str(ROOT / "tests" / "read"))

from articles import docx_of, pdf_of

from pipeline import read
from pipeline.read import docx, html, pdf
from pipeline.read.kept import KeptArticles
from pipeline.settings import Settings

HERE = {".html": html.read, ".pdf": pdf.read, ".docx": docx.read}


def make(folder: Path, copies: int) -> None:
    """So many pages of each of seven articles, and a tenth as many PDF and Word files."""
    samples = sorted(path for path in (ROOT / "data" / "raw").iterdir() if path.suffix in (".txt", ".md"))
    for copy in range(copies):
        for path in samples[:7]:
            lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
            lines.append(f"This was copy {copy} of the article.")
            body = "".join(f"<p>{markup.escape(line)}</p>" for line in lines)
            name = folder / f"{path.stem}-{copy}"
            name.with_suffix(".html").write_text(f"<html><body><article>{body}</article></body></html>", "utf-8")
            if copy % 10 == 0:
                name.with_suffix(".pdf").write_bytes(pdf_of([[line[:90] for line in lines]]))
                name.with_suffix(".docx").write_bytes(docx_of(lines))


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time, of this process and of those it started."""

    def now() -> float:
        both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(used.ru_utime + used.ru_stime for used in both)

    before = now()
    work()
    return now() - before


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--write", action="store_true", help="write the section of bench/RESULTS.md")
    chosen = parser.parse_args()
    settings = Settings()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "articles"
        folder.mkdir()
        make(folder, chosen.copies)
        paths = sorted(folder.iterdir())

        def here() -> None:
            for path in paths:
                HERE[path.suffix](path.read_bytes(), path.name, settings)

        def outside() -> None:
            with read.Parser(settings, KeptArticles(Path(work) / "kept", "1")) as own:
                list(read.documents([folder], settings, own))

        def start() -> None:
            with read.Parser(settings) as own:
                own.parse("html", b"<p>Crews cheered.</p>", "a.html")

        rows = {
            "parsed in the build itself": spent(here),
            "the process that parses, started": spent(start),
            "parsed in that process, its start included": spent(outside),
            "the same files again, from what was kept": spent(outside),
        }
    lines = [f"{len(paths)} web pages, PDF and Word files.", "", "| | seconds of processor time |", "|---|---|"]
    lines += [f"| {name} | {seconds:.2f} |" for name, seconds in rows.items()]
    print("\n".join(lines))
    if chosen.write:
        write_section("Files parsed in another process", "python bench/parsing.py", lines)


if __name__ == "__main__":
    main()
