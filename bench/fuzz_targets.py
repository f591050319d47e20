"""What is fuzzed: each target takes the input of one number, and raises where something is wrong.

An input is made from the seed and its number alone, by mutating pieces of our own sample articles, queries and formats,
or out of nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from fuzz_inputs import Chance

__all__ = ["PARSERS", "TARGETS", "Named"]


class Named:
    """A function or value of a module that is imported when it is needed first: no target waits for the others."""

    def __init__(self, module: str, name: str) -> None:
        self._module = f"fuzz_{module}"
        self._name = name

    def get(self) -> Any:
        """It itself."""
        return getattr(import_module(self._module), self._name)

    def __call__(self, *arguments: Any) -> Any:
        """Call it."""
        return self.get()(*arguments)


PARSERS: dict[str, tuple[Callable[[bytes], None], Callable[[], tuple[bytes, ...]], int]] = {
    "web pages": (Named("reading", "parse_page"), Named("reading", "pages"), 100_000),
    "PDF files": (Named("reading", "parse_pdf"), Named("reading", "pdfs"), 200_000),
    "Word files": (Named("reading", "parse_word"), Named("reading", "word_parts"), 100_000),
}
"""Parsers that run in a process of their own, to be run in this one: files to begin with, and their share."""

TARGETS: dict[str, tuple[Callable[[Chance], None], int]] = {
    "text files": (Named("reading", "read_plain"), 150_000),
    "text files of any bytes": (Named("reading", "read_bytes"), 50_000),
    "Markdown": (Named("reading", "read_markdown"), 120_000),
    "lines of JSON": (Named("reading", "read_line"), 100_000),
    "metadata and dates": (Named("reading", "read_metadata"), 100_000),
    "answers of the parsing process": (Named("reading", "read_wire"), 80_000),
    "web pages": (Named("reading", "read_page"), 4_000),
    "PDF files": (Named("reading", "read_pdf"), 4_000),
    "Word files": (Named("reading", "read_word"), 2_000),
    "words and their offsets": (Named("words", "word_offsets"), 58_000),
    "articles through all steps": (Named("words", "all_steps"), 2_000),
    "quotes and values as RDF": (Named("rdf", "rdf_literals"), 100_000),
    "names as IRIs": (Named("rdf", "rdf_iris"), 80_000),
    "parameters of queries": (Named("questions", "query_parameters"), 30_000),
    "mistakes in queries": (Named("questions", "query_errors"), 20_000),
    "requests to /sparql": (Named("questions", "http_questions"), 100_000),
}
"""What is fuzzed, and its share of a million inputs: dear ones have few."""
