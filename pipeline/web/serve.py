"""Runs the application on an address, and loses no connection to clients that are slow on purpose."""

from __future__ import annotations

import asyncio
import logging
import socket

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from pipeline.errors import SettingsError

__all__ = ["bound", "server"]

CONNECTIONS = 200
"""So many at once; whoever comes then is told to come again."""
REQUEST_SECONDS = 15.0
"""A request that is not whole by then is given up."""
STALLED_SECONDS = 30.0
"""A client that takes nothing of its answer for so long is given up."""


class _Impatient(H11Protocol):
    """HTTP as uvicorn speaks it, with an end to requests that do not end and to answers that nobody takes."""

    request_seconds = REQUEST_SECONDS
    stalled_seconds = STALLED_SECONDS
    _requested: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there; its first request must come."""
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        """A piece of a request."""
        super().data_received(data)
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._expect()
        else:
            _cancel(self._requested)
            self._requested = None

    def pause_writing(self) -> None:
        """The client does not take what it is sent."""
        super().pause_writing()
        self._stalled = self.loop.call_later(self.stalled_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """It does."""
        super().resume_writing()
        _cancel(self._stalled)
        self._stalled = None

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        _cancel(self._requested)
        self._requested = None
        _cancel(self._stalled)
        self._stalled = None
        super().connection_lost(exc)

    def _expect(self) -> None:
        if self._requested is None:
            self._requested = self.loop.call_later(self.request_seconds, self.transport.abort)


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens on an address; port 0 takes one that is free.

    Raises:
        SettingsError: the address is none of this machine, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only where it is told that this is TCP: else an answer whose head and body
    # are sent apart waits 40 ms for the client's acknowledgement in between
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(CONNECTIONS)  # who comes before the server has started waits
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        raise SettingsError(
            f"cannot listen on {host} port {port}: {reason}; choose another --port or --host"
        ) from error
    return listener


def server(app: ASGIApp) -> uvicorn.Server:
    """A server of the application; `run(sockets=[bound(...)])` runs it until it is told to stop."""
    config = uvicorn.Config(
        app,
        http=_Impatient,
        ws="none",
        log_level="warning",
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
    )
    logging.getLogger("uvicorn.error").addFilter(_expected)
    return uvicorn.Server(config)


def _expected(record: logging.LogRecord) -> bool:
    """All messages but the one on answers without an end, by which clients are told that an answer was cut off."""
    return "without completing response" not in record.getMessage()
