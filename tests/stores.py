"""Real SPARQL servers on the loopback interface: started on free ports, killed, and started again on what they kept."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from pipeline.settings import Credentials

__all__ = ["VIRTUOSO", "Running", "free_port", "jena", "oxigraph", "virtuoso"]

VIRTUOSO = Credentials(user="dba", password="dba")
"""The login that a new Virtuoso has."""
_CONFIGURATION = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{internal}
DisableUnixSocket = 1
ServerThreads = 10
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 100000
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Running:
    """A server: its address, and its process."""

    def __init__(self, url: str, command: list[str], folder: Path, before: Callable[[], None] = lambda: None) -> None:
        self.url = url
        self._command, self._folder, self._before = command, folder, before
        self.start()

    def start(self) -> None:
        """Start it on what is in its folder, and wait until it answers."""
        self._before()
        self._process = subprocess.Popen(
            self._command, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(3000):  # after a power cut a large store is read again from its log
            try:
                urlopen(self.url, timeout=5).close()
                return
            except HTTPError as error:
                error.close()
                return
            except OSError:
                assert self._process.poll() is None, f"{self._command[0]} ended by itself"
                time.sleep(0.1)
        raise AssertionError(f"{self._command[0]} does not answer")

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._process.kill()
        self._process.wait(30)


@contextmanager
def oxigraph(folder: Path, *, writable: bool = True) -> Iterator[Running]:
    """Oxigraph's own server over a store in a folder."""
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("oxigraph")),
        "serve" if writable else "serve-read-only",
        *("--location", str(folder)),
        *("--bind", f"127.0.0.1:{port}"),
    ]
    server = Running(f"http://127.0.0.1:{port}/", command, folder)
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def virtuoso(folder: Path) -> Iterator[Running]:
    """Virtuoso over a database in a folder; its login is `VIRTUOSO`."""
    port, internal = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_CONFIGURATION.format(port=port, internal=internal))
    program = shutil.which("virtuoso-t") or "virtuoso-t"
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    lock = folder / "virtuoso.lck"
    server = Running(f"http://127.0.0.1:{port}/", command, folder, lambda: lock.unlink(missing_ok=True))
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def jena(folder: Path) -> Iterator[Running]:
    """Jena's engine over a store in a folder, at the addresses where Fuseki listens."""
    port = free_port()
    command = [sys.executable, str(Path(__file__).with_name("jena.py")), str(port), str(folder)]
    server = Running(f"http://127.0.0.1:{port}/news", command, folder)
    try:
        yield server
    finally:
        server.kill()
