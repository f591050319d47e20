"""A text as the project gives it to a model: its words in plain typography, each line a paragraph of its own."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.language.words import words


@dataclass
class Worded:
    """Words with their offsets in the text; `firsts` are the positions of those that begin a paragraph."""

    vocab: Vocab
    forms: list[str]
    begins: list[int]
    ends: list[int]
    firsts: set[int]

    def doc(self) -> Doc:
        """A `Doc` in which the paragraphs are known to start sentences, and nothing else."""
        spaces = [i + 1 < len(self.forms) and self.begins[i + 1] > self.ends[i] for i in range(len(self.forms))]
        starts = [True if i in self.firsts else None for i in range(len(self.forms))]
        return Doc(self.vocab, words=self.forms, spaces=spaces, sent_starts=starts)


def document(tokenizer: Tokenizer, text: str) -> Worded:
    """The words of a text."""
    found = Worded(tokenizer.vocab, [], [], [], set())
    begin = 0
    for line in text.split("\n"):
        found.firsts.add(len(found.forms))
        for word in words(line, tokenizer):
            if word.form:
                found.forms.append(word.form)
                found.begins.append(begin + word.begin)
                found.ends.append(begin + word.end)
        begin += len(line) + 1
    return found
