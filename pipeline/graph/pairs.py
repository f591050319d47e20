"""Pairs: the persons who are named together in one sentence, with these sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from pyoxigraph import NamedNode

from pipeline.graph import literals
from pipeline.graph.iris import Iris
from pipeline.graph.namespaces import term
from pipeline.graph.terms import Terms
from pipeline.records import Extraction, MentionForm

__all__ = ["Named", "named_in", "of", "triples"]

Named = tuple[int, ...]
"""The position of a sentence, and the chains that are named in it."""

LIST = 40
"""A sentence that names more persons is a list, which does not tell who is named together with whom."""


def named_in(extraction: Extraction) -> tuple[Named, ...]:
    """The sentences of a document in which several chains are named, and these."""
    found: dict[int, set[int]] = {}
    for chain, record in enumerate(extraction.chains):
        for mention in (extraction.mentions[i] for i in record.mentions):
            if mention.form is MentionForm.NAME:
                found.setdefault(mention.sentence, set()).add(chain)
    return tuple((at, *sorted(chains)) for at, chains in sorted(found.items()) if len(chains) > 1)


def of(persons: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each two of the persons whom a sentence names, by their ids.

    >>> list(of({"person/c", "person/a", "person/b"}))
    [('person/a', 'person/b'), ('person/a', 'person/c'), ('person/b', 'person/c')]
    """
    return combinations(sorted(persons), 2) if len(persons) <= LIST else iter(())


def triples(
    iris: Iris,
    together: Mapping[tuple[str, str], Mapping[NamedNode, Sequence[NamedNode]]],
    names: Mapping[str, str],
    run: NamedNode,
) -> Iterator[Terms]:
    """The pairs, each with the sentences that name both.

    Args:
        together: The sentences of each pair, by document.
        names: The names of persons by id.
    """
    for ids, told in together.items():
        node = iris.hashed("pair", *ids)
        sentences = [sentence for cited in told.values() for sentence in cited]
        yield node, term("rdf:type"), term("cg:Pair")
        yield node, term("rdfs:label"), literals.text(" and ".join(names[id_] for id_ in ids))
        for id_ in ids:
            yield node, term("cg:pairs"), iris.named(id_)
        yield node, term("cg:sentences"), literals.integer(len(sentences))
        yield node, term("cg:articles"), literals.integer(len(told))
        yield node, term("cg:example"), min(sentences, key=str)
        for sentence in sentences:
            yield node, term("prov:wasDerivedFrom"), sentence
        yield node, term("prov:wasGeneratedBy"), run
