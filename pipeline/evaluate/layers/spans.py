"""Compares a model with annotated documents: names, and what it gives of event triggers and attribution."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path, PurePosixPath

from spacy.tokens import Doc

from pipeline.errors import DocumentError
from pipeline.evaluate.gold import GoldClaim, GoldDocument, read_gold
from pipeline.evaluate.layers.figures import Figures, Stretch, count, exact, half, overlap
from pipeline.language import LanguageModel
from pipeline.read import documents
from pipeline.records import Document
from pipeline.settings import Settings

__all__ = ["claim_places", "compare", "gold_spans", "measure", "parsed"]

FITS: dict[str, Callable[[Stretch, Stretch], bool]] = {
    "names": exact,
    "names without dates": exact,
    "event triggers": overlap,
    "event triggers, with type": overlap,
    "event triggers, with modality": overlap,
    "claim content": half,
    "claim source": half,
    "claim cue": half,
}
"""When a stretch counts as found: names exactly, triggers where they overlap, claims by half."""


def measure(model: LanguageModel, folder: Path, settings: Settings) -> Figures:
    """Names by label, and the span groups of triggers, contents, sources and cues if the model gives them."""
    figures = Figures()
    compare(figures, list(parsed(figures, model, folder, settings)))
    return figures


def compare(figures: Figures, pairs: Iterable[tuple[GoldDocument, Doc]]) -> None:
    """Count some documents."""
    compared = [(gold_spans(gold), _found(doc)) for gold, doc in pairs]
    given = {layer for _, found in compared for layer in found}
    for layer, fits in FITS.items():
        for wanted, found in compared if layer in given else ():
            count(figures.layers[layer], wanted[layer], found.get(layer, set()), fits)
    for label in sorted({label for pair in compared for layers in pair for *_, label in layers["names"]}):
        for wanted, found in compared:
            count(figures.layers[f"names: {label}"], _only(wanted["names"], label), _only(found["names"], label), exact)


def parsed(
    figures: Figures, model: LanguageModel, folder: Path, settings: Settings, only: Container[str] | None = None
) -> Iterator[tuple[GoldDocument, Doc]]:
    """The annotated documents with their parses, whose time is added to the figures.

    Args:
        figures: What gets the time.
        model: What parses.
        folder: Holds NAME.txt and NAME.jsonl.
        settings: How texts are read.
        only: The NAMEs that are wanted; all if None.

    Raises:
        DocumentError: a text cannot be read, or not as it was annotated.
    """
    golds = {name: g for name, g in read_gold(folder).items() if only is None or PurePosixPath(name).stem in only}
    texts: list[Document] = []
    for text in documents([folder / name for name in golds], settings):
        if isinstance(text, Document):
            texts.append(text)
        elif text.skipped:
            raise DocumentError(text.source, text.message)
    for document, doc in figures.timed(model, texts):
        gold = golds[PurePosixPath(document.source_file).name]
        if document.text != gold.text:
            raise DocumentError(document.source_file, "is not read as it was annotated; save it as plain UTF-8 text")
        yield gold, doc


def gold_spans(gold: GoldDocument) -> dict[str, set[Stretch]]:
    """What a document's gold marks, by layer."""
    names = {(name.span.begin, name.span.end, name.label) for name in gold.names}
    events = [(event.span, event) for event in gold.events if event.span is not None]
    claims = [claim_places(gold.text, claim) for claim in gold.claims]
    return {
        "names": names,
        "names without dates": {name for name in names if name[2] != "DATE"},
        "event triggers": {(span.begin, span.end, "") for span, _ in events},
        "event triggers, with type": {(span.begin, span.end, event.type) for span, event in events},
        "event triggers, with modality": {(span.begin, span.end, event.modality) for span, event in events},
        "claim content": {(*place["content"], "") for place in claims if "content" in place},
        "claim source": {(*place["source"], "") for place in claims if "source" in place},
        "claim cue": {(*place["cue"], "") for place in claims if "cue" in place},
    }


def _found(doc: Doc) -> dict[str, set[Stretch]]:
    names = {(name.start_char, name.end_char, name.label_) for name in doc.ents}
    found: dict[str, set[Stretch]] = {
        "names": names,
        "names without dates": {name for name in names if name[2] != "DATE"},
    }
    if "triggers" in doc.spans:
        spans = list(doc.spans["triggers"])
        found["event triggers"] = {(s.start_char, s.end_char, "") for s in spans}
        found["event triggers, with type"] = {(s.start_char, s.end_char, s.label_) for s in spans}
        found["event triggers, with modality"] = {(s.start_char, s.end_char, s._.modality) for s in spans}
    for layer, group in (("claim content", "contents"), ("claim source", "sources"), ("claim cue", "cues")):
        if group in doc.spans:
            found[layer] = {(s.start_char, s.end_char, "") for s in doc.spans[group]}
    return found


def _only(stretches: set[Stretch], label: str) -> set[Stretch]:
    return {one for one in stretches if one[2] == label}


def claim_places(text: str, claim: GoldClaim) -> dict[str, tuple[int, int]]:
    """Where the content, the cue and the source of a claim stand; what is not in the sentence is left out.

    Cue and source are annotated as words alone: of the places where these stand, those outside the content come first,
    then the nearest, of the cue to the content and of the source to the cue.
    """
    if claim.span is None:
        return {}
    content = (claim.span.begin, claim.span.end)
    places = {"content": content}
    for part, words in (("cue", claim.cue), ("source", claim.source)):
        near = places.get("cue", content)
        found = list(_stand(text, words, claim.sentence.begin, claim.sentence.end))
        if found:
            ranked = [
                (broken, content[0] <= b < content[1], max(b - near[1], near[0] - e, 0), b, e) for b, e, broken in found
            ]
            *_, begin, end = min(ranked)
            places[part] = (begin, end)
    return places


def _stand(text: str, words: str, begin: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Every place of some words in [begin, end), and whether it is only a part of longer words."""
    at = text.find(words, begin, end) if words else -1
    while at >= 0:
        stop = at + len(words)
        yield at, stop, text[at - 1 : at].isalnum() or text[stop : stop + 1].isalnum()
        at = text.find(words, at + 1, end)
