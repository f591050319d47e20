"""What is fuzzed: each target takes the input of one number, and raises where something is wrong.

An input is made from the seed and its number alone, by mutating pieces of our own sample articles, queries and formats,
or out of nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from fuzz_graph import all_steps, rdf_iris, rdf_literals, word_offsets
from fuzz_inputs import Chance
from fuzz_questions import http_questions, query_errors, query_parameters
from fuzz_reading import (
    BODY,
    PAGES,
    parse_page,
    parse_pdf,
    parse_word,
    pdfs,
    read_bytes,
    read_line,
    read_markdown,
    read_metadata,
    read_page,
    read_pdf,
    read_plain,
    read_wire,
    read_word,
    word_files,
)

__all__ = ["PARSERS", "TARGETS"]

PARSERS: dict[str, tuple[Callable[[bytes], None], Callable[[], tuple[bytes, ...]], int]] = {
    "web pages": (parse_page, lambda: PAGES, 100_000),
    "PDF files": (parse_pdf, pdfs, 200_000),
    "Word files": (parse_word, lambda: (*word_files(), BODY), 100_000),
}
"""Parsers that run in a process of their own, to be run in this one: files to begin with, and their share."""

TARGETS: dict[str, tuple[Callable[[Chance], None], int]] = {
    "text files": (read_plain, 150_000),
    "text files of any bytes": (read_bytes, 50_000),
    "Markdown": (read_markdown, 120_000),
    "lines of JSON": (read_line, 100_000),
    "metadata and dates": (read_metadata, 100_000),
    "answers of the parsing process": (read_wire, 80_000),
    "web pages": (read_page, 4_000),
    "PDF files": (read_pdf, 4_000),
    "Word files": (read_word, 2_000),
    "words and their offsets": (word_offsets, 58_000),
    "articles through all steps": (all_steps, 2_000),
    "quotes and values as RDF": (rdf_literals, 100_000),
    "names as IRIs": (rdf_iris, 80_000),
    "parameters of queries": (query_parameters, 30_000),
    "mistakes in queries": (query_errors, 20_000),
    "requests to /sparql": (http_questions, 100_000),
}
"""What is fuzzed, and its share of a million inputs: dear ones have few."""
