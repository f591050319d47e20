"""The lexicon of lemmas that goes with the network: the forms of the training texts, with their Penn tags."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from training.encoder.corpus import Text

SURE = 0.9
"""A form is listed if at least this part of its places have one lemma."""
NAMES = ("NNP", "NNPS")


def rows(texts: Iterable[Text]) -> list[str]:
    """Lines "form<tab>tag<tab>lemma" in order, forms in lower case; names, numbers and the like are left out."""
    seen: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in (s for text in texts for s in text.sentences if s.parse):
        assert sentence.parse
        for form, tag, lemma in zip(sentence.words, sentence.parse.xpos, sentence.parse.lemmas, strict=True):
            if tag not in NAMES and form.isalpha() | form.startswith("'") | form.endswith("n't"):
                seen[form.lower(), tag][lemma] += 1
    found = []
    for (form, tag), lemmas in sorted(seen.items()):
        lemma, times = min(lemmas.items(), key=lambda item: (-item[1], item[0]))
        if times >= SURE * lemmas.total():
            found.append(f"{form}\t{tag}\t{lemma}")
    return found
