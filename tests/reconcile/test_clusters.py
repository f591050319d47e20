import pytest

from pipeline.reconcile.clusters import Clusters
from pipeline.reconcile.profiles import Profile
from pipeline.records import EntityLabel, Member, Verdict


def clusters_of(**documents):
    profiles = {}
    for name, numbers in documents.items():
        key = (EntityLabel.PERSON, name, "")
        profile = profiles[key] = Profile(key)
        profile.names[name] = 1
        profile.members.append(Member(document=name, index=0))
        profile.documents.update(numbers)
    return Clusters(profiles), *sorted(profiles)


def test_clusters_join_what_is_the_same():
    clusters, a, b, c = clusters_of(a=[1], b=[2], c=[3])
    assert clusters.same(a, b, 0.9, "alike")
    assert clusters.same(b, a, 0.9, "again")
    assert list(clusters.components()) == [[a, b], [c]]
    assert clusters.roots([a, b, c]) == sorted({clusters.root(a), c})
    assert [j.verdict for j in clusters.judgements] == [Verdict.SAME]


def test_clusters_never_join_what_is_different_not_even_through_others():
    clusters, a, b, c, d = clusters_of(a=[1], b=[2], c=[3], d=[4])
    clusters.different(a, d, "born in different years")
    assert clusters.same(a, b, 0.9, "alike")
    assert clusters.same(c, d, 0.9, "alike")
    assert not clusters.same(b, c, 0.9, "alike")
    assert list(clusters.components()) == [[a, b], [c, d]]
    assert clusters.judgements[-1].verdict is Verdict.DIFFERENT
    assert clusters.judgements[-1].because == "alike, but they are known to be different"


def test_clusters_keep_apart_what_one_document_tells_apart():
    clusters, a, b, c = clusters_of(a=[1], b=[2], c=[1])
    assert clusters.same(a, b, 0.9, "alike")
    assert not clusters.same(b, c, 0.9, "alike")
    assert clusters.same(b, c, 0.9, "two names by definition", side_by_side=True)
    assert clusters.documents(a) == {1, 2}


def test_clusters_refuse_to_tell_apart_what_is_joined():
    clusters, a, b = clusters_of(a=[1], b=[2])
    clusters.same(a, b, 0.9, "alike")
    with pytest.raises(ValueError, match="joined already"):
        clusters.different(a, b, "late")


def test_clusters_judgements_name_the_best_known():
    clusters, a, b, c = clusters_of(a=[1], b=[2, 3], c=[4])
    clusters.same(a, b, 0.9, "alike")
    clusters.unsure(a, c, 0.5, "perhaps")
    assert (clusters.judgements[-1].left, clusters.judgements[-1].right) == ("person/b", "person/c")
