"""Asks a SPARQL endpoint politely: one question at a time, with pauses, and never for ever."""

from __future__ import annotations

import ast
import json
import math
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from SPARQLWrapper import JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, SPARQLWrapperException

from pipeline.errors import StoreError
from pipeline.graph.exchange import retry_after

__all__ = ["Client", "Pace", "Row", "TooHeavyError", "Value", "agent"]

_HOME: Final = "https://w3id.org/citegraph/"
_AGAIN: Final = {408, 425, 429, 500, 502, 503, 504}
"""Status codes after which the same question may be answered later."""
_HEAVY: Final = {500, 504}
"""Those by which an endpoint also says that a question takes it too long."""
_ENOUGH: Final = 3
"""So many times an endpoint may give up on a question that cannot be divided."""
MOST_BYTES = 100_000_000
_PIECE: Final = 1 << 16


class TooHeavyError(StoreError):
    """An endpoint gave up on a question; half of it may be answered."""


@dataclass(frozen=True)
class Value:
    """One term of an answer: `kind` is uri, literal or bnode."""

    kind: str
    text: str
    language: str = ""


Row = dict[str, Value]


@dataclass(frozen=True)
class Pace:
    """How an endpoint is asked; all times in seconds.

    Wikidata allows one client 60 seconds of its own time a minute, wants it to stop for as long as `Retry-After` says
    when it answers 429, for a minute where that says nothing, and shuts out for a day who does not.
    """

    pause: float = 1.0
    """Between two questions, from the end of one to the beginning of the next."""
    timeout: float = 70.0
    """For an answer, to its last byte; Wikidata itself gives up after 60."""
    first_wait: float = 2.0
    """After a failure; twice as long after each more."""
    throttled_wait: float = 60.0
    """After a 429 that does not say how long."""
    longest_wait: float = 300.0
    """An endpoint that wants more is not waited for."""
    failures: int = 6
    """So many in a row are the end."""
    sleep: Callable[[float], None] = time.sleep


def agent(version: str, contact: str = "") -> str:
    """The user agent: the project, its version, its page, and whom the endpoint's keepers may write to.

    >>> agent("0.1.0", "desk@example.org")
    'citegraph/0.1.0 (https://w3id.org/citegraph/; desk@example.org) SPARQLWrapper'
    """
    known = "; ".join(part for part in (_HOME, " ".join(contact.split())) if part)
    return f"citegraph/{version} ({known}) SPARQLWrapper"


class Client:
    """One SPARQL endpoint.

    Args:
        url: its address, http or https.
        user_agent: how citegraph presents itself, see `agent`.
        pace: how it is asked.
        told: is told in a line of each wait that is longer than usual.

    Raises:
        StoreError: the address is none.
    """

    def __init__(
        self,
        url: str,
        user_agent: str,
        pace: Pace | None = None,
        told: Callable[[str], None] = lambda line: None,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or not url.isprintable():
            raise StoreError(f"{url!r} is no endpoint; give an address such as https://query.wikidata.org/sparql")
        self.url = url
        self.questions = 0
        """How many requests were sent."""
        self._agent = user_agent.encode("ascii", "replace").decode().replace("\n", " ").replace("\r", " ")
        self._pace = pace or Pace()
        self._told = told
        self._failures = 0
        self._answered = False
        self._free_at = 0.0

    def select(self, query: str, *, divisible: bool = False) -> list[Row]:
        """The rows of a SELECT query. Failures that may pass are waited for.

        Args:
            query: The text of the query.
            divisible: Whether the caller can ask for less, if the endpoint takes too long.

        Raises:
            TooHeavyError: the endpoint cannot answer so much at once.
            StoreError: the endpoint cannot be reached or refuses, gives no SPARQL result, or fails again and again.
        """
        heavy = 0
        while True:
            try:
                rows = _rows(self._ask(query), self.url)
            except _FailedError as failure:
                self._failures += 1
                if self._failures >= self._pace.failures:
                    raise StoreError(f"{failure}; that was failure {self._failures} in a row, try later") from failure
                if failure.first and not self._answered:
                    raise StoreError(f"{failure}; is the address right, and is the server running?") from failure
                self._wait(failure)
                heavy += failure.heavy
                if failure.heavy and (divisible or heavy >= _ENOUGH):
                    raise TooHeavyError(str(failure)) from failure
            else:
                self._failures = 0
                self._answered = True
                return rows

    def _wait(self, failure: _FailedError) -> None:
        pace = self._pace
        seconds = pace.first_wait * 2 ** (self._failures - 1)
        if failure.status == 429 and failure.wait is None:
            seconds = max(seconds, pace.throttled_wait)
        if failure.wait is not None:
            seconds = max(failure.wait, 0.0) if failure.wait else seconds
            if seconds > pace.longest_wait:
                raise StoreError(f"{failure}; it wants to be left alone for {seconds:.0f} s, try later") from failure
        seconds = min(seconds, pace.longest_wait)
        if seconds:
            self._told(f"{failure}; asking again in {seconds:.0f} s")
            pace.sleep(seconds)

    def _ask(self, query: str) -> bytes:
        """The body of one answer.

        Raises:
            _FailedError: another attempt may succeed.
            StoreError: none will.
        """
        early = self._free_at - time.monotonic()
        if early > 0:
            self._pace.sleep(early)
        client = SPARQLWrapper(self.url, agent=self._agent)
        client.setMethod(POST)
        client.setReturnFormat(JSON)
        client.setTimeout(max(1, math.ceil(self._pace.timeout)))  # it takes whole seconds, and 0 as for ever
        with warnings.catch_warnings(action="ignore"):  # it warns of queries that it cannot tell the kind of
            client.setQuery(query)
        self.questions += 1
        try:
            with client.query().response as response:
                return self._body(response)
        except EndPointInternalError as error:
            raise _FailedError(f"{self.url} answers 500: {_said(error)}", 500, heavy=True) from error
        except SPARQLWrapperException as error:
            raise StoreError(f"{self.url} refuses: {error.msg}: {_said(error)}") from error
        except HTTPError as error:
            with error:
                raise self._refusal(error) from error
        except TimeoutError as error:
            raise self._too_slow() from error
        except (OSError, HTTPException) as error:
            reason = error.reason if isinstance(error, URLError) else error
            if isinstance(reason, TimeoutError):
                raise self._too_slow() from error
            said = getattr(reason, "strerror", None) or reason or type(error).__name__
            raise _FailedError(f"{self.url} cannot be reached: {said}", first=True) from error
        finally:
            self._free_at = time.monotonic() + self._pace.pause

    def _refusal(self, error: HTTPError) -> Exception:
        said = f"{self.url} answers {error.code} {error.reason}"
        if error.code in _AGAIN:
            return _FailedError(said, error.code, retry_after(error.headers), heavy=error.code in _HEAVY)
        if error.code == 403:
            said += "; it may have shut this machine out, or want to know whom to write to (--contact)"
        return StoreError(said)

    def _too_slow(self) -> _FailedError:
        return _FailedError(f"{self.url} gave no answer in {self._pace.timeout:g} s", heavy=True)

    def _body(self, response: HTTPResponse) -> bytes:
        """All of it, if it is a SPARQL result, comes in time and is no flood."""
        media_type = response.headers.get_content_type()
        if media_type not in ("application/sparql-results+json", "application/json"):
            begin = " ".join(response.read(2000).decode("utf-8", "replace").split())[:120]
            raise StoreError(f"{self.url} gave no SPARQL result but {media_type}: {begin!r}; is it a SPARQL endpoint?")
        deadline = time.monotonic() + self._pace.timeout
        pieces: list[bytes] = []
        size = 0
        while piece := response.read1(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > MOST_BYTES:
                raise _FailedError(f"{self.url} gave more than {MOST_BYTES:,} bytes", heavy=True)
            if time.monotonic() > deadline:
                raise self._too_slow()
        return b"".join(pieces)


class _FailedError(Exception):
    """One attempt that came to nothing, though another may not."""

    def __init__(
        self, said: str, status: int = 0, wait: float | None = None, *, heavy: bool = False, first: bool = False
    ) -> None:
        super().__init__(said)
        self.status = status
        self.wait = wait
        self.heavy = heavy
        self.first = first
        """Whether it means that the address is wrong if nothing was ever answered."""


def _rows(body: bytes, url: str) -> list[Row]:
    """The rows of a result in JSON. Wikidata ends an answer in the midst when its time is up, so another try is due."""
    try:
        found: Any = json.loads(body)
        rows = found["results"]["bindings"]
        return [{name: _value(term) for name, term in row.items()} for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        end = " ".join(body[-200:].decode("utf-8", "replace").split())[-80:]
        raise _FailedError(f"{url} gave a damaged SPARQL result ({error}), ending in {end!r}", heavy=True) from error


def _value(term: Any) -> Value:
    kind, text, language = term["type"], term["value"], term.get("xml:lang", "")
    if not (isinstance(kind, str) and isinstance(text, str) and isinstance(language, str)):
        raise TypeError("a term is no text")
    return Value("literal" if kind == "typed-literal" else kind, text, language)


def _said(error: SPARQLWrapperException) -> str:
    """What the server itself says, in one short line."""
    _, _, said = str(error).partition("Response:\n")
    try:
        body = ast.literal_eval(said).decode("utf-8", "replace") if said else str(error)
    except (ValueError, SyntaxError):
        body = said
    return " ".join(body.split())[:200]
