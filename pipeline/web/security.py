"""Whom the server answers, and what its answers allow a browser to do.

A server on the loopback interface is reached by every page that the user's browser opens. So a request is answered only
if it names this machine (else a foreign name was made to lead here: DNS rebinding), and if it comes from no page, from
our own, from another tool on this machine, or from an origin that was allowed by name.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["CONTENT_SECURITY_POLICY", "Guard", "Policy", "require_token"]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""A page loads nothing from elsewhere, sends nothing elsewhere, and runs no script that stands in its HTML."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")


@dataclass(frozen=True)
class Policy:
    """Whom the server answers.

    Args:
        host: the address that it listens on; from other machines it is reached only if that is no loopback address.
        hosts: further names of this machine that requests may use.
        origins: further origins (``https://tool.example``) whose pages may ask.
        max_body: how many bytes a request may have.
    """

    host: str = "127.0.0.1"
    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    max_body: int = 1_000_000

    @property
    def is_open(self) -> bool:
        """Whether other machines may reach the server."""
        return not _is_loopback(self.host)

    def names_us(self, host: str) -> bool:
        """Whether the Host of a request is this machine, by address or by a name that nobody else can give it.

        >>> Policy().names_us("localhost:8080"), Policy().names_us("rebound.example:8080")
        (True, False)
        """
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        name = match.group(1).strip("[]").lower().rstrip(".")
        if _is_loopback(name) or name in self.hosts:
            return True
        if not self.is_open:
            return False
        # no foreign page can be read through an address: rebinding needs a name
        return _address(name) is not None or name in (socket.gethostname().lower(), socket.getfqdn().lower())

    def allows_origin(self, origin: str, host: str) -> bool:
        """Whether a page of this origin may ask the server that it calls `host`.

        >>> Policy().allows_origin("http://localhost:3000", "localhost"), Policy().allows_origin("null", "localhost")
        (True, False)
        """
        if origin in self.origins:
            return True
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https"):
            return False
        return parts.netloc.lower() == host.lower() or _is_loopback(parts.hostname or "")


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _is_loopback(name: str) -> bool:
    address = _address(name)
    return name == "localhost" if address is None else address.is_loopback


class _TooLargeError(Exception):
    """The body of a request has more bytes than a request may have, and there may be `more`."""

    def __init__(self, more: bool) -> None:
        super().__init__()
        self.more = more


class Guard:
    """Stands before the application: refuses, limits bodies, and adds the headers that every answer has."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self.app = app
        self.policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(Headers(scope=scope))
        if refusal is not None:
            await self._drained(receive)
            await refusal(scope, receive, guarded)
            return
        try:
            await self.app(scope, self._limited(receive), guarded)
        except _TooLargeError as error:
            if error.more:
                await self._drained(receive)
            if not started:
                await self._too_large()(scope, receive, guarded)

    def _refusal(self, headers: Headers) -> JSONResponse | None:
        host = headers.get("host", "")
        if len(headers.getlist("host")) != 1 or not self.policy.names_us(host):
            return _refused(
                421,
                f"this server is not called {host!r}; use an address of this machine, or name it with --allow-host",
            )
        origin = headers.get("origin")
        if origin is not None:
            if not self.policy.allows_origin(origin, host):
                return _refused(403, f"pages of {origin} may not ask this server; allow it with --allow-origin")
        elif headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return _refused(403, "a page from elsewhere may not load things from this server")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:20]) > self.policy.max_body:
            return self._too_large()
        return None

    async def _drained(self, receive: Receive) -> None:
        """Let a client finish what it sends, within reason: only then does it read why it was refused."""
        left = 10 * self.policy.max_body
        while left > 0:
            message = await receive()
            left -= len(message.get("body", b""))
            if not message.get("more_body", False):
                return

    def _too_large(self) -> JSONResponse:
        return _refused(413, f"a request may have {self.policy.max_body:,} bytes")

    def _limited(self, receive: Receive) -> Receive:
        """The body of a request whose length nobody told, up to the limit."""
        seen = 0

        async def limited() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.policy.max_body:
                raise _TooLargeError(message.get("more_body", False))
            return message

        return limited


def _refused(status: int, reason: str) -> JSONResponse:
    return JSONResponse({"error": reason}, status, {"Connection": "close"})


def require_token(request: Request) -> None:
    """Let a request that changes something pass only if the server is writable and the request has its token.

    Such a request is a POST, PUT, PATCH or DELETE and has the header ``Authorization: Bearer TOKEN``.

    Raises:
        HTTPException: 403 if the server is read-only, 401 if the token is missing or wrong.
    """
    token: str | None = request.app.state.token
    if request.method in ("GET", "HEAD", "OPTIONS"):
        raise HTTPException(405, "nothing is changed by GET; use POST")
    if token is None:
        raise HTTPException(403, "this server is read-only; start it with --writable to change something")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        raise HTTPException(
            401, "the token is missing or wrong; the server printed it when it started", {"WWW-Authenticate": "Bearer"}
        )
