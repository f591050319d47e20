"""What all tests share: hand-made parses, the built sample graph, and a word on every test that was skipped."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from pipeline.resources import SHIPPED

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # so that `from parses import parsed` works in every subfolder

from stores import Running, jena, oxigraph, virtuoso  # noqa: E402  found by the line above

if TYPE_CHECKING:
    from distributed import Client

# how long anything takes on a busy machine decides nothing
settings.register_profile("citegraph", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("citegraph")

HOW_TO_GET = {
    "model": "the shipped model is part of the repository: check the clone out again",
    "server": "pip install 'citegraph[test]' brings Oxigraph's server",
    "browser": "apt-get install chromium",
    "virtuoso": "apt-get install virtuoso-opensource-7-bin",
    "jena": "apt-get install libapache-jena-java",
    "raptor": "apt-get install raptor2-utils",
}


def _missing(mark: str) -> bool:
    if mark == "server":
        return not any(
            shutil.which("oxigraph", path=p) for p in (str(Path(sys.executable).parent), os.environ.get("PATH"))
        )
    if mark == "browser":
        return not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    if mark in ("virtuoso", "raptor"):
        return shutil.which({"virtuoso": "virtuoso-t", "raptor": "rapper"}[mark]) is None
    if mark == "jena":
        return shutil.which("java") is None or not Path("/usr/share/java/jena-cmds.jar").exists()
    return not SHIPPED.is_dir()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a thing that is not installed."""
    missing = {mark for mark in HOW_TO_GET if _missing(mark)}
    for item in items:
        for mark in sorted(missing):
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=f"needs a {mark}: {HOW_TO_GET[mark]}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line on what was skipped and how to get it."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(
        report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr) for report in skipped
    )
    for reason, number in sorted(reasons.items()):
        terminalreporter.write_line(f"{number} tests not run: {reason.removeprefix('Skipped: ')}", yellow=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CITEGRAPH_SKIP_NOTHING is set, as in CI, a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CITEGRAPH_SKIP_NOTHING") and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("tests were skipped where nothing may be", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def sample_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph of data/raw, built once by the command that users run."""
    import subprocess

    out = tmp_path_factory.mktemp("samples") / "graph"
    command = [
        sys.executable,
        "-m",
        "pipeline.cli",
        "build",
        str(HERE.parent / "data" / "raw"),
        "--out",
        str(out),
        "--quiet",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parent)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def served_samples(sample_build: Path) -> Iterator[str]:
    """The address of a server over the graph of data/raw, read-only."""
    from servers import serving

    with serving(sample_build) as address:
        yield address


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Oxigraph's own server, with nothing in it at first."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Virtuoso, with nothing of ours in it at first; its start takes seconds."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(scope="session")
def cluster() -> Iterator[Client]:
    """A cluster of two worker processes on this machine."""
    from pipeline.run.cluster import connected

    with connected("local:2") as client:
        yield client


@pytest.fixture(scope="session")
def jena_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Jena's engine where Fuseki would listen, with nothing in it at first."""
    with jena(tmp_path_factory.mktemp("jena")) as server:
        yield server
