import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import corpus, mapper
from pyoxigraph import Literal, NamedNode, Triple

from pipeline import resources
from pipeline.errors import QueryError
from pipeline.graph.queries import Parameter, find, library, parse, read
from pipeline.graph.store import Store
from pipeline.graph.view import ask

TEXT = """# summary: Who said it.
# parameters:
#   name (name): who
#   kind (iri, optional): of which class
#   since (date, optional): from this day
#   least (integer, optional): at least so many
#   word (string, optional): with this word
# columns: who, what

SELECT ?who ?what WHERE {
    VALUES ?name { "Mira {Solberg}" }
    VALUES ?kind { schema:Person }
    VALUES ?since { "0001-01-01"^^xsd:date }
    VALUES ?least { 1 }
    VALUES ?word { 'x' }
    BIND(?name AS ?who)
    BIND(CONCAT(STR(?kind), " ", STR(?since), " ", STR(?least), " ", ?word) AS ?what)
}
"""


@pytest.fixture(scope="module")
def store():
    extractions, comparisons = corpus()
    return Store.in_memory(mapper(extractions, comparisons).triples(extractions))


def answer(**values):
    return Store.in_memory().query(parse("who", TEXT).bound(values)).rows


def test_parse_reads_the_header():
    query = parse("who", TEXT)
    assert (query.summary, query.columns) == ("Who said it.", ("who", "what"))
    assert query.parameters[0] == Parameter("name", "name", "who", False, "Mira {Solberg}")
    assert [(p.name, p.type, p.optional, p.example) for p in query.parameters[1:]] == [
        ("kind", "iri", True, "schema:Person"),
        ("since", "date", True, "0001-01-01"),
        ("least", "integer", True, "1"),
        ("word", "string", True, "'x'"),
    ]


def test_bound_puts_typed_terms_in_the_place_of_examples():
    assert answer(name="Ada") == [("Ada", "https://schema.org/Person 0001-01-01 1 x")]
    assert answer(name="Ada", kind="cg:Group", since="2022-02-24", least=7, word="å") == [
        ("Ada", "https://w3id.org/citegraph/ns#Group 2022-02-24 7 å")
    ]
    assert answer(name="Ada", kind="urn:own", least=" 12 ")[0][1].startswith("urn:own 0001-01-01 12")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, r"needs name; its parameters are name \(name\), kind \(iri, optional\)"),
        ({"name": "x", "nmae": "y"}, "no parameter 'nmae'"),
        ({"name": "x", "least": "many"}, "least must be a whole number, not 'many'"),
        ({"name": "x", "least": True}, "least must be a whole number"),
        ({"name": "x", "least": 1.5}, "least must be a whole number"),
        ({"name": "x", "since": "yesterday"}, "since must be a day such as 2022-02-24"),
        ({"name": "x", "since": "2022"}, "since must be a day"),
        ({"name": "x", "kind": "<urn:x> } #"}, "kind must be an IRI"),
        ({"name": "x", "kind": "Person"}, "kind must be an IRI"),
    ],
)
def test_bound_refuses_what_does_not_fit_and_names_what_would(values, message):
    with pytest.raises(QueryError, match=message):
        parse("who", TEXT).bound(values)


CHOSEN = """# summary: Who is in it.
# parameters:
#   name (entity, optional): who
#   since (date, optional): from this day
#   limit (integer, optional): at most so many
# columns: who

SELECT ?who WHERE {
    VALUES ?who { <urn:a> <urn:b> }
    #? VALUES ?name { "ada" } ?who cg:nameKey ?name .
    #?     FILTER(?who != <urn:c>)
    #? VALUES ?since { "2024-05-01"^^xsd:date } FILTER(?since < "2024-06-01"^^xsd:date)
}
LIMIT 2
"""
KEYED = ["urn:b", "https://w3id.org/citegraph/ns#nameKey", "éva"]


def chosen(**values):
    keyed = Triple(NamedNode(KEYED[0]), NamedNode(KEYED[1]), Literal(KEYED[2]))
    return [who for (who,) in Store.in_memory([keyed]).query(parse("who", CHOSEN).bound(values)).rows]


def test_bound_leaves_out_the_lines_of_what_is_not_given():
    assert chosen() == ["urn:a", "urn:b"]
    assert chosen(name="ÉVA") == ["urn:b"], "an entity is looked up in small letters"
    assert chosen(name="Ada") == []
    assert chosen(since="2024-05-14") == ["urn:a", "urn:b"]
    assert chosen(since="2024-06-14") == []
    assert chosen(name="Éva", since="2024-06-14") == []


def test_bound_takes_the_iri_of_an_entity_for_its_name():
    assert chosen(name="urn:a") == ["urn:a"]
    assert chosen(name="urn:c") == []
    with pytest.raises(QueryError, match="must be an IRI such as"):
        chosen(name="https://example.org/<>")


def test_bound_puts_a_value_into_all_places_that_ask_for_it():
    text = """# parameters:
#   name (name, optional): who
# columns: who

SELECT ?who WHERE {
    { BIND("nobody" AS ?who) }
    UNION { VALUES ?name { "Ada" } BIND(CONCAT("first ", ?name) AS ?who) }
    UNION { VALUES ?name { "Ada" } BIND(CONCAT("then ", ?name) AS ?who) }
}
"""
    rows = Store.in_memory().query(parse("twice", text).bound({"name": "Éva"})).rows
    assert sorted(rows) == [("first Éva",), ("nobody",), ("then Éva",)]


def test_parse_tells_checks_of_the_whole_graph():
    assert {q.name for q in library().values() if q.whole} == {
        "entities-without-evidence",
        "statements-without-evidence",
    }


def test_bound_puts_the_limit_into_its_clause():
    assert chosen(limit=1) == ["urn:a"]
    with pytest.raises(QueryError, match="limit must be a whole number from 1 on, not 0"):
        chosen(limit=0)


def test_bound_of_a_query_without_parameters_says_so():
    with pytest.raises(QueryError, match="it takes none"):
        parse("all", "# summary: All.\nSELECT * {}").bound({"name": "x"})


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
@settings(deadline=None)
def test_bound_never_lets_a_value_out_of_its_literal(value):
    text = parse("who", TEXT).bound({"name": value})
    rest = TEXT.partition('"Mira {Solberg}" }')
    assert text.startswith(rest[0])
    assert text.endswith(rest[2])
    found = Store.in_memory().query(text).rows
    assert len(found) == 1
    assert found[0][0] == re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", value.strip())


@pytest.mark.parametrize("value", ['" } DROP ALL #', "\\", '\\" }', "'''", "}\n} #", "?name", "\\g<0>", "\\1"])
def test_bound_takes_hostile_values_as_plain_text(value):
    assert answer(name=value, word=value)[0][0] == value.strip()


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("VALUES ?word { }", 'x" } BIND("y" AS ?z) #'),
        ('VALUES ?word { "x" }', "y"),
        ("y", "VALUES ?name { }"),
    ],
)
def test_bound_puts_no_value_into_another(name, word):
    rows = answer(name=name, word=word)
    assert [(who, what.rpartition(" 1 ")[2]) for who, what in rows] == [(name, word)]


def test_bound_puts_no_limit_into_a_value():
    text = """# parameters:
#   name (name): who
#   limit (integer, optional): at most so many
# columns: name

SELECT ?name { VALUES ?name { "no LIMIT 2" } } LIMIT 2
"""
    bound = parse("one", text).bound({"name": "all LIMIT 9", "limit": 1})
    assert bound.endswith('{ VALUES ?name { "all LIMIT 9" } } LIMIT 1\n')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# parameters:\n#   name: who\nSELECT * {}", "is no parameter; write"),
        ("# parameters:\n#   name (text): who\nSELECT * {}", "is no parameter; write"),
        ("# parameters:\n#   name (name): who\nSELECT * {}", "stands in 0"),
        ("# parameters:\n#   limit (integer): rows\nSELECT * {}", "LIMIT 500, equal wherever it stands, and"),
        (
            '# parameters:\n#   n (entity): who\nSELECT * { VALUES ?n { "a" } }',
            "n is an entity, to be looked up in the",
        ),
        (
            '# parameters:\n#   n (name): who\nSELECT * { VALUES ?n { "a" } VALUES ?n { "b" } }',
            "equal wherever it stands, and stands in 2",
        ),
    ],
)
def test_parse_refuses_a_wrong_header(text, message):
    with pytest.raises(QueryError, match=message):
        parse("who", text)


def test_read_names_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "odd.rq").write_bytes(b"\xff\xfe")
    for name in ("absent.rq", "odd.rq"):
        with pytest.raises(QueryError, match=rf"{name} cannot be read"):
            read(tmp_path / name)


def test_find_takes_a_name_or_a_path(tmp_path):
    (tmp_path / "own.rq").write_text(TEXT, encoding="utf-8")
    assert find(" leaders ").name == "leaders"
    assert find(str(tmp_path / "own.rq")).summary == "Who said it."
    with pytest.raises(QueryError, match=r"'leader'; did you mean leaders.*\? If not, choose one of accusations, aff"):
        find("leader")


def test_library_has_what_analysts_ask():
    assert len(library()) >= 18
    assert list(library()) == sorted(library())


@pytest.mark.parametrize("name", sorted(p.stem for p in resources.queries().glob("*.rq")))
def test_library_query_says_what_it_is(name, store):
    query = library()[name]
    assert query.summary.endswith((".", "?", "...")), "a sentence"
    assert all(p.summary for p in query.parameters)
    assert query.text.startswith("# summary: ")
    # the lines of the head are read by programs, and have no room to be broken
    assert max(len(line) for line in query.text.splitlines() if not line.startswith("#")) <= 120
    assert store.query(query.text).columns == query.columns, "it runs as it stands, with the columns that it promises"


@pytest.mark.parametrize("name", sorted(p.stem for p in resources.queries().glob("*.rq")))
def test_library_query_declares_the_prefixes_that_it_uses(name):
    text = library()[name].text
    body = text[text.index("SELECT") :]
    used = set(re.findall(r"(?<![\w:?])([a-z]+):(?=[A-Za-z])", re.sub(r'"[^"]*"', "", body)))
    assert set(re.findall(r"^PREFIX (\w+):", text, re.MULTILINE)) == used


@pytest.mark.parametrize(
    ("name", "parameter"), [(n, p.name) for n, q in library().items() for p in q.parameters if p.type == "entity"]
)
def test_library_query_finds_names_in_any_case(name, parameter, store):
    value = {"place": "nordMARK", "outlet": "harbour POST"}.get(parameter, "mira SOLBERG")
    others = {p.name: "Mira Solberg" for p in library()[name].parameters if not p.optional}
    found = ask(store, name, {**others, parameter: value})
    assert found == ask(store, name, {**others, parameter: value.title()})
    assert not ask(store, name, {**others, parameter: "Nobody Atall"})


@pytest.mark.parametrize(
    ("name", "parameter"), [(n, p) for n, q in library().items() for p in q.parameters if p.choices]
)
def test_library_query_runs_with_each_of_the_words_to_choose_from(name, parameter, store):
    others = {p.name: "Mira Solberg" for p in library()[name].parameters if not p.optional}
    for word in parameter.choices:
        assert ask(store, name, {**others, parameter.name: word.upper()}) == ask(
            store, name, {**others, parameter.name: word}
        )


CHOICE = """# parameters:
#   type (event type, optional): of this type
#   verdict (Agreement|Conflict, optional): so
# columns: chosen

SELECT ?chosen WHERE {
    VALUES ?type { "Arrest" }
    VALUES ?verdict { "Conflict" }
    BIND(CONCAT(?type, " ", ?verdict) AS ?chosen)
}
"""


@pytest.mark.parametrize(
    ("values", "chosen"),
    [
        ({}, "Arrest Conflict"),
        ({"type": "PROTEST", "verdict": " agreement"}, "Protest Agreement"),
        ({"type": "cg:Strike"}, "Strike Conflict"),
    ],
)
def test_bound_takes_one_of_some_words_in_any_case(values, chosen):
    assert Store.in_memory().query(parse("choice", CHOICE).bound(values)).rows == [(chosen,)]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"verdict": "agree"}, "verdict must be one of Agreement, Conflict, not 'agree'; did you mean Agreement?"),
        ({"verdict": ""}, "verdict must be one of Agreement, Conflict, not ''; its parameters are type (event"),
        ({"type": "protests"}, "not 'protests'; did you mean Protest?"),
    ],
)
def test_bound_lists_the_words_to_choose_from(values, message):
    with pytest.raises(QueryError, match=re.escape(message)):
        parse("choice", CHOICE).bound(values)


def test_terms_are_what_pyoxigraph_writes_safely():
    assert str(Literal('a"b\\c\nd')) == '"a\\"b\\\\c\\nd"'
    with pytest.raises(ValueError, match="IRI"):
        NamedNode("urn:x> }")
