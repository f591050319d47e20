"""citegraph serve as its users start and stop it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from servers import publish
from typer.testing import CliRunner

from pipeline import cli
from pipeline.errors import SettingsError, StoreError

ROOT = Path(__file__).parents[2]


def invoke(*arguments: object) -> None:
    CliRunner().invoke(cli.app, ["serve", *map(str, arguments)], catch_exceptions=False)


@contextmanager
def started(*options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "pipeline.cli", "serve", *options, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            yield server
        finally:
            server.kill()


@pytest.mark.parametrize("options", [[], ["--writable", "--token", "open sesame"]])
def test_serve_prints_its_address_and_stops_cleanly(tmp_path: Path, options: list[str]):
    publish(tmp_path, "<urn:a> <urn:b> <urn:c> .")
    with started("--out", str(tmp_path), *options) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        address, _, token = server.stdout.readline().strip().partition("#token=")
        endpoint = server.stdout.readline().strip().removeprefix("SPARQL: ")
        assert endpoint == f"{address}sparql"
        assert bool(token) == bool(options)
        with urlopen(f"{endpoint}?query=ASK%20%7B%20%3Curn%3Aa%3E%20%3Fp%20%3Fo%20%7D", timeout=120) as answer:
            assert b"true" in answer.read()
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
        workers = [int(pid) for pid in children.read_text().split()] if children.exists() else []
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
        assert server.stderr.read() == ""
        for pid in workers:
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)


def test_serve_says_what_is_wrong_before_it_listens(tmp_path: Path):
    with pytest.raises(StoreError, match="citegraph build"):
        invoke("--out", tmp_path)
    publish(tmp_path, "<urn:a> <urn:b> <urn:c> .")
    with pytest.raises(SettingsError, match="--writable"):
        invoke("--out", tmp_path, "--token", "x")
    with pytest.raises(SettingsError, match="--store is asked"):
        invoke("--out", tmp_path, "--store", "http://localhost:1/", "--writable")
    with pytest.raises(StoreError, match="is no endpoint"):
        invoke("--out", tmp_path, "--store", "localhost:7878")
    with pytest.raises(SettingsError, match="cannot listen"):
        invoke("--out", tmp_path, "--host", "203.0.113.7")
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingsError, match=re.escape("--port")):
        invoke("--out", tmp_path, "--port", taken.getsockname()[1])
