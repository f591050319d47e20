"""Logins of SPARQL servers: shown only to a server that asks for one, in the way in which it asks."""

from __future__ import annotations

import base64
import netrc
from collections.abc import Callable
from email.message import Message
from typing import Final
from urllib.parse import urlsplit
from urllib.request import AbstractDigestAuthHandler, HTTPPasswordMgr, Request, parse_http_list, parse_keqv_list

from pipeline.errors import StoreError
from pipeline.settings import Credentials

__all__ = ["HOW", "Login"]

HOW: Final = (
    "set CITEGRAPH_STORE_USER and CITEGRAPH_STORE_PASSWORD, or CITEGRAPH_STORE_TOKEN, or give it a line in ~/.netrc"
)
"""Where a login comes from, for messages."""


class Login:
    """Who citegraph is to one server, by a user with a password (basic, digest) or by a token (bearer).

    Nothing is shown before the server refuses a request; from then on it is shown with each one.

    >>> login = Login("https://kg.example/sparql", Credentials(user="desk", password="secret"))
    >>> asked = Message()
    >>> asked["WWW-Authenticate"] = 'Basic realm="kg"'
    >>> login.challenged(asked), login.header(Request("https://kg.example/sparql"))
    (True, 'Basic ZGVzazpzZWNyZXQ=')

    Args:
        url: an address of the server, by whose host it is found in ~/.netrc.
        given: what the environment says; it counts before ~/.netrc.

    Raises:
        StoreError: ~/.netrc is damaged, or others may read it.
    """

    def __init__(self, url: str, given: Credentials | None = None) -> None:
        given = given or Credentials()
        self._token = given.token.get_secret_value() if given.token else ""
        self._user, self._password = given.user or "", given.password.get_secret_value() if given.password else ""
        if not (self._token or self._user):
            self._user, self._password = _from_netrc(urlsplit(url).hostname or "")
        self._shown: Callable[[Request], str] | None = None
        self._scheme = ""

    def header(self, request: Request) -> str | None:
        """What stands in the header Authorization of this request; None as long as nobody asked."""
        return self._shown(request) if self._shown else None

    def challenged(self, headers: Message) -> bool:
        """Take note of what a server that refused asks for; whether it is worth asking it again."""
        asked = headers.get_all("WWW-Authenticate") or []
        schemes = {challenge.partition(" ")[0].lower(): challenge.partition(" ")[2] for challenge in asked}
        before = self._scheme
        if self._token:
            self._scheme, self._shown = "bearer", lambda _: f"Bearer {self._token}"
        elif self._user and "digest" in schemes:
            asks = parse_keqv_list(list(filter(None, parse_http_list(schemes["digest"]))))
            digest = AbstractDigestAuthHandler(_Password(self._user, self._password))
            self._scheme, self._shown = "digest", lambda request: f"Digest {digest.get_authorization(request, asks)}"
            return True  # even if it was shown before: it holds for one part of the server, and for some time
        elif self._user and "basic" in schemes:
            pair = base64.b64encode(f"{self._user}:{self._password}".encode()).decode()
            self._scheme, self._shown = "basic", lambda _: f"Basic {pair}"
        return self._scheme != before

    @property
    def known(self) -> bool:
        """Whether there is anything to show."""
        return bool(self._token or self._user)


class _Password(HTTPPasswordMgr):
    """The one password that there is, whatever realm the server asks it for."""

    def __init__(self, user: str, password: str) -> None:
        super().__init__()
        self._pair = user, password

    def find_user_password(self, realm: str, authuri: str) -> tuple[str | None, str | None]:
        return self._pair


def _from_netrc(host: str) -> tuple[str, str]:
    try:
        found = netrc.netrc().authenticators(host)
    except FileNotFoundError:
        return "", ""
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError) as error:
        said = error.msg if isinstance(error, netrc.NetrcParseError) else str(error)  # never the line itself
        raise StoreError(f"~/.netrc cannot be used: {said}") from None
    return (found[0], found[2] or "") if found else ("", "")
