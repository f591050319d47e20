from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.reconcile.partition import Edge, components, divided
from pipeline.records import EntityLabel


def key(name):
    return (EntityLabel.PERSON, name, "")


A, B, C, D, E = map(key, "abcde")
ALONE = {k: {number} for number, k in enumerate((A, B, C, D, E))}


def groups(edges, different, documents=ALONE, refused=None):
    found = divided(edges, different, documents, {k: k for k in ALONE}, edges if refused is None else refused)
    roots = {k: found.get(k, k) for k in ALONE}
    return sorted(["".join(k[1] for k in sorted(roots) if roots[k] == r) for r in set(roots.values())])


def test_partition_cuts_where_the_evidence_is_weakest():
    chain = [Edge(A, B, 0.9), Edge(B, C, 0.6), Edge(C, D, 0.9)]
    assert groups(chain, [(A, D)]) == ["ab", "cd", "e"]


def test_partition_weighs_all_the_evidence():
    edges = [Edge(A, B, 0.9), Edge(B, C, 0.7), Edge(B, D, 0.7), Edge(C, D, 0.95)]
    assert groups(edges, [(A, D)]) == ["a", "bcd", "e"]


def test_partition_leaves_what_a_person_joined():
    assert groups([Edge(A, B, 1.0, firm=True), Edge(B, C, 0.99)], [(A, C)]) == ["ab", "c", "d", "e"]


def test_partition_joins_no_two_that_one_document_tells_apart():
    edges = [Edge(A, B, 0.6), Edge(B, C, 0.9)]
    documents = ALONE | {B: {1, 2}}  # c stands in document 2 as well
    assert groups(edges, [(A, C)], documents) == ["ab", "c", "d", "e"]
    assert groups([Edge(A, B, 0.6), Edge(B, C, 0.9, side_by_side=True)], [(A, C)], documents)[:2] == ["a", "bc"]


def test_partition_touches_only_what_was_refused():
    edges = [Edge(A, B, 0.9), Edge(C, D, 0.9)]
    assert divided(edges, [(A, B)], ALONE, {k: k for k in ALONE}, refused=[edges[0]]) == {A: A, B: B}


def test_partition_components_are_sorted():
    assert list(components([B, A, C], [Edge(C, B, 0.5)])) == [[A], [B, C]]


PAIRS = list(combinations((A, B, C, D, E), 2))
EDGES = st.lists(
    st.builds(lambda pair, score: Edge(*pair, score), st.sampled_from(PAIRS), st.sampled_from([0.5, 0.7, 0.9])),
    max_size=8,
)


@given(EDGES, st.lists(st.sampled_from(PAIRS), max_size=4, unique=True))
def test_partition_never_leaves_two_that_differ_connected(edges, different):
    found = divided(edges, different, ALONE, {k: k for k in ALONE}, edges)
    roots = {k: found.get(k, k) for k in ALONE}
    assert all(roots[a] != roots[b] for a, b in different if a in found or b in found)
    for members in ([k for k in ALONE if roots[k] == r] for r in set(roots.values())):
        inside = [e for e in edges if e.left in members and e.right in members]
        assert len(list(components(members, inside))) == 1
    assert groups(edges[::-1], different) == groups(edges, different)
