import gc

from pipeline.run.machine import processes, seldom_collected


def test_processes_are_at_least_one_and_no_more_than_a_container_may_have(tmp_path) -> None:
    free = processes(tmp_path)
    assert free >= 1
    (tmp_path / "cpu.max").write_text("max 100000\n", encoding="ascii")
    (tmp_path / "memory.max").write_text("max\n", encoding="ascii")
    assert processes(tmp_path) == free
    (tmp_path / "cpu.max").write_text("150000 100000\n", encoding="ascii")
    assert processes(tmp_path) == min(free, 2)
    (tmp_path / "memory.max").write_text("600000000\n", encoding="ascii")
    assert processes(tmp_path) == 1


def test_seldom_collected_leaves_no_trace() -> None:
    before = gc.get_threshold()
    with seldom_collected(before[0] + 1):
        assert gc.get_threshold() == (before[0] + 1, *before[1:])
    assert gc.get_threshold() == before
