"""What surrounds a token, as feature strings that the classifiers of this package share."""

from __future__ import annotations

from pipeline.extract import syntax
from pipeline.extract.events.lexicon import noun_class
from pipeline.extract.parse import Token, remembered
from pipeline.extract.scene import Scene, seen

__all__ = ["kind", "lemma", "part", "relations"]

_HUMAN = frozenset(
    {"he", "she", "him", "her", "his", "hers", "i", "me", "my", "we", "us", "our", "you", "your", "himself", "herself"}
) | {"who", "whom", "whose"}
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves", "those", "these"})
_DEPTH = 3
_LOOSE = frozenset({"conj", "appos", "parataxis"})
_DEEPER = frozenset({"nmod", "obl", "obj", "nsubj", "appos", "compound"})


def lemma(token: Token) -> str:
    """The lemma in lower case."""
    return token.lemma_.lower() or token.lower_


def part(token: Token) -> str:
    """The part of speech, with participles told from other verb forms."""
    return token.tag_ if token.tag_ in ("VBN", "VBG") else token.pos_


@seen
def kind(token: Token, scene: Scene) -> str:
    """What a noun phrase stands for: the label of its name or chain, the class of its noun, or the sort of pronoun."""
    if token.ent_type_ == "DATE":
        return "DATE"
    chain = scene.chain_at(token)
    if chain is not None:
        return str(scene.chains[chain].label)
    mention = scene.mention_at(token)
    if mention is not None:
        return str(scene.mentions[mention].label)
    if token.ent_type_:
        return token.ent_type_
    if token.pos_ in ("PRON", "DET"):
        return "human" if token.lower_ in _HUMAN else "plural" if token.lower_ in _PLURAL else "thing"
    if token.pos_ == "NUM":
        return "number"
    return noun_class(token) or token.pos_.lower()


@remembered
def relations(trigger: Token) -> dict[int, str]:
    """How the words of a sentence hang on a trigger, by token position: role and preposition, or the way up and down.

    "agent" and "patient" (of active and passive alike), "obl:in", "nmod:of", "poss", "compound"; "obj^agent" is the
    agent of the verb that the trigger is the object of. Words more than three steps up are left out.
    """
    found: dict[int, str] = {}
    steps: list[str] = []
    at = trigger
    for _ in range(_DEPTH + 1):
        if at.i != trigger.i:
            found.setdefault(at.i, "^".join([*steps, "self"]))
        for token, role in _direct(at):
            found.setdefault(token.i, "^".join([*steps, role]))
        if at.head.i == at.i:
            break
        steps.append(_edge(at))
        at = at.head
    found.pop(trigger.i, None)
    return found


def _edge(token: Token) -> str:
    """The relation of a token to its head, with its preposition where it is an adjunct."""
    if token.dep_ == "nmod:poss":
        return "poss"
    if token.base in ("obl", "nmod"):
        return f"{token.base}:{'+'.join(syntax.cases(token)) or 'bare'}"
    return token.dep_


@remembered
def _direct(head: Token) -> list[tuple[Token, str]]:
    """The words that hang on a head, conjuncts included, and what hangs on those words in turn."""
    found: list[tuple[Token, str]] = []
    if head.pos_ in ("VERB", "AUX") or head.tag_ in ("VBN", "VBG"):
        found += [(token, "agent") for token in syntax.agents(head)]
        found += [(token, "patient") for token in syntax.patients(head)]
    else:
        found += [(token, "subject") for token in syntax.subjects(head)]
    below: list[tuple[Token, str]] = []
    for child in head.children:
        role = _edge(child)
        if child.base in _LOOSE:
            below.append((child, role))
        else:
            below += [(token, role) for token in syntax.conjuncts(child)]
    found += below
    for token, role in below:
        for child in token.children:
            if child.base in _DEEPER:
                found += [(deeper, f"{role}>{_edge(child)}") for deeper in syntax.conjuncts(child)]
    return found
