"""Weighs what the network says of triggers with what a word can tell at all.

The network judges by the context and is too sure of itself; a lexicon knows which types of event a word can tell, and
whether it mostly does, but not whether it does so here. Together they are a logistic regression with five weights,
fitted on documents from which the network has not learnt (`training/encoder/triggers.py`), so that its probabilities
can be taken at their word. Words that the lexicon lacks hardly ever tell an event.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from pipeline.language.encoder.decode import Scores, log_softmax
from pipeline.language.encoder.lemmas import guesses

__all__ = ["TERMS", "TriggerLexicon"]

TERMS: Final = ("encoder", "unlisted", "listed", "strong", "weak")
"""What is weighed: the network's log probability; that the lexicon lacks the word, or has it, with whatever type; that
it has it with this type, and mostly so or only in some contexts."""

_PARTS: Final = {"VERB": "V", "AUX": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A"}
_OF_VERBS: Final = ("ed", "ing", "en")
"""How adjectives and nouns end that are made of verbs: where they are not listed themselves, their verbs count."""


class TriggerLexicon:
    """The types of event that words can tell, and the weights of `TERMS`.

    `data` is JSON: {"weights": {term: weight}, "words": {lemma: {part of speech: {type: "strong" or "weak"}}}} with the
    parts V, N and A; types that the network does not know are passed over. Without weights, scores stay as the network
    has them.

    >>> lexicon = TriggerLexicon(b'{"weights": {}, "words": {"jail": {"V": {"Arrest": "strong"}}}}', ["Arrest"])
    >>> lexicon.listed("jailed", "jail", "VERB"), lexicon.listed("jail", "jail", "NOUN")
    ({'Arrest': 'strong'}, {})
    """

    def __init__(self, data: bytes, tags: Sequence[str]) -> None:
        """`tags` are those of the network's layer: "O", and "B-TYPE" and "I-TYPE" of each type."""
        given = json.loads(data)
        self.weights: Mapping[str, float] = given["weights"]
        self.words: Mapping[str, Mapping[str, Mapping[str, str]]] = given["words"]
        self.types = tuple(tag[2:] for tag in tags if tag.startswith("B-"))
        self._begins = np.array([tags.index(f"B-{name}") for name in self.types], np.intp)
        self._others = np.array([i for i, tag in enumerate(tags) if not tag.startswith("B-")], np.intp)
        self._known = lru_cache(maxsize=1 << 16)(self._terms)

    def listed(self, form: str, lemma: str, upos: str) -> Mapping[str, str]:
        """The types that a word can tell, each with its strength; none for most words."""
        part = _PARTS.get(upos)
        if part is None:
            return {}
        form = form.lower()
        for guess in guesses(form, lemma.lower()):
            parts = self.words.get(guess, {})
            if part in parts:
                return parts[part]
            if "V" in parts and form.endswith(_OF_VERBS):
                return parts["V"]
        return {}

    def terms(self, scores: Scores, words: Sequence[tuple[str, str, str]]) -> Scores:
        """[words, 1 + types, terms]: what speaks for telling none (first) or an event of each type.

        Args:
            scores: [words, tags], of the network.
            words: form, lemma and universal part of speech of each word.
        """
        logs = log_softmax(scores)
        out = np.zeros((len(words), 1 + len(self.types), len(TERMS)), np.float32)
        out[:, 0, 0] = np.logaddexp.reduce(logs[:, self._others], 1)
        out[:, 1:, 0] = logs[:, self._begins]
        for i, word in enumerate(words):
            out[i, 1:, 1:] = self._known(*word)
        return out

    def __call__(self, scores: Scores, words: Sequence[tuple[str, str, str]]) -> Scores:
        """The scores [words, tags] of a sentence with the lexicon weighed in (arguments as those of `terms`)."""
        if not self.weights:
            return scores
        summed: Scores = self.terms(scores, words) @ np.array([self.weights[term] for term in TERMS], np.float32)
        logs = log_softmax(scores)
        out = logs - logs[:, :1] + summed[:, :1]  # how a trigger of several words goes on is left to the network
        out[:, self._begins] = summed[:, 1:]
        return out

    def _terms(self, form: str, lemma: str, upos: str) -> Scores:
        found = np.zeros((len(self.types), len(TERMS) - 1), np.float32)
        listed = self.listed(form, lemma, upos)
        found[:, 1 if listed else 0] = 1
        for name in listed.keys() & set(self.types):
            found[self.types.index(name), 2 if listed[name] == "strong" else 3] = 1
        return found
