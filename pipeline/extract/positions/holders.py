"""Who takes a position: somebody who can take one, named in the clause, or speaking of himself in a quotation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.extract import syntax
from pipeline.extract.claims import claimants
from pipeline.extract.claims.speakers import passive
from pipeline.extract.events.lexicon import noun_class
from pipeline.extract.lexicons import table
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene
from pipeline.extract.syntax import children, has_dep
from pipeline.records import EntityLabel, MentionForm

__all__ = ["Party", "is_party", "named", "stands", "subjects_of"]

_LABELS = frozenset(
    {
        EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.COUNTRY, EntityLabel.CITY, EntityLabel.REGION,
        EntityLabel.NORP,
    }
)  # fmt: skip
_CLASSES = frozenset(
    {"person", "crowd", "worker", "official", "military", "police", "criminal", "government", "organisation"}
)
_OPEN = frozenset({"may", "might", "could", "can", "should", "must", "ought", "need"})
_CONDITIONS = frozenset({"if", "whether", "unless", "lest"})
# verbs whose infinitive is what their own subject does or will do
_ASPECTS = frozenset(
    {"continue", "begin", "start", "decide", "refuse", "vow", "promise", "pledge", "choose", "go", "cease", "stop"}
)


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes a position, or is accused in one: a chain as far as it is known, and the words."""

    chain: int | None
    text: str
    head: Token | None = None


def stands(verb: Token) -> bool:
    """Whether a verb says that a position is taken: finite, not only possible, no condition and no question."""
    top = verb
    if has_dep(verb, "xcomp") and verb.head.lemma_.lower() in _ASPECTS:
        top = verb.head
    elif not _finite(verb):
        return False
    if any(c.lower_ in _OPEN for c in children(top, "aux")) or _infinitive(top):
        return False
    clause = top
    for _ in range(3):
        if any(c.lower_ in _CONDITIONS for c in children(clause, "mark")):
            return False
        if not has_dep(clause, "conj"):
            break
        clause = clause.head
    return not verb.sent.text.rstrip(" \n\t\"”'’»").endswith("?")


def _finite(verb: Token) -> bool:
    """Whether a form makes a clause: "opposes", "will oppose", "is opposing", "opposed by"; not "to oppose"."""
    if verb.tag_ == "VBG":
        return any(c.lemma_.lower() == "be" for c in children(verb, "aux"))
    return verb.tag_ != "VB" or bool(children(verb, "aux"))


def _infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" for c in children(verb, "mark", "aux")) and verb.tag_ == "VB"


def subjects_of(verb: Token) -> tuple[Token, ...]:
    """The heads of the noun phrases that name who takes a position; in the passive, who stands after "by"."""
    if passive(verb):
        return tuple(t for t in syntax.agents(verb))
    found = syntax.subjects(verb)
    if not found and has_dep(verb, "xcomp"):
        found = syntax.subjects(verb.head)
    return tuple(t for t in found if not has_dep(t, "expl"))


def is_party(scene: Scene, head: Token) -> bool:
    """Whether a noun phrase names somebody who can take a position or be accused: no message, no weather."""
    chain = claimants.chain(scene, head)
    if chain is not None:
        return scene.chains[chain].label in _LABELS
    if head.ent_type_:
        return head.ent_type_ in _LABELS
    if head.pos_ == "PRON":
        return claimants.kind(head) in ("third", "generic", "it", "pronoun")
    return noun_class(head) in _CLASSES or head.lemma_.lower() in _people()


@cache
def _people() -> frozenset[str]:
    """Nouns for people by trade, and for bodies: "blogger", "ministry"."""
    bodies = {noun for noun, label in table("nominals.tsv") if label in _LABELS}
    return frozenset(row[0] for row in table("occupations.tsv")) | bodies


def named(scene: Scene, head: Token) -> Party:
    """The party that a noun phrase names, be it by a name in apposition at its end; "they" by the plural before it."""
    words = claimants.words(head)
    chain = claimants.chain(scene, head)
    if chain is None and head.lower_ == "they" and (before := _plural_before(scene, head)) is not None:
        return Party(claimants.chain(scene, before), claimants.words(before).text, before)
    if chain is None and head.pos_ != "PRON":
        chain = _added_name(scene, words)
    return Party(chain, words.text, head)


def _added_name(scene: Scene, words: Tokens) -> int | None:
    """The name after a comma at the end of a noun phrase: Drava Power of "the operator of the dams, Drava Power"."""
    index = scene.mention_at(words[-1])
    if index is None or scene.mentions[index].form is not MentionForm.NAME:
        return None
    name = scene.mention_tokens(index)
    if not (words.start < name.start and words.doc[name.start - 1].text == ","):
        return None
    chain = scene.chain_of(index)
    return chain if chain is not None and scene.chains[chain].label in (EntityLabel.PERSON, EntityLabel.ORG) else None


def _plural_before(scene: Scene, pronoun: Token) -> Token | None:
    """The plural that is the subject of the sentence before: who "they" most likely are."""
    at = scene.sentence_of(pronoun)
    if not at:
        return None
    before = scene.tokens[at - 1]
    if scene.tokens[at].start - before.end > 0 and scene.doc[before.end].is_space:
        return None  # another paragraph
    subjects = syntax.subjects(before.root)
    fit = [t for t in subjects if t.tag_ in ("NNS", "NNPS") and is_party(scene, t)]
    return fit[0] if len(fit) == 1 else None
