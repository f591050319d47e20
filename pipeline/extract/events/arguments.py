"""Who does it, to whom, where and when: the nouns of a sentence judged as arguments of a trigger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract import syntax
from pipeline.extract.events import blend
from pipeline.extract.events.context import kind, lemma, relations
from pipeline.extract.events.lexicon import lemmas_of
from pipeline.extract.events.linear import load
from pipeline.extract.events.selection import Likely, select
from pipeline.extract.events.triggers import Found
from pipeline.extract.parse import Token, Tokens
from pipeline.extract.scene import Scene
from pipeline.language.signals import Signals, average
from pipeline.records import Participant, Span, TimeReference

__all__ = ["ROLES", "Arguments", "Linked", "find", "noun_features", "nouns", "participant", "time_features"]

ROLES = ("actor", "target", "place")
THRESHOLDS = {"actor": 0.3, "target": 0.3, "place": 0.3, "time": 0.3}
"""How probable a role must be for a phrase to be taken; the best F1 on held-out gold."""


_INDEFINITE = frozenset(
    {"nobody", "none", "someone", "somebody", "anyone", "anybody", "everyone", "everybody", "others", "some", "many"}
    | {"several", "most", "few", "all", "both", "thousands", "hundreds", "dozens"}
)
"""Pronouns that stand for people or things by themselves, so that their words say who takes part."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What one trigger has in its sentence."""

    actors: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    places: tuple[Participant, ...] = ()
    times: tuple[TimeReference, ...] = ()


def nouns(tokens: Tokens, scene: Scene, times: Sequence[TimeReference]) -> list[Token]:
    """The heads of a sentence's noun phrases, those of time expressions left out."""
    found = []
    for token in tokens:
        if token.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"):
            continue
        mention = scene.mention_at(token)
        if mention is not None:
            inside = scene.mention_tokens(mention)
            if token.head.i != token.i and inside.start <= token.head.i < inside.end:
                continue  # not the head of its name
        elif syntax.has_dep(token, "flat", "fixed", "goeswith", "det", "nummod", "expl", "case", "mark") or (
            token.pos_ in ("DET", "ADJ") and not syntax.has_dep(token, "nsubj", "obj", "obl", "nmod", "conj")
        ):
            continue
        if token.pos_ == "PRON" and syntax.antecedent(token).i != token.i:
            continue  # a relative pronoun: its noun stands for it
        if any(t.span.begin <= token.idx < t.span.end for t in times):
            continue
        found.append(token)
    return found


def noun_features(found: Found, token: Token, roles: dict[int, str], scene: Scene) -> list[str]:
    """What speaks for a noun being an argument of a trigger; `roles` is what `relations` gives for the trigger."""
    trigger = found.token
    word = f"{lemmas_of(trigger)[0]}/{trigger.pos_[:1]}"
    role = roles.get(token.i, "far")
    what = kind(token, scene)
    passive = "passive" if syntax.is_passive(trigger) else "active"
    verbal = "V" if trigger.pos_ in ("VERB", "AUX") else "N"
    frame = found.frame
    listed = [
        "bias", f"rel={role}", f"rel={role}|{verbal}", f"rel={role}|{verbal}|{frame}", f"rel={role}|{found.type}",
        f"rel={role}|{found.type}|{verbal}", f"rel={role}|{what}", f"rel={role}|{what}|{found.type}",
        f"kind={what}", f"kind={what}|{found.type}", f"kind={what}|{found.type}|{verbal}", f"type={found.type}",
        f"w:{word}|rel={role}", f"w:{word}|{what}", f"rel={role}|{passive}|{frame}", f"pos={token.pos_}",
        f"w:noun={lemma(token)}", f"w:noun={lemma(token)}|{found.type}",
    ]  # fmt: skip
    last = role.rsplit("^", 1)[-1]
    listed += [f"last={last}|{role.count('^')}", f"last={last}|{what}", f"last={last}|{found.type}"]
    case = "+".join(syntax.cases(token)) or "-"
    listed += [f"case={case}", f"case={case}|{what}", f"case={case}|{found.type}", f"case={case}|{what}|{found.type}"]
    if "^" in role:
        listed += [f"up={lemma(trigger.head)}|{role}", f"up={trigger.head.pos_}|{role}|{found.type}"]
    listed += list(_position(trigger, token, verbal))
    listed += list(_standing(token, role, found, scene))
    has_subject = bool(verbal == "V" and syntax.subjects(trigger))
    listed += [
        f"subject={has_subject}|rel={role}",
        f"objects={bool(syntax.children(trigger, 'obj'))}|rel={role}|{verbal}",
    ]
    return listed


def _standing(token: Token, role: str, found: Found, scene: Scene) -> Iterator[str]:
    """What a noun is in its own clause, and how much the document speaks of it: hints for nouns that hang elsewhere."""
    reach = "far" if role == "far" else "near"
    verbal = "V" if found.token.pos_ in ("VERB", "AUX") else "N"
    own = f"{token.dep_.split(':')[0]}/{'root' if syntax.has_dep(token.head, 'ROOT') else token.head.pos_}"
    yield f"own={own}|{reach}"
    yield f"own={own}|{reach}|{found.type}"
    yield f"own={token.dep_}|{reach}|{verbal}"
    chain = scene.chain_at(token)
    count = 0 if chain is None else len(scene.chains[chain].mentions)
    times = next(most for most in (10, 4, 2, 1, 0) if count >= most)
    yield f"times={times}|{reach}"
    yield f"times={times}|{reach}|{verbal}"
    yield f"times={times}|{kind(token, scene)}"


def _position(trigger: Token, token: Token, verbal: str) -> Iterator[str]:
    distance = token.i - trigger.i
    side = "left" if distance < 0 else "right"
    size = min(abs(distance), 25)
    bucket = size if size < 4 else 4 if size < 7 else 7 if size < 12 else 12
    yield f"dist={side}{bucket}"
    yield f"dist={side}{bucket}|{verbal}"
    same = syntax.clause_head(token).i == syntax.clause_head(trigger).i
    yield f"same clause={same}"
    yield f"same clause={same}|{side}|{verbal}"
    between = trigger.doc[min(token.i, trigger.i) + 1 : max(token.i, trigger.i)]
    verbs = min(2, sum(t.pos_ == "VERB" for t in between))
    things = min(3, sum(t.pos_ in ("NOUN", "PROPN", "PRON") for t in between))
    broken = any(t.pos_ == "PUNCT" for t in between)
    yield f"between={side}|{verbs}v{things}n|{broken}"
    yield f"between={side}|{verbs}v{things}n|{verbal}|{trigger.tag_}"
    yield f"between={side}|{verbs}|{syntax.is_passive(trigger)}|{verbal}"


def time_features(found: Found, reference: Tokens, count: int) -> list[str]:
    """What speaks for a time expression dating a trigger; `count` is how many the sentence has."""
    trigger, root = found.token, reference.root
    roles = relations(trigger)
    role = roles.get(root.i, "far")
    clause, own = syntax.clause_head(root), syntax.clause_head(trigger)
    same = clause.i == own.i
    verbal = "V" if trigger.pos_ in ("VERB", "AUX") else "N"
    above = any(g.i == clause.i for g in syntax.governors(trigger))
    nearest = "first" if root.i == min((t.i for t in root.sent if t.ent_type_ == "DATE"), default=root.i) else "later"
    several = "one" if count == 1 else "several"
    listed = [
        "bias", f"rel={role}", f"rel={role}|{verbal}", f"same={same}", f"same={same}|{several}", f"above={above}",
        f"above={above}|same={same}|{several}", f"type={found.type}", f"dep={root.dep_}",
        f"dep={root.dep_}|same={same}",
        f"headpos={root.head.pos_}", f"case={'+'.join(syntax.cases(root)) or '-'}", f"{nearest}|{several}",
        f"first word={reference[0].lower_ if not reference[0].like_num else '0'}", f"root={lemma(root)}",
        f"up={root.dep_}:{root.head.pos_}:{same}", f"tense={trigger.tag_}|{same}", f"headis={root.head.i == trigger.i}",
        f"headis={root.head.i == own.i}|own", f"clausedep={own.dep_}|above={above}",
    ]  # fmt: skip
    return listed + list(_position(trigger, root, verbal))


class Linked:
    """The language model's log odds that stretches of a trigger's sentence stand in a role to it."""

    def __init__(self, found: Found, scene: Scene, told: Signals) -> None:
        tokens = scene.tokens[found.sentence]
        self._tokens = tokens
        self._roles = told.roles
        self._odds = told.links(found.token.i, tokens.start, tokens.end)
        self._inside: dict[Span, list[int]] = {}

    def odds(self, span: Span, role: str) -> float:
        """The mean over the tokens of a span; the roles are those of `ROLES`, and "time"."""
        inside = self._inside.get(span)
        if inside is None:
            inside = self._inside[span] = [
                n for n, t in enumerate(self._tokens) if t.idx < span.end and span.begin < t.idx + max(1, len(t.text))
            ]
        return average(self._odds[inside, self._roles.index(role)])


def find(found: Found, scene: Scene, times: Sequence[TimeReference], told: Signals | None = None) -> Arguments:
    """The arguments of a trigger within its sentence; `told` is what the language model says of the tokens."""
    tokens = scene.tokens[found.sentence]
    model = load("arguments")
    linked = None if told is None else Linked(found, scene, told)
    here = [t for t in times if scene.sentences[found.sentence].span.contains(t.span)]
    roles = relations(found.token)
    judged: dict[str, list[Likely]] = {role: [] for role in ROLES}

    def chance(role: str, score: float, span: Span) -> float:
        terms = blend.argument_terms(score, None if linked is None else linked.odds(span, role))
        return blend.argument_chance(terms, blend.weights(role, linked is not None))

    for token in nouns(tokens, scene, here):
        who = None if token.i == found.token.i else participant(token, scene)
        if who is None:
            continue
        scores = model.scores(noun_features(found, token, roles, scene), ROLES)
        for role in ROLES:
            likely = Likely(token, who, roles.get(token.i, "far"), chance(role, scores[role], who.span))
            judged[role].append(likely)
    picked = {role: select(role, found, judged[role], THRESHOLDS[role]) for role in ROLES}
    dated = []
    for reference in here:
        piece = scene.doc.char_span(reference.span.begin, reference.span.end, alignment_mode="expand")
        if piece is None:
            continue
        listed = [f"t:{feature}" for feature in time_features(found, piece, len(here))]
        if chance("time", model.scores(listed, ("time",))["time"], reference.span) >= THRESHOLDS["time"]:
            dated.append(reference)
    return Arguments(
        tuple(_distinct(picked["actor"])),
        tuple(_distinct(picked["target"])),
        tuple(_distinct(picked["place"])),
        tuple(dated),
    )


def _distinct(found: list[Participant]) -> Iterator[Participant]:
    """One participant for each entity, the first as the text has them."""
    seen: set[int] = set()
    for who in found:
        if who.chain is None or who.chain not in seen:
            yield who
        if who.chain is not None:
            seen.add(who.chain)


def participant(token: Token, scene: Scene) -> Participant | None:
    """The participant that a noun phrase names; None for a pronoun of which it is not known whom it means."""
    chain = scene.chain_at(token)
    mention = scene.mention_at(token)
    if mention is not None and chain is not None:
        span = scene.mentions[mention].span
        return Participant(text=scene.document.quote(span), span=span, chain=chain)
    if token.lower_ not in _INDEFINITE and (token.pos_ == "PRON" or token.lower_ in ("who", "which", "that")):
        return None
    piece = syntax.phrase(token)
    span = Span(begin=piece.start_char, end=piece.end_char)
    return Participant(text=scene.document.quote(span), span=span, chain=chain)
