import pytest

from pipeline.errors import QueryError
from pipeline.graph.sparql import syntax_error, with_prefixes, words_of


def test_words_of_blanks_what_is_no_word_and_keeps_places():
    text = 'SELECT ?x { # a:b\n ?x <http://c:d> "e:f \\" g:h" , \'i:j\' , """k:l "" m:n""" }'
    blank = words_of(text)
    assert len(blank) == len(text)
    assert blank.count("\n") == 1
    assert not any(f"{c}:" in blank for c in "abcdefghijklmn")
    assert blank.startswith("SELECT ?x {")


def test_with_prefixes_declares_what_is_used_and_not_declared():
    text = 'PREFIX cg: <urn:own>\nSELECT ?x { ?x a cg:Protest ; schema:name "owl:x" ; foo:bar 1 }'
    assert with_prefixes(text) == "PREFIX schema: <https://schema.org/> " + text


def test_with_prefixes_keeps_line_numbers():
    assert with_prefixes("SELECT *\n{ ?x a cg:A }").count("\n") == 1


@pytest.mark.parametrize(
    "text", ["SELECT * { ?x ?y 'cg:a' }", "SELECT * { <cg:a> ?y ?x } # cg:b", "SELECT * { _:cg ?y ?x }"]
)
def test_with_prefixes_leaves_other_queries_alone(text):
    assert with_prefixes(text) == text


def test_syntax_error_points_at_the_place():
    error = syntax_error("ASK *\n{ ?x ?y ?z }", "error at 2:6: expected OPTIONAL")
    assert isinstance(error, QueryError)
    assert str(error) == "the query cannot be read at line 2, column 6: expected OPTIONAL\n    { ?x ?y ?z }\n         ^"
    assert (error.line, error.column) == (2, 6)


def test_syntax_error_points_at_the_mistake_where_it_is_known():
    error = syntax_error("SELECT *\r\n{ ?x }", "error at 2:6: expected OPTIONAL")
    assert (error.line, error.column) == (2, 5)
    assert "a predicate and an object are missing here" in str(error)
    unknown = syntax_error("SELECT *\n{ ?x dbo:y ?z }", "error at 2:6: expected OPTIONAL")
    assert (unknown.line, unknown.column) == (2, 6)


def test_syntax_error_says_plainly_what_the_parser_lists():
    error = syntax_error("ASK { }", "error at 1:8: expected one of " + ", ".join(f'"{n}"' for n in range(50)))
    assert "what stands here, or just before, does not fit" in str(error)


def test_syntax_error_of_another_kind_is_passed_on():
    assert str(syntax_error("SELECT", "no idea")) == "the query cannot be read: no idea"
    assert "line 1" in str(syntax_error("ASK {}", "error at 9:1: expected SELECT"))
