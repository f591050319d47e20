"""Which dates and places of a sentence belong to another clause than a trigger's.

"The union, founded in 1994, will meet on Friday": 1994 dates the founding alone, and Friday the meeting. "Since he took
office in 2000" dates nothing that happened since; nor does Friday date the war in "reports on the war on Friday".
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract import syntax
from pipeline.extract.parse import Token, remembered

__all__ = ["dates_another", "places_another"]

_LASTING = frozenset({"conflict", "mobilisation", "mobilization", "occupation", "war"})
"""What goes on for longer than a day."""
_APART = frozenset({"after", "before", "following", "since", "until"})
"""Words before what happened at another time than the rest of the clause."""
_LOOSE = frozenset({"acl", "advcl", "obl"})
"""How what may be of another time or place hangs on its clause."""


def dates_another(trigger: Token, date: Token, others: Sequence[Token]) -> bool:
    """Whether a date only dates something else than the trigger.

    Args:
        trigger: The word that tells an event.
        date: The head of a time expression of the same sentence.
        others: The heads of all time expressions of the sentence.
    """
    if trigger.lemma_.lower() in _LASTING and _on_a_day(trigger, date):
        return True
    noun = trigger.pos_ in ("NOUN", "PROPN")
    if noun and not _inside(date, trigger) and any(_inside(other, trigger) for other in others):
        return True  # "the murder of 1984 led to the fall of the government in 1989"
    for part in _parts_apart(date):
        if part.i == date.i:
            continue
        described = syntax.has_dep(part, "acl") and part.head.i == trigger.i  # "the strike, which began on Monday"
        if not described and not _inside(trigger, part):
            return True
    for part in _parts_apart(trigger):
        later = not syntax.has_dep(part, "acl")  # "after his death, in 1956 ..."
        if not _inside(date, part) and (later or any(_inside(other, part) for other in others)):
            return True
    return False


def _on_a_day(trigger: Token, date: Token) -> bool:
    """Whether a noun stands beside what was done "on" a day: "deleted reports on the war on Friday"."""
    begins = syntax.has_dep(trigger, "nsubj") and date.head.i == trigger.head.i  # "the war began on 24 February"
    return "on" in syntax.cases(date) and not begins


def places_another(trigger: Token, place: Token, others: Sequence[Token]) -> bool:
    """Whether a place is only that of something else than the trigger.

    It stands in a relative clause or participle that the trigger is not in, or the other way round: "the man who had
    shot a guard in Lima fled to Chile". Or the trigger has a place of its own: "held in Leeds for a murder in York".

    Args:
        trigger: The word that tells an event.
        place: The head of a phrase that may name a place of it.
        others: The heads of all such phrases of the sentence.
    """
    if any(_nearer(trigger, place, other) for other in others if other.i != place.i):
        return True
    for part in _parts_apart(place):
        if syntax.has_dep(part, "acl") and part.head.i != trigger.i and not _inside(trigger, part):
            return True
    outside = syntax.has_dep(place, "obl") and place.head.pos_ == "VERB"
    parts = [part for part in _parts_apart(trigger) if syntax.has_dep(part, "acl")]
    return outside and any(
        _inside(part, place.head) and not _inside(place, part) and part.head.i != place.i for part in parts
    )


def _nearer(trigger: Token, place: Token, other: Token) -> bool:
    """Whether another place is the trigger's own, so that one beside it is not: York in "a murder in York"."""
    if trigger.pos_ in ("NOUN", "PROPN"):
        return _inside(other, trigger) and not _inside(place, trigger) and syntax.has_dep(place, "obl", "nmod")
    first = syntax.first_conjunct(trigger)
    together = syntax.first_conjunct(place).i == syntax.first_conjunct(other).i
    if first.i == trigger.i or together or not syntax.has_dep(place, "obl"):
        return False
    # "she was born in Lviv and moved to Canada"
    return other.head.i == trigger.i and place.head.i != trigger.i and first.i < place.i < trigger.i


@remembered
def _parts_apart(token: Token) -> list[Token]:
    """The heads of the relative clauses, participles and phrases of another time that a word stands in."""
    return [at for at in (token, *syntax.governors(token)) if at.base in _LOOSE and _is_apart(at)]


@remembered
def _is_apart(part: Token) -> bool:
    if part.base == "acl":
        return True
    if part.base == "advcl":
        return any(m.lower_ in _APART or m.lower_ == "where" for m in syntax.children(part, "mark", "case", "advmod"))
    return not _APART.isdisjoint(syntax.cases(part))


def _inside(token: Token, part: Token) -> bool:
    return token is part or part in syntax.governors(token)
