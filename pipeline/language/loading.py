"""Finds spaCy pipelines, and refuses those that do not give what the extractors read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]

from pipeline.errors import ModelError
from pipeline.language.identity import files_of, hashed
from pipeline.language.words import reading, words

__all__ = ["check", "names", "pipeline", "sha256", "shipped", "tokenizer"]

RELATIONS = frozenset(
    """
    acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl fixed
    flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp
    """.split()  # noqa: SIM905
)
"""The universal relations of UD 2; a language's own ones follow after a colon, as in nsubj:pass."""

PROBE = "The city was attacked by the army on Monday, officials in Kyiv said, and people fled to the north."
_LAYERS = {"TAG": "Penn tags", "POS": "universal parts of speech", "LEMMA": "lemmas", "DEP": "a dependency parse"}
_HOW = "install it (pip install MODEL, or python -m spacy download MODEL) or give the path of its folder"


def shipped(folder: Path) -> Language:
    """The model that comes with citegraph.

    Raises:
        ModelError: its folder is missing or damaged.
    """
    if not (folder / "meta.json").is_file():
        raise ModelError(f"the shipped language model is not in {folder}; install citegraph again")
    return _load(str(folder), "install citegraph again")


def pipeline(name: str) -> Language:
    """An installed pipeline, by the name of its package or the path of its folder.

    Raises:
        ModelError: it is not there, or spaCy cannot load it.
    """
    return _load(name, _HOW)


def names(name: str) -> Language:
    """An installed pipeline that finds names.

    Raises:
        ModelError: it is not there, cannot be loaded, or has no component that finds names.
    """
    nlp = _load(name, _HOW)
    if not any("doc.ents" in nlp.get_pipe_meta(pipe).assigns for pipe in nlp.pipe_names):
        have = ", ".join(nlp.pipe_names) or "nothing"
        raise ModelError(f"{name} finds no names: it has {have}, but no component such as ner that sets doc.ents")
    return nlp


def _load(name: str, advice: str) -> Language:
    try:
        return spacy.load(name)
    except OSError as error:  # spaCy's E050: no such package, link or folder; E053: a folder of something else
        why = "is a folder that holds no pipeline (no config.cfg)" if Path(name).is_dir() else "is not there"
        raise ModelError(f"the spaCy pipeline {name!r} {why}: {advice}") from error
    except (
        ValueError,
        KeyError,
        ImportError,
    ) as error:  # a folder of another spaCy version, parts of which are missing
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(f"the spaCy pipeline {name!r} cannot be loaded ({reason}): {advice}") from error


def check(nlp: Language, name: str, *, needs_names: bool) -> None:
    """See that a pipeline of someone else's gives every layer that the extractors read.

    Raises:
        ModelError: the labels of its parser are not Universal Dependencies 2, or a layer is missing; says which.
    """
    found = list(words(PROBE, tokenizer(nlp)))
    doc = nlp(reading(found, tokenizer(nlp)))
    labels = {label for pipe in nlp.pipe_names if pipe == "parser" for label in nlp.pipe_labels[pipe]}
    labels |= {token.dep_ for token in doc if token.dep_}
    foreign = sorted(label for label in labels if label.partition(":")[0].lower() not in RELATIONS)
    if foreign:
        shown = ", ".join(foreign[:8]) + (", ..." if len(foreign) > 8 else "")
        raise ModelError(
            f"{name} does not follow Universal Dependencies 2: its parser says {shown}. spaCy's own English pipelines "
            "follow the ClearNLP scheme, which the extractors do not read; use --names to take only the names from it"
        )
    missing = [what for layer, what in _LAYERS.items() if not doc.has_annotation(layer)]
    if needs_names and not any("doc.ents" in nlp.get_pipe_meta(pipe).assigns for pipe in nlp.pipe_names):
        missing.append("names (or give --names as well)")
    if missing:
        raise ModelError(f"{name} cannot replace the language model: it does not give {', '.join(missing)}")


def tokenizer(nlp: Language) -> Tokenizer:
    """The pipeline's tokeniser.

    Raises:
        ModelError: it is not spaCy's rule-based one, the only kind that keeps track of every character.
    """
    if not isinstance(nlp.tokenizer, Tokenizer):
        raise ModelError(
            f"{nlp.meta['lang']}_{nlp.meta['name']} has a tokeniser of its own kind ({type(nlp.tokenizer).__name__}); "
            "one with spaCy's rule-based tokeniser is needed"
        )
    return nlp.tokenizer


def sha256(pipelines: Iterable[Language]) -> str:
    """One hash over the files of all the pipelines, each by its path within the folder; 64 hexadecimal digits."""
    return hashed(part for nlp in pipelines for part in _parts(nlp))


def _parts(nlp: Language) -> Iterable[tuple[str, bytes]]:
    folder: Any = nlp.path
    if folder is None:  # made in memory: what it would write
        return [("bytes", nlp.to_bytes())]
    return files_of(Path(folder))
