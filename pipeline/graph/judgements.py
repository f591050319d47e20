"""Who was judged to be who, by whom and why; and the IRIs that things had before they were found to be one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from pipeline.graph import literals
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import IDENTITY, term
from pipeline.graph.terms import Terms
from pipeline.records import Entity, Happening, Judgement

__all__ = ["judgements", "key", "replaced"]

_A, _LABEL = term("rdf:type"), term("rdfs:label")
_WORDS = {"same": "is the same as", "different": "is not", "unsure": "may be"}


def replaced(iris: Iris, record: Entity | Happening) -> Iterator[Terms]:
    """What leads from each IRI that it had before, or part of it would have alone, to the one that it has now."""
    node = iris.named(record.id)
    for old in (*record.replaces, *([record.id] if iris.own(record.id) != node else [])):
        before = iris.own(old)
        yield before, _LABEL, literals.text(f"{old}: now {record.name}")
        yield before, term("owl:sameAs"), node
        yield before, term("dcterms:isReplacedBy"), node


def key(record: Judgement, known: frozenset[str]) -> str:
    """All that the triples of a judgement depend on besides the run and the IRIs of entities; see `judgements`."""
    r = record
    leads = r.left in known, r.right in known
    return f"judgement {(r.left, r.right, r.verdict.value, r.score, r.because, r.by, r.when, r.item, leads)!r}"


def judgements(iris: Iris, records: Iterable[Judgement], known: frozenset[str], run: NamedNode) -> Iterator[Terms]:
    """Judgements with their reasons: the program's, and those of people, who outrank it.

    Args:
        records: The judgements.
        known: The ids that lead to an entity; a judgement about another one would lead nowhere and is left out, unless
            it is about an item of another data set.
        run: The build, by which the program's are.
    """
    for record in records:
        if record.left not in known or (record.right not in known and not record.item):
            continue
        when = record.when.isoformat() if record.when else ""
        node = iris.hashed(
            "judgement", record.left, record.right, record.verdict.value, record.because, record.by, when
        )
        yield node, _A, term("cg:Judgement")
        right = NamedNode(record.right) if record.item else iris.named(record.right)
        left = iris.named(record.left)
        if left == right:  # the IRI that it is known by is its own now
            left = iris.own(record.left)
        said = f"{record.left} {_WORDS[record.verdict.value]} {record.item or record.right}"
        yield node, _LABEL, literals.text(said)
        yield node, term("cg:judges"), left
        yield node, term("cg:judges"), right
        if record.item and right != iris.named(record.left):
            yield right, _A, term("cg:Item")
            yield right, _LABEL, literals.text(record.item)
        yield node, term("cg:identity"), IDENTITY[record.verdict]
        yield node, term("cg:because"), literals.text(record.because)
        if record.when is None:
            yield node, term("cg:score"), literals.confidence(record.score)
            yield node, term("prov:wasGeneratedBy"), run
        else:
            person = iris.hashed("reviewer", record.by)
            yield node, term("prov:wasAttributedTo"), person
            yield node, term("dcterms:created"), literals.instant(record.when)
            yield person, _A, term("prov:Person")
            yield person, _LABEL, literals.text(record.by)
