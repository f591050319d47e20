"""One request to a SPARQL server and its answer: logins are shown where asked for, redirections are not followed."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from SPARQLWrapper import SPARQLWrapper

from pipeline.errors import StoreError
from pipeline.graph.login import HOW, Login

__all__ = ["ONCE", "Answer", "Exchange", "Patience", "RefusedError", "UnreachableError", "address", "retry_after"]

_AGAIN: Final = {408, 425, 429, 502, 503, 504}
"""Statuses after which the same request may do later."""


@dataclass(frozen=True)
class Patience:
    """How long a server that is away or busy is waited for; times in seconds."""

    tries: int = 9
    """So many are made: with the waits below, a server may be away for two minutes."""
    first: float = 1.0
    """Before the second try; twice as long before each one after."""
    longest: float = 30.0
    sleep: Callable[[float], None] = time.sleep

    def after(self, tried: int, asked: float | None) -> float:
        """How long to wait after so many tries, where the server itself asked for so much.

        >>> [Patience().after(n, None) for n in (1, 2, 3, 8)], Patience().after(1, 5.0)
        ([1.0, 2.0, 4.0, 30.0], 5.0)
        """
        return min(self.longest, max(self.first * 2.0 ** (tried - 1), asked or 0.0))


ONCE: Final = Patience(tries=1)


@dataclass(frozen=True)
class Answer:
    """What a server sent."""

    headers: Message
    body: bytes

    @property
    def media_type(self) -> str:
        """Such as text/turtle; empty where the server did not say."""
        return self.headers.get_content_type() if "Content-Type" in self.headers else ""


class RefusedError(Exception):
    """A server answered, but not with what was asked for."""

    def __init__(self, url: str, status: int, reason: str, headers: Message, body: bytes) -> None:
        self.said = " ".join(body.decode("utf-8", "replace").split())
        """The body, in one line."""
        super().__init__(f"{url} answers {status} {reason}" + (f": {self.said[:400]}" if self.said else ""))
        self.status = status
        self.headers = headers


class UnreachableError(Exception):
    """No answer came at all, or not all of it."""


class _Stay(HTTPRedirectHandler):
    """A redirected POST would lose its body, and a login could go to strangers."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = build_opener(_Stay)


class _Client(SPARQLWrapper):  # type: ignore[misc]
    """SPARQLWrapper for what is said, without its way of sending it, which hides headers and changes global state."""

    def request(self) -> Request:
        """The request that it would send."""
        made: Request = self._createRequest()
        return made


class Exchange:
    """Sends requests to one server.

    A request may reach the server more than once, so it must mean the same then.

    Args:
        login: who we are to it.
        timeout: seconds that an answer may take.
        patience: how long it is waited for, once it has answered anything at all; before, its address may be wrong.
        told: is told in a line of each wait.
    """

    client = _Client

    def __init__(
        self,
        login: Login,
        timeout: float,
        patience: Patience = ONCE,
        told: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._login = login
        self._timeout = timeout
        self._patience = patience
        self._told = told
        self._answered = False

    def send(self, request: Request) -> Answer:
        """The answer to one request.

        Raises:
            RefusedError: its status says that it is none.
            UnreachableError: nothing came, or not in time.
        """
        tried = 0
        while True:
            tried += 1
            last = tried >= self._patience.tries
            asked = None
            try:
                return self._with_login(request)
            except RefusedError as refused:
                if last or refused.status not in _AGAIN:
                    raise
                failure, asked = str(refused), retry_after(refused.headers)
            except UnreachableError as error:
                if last or not self._answered:
                    raise
                failure = str(error)
            seconds = self._patience.after(tried, asked)
            self._told(f"{failure}; trying again in {seconds:.0f} s")
            self._patience.sleep(seconds)

    def _with_login(self, request: Request) -> Answer:
        try:
            return self._once(request)
        except RefusedError as refused:
            if refused.status not in (401, 403) or not self._login.challenged(refused.headers):
                raise
            return self._once(request)

    def _once(self, request: Request) -> Answer:
        url = request.full_url.partition("?")[0]
        header = self._login.header(request)
        if header is not None:
            request.add_unredirected_header("Authorization", header)
        try:
            with _OPENER.open(request, timeout=self._timeout) as response:
                answer = Answer(response.headers, response.read())
                self._answered = True
                return answer
        except HTTPError as error:
            self._answered = True
            with error:
                raise RefusedError(url, error.code, error.reason, error.headers, error.read()) from error
        except (OSError, HTTPException) as error:
            reason = error.reason if isinstance(error, URLError) else error
            if isinstance(reason, TimeoutError):
                raise UnreachableError(f"{url} gave no answer in {self._timeout:g} s") from error
            raise UnreachableError(f"{url} cannot be reached: {reason}") from error

    def refusal(self, refused: RefusedError) -> StoreError:
        """What is told to people of a refusal that stays one."""
        if refused.status in (401, 403):
            wanted = "does not accept the login" if self._login.known else "wants a login"
            return StoreError(f"{refused}; it {wanted}: {HOW}")
        if 300 <= refused.status < 400:
            return StoreError(f"{refused}; give the address that it leads to: {refused.headers.get('Location', '')}")
        return StoreError(str(refused))


def address(url: str) -> str:
    """The address of a server, without a login in it, which other users of the machine could read in the list of jobs.

    Raises:
        StoreError: it is none.
    """
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise StoreError(f"the address of {parts.hostname} holds a login; leave it out there, and {HOW}")
    if parts.scheme not in ("http", "https") or not parts.netloc or not url.isprintable() or " " in url:
        raise StoreError(f"{url!r} is no endpoint; give an address such as http://localhost:7878/query")
    return url


def retry_after(headers: Message) -> float | None:
    """The seconds that a response asks to wait, given as a number or as a date; None where it does not say."""
    said = (headers.get("Retry-After") or "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        when = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=dt.UTC)
    return max(0.0, (when - dt.datetime.now(dt.UTC)).total_seconds())
