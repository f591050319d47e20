"""From files to documents: text, Markdown, HTML, PDF, Word and JSON Lines, alone, in folders or by glob."""

from pipeline.read.documents import count, documents

__all__ = ["count", "documents"]
