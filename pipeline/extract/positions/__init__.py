"""Positions: who supports, opposes, demands, promises, accuses, denies, answers or admits what.

A verb of the lexicon tells a position with its subject and its content ("the league opposes the levy"); in a quotation
the speaker's "I" does ("I support this levy"). Where the parse shows no content, that of the claim with this cue
counts. Stances between entities that no such verb tells are taken over from the relations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.positions.calling import called_baseless, signs
from pipeline.extract.positions.verbs import Reader
from pipeline.extract.scene import Scene
from pipeline.records import Claim, Evidence, Polarity, Position, PositionKind, Relation, RelationType, Voice

__all__ = ["extract"]

_STANCES = {RelationType.SUPPORTS: PositionKind.SUPPORT, RelationType.OPPOSES: PositionKind.OPPOSITION}


def extract(scene: Scene, claims: Sequence[Claim], relations: Sequence[Relation]) -> tuple[Position, ...]:
    """The positions of a document, in text order."""
    reader = Reader(scene, claims)
    verbs = (word for tokens in scene.tokens for word in tokens if word.pos_ in ("VERB", "ADJ"))
    found = [position for verb in verbs for position in reader.read(verb)]
    found += [position for word in scene.words(signs()) for position in called_baseless(reader, word)]
    found += _stances(reader, relations, found)
    kept = {(p.kind, p.content.begin, p.cue, p.holder_text, p.target_text): p for p in reversed(found)}
    return tuple(sorted(kept.values(), key=lambda p: (p.evidence[0].span.begin, p.content.begin, p.kind)))


def _stances(reader: Reader, relations: Sequence[Relation], told: Sequence[Position]) -> Iterator[Position]:
    """What the relations supports and opposes say in sentences where no verb has told it."""
    scene = reader.scene
    sentences = {p.evidence[0].sentence for p in told}
    for relation in relations:
        kind = _STANCES.get(relation.predicate)
        if kind is None or isinstance(relation.object, str):
            continue
        if relation.polarity is Polarity.DENIED:
            if kind is PositionKind.OPPOSITION:
                continue
            kind = PositionKind.OPPOSITION
        for evidence in relation.evidence:
            if evidence.sentence in sentences:
                continue
            whom = _mention(scene, relation.object, evidence)
            who = _mention(scene, relation.subject, evidence)
            if whom is None:
                continue
            content = scene.mentions[whom].span
            yield Position(
                kind=kind,
                holder=relation.subject,
                holder_text=scene.mentions[who].surface if who is not None else "",
                cue=scene.document.quote(evidence.span),
                content=content,
                text=scene.document.quote(content),
                certainty=relation.certainty,
                voice=relation.voice,
                claim=reader.around.of(evidence.sentence, content) if relation.voice is Voice.ATTRIBUTED else None,
                about=(relation.object,),
                evidence=(evidence,),
            )


def _mention(scene: Scene, chain: int, evidence: Evidence) -> int | None:
    """A mention of an entity in a sentence, one among the telling words before others."""
    here = [m for m in scene.mentions_in(evidence.sentence) if scene.chain_of(m) == chain]
    return min(here, key=lambda m: not evidence.span.overlaps(scene.mentions[m].span), default=None)
