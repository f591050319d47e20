"""The order of the extractors within one document."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.extract import acts, assertions, claims, coreference, events, mentions, positions, relations
from pipeline.extract.parse import Parse
from pipeline.extract.scene import Scene
from pipeline.records import Document, Extraction

__all__ = ["extract"]


def extract(document: Document, doc: Doc) -> Extraction:
    """Everything that one document says.

    A pure function: the same document and parse give the same extraction, wherever and in whatever order it runs.
    `doc` covers the whole text, so that the offset of a token is its offset in the document.

    Raises:
        ValueError: the parse is of another text.
    """
    parse = Parse(doc)
    if parse.text != document.text:
        raise ValueError(f"the parse handed in with {document.source_file} is of another text")
    bare = Scene(document, parse)
    named = bare.having(mentions.find(bare))
    scene = named.having(*coreference.resolve(named))
    happened = tuple(events.extract(scene))
    said, related = claims.extract(scene, happened, tuple(relations.extract(scene)))
    found = Extraction(
        document=document,
        sentences=scene.sentences,
        mentions=scene.mentions,
        chains=scene.chains,
        relations=related,
        events=happened,
        claims=said,
        positions=positions.extract(scene, said, related),
        acts=acts.extract(scene, happened, said),
        assertions=tuple(assertions.extract(scene, said)),
    )
    parse.release()
    return found
