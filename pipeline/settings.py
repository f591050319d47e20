"""One frozen `Settings`: from flags, then the environment (CITEGRAPH_*), then a citegraph.toml."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import (
    SettingsError as SettingsSourceError,
)

from pipeline.errors import SettingsError

__all__ = ["OF_COMMANDS", "Credentials", "Settings", "credentials", "load", "unread"]


_FILE = "citegraph.toml"
_PREFIX = "CITEGRAPH_"
OF_COMMANDS = frozenset({"CITEGRAPH_CONTACT", "CITEGRAPH_GRAPH", "CITEGRAPH_TOKEN", "CITEGRAPH_WHO"})
"""Variables that stand for options of commands."""
_OF_TESTS = frozenset({"CITEGRAPH_SKIP_NOTHING"})
# What Kubernetes and Docker put there by themselves where something else is called citegraph.
_OF_MACHINES = re.compile(r"CITEGRAPH_(?:SERVICE_(?:HOST|PORT(?:_\w+)?)|PORT(?:_\d+_\w+)?)")
_NEAR = 0.75  # of difflib's ratio: BAS is meant for BASE, HOME for none
_WANTED = {
    "tuple_type": 'must be a list, such as ["people.ttl", "firms.csv"]',
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "string_type": 'must be text in quotation marks, such as "x"',
}


class Settings(BaseSettings):
    """What a build depends on besides its documents and what people decided: equal ones give an equal graph.

    >>> load(base="https://example.org/kg/").base
    'https://example.org/kg/'
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="CITEGRAPH_", toml_file=_FILE, validate_default=True
    )

    base: str = Field(
        default="https://w3id.org/citegraph/data/",
        description="the IRI under which persons, events, claims and documents get theirs; ends in / or #",
    )
    model: str | None = Field(
        default=None, description="a spaCy pipeline with Universal Dependencies that replaces the shipped model"
    )
    names: str | None = Field(
        default=None, description="an installed spaCy pipeline that supplies the names; the parse stays ours"
    )
    decisions: str | None = Field(
        default=None,
        description="the file of people's judgements, such as one kept in git; else decisions.jsonl beside the graph",
    )
    links: str | None = Field(
        default=None, description="the file of links that citegraph link writes; else links.jsonl beside the graph"
    )
    known: tuple[str, ...] = Field(
        default=(), description="files of entities that you know (.ttl, .csv, .ftm.json), whose IRIs are to be used"
    )
    max_file_bytes: int = Field(default=50_000_000, ge=1, description="a larger input file is skipped with a message")
    max_text_chars: int = Field(
        default=2_000_000, ge=1, description="an article with a longer text is skipped with a message"
    )
    max_parser_seconds: int = Field(
        default=30,
        ge=1,
        le=86_400,
        description="processor time to parse one HTML, PDF or Word file; one that takes more, or ten times as long by "
        "the clock, is skipped with a message",
    )
    max_parser_bytes: int = Field(
        default=2_000_000_000,
        ge=200_000_000,
        description="memory to parse one HTML, PDF or Word file; one that takes more is skipped with a message",
    )

    @field_validator("base")
    @classmethod
    def _base_is_an_iri(cls, value: str) -> str:
        parts = urlsplit(value)
        if not (parts.scheme and parts.netloc) or value[-1] not in "/#" or any(c in value for c in ' <>"{}|\\^`'):
            raise ValueError("must be an absolute IRI that ends in / or #, such as https://example.org/kg/")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags first, then the environment, then the TOML file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


class Credentials(BaseSettings):
    """Who we are to a SPARQL server that asks: from the environment alone, never from a flag or a file of ours.

    They shape no graph, and do not show when printed.

    >>> Credentials(user="desk", password="secret").password
    SecretStr('**********')
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CITEGRAPH_STORE_", env_ignore_empty=True)

    user: str | None = Field(default=None, description="the user, for a server that asks for basic or digest login")
    password: SecretStr | None = Field(default=None, description="their password")
    token: SecretStr | None = Field(default=None, description="the token, for a server that asks for bearer login")


def credentials() -> Credentials:
    """The login that the environment holds; an empty one if it holds none.

    Raises:
        SettingsError: there is a user without a password, or the other way round.
    """
    found = Credentials()
    if bool(found.user) != bool(found.password):
        raise SettingsError("CITEGRAPH_STORE_USER and CITEGRAPH_STORE_PASSWORD go together; one of them is not set")
    return found


def load(**flags: Any) -> Settings:
    """The settings of this run; a flag that is None counts as not given.

    Raises:
        SettingsError: a value is wrong or a name unknown; the message says which, and what is allowed.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    unread()
    try:
        return Settings(**given)
    except ValidationError as error:
        lines = [_told(e["loc"], e["type"], e["msg"], given) for e in error.errors()]
        known = ", ".join(Settings.model_fields)
        raise SettingsError(f"{'; '.join(lines)} (settings are: {known})") from error
    except SettingsSourceError as error:  # what is not JSON, of those that are lists
        lists = " or ".join(f"CITEGRAPH_{n.upper()}" for n, f in Settings.model_fields.items() if f.default == ())
        raise SettingsError(f"{lists} in the environment {_WANTED['tuple_type']}") from error
    except ValueError as error:  # the TOML file itself is malformed
        raise SettingsError(f"{Path('citegraph.toml').resolve()}: {error}") from error


def unread() -> tuple[str, ...]:
    """Warnings about variables CITEGRAPH_* in the environment that nothing reads.

    Raises:
        SettingsError: the name of one is nearly that of a known one, so that what was meant to count would not.

    >>> unread()
    ()
    """
    settings = {f"{_PREFIX}{name.upper()}" for name in Settings.model_fields}
    logins = {f"{_PREFIX}STORE_{name.upper()}" for name in Credentials.model_fields}
    known = sorted(settings | logins | OF_COMMANDS)
    warnings = []
    for name in sorted(os.environ):
        written = name.upper()  # as pydantic-settings takes them
        if (
            not written.startswith(_PREFIX)
            or written in _OF_TESTS
            or written in known
            or _OF_MACHINES.fullmatch(written)
        ):
            continue
        short = {variable.removeprefix(_PREFIX): variable for variable in known}
        if near := difflib.get_close_matches(written.removeprefix(_PREFIX), short, n=1, cutoff=_NEAR):
            raise SettingsError(
                f"{name} in the environment is no setting; did you mean {short[near[0]]}? If not, unset it"
            )
        warnings.append(
            f"{name} in the environment is no setting and counts for nothing (known are: {', '.join(known)})"
        )
    return tuple(warnings)


def _told(place: tuple[int | str, ...], kind: str, message: str, given: Mapping[str, Any]) -> str:
    """What is wrong with one setting, and where it was set."""
    name = str(place[0]) if place else "settings"
    variable = f"CITEGRAPH_{name.upper()}"
    if name in given:
        where = name
    elif variable in os.environ:
        where = f"{variable} in the environment"
    else:
        where = f"{name} in {Path(_FILE).resolve()}"
    if kind == "extra_forbidden":
        return f"{where} is no setting"
    return f"{where} {_WANTED.get(kind) or message.removeprefix('Value error, ').replace('Input should', 'must')}"
