"""What the page needs of a build is there before anybody asks for it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pages import graph_turtle
from servers import publish, serving

from pipeline.errors import StoreError
from pipeline.web.api import timeline
from pipeline.web.current import Current
from pipeline.web.index import INDEX, Indexes
from pipeline.web.warming import Warmer


def test_warmer_makes_ready_each_build_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    warmer, made = Warmer(Current(tmp_path), Indexes()), []
    with pytest.raises(StoreError, match="holds no graph"):
        warmer.warm()
    monkeypatch.setattr("pipeline.web.warming.prepare", made.append)
    first = publish(tmp_path, graph_turtle())
    warmer.warm()
    warmer.warm()
    assert [now.path for now in made] == [first]
    assert (first / INDEX).is_file()
    second = publish(tmp_path, graph_turtle())
    warmer.warm()
    assert [now.path for now in made] == [first, second]


def test_warmer_notices_a_new_build_of_a_server_that_runs(tmp_path: Path):
    publish(tmp_path, graph_turtle())
    with serving(tmp_path):
        newer = publish(tmp_path, graph_turtle())
        until = time.monotonic() + 300
        while timeline.kept._of != newer and time.monotonic() < until:
            time.sleep(0.05)
        assert timeline.kept._of == newer
