"""What no query may do: ask other servers.

SERVICE and LOAD would let whoever reaches this server reach whatever this machine reaches.
"""

from __future__ import annotations

import re

from pipeline.errors import QueryError
from pipeline.graph.sparql import NO_CODE

__all__ = ["without_loads", "without_services"]

_NAME = re.compile(r"[?$]\w+|:\w[\w:%-]*")
"""Variables, and what follows the prefix of a name. A prefix may be no keyword: ``SERVICE:x`` is a name or a clause."""
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u00|U000000)([4-7][0-9A-Fa-f])")
_SERVICE = re.compile("service", re.IGNORECASE)
_LOAD = re.compile("load", re.IGNORECASE)


def _plain(text: str) -> str:
    r"""The text with letters in the place of their escapes: \u0053ERVICE is SERVICE to some parsers."""

    def letter(match: re.Match[str]) -> str:
        character = chr(int(match.group(2), 16))
        return match.group(1) + character if character.isalpha() else match.group()

    return _ESCAPED.sub(letter, text)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()[0]):04X}{match.group()[1:]}"


def _without(keyword: re.Pattern[str], text: str, refusal: str) -> str:
    plain = _plain(text)
    if not keyword.search(plain):
        return text
    made, at = [], 0
    for match in NO_CODE.finditer(plain):
        code = plain[at : match.start()]
        if keyword.search(_NAME.sub(" ", code)):
            raise QueryError(refusal)
        hidden = "" if match.lastgroup == "comment" else keyword.sub(_escaped, match.group())
        made += [code, hidden]
        at = match.end()
    if keyword.search(_NAME.sub(" ", plain[at:])):
        raise QueryError(refusal)
    return "".join([*made, plain[at:]])


def without_services(text: str) -> str:
    r"""A query or update that means the same and cannot ask another server.

    Where the word stands in a string or an IRI, its first letter is escaped, and comments are left out. So no text in
    which a parser would find the keyword still has it, wherever that parser sees strings, IRIs and comments begin:
    ``FILTER(?a<?b)SERVICE#>`` has an IRI for one and a comparison for another.

    >>> print(without_services('SELECT ?service { ?service schema:name "secret service" }'))
    SELECT ?service { ?service schema:name "secret \u0073ervice" }

    Raises:
        QueryError: it has a SERVICE clause.
    """
    return _without(
        _SERVICE, text, "SERVICE is refused: this server asks no other; ask that one yourself, and join the answers"
    )


def without_loads(text: str) -> str:
    """An update that reads nothing from the network, by LOAD or by SERVICE.

    Raises:
        QueryError: it would.
    """
    refusal = "LOAD is refused: this server fetches nothing; send the data with INSERT DATA"
    return _without(_LOAD, without_services(text), refusal)
