"""From files to documents: text, Markdown, HTML, PDF, Word and JSON Lines, alone, in folders or by glob."""

from pipeline.read.documents import count, documents
from pipeline.read.kept import KeptArticles, Parser

__all__ = ["KeptArticles", "Parser", "count", "documents"]
