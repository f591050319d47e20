"""Words for events that tell none: "a war of nerves", "the war on drugs", "a storm of protest", "the bill died"."""

from __future__ import annotations

from pipeline.extract import syntax
from pipeline.extract.parse import Token
from pipeline.records import EventType

__all__ = ["figurative"]

_WARS = {
    "of": frozenset({"letter", "nerve", "will", "word"}),
    "on": frozenset({
        "bureaucracy", "cancer", "cash", "corruption", "crime", "drug", "inequality", "migrant", "obesity", "poverty",
        "smoking", "truth", "waste",
    }),
}  # fmt: skip
_WEATHERS = frozenset({"avalanche", "flood", "storm", "tsunami"})
_TIMES = frozenset({"age", "century", "day", "decade", "month", "season", "summer", "week", "winter", "year"})
_HOPES = frozenset(
    {"amendment", "bill", "deal", "dream", "hope", "idea", "language", "law", "motion", "plan", "proposal"}
)


def figurative(token: Token, type_: str) -> bool:
    """Whether a word is a figure of speech by what stands beside it.

    Args:
        token: A word that may tell an event.
        type_: The type of the event that it would tell.
    """
    lemma = token.lemma_.lower()
    if lemma in ("war", "warfare"):
        return any(c.lemma_.lower() in _WARS.get(case, ()) for c in _below(token) for case in syntax.cases(c))
    if lemma in _WEATHERS:
        of = [c for c in _below(token) if "of" in syntax.cases(c)]
        return any(c.pos_ == "NOUN" and not c.ent_type_ and c.lemma_.lower() not in _TIMES for c in of)
    if type_ == EventType.DEATH and token.pos_ in ("VERB", "ADJ") and lemma in ("dead", "die", "kill"):
        dying = syntax.agents(token) if lemma != "kill" else syntax.patients(token)
        return bool(dying) and all(t.lemma_.lower() in _HOPES and not t.ent_type_ for t in dying)
    return False


def _below(noun: Token) -> list[Token]:
    return syntax.children(noun, "nmod")
