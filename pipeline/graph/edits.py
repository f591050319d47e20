"""What became of an article's sentences from one edition to the next, and of what was said in them: a node an edit.

A sentence that both editions have was not edited, wherever it stands and however its lines are broken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode

from pipeline.graph import claims, literals, statements
from pipeline.graph.namespaces import term
from pipeline.graph.scope import Scope
from pipeline.graph.terms import Terms
from pipeline.reconcile.revisions import Revision
from pipeline.records import Voice

__all__ = ["triples"]

_CHANGED, _REMOVED, _ADDED = "Changed", "Removed", "Added"
_Words = tuple[str, str]
"""What a statement or claim says: two of the same words are one saying, in whichever edition they stand."""


class _Edit(NamedTuple):
    """What happened, and to which sentence of the older or newer edition, by position."""

    change: str
    before: int | None
    after: int | None


def triples(older: Scope, newer: Scope, found: Revision, run: NamedNode) -> Iterator[Terms]:
    """The edits that lead from one edition to the next.

    Args:
        older: The earlier edition.
        newer: The later one.
        found: Which sentences of the later one rewrite which others.
        run: The IRI of the run.
    """
    said, says = _sayings(older), _sayings(newer)
    then, now = ({words for some in of.values() for _, words in some} for of in (said, says))
    for edit in _edits(older, newer, found):
        stood = [
            (scope, at, *names, [node for node, words in told.get(at, ()) if words not in elsewhere])
            for scope, at, names, told, elsewhere in (
                (older, edit.before, ("cg:before", "cg:withdraws"), said, now),
                (newer, edit.after, ("cg:after", "cg:introduces"), says, then),
            )
            if at is not None
        ]
        places = [(name, scope.extraction.sentences[at].span) for scope, at, name, *_ in stood]
        node = older.iris.hashed("edit", older.id, newer.id, *((name, p.begin, p.end) for name, p in places))
        last, at, *_ = stood[-1]
        label = f"{edit.change}: {last.extraction.sentences[at].text}"
        yield node, term("rdf:type"), term("cg:Edit")
        yield node, term("rdfs:label"), literals.text(literals.shortened(label))
        yield node, term("cg:change"), term(f"cg:{edit.change}")
        yield node, term("cg:olderEdition"), older.document
        yield node, term("cg:newerEdition"), newer.document
        yield node, term("prov:wasGeneratedBy"), run
        for scope, at, name, tells, unsaid in stood:
            yield node, term(name), scope.sentences[at]
            yield node, term("prov:wasDerivedFrom"), scope.sentences[at]
            yield from ((node, term(tells), one) for one in unsaid)


def _edits(older: Scope, newer: Scope, found: Revision) -> Iterator[_Edit]:
    before, after = ([s.text for s in scope.extraction.sentences] for scope in (older, newer))
    for i, j in found.rewritten:
        if before[i].split() != after[j].split():
            yield _Edit(_CHANGED, i, j)
    rewritten, rewriting = ({pair[side] for pair in found.rewritten} for side in (0, 1))
    there, here = set(before), set(after)
    yield from (_Edit(_REMOVED, i, None) for i, s in enumerate(before) if s not in here and i not in rewritten)
    yield from (_Edit(_ADDED, None, j) for j, s in enumerate(after) if s not in there and j not in rewriting)


def _sayings(scope: Scope) -> dict[int, list[tuple[NamedNode, _Words]]]:
    """The statements and claims of an edition, by the position of their sentence."""
    found: dict[int, list[tuple[NamedNode, _Words]]] = {}
    position = {node: at for at, node in enumerate(scope.sentences)}
    for statement in statements.statements(scope):
        found.setdefault(position[statement.sentence], []).append((statement.node, (statement.label, "")))
    for claim in scope.extraction.claims:
        # a figure that the author gives is the same figure under another headline
        who = "" if claim.voice is Voice.NARRATOR else claims.label(scope, claim)
        told = claims.claim_node(scope, claim), (who, " ".join(claim.text.split()))
        found.setdefault(claim.evidence[0].sentence, []).append(told)
    return found
