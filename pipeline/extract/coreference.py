"""Who is who within one document: chains of names, pronouns and noun phrases that stand for one entity.

Three sieves, surest first: names among themselves; descriptions tied to a name by the sentence ("the physician Ana
Ruiz"); then, in reading order, definite noun phrases and pronouns. What fits several entities equally well is left
alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.extract import (
    coreference_names,
    coreference_nominals,
    coreference_pronouns,
    gazetteer,
    mentions_labels,
    names,
    quotations,
    syntax,
)
from pipeline.extract.descriptions import describe
from pipeline.extract.discourse import Referent, referents_of
from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.persons import gender_of_noun, is_person_noun, is_plural
from pipeline.extract.scene import Scene
from pipeline.records import Chain, EntityLabel, Mention, MentionForm

__all__ = ["resolve"]

# nameless things are forgotten after so many sentences
_MEMORY = 4
_FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself"})
_REFERRING = frozenset({"PRON", "DET", "NOUN", "PROPN"})
"""The parts of speech of words that may stand for somebody or something without being a name."""


class _Link(NamedTuple):
    """Words that are not a name and stand for a referent."""

    tokens: Tokens
    form: MentionForm
    referent: Referent
    confidence: float


def resolve(scene: Scene) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
    """All mentions of the document in text order, and the chains they form, in order of first mention.

    `scene.mentions` are its names, as `mentions.find` gives them.
    """
    groups = coreference_names.cluster(scene)
    referents = referents_of(scene, groups)
    reader = _Reader(scene, referents)
    links = reader.read()
    links += _countries(scene, referents)
    return _assemble(scene, list(dict.fromkeys([*referents, *(link.referent for link in links)])), links)


def _countries(scene: Scene, referents: Sequence[Referent]) -> list[_Link]:
    """The countries that adjectives of peoples stand for: in "the Ukrainian president X", Ukraine.

    The adjective is a name of the people and, as a phrase, of the country, whether or not the text names that too. Only
    where the noun says what a named person, place or organisation is.
    """
    by_name = {
        gazetteer.country(scene.mentions[i].normal): r
        for r in referents
        if r.label is EntityLabel.COUNTRY
        for i in r.names
    }
    described = {role.i for r in referents for role in r.roles}
    found = []
    for mention in scene.mentions:
        if mention.label is not EntityLabel.NORP:
            continue
        country = gazetteer.country_of_people(mention.normal)
        tokens = scene.doc.char_span(mention.span.begin, mention.span.end, alignment_mode="expand")
        if country is None or tokens is None:
            continue
        modifies = syntax.has_dep(tokens.root, "amod", "compound", "nmod", "nmod:desc")
        noun = tokens.root.head
        told = modifies and (
            noun.i in described or noun.ent_type_ or _names_places(noun) or noun.lemma_.lower() in _BELONGING
        )
        if told or _said_of_a_name(tokens.root):
            referent = by_name.setdefault(country, Referent(label=EntityLabel.COUNTRY, called=country))
            found.append(_Link(tokens, MentionForm.NOMINAL, referent, 0.85))
    return found


_BELONGING = frozenset({"citizenship", "nationality", "passport"})


def _said_of_a_name(adjective: Token) -> bool:
    """Whether a clause says of a person which people he or she is of: "X is British", "she is a Chilean"."""
    copular = any(c.lemma_ == "be" for c in syntax.children(adjective, "cop"))
    subjects = syntax.children(adjective, "nsubj") if copular else ()
    return any(n.ent_type_ == "PERSON" or n.tag_ == "PRP" for s in subjects for n in (s, *syntax.appositions(s)))


def _names_places(noun: Token) -> bool:
    """Whether a noun says of named places what they are: "the Thai port of X", "the Indian states of X and Y"."""
    label = mentions_labels.nominal_label(noun)
    named = [c for c in syntax.children(noun, "nmod") if c.ent_type_ and syntax.cases(c) == ("of",)]
    return label in (EntityLabel.CITY, EntityLabel.REGION, EntityLabel.PLACE) and bool(named)


# ---------------------------------------------------------------- reading


class _Reader:
    """Goes through the document once, in text order, and ties words to referents."""

    def __init__(self, scene: Scene, referents: Sequence[Referent]) -> None:
        self.scene = scene
        self.named = list(referents)
        self.others: list[Referent] = []
        self.links: list[_Link] = []
        self.of_token: dict[int, Referent] = {}
        self.name_head: dict[int, Referent] = {}
        for referent in referents:
            for index in referent.names:
                tokens = scene.mention_tokens(index)
                self.name_head[tokens.root.i] = referent
                for token in tokens:
                    self.of_token[token.i] = referent
        self.described = dict(self._descriptions())
        self.roles = {role.i for referent in self.named for role in referent.roles}
        self.introducers: dict[quotations.Quotation, tuple[Token, ...]] = {}
        self.outermost = [q for q in scene.quotations if q.depth == 0]

    def _descriptions(self) -> Iterator[tuple[int, Referent]]:
        """Nouns that a name directly renames: "the physician Ana Ruiz", "President Ruiz" (not "Ruiz, a physician")."""
        for referent in self.named:
            if referent.label is not EntityLabel.PERSON:
                continue
            for index in referent.names:
                tokens = self.scene.mention_tokens(index)
                for description in describe(tokens):
                    noun = description.noun
                    if noun.i in self.of_token or is_plural(noun) or noun.i > tokens.start:
                        continue
                    if not (is_person_noun(noun) or names.is_title(noun.text)):
                        continue
                    if description.how == "title" or (description.how == "apposition" and not _indefinite(noun)):
                        yield noun.i, referent

    def read(self) -> list[_Link]:
        """The links of the whole document."""
        for number, sentence in enumerate(self.scene.tokens):
            self.others = [o for o in self.others if (self.scene.sentence_of(o.heads[-1]) or 0) >= number - _MEMORY]
            for token in sentence:
                if token.pos_ in _REFERRING or token.i in self.name_head or token.i in self.described:
                    self._meet(token)
        for sentence in self.scene.tokens:
            for token in sentence:
                if token.lower_ in _FIRST_PERSON and token.pos_ in ("PRON", "DET"):
                    self._first_person(token)
        return sorted(self.links, key=lambda link: (link.tokens.start, link.tokens.end))

    def _meet(self, token: Token) -> None:
        if token.i in self.name_head:
            self.name_head[token.i].heads.append(token)
            return
        if token.i in self.of_token:
            return
        if token.i in self.described:
            referent = self.described[token.i]
            self._link(_title_tokens(token), MentionForm.NOMINAL, referent, 0.9)
            return
        kind = coreference_pronouns.kind_of(token)
        if kind is not None:
            others = [o for o in self.others if self._audible(o.heads[-1], token)] if self.outermost else self.others
            found = coreference_pronouns.antecedent(
                token, kind, (*self.named, *others), self.scene, self._speaker(token)
            ) or self._ahead(token, kind)
            if found is not None:
                self._link(token.doc[token.i : token.i + 1], MentionForm.PRONOUN, *found)
                if kind.gender and found[0].gender is None and found[0].animate():
                    found[0].gender = kind.gender
        elif token.pos_ == "NOUN" or (token.pos_ == "PROPN" and not token.ent_type_):
            self._meet_noun(token)

    def _meet_noun(self, noun: Token) -> None:
        if syntax.has_dep(noun, "compound", "flat", "fixed", "nmod:desc"):
            return
        if any(a.i in self.name_head and a.left_edge.i == noun.i + 1 for a in syntax.appositions(noun)):
            return  # "the group Grey Heron": the name that follows says which group, and so no other
        if coreference_nominals.is_definite(noun):
            found = coreference_nominals.antecedent(noun, self.named, self.scene)
            if found is not None:
                self._link(_noun_phrase(noun), MentionForm.NOMINAL, *found)
                found[0].heads.append(noun)
                return
        if noun.i in self.roles:
            return  # "Ruiz, a driver": the driver is nobody else
        self.others.append(
            Referent(
                label=None,
                gender=gender_of_noun(noun),
                plural=is_plural(noun) or bool(syntax.children(noun, "conj")),
                person=is_person_noun(noun),
                heads=[noun],
            )
        )

    def _ahead(self, token: Token, kind: coreference_pronouns.Kind) -> tuple[Referent, float] | None:
        """The subject that a pronoun in a fronted phrase or clause waits for: "In his speech, Ruiz said"."""
        if kind.type != "person":
            return None
        clause = syntax.clause_head(token)
        mains = [clause, clause.head] if syntax.has_dep(clause, "advcl", "acl") else [clause]
        for main in mains:
            for subject in syntax.children(main, "nsubj"):
                referent = self.name_head.get(subject.i) or self.described.get(subject.i)
                if referent is None or subject.i < token.i or not referent.animate():
                    continue
                if referent.gender in (None, kind.gender) and token.i < subject.left_edge.i:
                    return referent, 0.75
        return None

    def _link(self, tokens: Tokens, form: MentionForm, referent: Referent, confidence: float) -> None:
        if any(t.i in self.of_token for t in tokens):
            return
        self.links.append(_Link(tokens, form, referent, confidence))
        for token in tokens:
            self.of_token[token.i] = referent
        if form is MentionForm.PRONOUN:
            referent.heads.append(tokens[0])

    # ------------------------------------------------------------ quotations

    def _speaker(self, token: Token) -> Referent | None:
        """The one whose quoted words the token stands in, as far as known."""
        at = token.idx
        for quotation in self.outermost:
            if quotation.outer.begin <= at < quotation.outer.end:
                if quotation not in self.introducers:
                    self.introducers[quotation] = tuple(self._introducers(quotation))
                for verb in self.introducers[quotation]:
                    for subject in syntax.subjects(verb):
                        if subject.i in self.of_token:
                            return self.of_token[subject.i]
        return None

    def _audible(self, noun: Token, pronoun: Token) -> bool:
        """Whether a pronoun may speak of a thing named just before: what stands in a quotation is not heard outside.

        In '"The driver says it," he added' he is not the driver.
        """
        quotation = self._quotation(noun)
        return quotation is None or quotation == self._quotation(pronoun)

    def _quotation(self, token: Token) -> quotations.Quotation | None:
        """The outermost quotation that the token stands in."""
        return next((q for q in self.outermost if q.outer.begin <= token.idx < q.outer.end), None)

    def _introducers(self, quotation: quotations.Quotation) -> Iterator[Token]:
        """Verbs of saying in the sentences of a quotation and outside its marks."""
        for number, sentence in enumerate(self.scene.sentences):
            if not sentence.span.overlaps(quotation.outer):
                continue
            for token in self.scene.tokens[number]:
                outside = not quotation.outer.begin <= token.idx < quotation.outer.end
                if outside and token.pos_ == "VERB" and token.lemma_.lower() in _saying():
                    yield token

    def _first_person(self, token: Token) -> None:
        speaker = self._speaker(token)
        if speaker is not None and speaker.named and speaker.animate():
            self._link(token.doc[token.i : token.i + 1], MentionForm.PRONOUN, speaker, 0.8)


@cache
def _saying() -> frozenset[str]:
    return frozenset(row[0] for row in table("reporting_verbs.tsv") if row[1] == "say")


def _indefinite(noun: Token) -> bool:
    return any(c.lower_ in ("a", "an", "another", "some") for c in syntax.children(noun, "det"))


def _title_tokens(noun: Token) -> Tokens:
    return noun.doc[noun.i : noun.i + 1]


def _noun_phrase(noun: Token) -> Tokens:
    """The phrase from its determiner to its head."""
    start = noun.i
    for child in noun.children:
        if child.i < start and syntax.has_dep(child, "det", "amod", "compound", "nummod"):
            start = min(start, child.left_edge.i)
    return noun.doc[max(start, noun.sent.start) : noun.i + 1]


# ---------------------------------------------------------------- putting together


def _assemble(
    scene: Scene, referents: Sequence[Referent], links: Iterable[_Link]
) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
    rows: list[tuple[Mention, Referent]] = []
    for referent in referents:
        rows += [(scene.mentions[i], referent) for i in referent.names]
    for link in links:
        sentence = scene.sentence_of(link.tokens[0])
        if sentence is None or link.referent.label is None:
            continue
        rows.append(
            (
                Mention(
                    span=scene.span(link.tokens),
                    sentence=sentence,
                    surface=link.tokens.text,
                    normal=link.tokens.text,
                    label=link.referent.label,
                    form=link.form,
                    confidence=round(link.confidence, 2),
                ),
                link.referent,
            )
        )
    rows.sort(key=lambda row: (row[0].span.begin, -row[0].span.end))
    mentions = tuple(mention for mention, _ in rows)
    positions: dict[int, list[int]] = {}
    for position, (_, referent) in enumerate(rows):
        positions.setdefault(id(referent), []).append(position)
    chains = []
    default = {id(r): r.called for r in referents}
    for id_, own in positions.items():
        called = [mentions[i] for i in own if mentions[i].form is MentionForm.NAME]
        label = mentions[own[0]].label
        chains.append(Chain(label=label, name=_fullest(called) if called else default[id_], mentions=tuple(own)))
    chains.sort(key=lambda c: c.mentions[0])
    return mentions, tuple(chains)


def _fullest(called: Sequence[Mention]) -> str:
    """The fullest form of a name: most words, then the commonest, then most letters, then the first.

    Never one in capitals (an acronym, a dateline) where another form is not; for a country its usual name, if used.
    """
    counts: dict[str, int] = {}
    for mention in called:
        counts[mention.normal] = counts.get(mention.normal, 0) + 1
    order = list(counts)

    def rank(name: str) -> tuple[bool, bool, int, int, int, int]:
        known = called[0].label is EntityLabel.COUNTRY and gazetteer.country(name) == name
        return (known, not name.isupper(), len(name.split()), counts[name], len(name), -order.index(name))

    return max(order, key=rank)
