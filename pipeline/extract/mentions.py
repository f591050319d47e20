"""The names of a document: what the model marked, with edges mended, labels settled and repeats found.

Names only; dates are read by `time`, and pronouns and noun phrases by `coreference`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from pipeline.extract import gazetteer, names
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, Mention, MentionForm

__all__ = ["find"]

PLACES = (EntityLabel.CITY, EntityLabel.COUNTRY, EntityLabel.REGION, EntityLabel.PLACE)
_TRIM = frozenset("\"'“”‘’«»„,;:()[]-–—.…*_/|")
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_ARTICLES = frozenset({"the", "a", "an"})
_DETERMINERS = _ARTICLES | {"this", "that", "these", "those", "our", "my", "your", "his", "her", "its", "their"}
# articles that belong to the name of a place
_WITH_ARTICLE = frozenset({"hague", "gambia", "bronx"})

# how often a name of each origin is right, measured on the training gold
CONFIDENCE = {"model": 0.9, "repeated": 0.93, "propagated": 0.8, "dateline": 0.9}


class _Found:
    """A name under way: its tokens, label and where it came from."""

    __slots__ = ("label", "origin", "tokens")

    def __init__(self, tokens: Tokens, label: EntityLabel, origin: str) -> None:
        self.tokens = tokens
        self.label = label
        self.origin = origin

    @property
    def normal(self) -> str:
        return names.normal(self.tokens.text)


def find(scene: Scene) -> tuple[Mention, ...]:
    """The names of the document in text order, without overlaps.

    A name never crosses a sentence; titles, articles and possessive endings stay outside.
    """
    found = [f for f in (_mended(e) for e in _marked(scene)) if f is not None]
    found = _without_overlaps(found + list(_datelines(scene, found)))
    _settle(found)
    found = _without_overlaps(found + list(_propagated(scene, found)))
    counts = Counter((f.normal, f.label) for f in found)
    result = []
    for f in sorted(found, key=lambda f: f.tokens.start):
        sentence = scene.sentence_of(f.tokens[0])
        if sentence is None or scene.sentence_of(f.tokens[-1]) != sentence:
            continue
        origin = "repeated" if f.origin == "model" and counts[f.normal, f.label] > 1 else f.origin
        result.append(
            Mention(
                span=scene.span(f.tokens),
                sentence=sentence,
                surface=f.tokens.text,
                normal=f.normal,
                label=f.label,
                form=MentionForm.NAME,
                confidence=CONFIDENCE[origin],
            )
        )
    return tuple(result)


def _marked(scene: Scene) -> Iterator[_Found]:
    """What the model marked, cut at the ends of sentences; dates left out."""
    known = set(EntityLabel)
    for entity in scene.doc.ents:
        if entity.label_ not in known:
            continue
        pieces: dict[int, list[Token]] = defaultdict(list)
        for token in entity:
            sentence = scene.sentence_of(token)
            if sentence is not None:
                pieces[sentence].append(token)
        if pieces:
            tokens = max(pieces.values(), key=len)
            yield _Found(scene.doc[tokens[0].i : tokens[-1].i + 1], EntityLabel(entity.label_), "model")


# ---------------------------------------------------------------- edges


def _mended(found: _Found) -> _Found | None:
    """The name without quotes, articles, titles and possessive endings; None if nothing of a name is left."""
    tokens = found.tokens
    doc, start, end = tokens.doc, tokens.start, tokens.end
    while start < end and (doc[start].text in _TRIM or doc[start].is_space):
        start += 1
    while start < end and _is_tail(doc[end - 1], start, found.label):
        end -= 1
    while start < end - 1 and _is_article(doc[start], doc[start + 1], found.label):
        start += 1
    if found.label is EntityLabel.PERSON:
        while start < end - 1 and names.is_title(doc[start].text):
            start += 1
            while start < end - 1 and doc[start].text == ".":
                start += 1
        if end - start == 1 and names.is_title(doc[start].text) and doc[start].text.islower():
            return None
    if start >= end or not any(c.isalnum() for t in doc[start:end] for c in t.text):
        return None
    text = doc[start:end].text
    if found.label is not EntityLabel.NORP and text.isascii() and not any(c.isupper() or c.isdigit() for c in text):
        return None
    return _Found(doc[start:end], found.label, found.origin)


def _is_tail(token: Token, start: int, label: EntityLabel) -> bool:
    if token.is_space or token.text in _POSSESSIVES:
        # "Workers'" inside a name is not at its end; here nothing follows
        return True
    if token.text == "." and token.i - 1 >= start:
        before = token.doc[token.i - 1].text
        return not (len(before) == 1 or before.lower() in ("jr", "sr", "inc", "ltd", "co", "corp", "st", "va", "u.s"))
    if token.text in (")", "]"):
        return not any(t.text in ("(", "[") for t in token.doc[start : token.i])
    return token.text in _TRIM


def _is_article(token: Token, after: Token, label: EntityLabel) -> bool:
    low = token.lower_
    if low not in _DETERMINERS:
        return False
    if token.text.islower():
        return True
    if label in PLACES or label in (EntityLabel.NORP, EntityLabel.PERSON):
        return after.lower_ not in _WITH_ARTICLE
    return False


# ---------------------------------------------------------------- labels


def _settle(found: list[_Found]) -> None:
    """One label for all occurrences of a name, unless the model is of two minds about it for good reason.

    The label that the model gave most often wins over labels given to single occurrences; of the labels of places, one
    that the gazetteer does not know for the name gives way to one that it knows.
    """
    by_name: dict[str, list[_Found]] = defaultdict(list)
    for f in found:
        by_name[f.normal].append(f)
    for name, group in by_name.items():
        votes = Counter(f.label for f in group)
        known = gazetteer.labels(name) if any(label in PLACES for label in votes) else ()
        if len(votes) > 1:
            best = max(votes, key=lambda label: (votes[label], label in known, -list(EntityLabel).index(label)))
            for f in group:
                if 3 * votes[f.label] <= votes[best] or (votes[f.label] == 1 and votes[best] > 1):
                    f.label = best
        for f in group:
            f.label = _by_gazetteer(f, known)


def _by_gazetteer(found: _Found, known: tuple[EntityLabel, ...]) -> EntityLabel:
    """The label, corrected where the gazetteer leaves no doubt: a sovereign state is never a city or a region."""
    label = found.label
    if label in (EntityLabel.CITY, EntityLabel.REGION, EntityLabel.PLACE) and known == (EntityLabel.COUNTRY,):
        return EntityLabel.COUNTRY
    if label is EntityLabel.COUNTRY and known and EntityLabel.COUNTRY not in known:
        return known[0]
    return label


# ---------------------------------------------------------------- names that the model missed


def _datelines(scene: Scene, found: list[_Found]) -> Iterator[_Found]:
    """The places in capitals at the start of a paragraph: "BEIRA, Mozambique –", "NEW DELHI (Reuters) -"."""
    taken = {t.i for f in found for t in f.tokens}
    for sentence in scene.tokens:
        words: list[Token] = []
        for token in sentence:
            shouted = token.is_alpha and token.text.isupper() and len(token.text) > 1
            if shouted or (words and token.text in ("-", "'")):
                words.append(token)
            else:
                break
        if not words or len(words) > 4 or words[-1].i + 1 >= sentence.end or any(t.i in taken for t in words):
            continue
        rest = [t.text for t in scene.doc[words[-1].i + 1 : min(words[-1].i + 8, sentence.end)]]
        dashed = any(t in ("-", "–", "—", "--") for t in rest) or rest[0] == "("
        if dashed and rest[0] in (",", "(", "-", "–", "—", "--"):
            tokens = scene.doc[words[0].i : words[-1].i + 1]
            known = gazetteer.labels(tokens.text)
            if known:
                yield _Found(tokens, EntityLabel.CITY if EntityLabel.CITY in known else known[0], "dateline")


def _propagated(scene: Scene, found: list[_Found]) -> Iterator[_Found]:
    """Further occurrences of names found elsewhere in the document, and of the surnames of persons."""
    taken = {t.i for f in found for t in f.tokens}
    wanted: dict[tuple[str, ...], Counter[EntityLabel]] = defaultdict(Counter)
    for f in found:
        if f.label in (EntityLabel.EVENT, EntityLabel.WORK):
            continue
        wanted[tuple(t.text for t in f.tokens)][f.label] += 1
        if f.label is EntityLabel.PERSON and len(f.tokens) > 1 and f.tokens[-1].is_alpha and len(f.tokens[-1]) > 2:
            wanted[(f.tokens[-1].text,)][EntityLabel.PERSON] += 1
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in sorted(wanted, key=lambda w: (-len(w), w)):
        by_first[words[0]].append(words)
    for sentence in scene.tokens:
        for token in sentence:
            for words in by_first.get(token.text, ()):
                tokens = scene.doc[token.i : token.i + len(words)]
                if tokens.end > sentence.end or any(t.i in taken for t in tokens):
                    continue
                if tuple(t.text for t in tokens) == words and _is_name_here(tokens):
                    taken |= {t.i for t in tokens}
                    label = wanted[words].most_common(1)[0][0]
                    yield _Found(tokens, label, "propagated")
                    break


def _is_name_here(tokens: Tokens) -> bool:
    """Whether words that are a name elsewhere can be one here: capitals, a proper noun, not part of a longer one."""
    doc = tokens.doc
    if not any(t.pos_ == "PROPN" for t in tokens) and not all(t.pos_ == "ADJ" for t in tokens):
        return False
    if len(tokens) == 1:
        token = tokens[0]
        if not token.text[0].isupper() or (token.i == token.sent.start and token.pos_ != "PROPN"):
            return False
        before = doc[token.i - 1] if token.i > token.sent.start else None
        after = doc[token.i + 1] if token.i + 1 < token.sent.end else None
        for other in (before, after):
            if (
                other is not None
                and other.pos_ == "PROPN"
                and other.text[0].isupper()
                and not names.is_title(other.text)
            ):
                return False
    return True


def _without_overlaps(found: Iterable[_Found]) -> list[_Found]:
    """The longest name of those that overlap, in text order."""
    kept: list[_Found] = []
    taken: set[int] = set()
    for f in sorted(found, key=lambda f: (-len(f.tokens), f.tokens.start)):
        if not any(t.i in taken for t in f.tokens):
            kept.append(f)
            taken |= {t.i for t in f.tokens}
    return sorted(kept, key=lambda f: f.tokens.start)
