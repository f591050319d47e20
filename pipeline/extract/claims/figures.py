"""Figures about events: what they count, inside a claim or in the article's own voice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.extract import quantities, syntax
from pipeline.extract.claims.candidate import Candidate, content_span
from pipeline.extract.claims.linking import Topics
from pipeline.extract.parse import Token
from pipeline.extract.quantities import Figure
from pipeline.extract.scene import Scene
from pipeline.records import Claim, Event, EventType, Evidence, Modality, Quantity, Span, Voice

__all__ = ["TOLLS", "Counts"]

_NARRATED = 0.8
"""How sure it is that a figure inside a participant's words counts that participant: its share of the trigger's own."""
_CLIMB = 4
TOLLS = frozenset({"number", "toll", "count", "total", "figure", "tally"})
"""Nouns for how many there are."""
_TOLLED = frozenset(
    {EventType.DEATH, EventType.INJURY, EventType.ARREST, EventType.ATTACK, EventType.PROTEST, EventType.STRIKE}
)


_MEASURES = frozenset({
    "seconds", "minutes", "hours", "days", "nights", "weeks", "months", "years", "decades", "centuries", "miles",
    "feet", "metres", "meters", "kilometres", "kilometers", "km", "tonnes", "tons", "degrees",
})  # fmt: skip
"""Units of what takes part in nothing: "seven months of war"."""
_GATHERINGS = frozenset({EventType.PROTEST, EventType.STRIKE, EventType.MEETING})
_BACK = 2
"""How many sentences back the gathering may stand."""
_COMES = frozenset({"attend", "gather", "participate"})
_COMERS = frozenset({
    "demonstrator", "marcher", "participant", "picket", "protester", "protestor", "rallier", "striker",
})  # fmt: skip


class Counts:
    """The figures of a document, and for each the event whose participants it counts."""

    def __init__(self, scene: Scene, events: Sequence[Event], topics: Topics) -> None:
        self._scene = scene
        self._events = events
        self._topics = topics
        self._found = [
            [(figure, self._event_of(sentence, figure)) for figure in quantities.find(tokens)]
            for sentence, tokens in enumerate(scene.tokens)
        ]

    def of(self, sentence: int, content: Span) -> tuple[Quantity | None, int | None]:
        """The figure that a content gives, and the event that it counts participants of.

        A figure about an event goes before one that counts something else; of several the first is taken.
        """
        inside = [(f.quantity, event) for f, event in self._found[sentence] if content.contains(f.quantity.span)]
        return next((item for item in inside if item[1] is not None), inside[0] if inside else (None, None))

    def narrated(self, attributed: Sequence[Claim], doubted: Sequence[Candidate] = ()) -> Iterator[Claim]:
        """A claim of voice Narrator for each figure about an event that no attributed content holds.

        Nor any of the `doubted` candidates: what somebody else may have said is not passed off as the author's word.
        """
        document = self._scene.document
        contents: dict[int, list[Span]] = defaultdict(list)
        for claim in attributed:
            contents[claim.evidence[0].sentence] += claim.pieces
        for candidate in doubted:
            contents[candidate.sentence].append(candidate.content)
        counted = ((s, figure, event) for s, found in enumerate(self._found) for figure, event in found)
        for sentence, figure, event in counted:
            if event is None or any(content.overlaps(figure.quantity.span) for content in contents[sentence]):
                continue
            if self._events[event].modality is Modality.HYPOTHETICAL:
                continue  # "if 40 people had died": the author gives no figure
            told = [t.span for t in self._events[event].triggers if t.sentence == sentence]
            if told and all(any(content.contains(span) for content in contents[sentence]) for span in told):
                continue  # "two men deny having killed him": that they did is not the author's word
            content = self._clause(sentence, figure)
            trigger = max((t.confidence for t in self._events[event].triggers if t.sentence == sentence), default=0.5)
            yield Claim(
                claimant_text=document.publisher or "",
                content=content,
                text=document.quote(content),
                voice=Voice.NARRATOR,
                quantity=figure.quantity,
                count_of=event,
                about=self._topics.chains(sentence, content),
                about_events=(event,),
                evidence=(
                    Evidence(
                        sentence=sentence,
                        span=content,
                        method="claims.narrator",
                        confidence=round(trigger * _NARRATED, 3),
                    ),
                ),
            )

    def _event_of(self, sentence: int, figure: Figure) -> int | None:
        """The event of the sentence with the figure in its targets or actors, or on whose trigger it hangs."""
        if figure.quantity.unit.lower() in _MEASURES:
            return None
        span = figure.quantity.span
        best: tuple[int, int] | None = None
        here = self._topics.events_of(sentence)
        for index in here:
            for participant in (*self._events[index].targets, *self._events[index].actors):
                if participant.span.contains(span) or participant.span.overlaps(span):
                    best = min(best or (len(participant.span), index), (len(participant.span), index))
        if best is not None:
            return best[1]
        above = self._above(figure)
        for index in here:  # "a death toll of over 13,000", "13 deaths"
            spans = [t.span for t in self._events[index].triggers if t.sentence == sentence]
            if any(span.begin <= w.idx < span.end for span in spans for w in above):
                return index
        toll = self._of_toll(sentence, figure)
        return self._of_turnout(sentence, figure) if toll is None else toll

    def _of_toll(self, sentence: int, figure: Figure) -> int | None:
        """The event whose toll a figure is: "the number of people killed in the fire rose to 26", "put the toll at 26".

        What is killed stands between the noun that counts and the verb or figure, wherever the parse hangs it.
        """
        verb = next((g for g in syntax.governors(figure.token) if g.pos_ == "VERB"), None)
        tolls = (
            [t for t in syntax.children(verb, "nsubj", "obj") if t.lemma_.lower() in TOLLS] if verb is not None else []
        )
        if verb is None or not tolls or tolls[0].i > figure.token.i or not quantities.amounts(figure, verb):
            return None
        begin, end = tolls[0].left_edge.idx, verb.idx if tolls[0].i < verb.i else figure.token.idx
        told = [
            (trigger.span.begin, index)
            for index in self._topics.events_of(sentence)
            if self._events[index].type in _TOLLED
            for trigger in self._events[index].triggers
            if trigger.sentence == sentence and begin <= trigger.span.begin < end
        ]
        return min(told)[1] if told else None

    def _of_turnout(self, sentence: int, figure: Figure) -> int | None:
        """The gathering told just before that a figure says how many came to: "12,000 people had taken part"."""
        if self._topics.events_of(sentence) or not _came(figure):
            return None
        for before in range(sentence - 1, max(-1, sentence - 1 - _BACK), -1):
            here = [n for n in self._topics.events_of(before) if self._events[n].type in _GATHERINGS]
            if here:
                return here[-1] if len(here) == 1 else None
        return None

    def _above(self, figure: Figure) -> list[Token]:
        """The noun that a figure counts and those it belongs to, without leaving the noun phrase."""
        start = figure.head if figure.head is not None else figure.token
        found = [start, *start.children]
        for _ in range(_CLIMB):
            if not syntax.has_dep(start, "nmod", "nummod", "compound") or start.head.i == start.i:
                break
            start = start.head
            found += [start, *syntax.children(start, "compound")]
        return [t for t in found if t.pos_ in ("NOUN", "PROPN")]

    def _clause(self, sentence: int, figure: Figure) -> Span:
        """The clause that holds the figure, within its sentence."""
        tokens = self._scene.tokens[sentence]
        clause = syntax.subtree(syntax.clause_head(figure.head if figure.head is not None else figure.token))
        start, end = max(clause.start, tokens.start), min(clause.end, tokens.end)
        span = content_span(tokens.doc[start:end]) if start < end else None
        if span is not None and span.contains(figure.quantity.span):
            return span
        return figure.quantity.span


def _came(figure: Figure) -> bool:
    """Whether a figure counts those who came: "400 people attended", "400 marchers", "the number of participants"."""
    counted = figure.head if figure.head is not None else figure.token
    if counted.lemma_.lower() in _COMERS:
        return True
    verb = counted.head
    if syntax.has_dep(counted, "nsubj"):
        parts = {c.lower_ for c in syntax.children(verb, "obj", "compound:prt", "advmod")}
        lemma = verb.lemma_.lower()
        return lemma in _COMES or (lemma == "take" and "part" in parts) or (lemma == "turn" and "out" in parts)
    verb = next((g for g in syntax.governors(figure.token) if g.pos_ == "VERB"), counted)
    tolls = [t for t in syntax.children(verb, "nsubj", "obj") if t.lemma_.lower() in TOLLS]
    return any(t.lemma_.lower() in _COMERS for toll in tolls for t in syntax.children(toll, "nmod"))
