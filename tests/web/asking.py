"""Requests as they are, without the help of a client: exactly this method, these headers, this body."""

from __future__ import annotations

import contextlib
import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["Got", "ask"]


@dataclass(frozen=True)
class Got:
    """A response."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def media(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get_content_type()

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")


def ask(address: str, path: str, method: str = "GET", body: bytes | str | None = None, **headers: str) -> Got:
    """The response to one request; underscores in names of headers are hyphens."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # a server may answer before it has read all
            connection.request(method, path, body.encode() if isinstance(body, str) else body, named)
        answer = connection.getresponse()
        return Got(answer.status, answer.headers, answer.read())
    finally:
        connection.close()
