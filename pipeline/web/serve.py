"""Runs the application on an address."""

from __future__ import annotations

import socket

import uvicorn
from starlette.types import ASGIApp

from pipeline.errors import SettingsError

__all__ = ["bound", "server"]

CONNECTIONS = 200
"""So many at once; whoever comes then is told to come again."""


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens on an address; port 0 takes one that is free.

    Raises:
        SettingsError: the address is none of this machine, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
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
        http="h11",
        ws="none",
        log_level="warning",
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
    )
    return uvicorn.Server(config)
