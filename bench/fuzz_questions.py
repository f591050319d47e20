"""What is fuzzed of questions: parameters stay values, mistakes have their place, requests are answered or refused."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pyoxigraph
from fuzz_faults import check
from fuzz_inputs import Chance, mutated, odd, text

from pipeline.graph import queries, sparql
from pipeline.web import protocol
from pipeline.web.negotiation import best
from pipeline.web.worker import RESULTS

__all__ = ["http_questions", "query_errors", "query_parameters"]

_STORE = pyoxigraph.Store()


def query_parameters(chance: Chance) -> None:
    """Values of shipped queries: they stay values, whatever they hold."""
    query = chance.choice([q for q in queries.library().values() if q.parameters])
    values = {}
    for parameter in query.parameters:
        if parameter.optional and chance.random() < 0.5:
            continue
        usual = parameter.example if chance.random() < 0.4 else text(chance, 40)
        values[parameter.name] = (
            mutated(chance, usual.encode()).decode("utf-8", "replace") if chance.random() < 0.5 else usual
        )
    bound = query.bound(values)
    emptied, template = bound, query.text
    for name in values:
        template = queries._let_in(name, template)
        where = place = queries._LIMIT if name == queries._ROWS else queries._values(name)
        looked_up = queries._looked_up(name).search(template)
        if looked_up and not place.search(bound):  # an IRI took the place of the name and of its being looked up
            where, place = queries._values(looked_up.group(1)[1:]), queries._looked_up(name)
        wanted = len(place.findall(template))
        check(len(where.findall(bound)) == wanted >= 1, f"{name} stands in {len(where.findall(bound))} places")
        emptied, template = where.sub("", emptied), place.sub("", template)
    check(emptied == template, "a value changed the query around it")
    _STORE.query(sparql.with_prefixes(bound))


def query_errors(chance: Chance) -> None:
    """Queries with mistakes: what is told of a mistake has its place."""
    query = chance.choice(list(queries.library().values())).text
    at = chance.randrange(len(query))
    broken = query[:at] + odd(chance) + query[at + chance.randrange(4) :]
    try:
        _STORE.query(sparql.with_prefixes(broken))
    except SyntaxError as error:
        told = sparql.syntax_error(broken, str(error))
        check(told.line is None or 1 <= told.line <= len(broken.splitlines()) + 2, "a line that is not there")
    except (ValueError, RuntimeError):
        pass
    sparql.iris_in(broken)
    sparql.words_of(broken)


_FIELDS = ("query", "query", "update", "format", "default-graph-uri", "named-graph-uri", "x")


def http_questions(chance: Chance) -> None:
    """Requests to /sparql: forms, IRIs, bytes and Accept headers."""
    form = "&".join(f"{chance.choice(_FIELDS)}={text(chance, 30)}" for _ in range(chance.randrange(4)))
    operation = protocol._checked(
        chance.choice(("GET", "POST")),
        parse_qsl(protocol._utf8(mutated(chance, form.encode())), keep_blank_values=True),
        ("query", text(chance, 30)) if chance.random() < 0.3 else None,
    )
    ranges = [(*RESULTS, "*/*", "text/*", text(chance, 8)), ("0", "1", "0.5", text(chance, 3))]
    accept = ",".join(";q=".join(map(chance.choice, ranges)) for _ in range(chance.randrange(4)))
    check(best(accept, tuple(RESULTS)) in (None, *RESULTS), "a media type that nobody offers")
    if operation is not None:
        protocol.formats(operation, accept)
