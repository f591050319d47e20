"""Clusters from judgements as a graph: connected components, cut at their weakest where two must stay apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.reconcile.profiles import Key

if TYPE_CHECKING:
    import networkx as nx

# networkx is imported where something has to be cut: to import it takes longer than all else that is done here.

__all__ = ["Edge", "components", "divided"]

FIRM = 1000.0
"""What a person joined weighs more than all that the program can bring up against it."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A judgement that two profiles are one."""

    left: Key
    right: Key
    score: float
    side_by_side: bool = False
    """Whether one document may name both."""
    firm: bool = False
    """Whether a person said it."""


def components(keys: Iterable[Key], edges: Iterable[Edge]) -> Iterator[list[Key]]:
    """The connected components of a graph, each sorted, in the order of their first key."""
    beside: dict[Key, list[Key]] = {key: [] for key in keys}
    for edge in edges:
        beside[edge.left].append(edge.right)
        beside[edge.right].append(edge.left)
    seen: set[Key] = set()
    for start in sorted(beside):
        if start in seen:
            continue
        seen.add(start)
        found = [start]
        for key in found:  # which grows meanwhile
            new = [other for other in beside[key] if other not in seen]
            seen.update(new)
            found += dict.fromkeys(new)
        yield sorted(found)


def divided(
    edges: Sequence[Edge],
    different: Sequence[tuple[Key, Key]],
    documents: Mapping[Key, set[int]],
    clusters: Mapping[Key, Key],
    refused: Sequence[Edge],
) -> dict[Key, Key]:
    """Divides what edges connect so that no two profiles that are different stay connected, at the least cost.

    Each pair that is different is parted by the minimum cut between the two, one pair after the other in the order
    given; then what was cut in vain is joined again, the surest first. (To find the cheapest cut for all pairs at once
    is NP-hard; with one pair, as nearly always, this is it.)

    Args:
        edges: All judgements "same", those that were refused among them.
        different: Pairs that must not be connected.
        documents: The documents that name each profile; what one document tells apart is not joined anew.
        clusters: Of each profile the cluster that it is in so far.
        refused: Those of the edges that the clusters so far do without.

    Returns:
        Of each profile whose cluster may have changed, the first profile of its new cluster.
    """
    import networkx as nx

    whole: nx.Graph[Key] = nx.Graph()
    for edge in edges:
        weight = FIRM if edge.firm else edge.score
        before = whole.edges[edge.left, edge.right]["weight"] if whole.has_edge(edge.left, edge.right) else 0.0
        whole.add_edge(edge.left, edge.right, weight=before + weight)
    found: dict[Key, Key] = {}
    done: set[Key] = set()
    for start in sorted({edge.left for edge in refused}):
        if start in done:
            continue
        component = sorted(nx.node_connected_component(whole, start))
        done.update(component)
        inside = set(component)
        pairs = [(a, b) for a, b in different if a in inside and b in inside]
        graph: nx.Graph[Key] = nx.Graph()
        graph.add_nodes_from(component)
        graph.add_edges_from(whole.edges(component, data=True))
        pairs += _told_apart(component, documents, clusters, refused)
        for a, b in pairs:
            _part(graph, a, b)
        _mend(graph, whole, pairs)
        for cluster in nx.connected_components(graph):
            first = min(cluster)
            found.update((key, first) for key in cluster)
    return found


def _told_apart(
    component: Sequence[Key], documents: Mapping[Key, set[int]], clusters: Mapping[Key, Key], refused: Sequence[Edge]
) -> Iterator[tuple[Key, Key]]:
    """Pairs that one document names as two and that are not in one cluster for a good reason so far."""
    allowed = {frozenset((edge.left, edge.right)) for edge in refused if edge.side_by_side}
    named: dict[int, list[Key]] = defaultdict(list)
    for key in component:
        for document in documents[key]:
            named[document].append(key)
    for document in sorted(named):
        keys = named[document]
        for i, right in enumerate(keys):
            for left in keys[:i]:
                if clusters[left] != clusters[right] and frozenset((left, right)) not in allowed:
                    yield left, right


def _part(graph: nx.Graph[Key], left: Key, right: Key) -> None:
    """Take out of a graph the edges of least weight that connect two of its nodes; of equal cuts that near `right`."""
    import networkx as nx

    if not nx.has_path(graph, left, right):
        return
    around = sorted(nx.node_connected_component(graph, left))
    number = {key: at for at, key in enumerate(around)}
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(around)))
    plain.add_edges_from((number[a], number[b], data) for a, b, data in graph.edges(around, data=True))
    _, (one, _) = nx.minimum_cut(plain, number[left], number[right], capacity="weight")
    graph.remove_edges_from([(a, b) for a, b in graph.edges(around) if (number[a] in one) != (number[b] in one)])


def _mend(graph: nx.Graph[Key], whole: nx.Graph[Key], pairs: Sequence[tuple[Key, Key]]) -> None:
    """Put back every edge that connects no pair, now that the others are cut."""
    import networkx as nx

    cut = [(-whole.edges[e]["weight"], *sorted(e)) for e in whole.edges(list(graph)) if not graph.has_edge(*e)]
    for _, left, right in sorted(cut):
        one, other = (nx.node_connected_component(graph, key) for key in (left, right))
        if not any((a in one and b in other) or (b in one and a in other) for a, b in pairs):
            graph.add_edge(left, right, **whole.edges[left, right])
