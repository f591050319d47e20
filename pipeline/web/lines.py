"""What the page shows as one line: a quote, a fact, a claim, an event, a comparison, always with its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from pipeline.web.walk import Json, Walk

__all__ = [
    "act",
    "act_key",
    "claim",
    "comparison",
    "copies",
    "document",
    "event",
    "fact",
    "fact_key",
    "judgement",
    "order",
    "position",
    "quote",
    "says",
    "stance",
]

_PART = re.compile(r"/([^/]+)-([0-9a-f]{8})$")

QUOTES = 200
"""So many sentences are given with one line."""


def quote(walk: Walk, sentence: str) -> Json:
    """A sentence with where it stands: article, outlet, day, and its offsets in the text."""
    article = walk.one(sentence, "nif:referenceContext")
    return {
        "iri": sentence,
        "text": walk.one(sentence, "nif:anchorOf"),
        "place": f"{walk.one(sentence, 'nif:beginIndex')},{walk.one(sentence, 'nif:endIndex')}",
        **document(walk, article),
    }


def document(walk: Walk, iri: str) -> Json:
    """An article, its outlet and its day."""
    publisher = walk.one(iri, "schema:publisher")
    return {
        "document": {**walk.ref(iri), "kind": "Document"},
        "by": walk.label(publisher) if publisher else "",
        "day": walk.one(iri, "schema:datePublished"),
    }


def order(walk: Walk, node: str) -> tuple[str, str, int]:
    """By what nodes that rest on sentences are put in order: day, article, and place in the text."""
    found = []
    for sentence in walk.all(node, "prov:wasDerivedFrom"):
        article = walk.one(sentence, "nif:referenceContext")
        day = walk.one(article, "schema:datePublished") or "9"
        found.append((day, article, int(walk.one(sentence, "nif:beginIndex") or 0)))
    return min(found, default=("9", "", 0))


def quotes(walk: Walk, nodes: Iterable[str]) -> list[Json]:
    """The sentences that some nodes rest on, each once, the oldest first."""
    found = [quote(walk, s) for s in dict.fromkeys(s for n in nodes for s in walk.all(n, "prov:wasDerivedFrom"))]
    found.sort(key=lambda q: (q["day"] or "9", q["document"]["label"], int(q["place"].partition(",")[0] or 0)))
    return found[:QUOTES]


def speaker(walk: Walk, node: str, who: str, words: str) -> Json | None:
    """Who says it: the entity, or the words for it where nobody knows who that is; None if nobody is named."""
    iri = walk.one(node, who)
    said = walk.one(node, words)
    if iri:
        return walk.ref(iri)
    return {"iri": None, "label": said, "kind": ""} if said else None


def stance(walk: Walk, node: str) -> list[str]:
    """How something is put: ``["Attributed", "Denied", "Certain"]`` of a claim; modality, voice … of an event."""
    words = (walk.word(node, name) for name in ("cg:modality", "cg:voice", "cg:polarity", "cg:certainty"))
    return [word for word in words if word]


def says(walk: Walk, event: str) -> list[Json]:
    """Who tells of an event that no author reports; of one that is only denied, who denies it."""
    return walk.tellers(event) if walk.word(event, "cg:voice") == "Attributed" else []


def claim(walk: Walk, iri: str) -> Json:
    """A claim: who says what, how surely, and in which sentence."""
    figure = walk.one(iri, "cg:quantity")
    return {
        "type": "claim",
        "iri": iri,
        "who": speaker(walk, iri, "cg:claimant", "cg:claimantText"),
        "words": walk.one(iri, "cg:claimantText"),
        "cue": walk.one(iri, "cg:cue"),
        "text": walk.one(iri, "schema:text"),
        "stance": stance(walk, iri),
        "figure": walk.label(figure) if figure else "",
        "confidence": _number(walk, iri, "cg:confidence"),
        "quotes": quotes(walk, [iri]),
    }


def fact_key(walk: Walk, statement: str) -> tuple[str, str, str]:
    """What a statement says, whatever sentence says it: predicate, subject, object."""
    return (
        walk.one(statement, "rdf:predicate"),
        walk.one(statement, "rdf:subject"),
        walk.one(statement, "rdf:object"),
    )


def fact(walk: Walk, statements: list[str]) -> Json:
    """One relation with all the sentences that state, claim, hedge or deny it."""
    first = statements[0]
    end = walk.one(first, "rdf:object")
    evidence = []
    for statement in sorted(statements, key=lambda s: order(walk, s))[:QUOTES]:
        stance = put(walk, statement)
        for cited in quotes(walk, [statement]):
            evidence.append(
                {
                    **cited,
                    "statement": statement,
                    "stance": stance,
                    "says": walk.tellers(statement) if stance in ("claimed", "denied") else [],
                    "confidence": _number(walk, statement, "cg:confidence"),
                    "evidence": walk.all(statement, "cg:evidenceText"),
                }
            )
    return {
        "type": "fact",
        "iri": first,
        "from": walk.ref(walk.one(first, "rdf:subject")),
        "relation": walk.word(first, "rdf:predicate"),
        "to": walk.thing(end),
        "stances": sorted({e["stance"] for e in evidence}, key=STANCES.index),
        "quotes": evidence,
    }


STANCES = ("asserted", "hedged", "claimed", "denied")
"""How a sentence puts a statement, the plainest first."""


def put(walk: Walk, statement: str) -> str:
    """How a sentence puts a statement, in one word of `STANCES`."""
    words = stance(walk, statement)
    if "Denied" in words:
        return "denied"
    if "Attributed" in words:
        return "claimed"
    return "asserted" if "Certain" in words else "hedged"


def event(walk: Walk, iri: str, role: str = "", sentences: Iterable[str] | None = None) -> Json:
    """An event: when, whether it happened, who says so, and the sentences that report it, or those that are given."""
    told = quotes(walk, [iri]) if sentences is None else [quote(walk, s) for s in sentences]
    return {
        "type": "event",
        "event": walk.ref(iri),
        "days": walk.all(iri, "cg:date"),
        "role": role,
        "stance": stance(walk, iri),
        "says": says(walk, iri),
        "quotes": told,
    }


def position(walk: Walk, iri: str) -> Json:
    """What somebody supports, opposes, demands, promises, accuses others of, denies, answers or admits."""
    within = walk.one(iri, "cg:within")
    holder = walk.one(iri, "cg:holder")
    says = speaker(walk, within, "cg:claimant", "cg:claimantText") if within else None
    return {
        "type": "position",
        "iri": iri,
        "does": walk.kind(iri).rpartition(":")[2],
        "who": speaker(walk, iri, "cg:holder", "cg:holderText"),
        "whom": speaker(walk, iri, "cg:accused", "cg:accusedText"),
        "what": walk.one(iri, "schema:text"),
        "says": says if says and says["iri"] != holder else None,
        "own": bool(says and holder and says["iri"] == holder),
        "confidence": _number(walk, iri, "cg:confidence"),
        "quotes": quotes(walk, [iri]),
    }


def act_key(walk: Walk, iri: str) -> tuple[str, ...]:
    """What an act is told as, whatever sentence tells it: who, what, to whom, and who says so."""
    within = walk.one(iri, "cg:within")
    says = walk.one(within, "cg:claimant") or walk.one(within, "cg:claimantText") if within else ""
    ends = [walk.one(iri, f"cg:{end}") or walk.one(iri, f"cg:{end}Text").lower() for end in ("agent", "patient")]
    return (*ends, walk.one(iri, "cg:verb").lower(), says, str(bool(within)))


def act(walk: Walk, acts: Sequence[str]) -> Json:
    """Who does what to whom, as the grammar of a clause has it; nobody, where a passive leaves out who.

    Args:
        walk: over the graph.
        acts: those that are told in the same words.
    """
    iri = acts[0]
    within = walk.one(iri, "cg:within")
    return {
        "type": "act",
        "who": speaker(walk, iri, "cg:agent", "cg:agentText"),
        "verb": walk.one(iri, "cg:verb"),
        "whom": speaker(walk, iri, "cg:patient", "cg:patientText"),
        "agentless": walk.one(iri, "cg:agentless") == "true",
        "says": speaker(walk, within, "cg:claimant", "cg:claimantText") if within else None,
        "claimed": bool(within),
        "quotes": quotes(walk, acts),
    }


def comparison(walk: Walk, iri: str) -> Json:
    """What several passages say of one thing, side by side, and what came of it."""
    sides = sorted(walk.all(iri, "cg:side"), key=lambda side: int(walk.one(side, "cg:order") or 0))
    return {
        "type": "comparison",
        "iri": iri,
        "verdict": walk.word(iri, "cg:verdict"),
        "dimension": walk.word(iri, "cg:dimension"),
        "because": walk.one(iri, "cg:because"),
        "sides": [_side(walk, side) for side in sides],
    }


def _side(walk: Walk, side: str) -> Json:
    told = walk.one(side, "cg:claim")
    figure = walk.one(told, "cg:quantity") if told else ""
    return {
        "text": walk.one(side, "schema:text"),
        "who": speaker(walk, side, "cg:speaker", "cg:speakerText"),
        "stance": stance(walk, told or side),
        "claim": told,
        "figure": walk.label(figure) if figure else "",
        "quotes": quotes(walk, [side]),
    }


def _part_of(walk: Walk, iri: str, own: set[str]) -> str:
    """How one would say which part an IRI stood for that was replaced: "putin in “The border is not a strategy”"."""
    match = _PART.search(iri)
    if match is None or not walk.one(iri, "dcterms:isReplacedBy"):
        return ""
    name, digits = unquote(match[1]).replace("-", " "), match[2]
    articles = (str(row["document"]) for node in sorted(own) for row in walk.rows("mentions-in", node=node))
    article = next((article for article in articles if article.endswith(f"-{digits}")), None)
    return f"{name} in “{walk.label(article)}”" if article else ""


def judgement(walk: Walk, iri: str, own: set[str]) -> Json:
    """Whether two things are one, by whom, and why; `own` are the IRIs of the one whose card it is."""
    by = walk.one(iri, "prov:wasAttributedTo")
    others = [other for other in walk.all(iri, "cg:judges") if other not in own] or walk.all(iri, "cg:judges")[:1]
    return {
        "type": "judgement",
        "identity": walk.word(iri, "cg:identity"),
        "because": walk.one(iri, "cg:because"),
        "score": _number(walk, iri, "cg:score"),
        "by": walk.label(by) if by else "",
        "when": walk.one(iri, "dcterms:created"),
        "other": {**walk.ref(others[0]), "label": _part_of(walk, others[0], own) or walk.label(others[0])},
    }


def copies(walk: Walk, iri: str) -> Json:
    """Articles, or passages of them, that repeat one another, and which was presumably first."""
    origin = walk.one(iri, "cg:presumedOrigin").partition("#")[0]
    found: dict[str, str] = {}
    for sentence in walk.all(iri, "prov:wasDerivedFrom"):
        found.setdefault(walk.one(sentence, "nif:referenceContext"), sentence)
    documents = [{**quote(walk, sentence), "first": article == origin} for article, sentence in found.items()]
    documents.sort(key=lambda d: (not d["first"], d["day"] or "9", d["document"]["label"]))
    return {
        "type": "copies",
        "kind": walk.kind(iri).rpartition(":")[2],
        "because": walk.one(iri, "cg:because"),
        "credit": walk.one(iri, "cg:credit"),
        "documents": documents,
    }


def _number(walk: Walk, iri: str, name: str) -> float | None:
    value = walk.one(iri, name)
    return float(value) if value else None
