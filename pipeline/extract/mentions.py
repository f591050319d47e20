"""The names of a document: what the model marked, with edges mended, labels settled and repeats found.

Names only; dates are read by `time`, and pronouns and noun phrases by `coreference`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pipeline.extract import gazetteer, mentions_heard, names, syntax
from pipeline.extract.mentions_described import undescribed
from pipeline.extract.mentions_edges import hyphenated, mended
from pipeline.extract.mentions_labels import concepts, is_confirmed, is_language, known_label, settled
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, Mention, MentionForm

__all__ = ["find", "found"]

_COUNTRY_CODES = frozenset({"US", "U.S.", "UK", "U.K.", "USA", "USSR", "UAE"})
# what somebody known by one name is called after: "Hilary of Poitiers"
_HOMES = (EntityLabel.CITY, EntityLabel.REGION, EntityLabel.PLACE)
_MONARCHS = frozenset({"king", "queen", "emperor", "empress", "sultan", "tsar", "czar", "shah", "emir", "pharaoh"})
# how often a name of each origin is right, measured on the training gold; for models that tell no probabilities
CONFIDENCE = {
    "confirmed": 0.91,
    "repeated": 0.89,
    "dateline": 0.86,
    "bracketed": 0.85,
    "gazetteer": 0.81,
    "model": 0.7,
    "propagated": 0.6,
    "overlooked": 0.6,
}


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
    heard = scene.doc.signals
    result = []
    for tokens, label, origin in found(scene):
        sure = CONFIDENCE[origin]
        if heard is not None:
            sure = mentions_heard.confidence(mentions_heard.probability(tokens, label, heard), origin)
        result.append(
            Mention(
                span=scene.span(tokens),
                sentence=scene.sentence_of(tokens[0]) or 0,
                surface=tokens.text,
                normal=names.normal(tokens.text),
                label=label,
                form=MentionForm.NAME,
                confidence=round(sure, 2),
            )
        )
    return tuple(result)


def found(scene: Scene) -> list[tuple[Tokens, EntityLabel, str]]:
    """The same as tokens, each with its label and its origin (see `CONFIDENCE`)."""
    heard = scene.doc.signals
    rows = list(_marked(scene))
    rows = _without_overlaps(rows + list(_datelines(scene, rows)) + list(_bracketed(scene, rows)))
    if heard is not None:
        taken = {t.i for f in rows for t in f.tokens}
        rows += [_Found(t, label, "overlooked") for t, label in mentions_heard.overlooked(scene, taken, heard)]
        for f, label in zip(rows, mentions_heard.agreed([(f.tokens, f.label) for f in rows], heard), strict=True):
            f.label = label
    rows = list(_whole(rows))
    for f, tokens in zip(rows, undescribed([(f.tokens, f.label) for f in rows]), strict=True):
        f.tokens = tokens
    for f, label in zip(rows, settled([(f.tokens, f.label) for f in rows]), strict=True):
        f.label = label
    rows = [f for f in rows if not (f.label is EntityLabel.NORP and is_language(f.tokens))]
    nowhere = concepts([(f.tokens, f.label) for f in rows])
    rows = [f for f in rows if f.normal not in nowhere or f.label is not EntityLabel.CITY]
    rows = _without_overlaps(rows + list(_propagated(scene, rows)))
    rows = _without_overlaps(rows + list(_known(scene, rows)))
    counts = Counter((f.normal, f.label) for f in rows)
    result = []
    for f in rows:
        sentence = scene.sentence_of(f.tokens[0])
        if sentence is None or scene.sentence_of(f.tokens[-1]) != sentence:
            continue
        origin = f.origin
        if origin == "model" and counts[f.normal, f.label] > 1:
            origin = "repeated"
        elif origin == "model" and is_confirmed(f.tokens, f.label):
            origin = "confirmed"
        result.append((f.tokens, f.label, origin))
    return result


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
            marked, label = hyphenated(scene.doc[tokens[0].i : tokens[-1].i + 1], EntityLabel(entity.label_))
            name = mended(marked, label)
            if name is not None:
                yield from _with_realm(name, label)


def _with_realm(name: Tokens, label: EntityLabel) -> Iterator[_Found]:
    """A marked name; of "King Olaf of Thule" the king and his country, each by itself."""
    doc, of = name.doc, next((t.i for t in name if t.lower_ == "of"), None)
    before = doc[name.start - 1].lower_ if name.start > name.sent.start else ""
    realm = of is not None and name.start < of < name.end - 1 and before in _MONARCHS
    if label is not EntityLabel.PERSON or of is None or not realm:
        yield _Found(name, label, "model")
        return
    known = gazetteer.labels(doc[of + 1 : name.end].text)
    yield _Found(doc[name.start : of], label, "model")
    yield _Found(doc[of + 1 : name.end], known[0] if known else EntityLabel.COUNTRY, "model")


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


def _whole(found: Iterable[_Found]) -> Iterator[_Found]:
    """Names that belong together made one: "Cox's Bazar", which the gazetteer knows, and "Hilary of Poitiers"."""
    rows = sorted(found, key=lambda f: f.tokens.start)
    persons = [f.tokens for f in rows if f.label is EntityLabel.PERSON and len(f.tokens) > 1]
    surnames = {tokens[-1].text for tokens in persons if all(t.lower_ != "of" for t in tokens)}
    at = 0
    while at < len(rows):
        one, two = rows[at], rows[at + 1] if at + 1 < len(rows) else None
        at += 1
        if two is not None and two.tokens.start == one.tokens.end and one.tokens.sent == two.tokens.sent:
            tokens = one.tokens.doc[one.tokens.start : two.tokens.end]
            known = gazetteer.labels(tokens.text) if one.label is not EntityLabel.NORP else ()
            if known:  # "Phnom" and "Penh"
                yield _Found(tokens, known[0], "gazetteer")
                at += 1
                continue
        if two is not None and two.tokens.start - one.tokens.end == 1 and one.tokens.sent == two.tokens.sent:
            doc, between = one.tokens.doc, one.tokens.doc[one.tokens.end].lower_
            tokens = doc[one.tokens.start : two.tokens.end]
            known = gazetteer.labels(tokens.text) if between in ("'s", "’s", "and") else ()
            if known:
                yield _Found(tokens, known[0], "gazetteer")
                at += 1
                continue
            lone = one.label is EntityLabel.PERSON and len(one.tokens) == 1 and one.tokens.text not in surnames
            titled = one.tokens.start > 0 and names.is_title(doc[one.tokens.start - 1].text)
            home = two.label in _HOMES or (
                two.label is EntityLabel.PERSON and len(two.tokens) == 1 and two.tokens.text not in surnames
            )
            if lone and not titled and between == "of" and home:
                yield _Found(tokens, EntityLabel.PERSON, one.origin)
                at += 1
                continue
        yield one


def _bracketed(scene: Scene, found: list[_Found]) -> Iterator[_Found]:
    """The acronym that a text introduces after a name: "the Union of Harbour Workers (UHW)"."""
    taken = {t.i for f in found for t in f.tokens}
    for f in found:
        end = f.tokens.end
        if f.label is not EntityLabel.ORG or len(f.tokens) < 2 or end + 2 >= len(scene.doc):
            continue
        token = scene.doc[end + 1]
        if scene.doc[end].text != "(" or scene.doc[end + 2].text not in (")", ",", ";") or token.i in taken:
            continue
        if names.is_acronym(token.text) and names.acronym_of(token.text, f.normal):
            yield _Found(scene.doc[token.i : token.i + 1], EntityLabel.ORG, "bracketed")


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
                    label = wanted[words].most_common(1)[0][0]
                    if label is EntityLabel.NORP and is_language(tokens):
                        continue
                    taken |= {t.i for t in tokens}
                    yield _Found(tokens, label, "propagated")
                    break


def _known(scene: Scene, found: list[_Found]) -> Iterator[_Found]:
    """Countries, peoples and well-known names that the model passed over, where the word can hardly be another."""
    taken = {t.i for f in found for t in f.tokens}
    for sentence in scene.tokens:
        for token in sentence:
            shouted = token.text.isupper() and token.text not in _COUNTRY_CODES
            if token.i in taken or not token.text[0].isupper() or shouted or token.pos_ not in ("PROPN", "ADJ", "NOUN"):
                continue
            tokens = scene.doc[token.i : token.i + 1]
            if not _stands_alone(token) or names.gender_of_given_name(token.text):
                continue
            if gazetteer.is_group(token.text) and len(token.text) > 3:
                if _names_people(token) and not is_language(tokens):
                    yield _Found(tokens, EntityLabel.NORP, "gazetteer")
            elif token.pos_ == "PROPN" and gazetteer.labels(token.text) == (EntityLabel.COUNTRY,):
                yield _Found(tokens, EntityLabel.COUNTRY, "gazetteer")
            elif token.pos_ == "PROPN" and (known := known_label(token.text)) is not None:
                yield _Found(tokens, known, "gazetteer")


def _names_people(token: Token) -> bool:
    """Whether the word is used of people or of what is theirs, and not of their language."""
    if token.tag_ in ("NNS", "NNPS") or token.head.ent_type_:
        return True
    owned = syntax.has_dep(token, "amod", "compound") and token.head.pos_ == "NOUN"
    return owned and token.head.lemma_.lower() not in _OF_LANGUAGE


_OF_LANGUAGE = frozenset(
    {
        "language",
        "dialect",
        "word",
        "pronunciation",
        "translation",
        "text",
        "name",
        "grammar",
        "script",
        "term",
        "daily",
    }
)


def _stands_alone(token: Token) -> bool:
    """Whether no other capitalised word stands beside it, with which it might be one longer name."""
    sentence = token.sent
    for at in (token.i - 1, token.i + 1):
        if sentence.start <= at < sentence.end:
            other = token.doc[at]
            joins = other.pos_ == "PROPN" and other.text[0].isupper() and not other.ent_type_
            if joins and not names.is_title(other.text):
                return False
    return True


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
