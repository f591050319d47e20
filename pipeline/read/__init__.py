"""From files to documents: text, Markdown, HTML, PDF, Word and JSON Lines, alone, in folders or by glob."""

from pipeline.read.documents import content_of, count, documents, documents_of
from pipeline.read.kept import KeptArticles, Parser
from pipeline.read.sources import Source, find

__all__ = ["KeptArticles", "Parser", "Source", "content_of", "count", "documents", "documents_of", "find"]
