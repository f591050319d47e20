"""Every exception that citegraph raises on purpose.

    CitegraphError
    ├── SettingsError        a setting, flag or configuration file is wrong
    ├── DocumentError        one document cannot be used; the others go on
    ├── ModelError           a language model is missing, broken or of the wrong kind
    ├── StoreError           a graph on disk or on a server cannot be opened, read or written
    │   └── BuildInProgressError  another build is writing to the same place
    ├── DecisionError        what a person decided is about nothing known, contradicts itself, or cannot be read
    ├── QueryError           a query is malformed, unknown or lacks a parameter
    │   └── LimitError       a query takes more time, memory or rows than it may
    ├── ValidationError      a graph breaks its shapes, or a quote is not in its document
    └── PackError            an evidence pack is damaged, was tampered with, or could do harm

A message names the offender and says what to do. Exceptions of other libraries stop in the room that calls them and
arrive here as a child of `CitegraphError`; anything else that escapes is a bug in citegraph.
"""

__all__ = [
    "BuildInProgressError",
    "CitegraphError",
    "DecisionError",
    "DocumentError",
    "LimitError",
    "ModelError",
    "PackError",
    "QueryError",
    "SettingsError",
    "StoreError",
    "ValidationError",
]


class CitegraphError(Exception):
    """The root of all errors that a user of citegraph can do something about."""


class SettingsError(CitegraphError):
    """A setting, a flag or a configuration file is wrong."""


class DocumentError(CitegraphError):
    """One document cannot be used.

    A build turns it into an `Issue`, skips the document and goes on with the others.

    >>> str(DocumentError("raw/letter.pdf", "is encrypted; save it without a password"))
    'raw/letter.pdf: is encrypted; save it without a password'
    """

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class ModelError(CitegraphError):
    """A language model is missing, broken, or does not give what the extractors read."""


class StoreError(CitegraphError):
    """A graph on disk or on a server cannot be opened, read or written."""


class BuildInProgressError(StoreError):
    """Another build is writing to the same place; wait for it, or choose another folder."""


class DecisionError(CitegraphError):
    """What a person decided is about nothing known, contradicts an earlier decision, or stands in a damaged line."""


class QueryError(CitegraphError):
    """A query is malformed or unknown, or a parameter is missing or wrong.

    `line` and `column`, from 1, are where it is malformed, if that is known.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class LimitError(QueryError):
    """A query takes more time or memory, or has more rows, than the server gives to one."""


class ValidationError(CitegraphError):
    """A graph breaks its shapes, or a quote is not found in its document."""


class PackError(CitegraphError):
    """An evidence pack is damaged, was tampered with, or could do harm; nothing of it is used."""
