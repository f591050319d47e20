import pytest

from pipeline.run import build

pytestmark = pytest.mark.model

TEXT = "Mayor Lotte Brandt opened the ferry terminal in Gdansk on Monday.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    source, out = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("graph")
    (source / "ferry.txt").write_text(TEXT, encoding="utf-8")
    return source, out, build(source, out)


def test_unchanged_build_leaves_the_graph_as_it_is(built) -> None:
    source, out, first = built
    current, turtle = (out / "current").readlink(), (out / "citegraph.ttl").read_bytes()
    again = build(source, out)
    assert again.unchanged
    assert not first.unchanged
    assert again.counts == first.counts
    assert again.counts.undated == 1
    assert again.reused == 1
    assert ((out / "current").readlink(), (out / "citegraph.ttl").read_bytes()) == (current, turtle)


@pytest.mark.parametrize("damaged", ["citegraph.ttl", "store/CURRENT", "build.json"])
def test_unchanged_graph_that_is_damaged_is_written_again(built, damaged) -> None:
    source, out, _ = built
    turtle = (out / "citegraph.ttl").read_text(encoding="utf-8")
    path = out / "current" / damaged
    path.write_bytes(path.read_bytes()[:-2] + b"?\n")
    again = build(source, out)
    assert not again.unchanged
    assert _but_for_times((out / "citegraph.ttl").read_text(encoding="utf-8")) == _but_for_times(turtle)
    assert build(source, out).unchanged


def test_unchanged_is_no_build_with_another_document(built) -> None:
    source, out, _ = built
    (source / "port.txt").write_text("Porto elected a council on Sunday.\n", encoding="utf-8")
    again = build(source, out)
    assert not again.unchanged
    assert again.counts.documents == 2


def _but_for_times(turtle: str) -> list[str]:
    return [line for line in turtle.splitlines() if "AtTime" not in line]
