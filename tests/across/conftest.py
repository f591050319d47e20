"""The graph of the articles, built once for all tests of findings across sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from planted import STORIES

import pipeline
from pipeline.graph import Graph


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("planted")


@pytest.fixture(scope="session")
def graph(folder: Path) -> Graph:
    return pipeline.build(STORIES, folder)
