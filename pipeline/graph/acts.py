"""Acts, who does what to whom by the grammar of a clause, and the occasions that several documents tell of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from pipeline.graph import literals
from pipeline.graph.claims import claim_node
from pipeline.graph.ends import Ends
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import term
from pipeline.graph.scope import Scope
from pipeline.graph.terms import Terms
from pipeline.records import Act, GrammaticalVoice, Member, Occasion, Participant

__all__ = ["Cited", "act_node", "acts", "gathered", "occasions"]


@dataclass(frozen=True)
class Cited:
    """An event's trigger or an act, with its sentence."""

    node: NamedNode
    sentence: NamedNode


def act_node(scope: Scope, act: Act) -> NamedNode:
    """The IRI of an act."""
    return scope.iris.hashed("act", scope.id, act.verb.begin, act.verb.end)


def acts(scope: Scope, run: NamedNode) -> Iterator[Terms]:
    """The acts of a document, each with its sentence."""
    for act in scope.extraction.acts:
        node, evidence = act_node(scope, act), act.evidence[0]
        passive = act.voice is GrammaticalVoice.PASSIVE
        yield node, term("rdf:type"), term("cg:Act")
        yield node, term("rdfs:label"), literals.text(_label(act))
        yield node, term("cg:verb"), literals.text(act.text)
        yield node, term("cg:grammaticalVoice"), term(f"cg:{act.voice.value}")
        yield node, term("cg:agentless"), literals.truth(passive and not act.agents)
        yield node, term("schema:appearance"), scope.document
        yield node, term("prov:wasDerivedFrom"), scope.sentences[evidence.sentence]
        yield node, term("prov:wasGeneratedBy"), run
        yield node, term("cg:confidence"), literals.confidence(evidence.confidence)
        yield node, term("cg:method"), literals.text(evidence.method)
        for who, entity, words in (
            (act.agents, term("cg:agent"), term("cg:agentText")),
            (act.patients, term("cg:patient"), term("cg:patientText")),
        ):
            for participant in who:
                if participant.chain is not None:
                    yield node, entity, scope.entity(participant.chain)
                yield node, words, literals.text(participant.text)
        if act.event is not None:
            yield node, term("schema:about"), scope.happening(act.event)
        if act.claim is not None:
            yield node, term("cg:within"), claim_node(scope, scope.extraction.claims[act.claim])


def _label(act: Act) -> str:
    """One line such as 'police — beat — people' or '(nobody named) — broken — a pane'."""
    nobody = "(nobody named)" if act.voice is GrammaticalVoice.PASSIVE else ""
    return " — ".join(filter(None, (_named(act.agents) or nobody, act.text, _named(act.patients))))


def _named(who: Iterable[Participant]) -> str:
    return ", ".join(literals.shortened(" ".join(p.text.split()), 60) for p in who)


def gathered(
    iris: Iris, document: NamedNode, ends: Ends, members: Iterable[Member], told: Iterable[Member]
) -> Iterator[tuple[Member, bool, Cited]]:
    """What occasions gather of one document: its events by their triggers (True), and its acts (False)."""
    for member in members:
        for words, sentence in ends.triggers[member.index]:
            at = iris.sentence(document, ends.sentences[sentence])
            yield member, True, Cited(iris.trigger(document, words), at)
    for member in told:
        verb, sentence = ends.acts[member.index]
        node = iris.hashed("act", ends.id, *verb)
        yield member, False, Cited(node, iris.sentence(document, ends.sentences[sentence]))


def occasions(
    iris: Iris,
    records: Iterable[Occasion],
    events: Mapping[Member, list[Cited]],
    told: Mapping[Member, list[Cited]],
    run: NamedNode,
) -> Iterator[Terms]:
    """The occasions, with the words and acts in which the documents tell of them.

    Args:
        events: The triggers of each event that an occasion gathers.
        told: Each act that one gathers.
    """
    for occasion in records:
        node = iris.hashed("occasion", occasion.place, occasion.day.isoformat())
        yield node, term("rdf:type"), term("cg:Occasion")
        yield node, term("rdfs:label"), literals.text(occasion.name)
        yield node, term("cg:nameKey"), literals.key(occasion.name)
        yield node, term("sem:hasPlace"), iris.named(occasion.place)
        articles = {member.document for member in occasion.events}
        yield node, term("cg:articles"), literals.integer(len(articles))
        day = literals.date(occasion.day.isoformat())
        if day is not None:
            yield node, term("cg:date"), day
        yield node, term("prov:wasGeneratedBy"), run
        cited = [c for m in occasion.events for c in events[m]] + [c for m in occasion.acts for c in told[m]]
        for each in cited:
            yield node, term("cg:includes"), each.node
            yield node, term("prov:wasDerivedFrom"), each.sentence
