"""Work handed out to workers that die: the cause is given up and no bystander, though machines are taken away."""

from collections import Counter
from types import SimpleNamespace

import distributed
import pytest
from distributed.comm import CommClosedError

from pipeline.errors import CitegraphError
from pipeline.run.cluster.spreading import Spreading, each

WORKERS = 2


class Future:
    def __init__(self, client, call):
        self.client = client
        self.call = call

    def exception(self):
        return self.client.death(str(self.call[1]))

    def result(self):
        work, *arguments = self.call
        return work(*arguments)

    def release(self):
        self.client.running.remove(self)


class Cluster:
    """In the place of a Dask client: what is told to die takes its worker along, with whatever else there is."""

    def __init__(self, deaths):
        self.deaths = Counter(deaths)
        self.running = []
        self.widest = Counter()

    def nthreads(self):
        return dict.fromkeys(map(str, range(WORKERS)), 1)

    def submit(self, work, *arguments, pure):
        self.running.append(Future(self, (work, *arguments)))
        for future in self.running:
            name = str(future.call[1])
            self.widest[name] = max(self.widest[name], len(self.running))
        return self.running[-1]

    def cancel(self, futures):
        assert set(futures) <= set(self.running)
        self.running.clear()

    def death(self, name):
        if not self.deaths[name]:
            return None
        self.deaths[name] -= 1
        return distributed.KilledWorker(name, "worker", 3)


@pytest.fixture(autouse=True)
def _in_order(monkeypatch):
    """Futures are done in the order in which they were submitted."""
    monkeypatch.setattr(distributed, "wait", lambda futures, **_: SimpleNamespace(done=futures[:1]))


def letters(word):
    return list(word) if len(word) > 1 else []


def test_each_gives_up_only_what_dies_with_nothing_beside_it():
    """`c` always kills; `xyz` was there when machines were taken away, whole and in pieces, and so was `d` once."""
    client = Cluster({"abc": 1, "c": 9, "xyz": 1, "y": 1, "d": 1})
    found = dict(each(client, str.upper, ["abc", "d", "e", "xyz"], lambda item: (item,), letters))
    assert found == {"a": "A", "b": "B", "c": None, "d": "D", "e": "E", "x": "X", "y": "Y", "z": "Z"}


def test_each_tries_again_one_for_each_worker_and_then_one_at_a_time():
    client = Cluster({"abc": 1, "c": 2})
    list(each(client, str.upper, ["abc", *"defgh"], lambda item: (item,), letters))
    assert client.widest["d"] > WORKERS
    assert client.widest["a"] == WORKERS
    client.widest.clear()
    list(each(client, str.upper, ["c"], lambda item: (item,), letters))
    assert client.widest["c"] == 1


def test_each_ends_the_build_for_what_has_no_pieces_and_always_dies():
    with pytest.raises(CitegraphError, match="one after the other"):
        list(each(Cluster({"b": 9}), str.upper, "abc", lambda item: (item,)))


def test_each_leaves_nothing_running_when_its_taker_stops():
    client = Cluster({})
    results = each(client, str.upper, "abcdefgh", lambda item: (item,))
    assert next(results) == ("a", "A")
    assert client.running
    results.close()
    assert not client.running


@pytest.mark.parametrize("lost", ["nthreads", "result"])
def test_each_says_that_the_scheduler_is_gone(monkeypatch, lost):
    def gone(self):
        raise {"nthreads": CommClosedError, "result": distributed.CancelledError}[lost]

    monkeypatch.setattr(Cluster if lost == "nthreads" else Future, lost, gone)
    with pytest.raises(CitegraphError, match="the scheduler of the cluster does not answer"):
        list(each(Cluster({}), str.upper, "abc", lambda item: (item,)))


def test_spreading_gives_results_in_order_though_workers_are_taken_away(monkeypatch):
    monkeypatch.setattr("pipeline.run.cluster.spreading.BLOCKS", 2)
    client = Cluster({str(abs): 2})
    assert list(Spreading(client)(abs, [-1, -2, -3, -4, -5])) == [1, 2, 3, 4, 5]
