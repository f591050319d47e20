from hypothesis import given
from hypothesis import strategies as st

from pipeline.graph import sorting
from pipeline.graph.sorting import sorted_lines

LINES = st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n"), max_size=6), max_size=60)


def in_order(lines):
    return sorted(set(lines), key=lambda line: line + "\n")


@given(LINES, st.integers(1, 7))
def test_sorted_lines_sorts_and_drops_repetitions_whatever_fits_into_memory(lines, run):
    assert list(sorted_lines(lines, run)) == in_order(lines)


def test_sorted_lines_merges_more_runs_than_files_may_be_open(monkeypatch):
    monkeypatch.setattr(sorting, "_FAN_IN", 3)
    lines = [f"{n * 7919 % 1000:04}" for n in range(1000)]
    assert list(sorted_lines(lines, 10)) == sorted(lines)


def test_sorted_lines_keeps_order_of_controls_when_spilled():
    lines = ["a", "a\x01", "a\x02b", "ab", "a b", "a\r", "a\x85", "a\u2028"]
    assert list(sorted_lines(lines, 2)) == list(sorted_lines(lines)) == in_order(lines)


def test_sorted_lines_leaves_no_files_when_not_read_to_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    lines = sorted_lines((str(n) for n in range(100)), 5)
    next(lines)
    lines.close()
    assert list(tmp_path.iterdir()) == []
