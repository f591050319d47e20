from __future__ import annotations

import json

import pytest

from pipeline.errors import SettingsError
from pipeline.link.known import adopted, matched
from pipeline.link.known_files import read_known
from pipeline.records import Entity, EntityLabel, Member

BASE = "https://example.org/kg/"
MIRA = "https://people.example/mira"


def entity(id, name, label="PERSON", aliases=(), same_as=()):
    return Entity(
        id=id, label=label, name=name, aliases=aliases, same_as=same_as, members=(Member(document="a" * 64, index=0),)
    )


def file(path, text):
    path.write_text(text, encoding="utf-8")
    return path


TURTLE = f"""@prefix schema: <https://schema.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
<{MIRA}> a schema:Person ; schema:name "Mira Solberg" ; schema:alternateName "M. Solberg" .
<https://people.example/union> a foaf:Organization ; foaf:name "Dockers Union" .
<https://people.example/note> a schema:Thing ; schema:name "nothing of interest" .
"""
CSV = (
    f"iri,kind,name,aliases\n{MIRA},Person,Mira Solberg,M. Solberg|Solberg\nhttps://people.example/p,place,Tromsvik,\n"
)


def test_known_entities_are_read_from_turtle_and_csv_alike(tmp_path):
    turtle = read_known([file(tmp_path / "a.ttl", TURTLE)], BASE)
    assert [(k.iri, k.name, k.aliases) for k in turtle] == [
        (MIRA, "Mira Solberg", ("M. Solberg",)),
        ("https://people.example/union", "Dockers Union", ()),
    ]
    rows = read_known([file(tmp_path / "b.csv", CSV)], BASE)
    assert rows[0].aliases == ("M. Solberg", "Solberg")
    assert EntityLabel.CITY in rows[1].labels
    both = read_known([tmp_path / "a.ttl", tmp_path / "b.csv"], BASE)
    assert [k.iri for k in both] == sorted(k.iri for k in both)
    assert both[0].aliases == ("M. Solberg", "Solberg")


def test_known_entities_of_followthemoney_have_iris_under_the_base(tmp_path):
    lines = [
        {"id": "NK-1", "schema": "Person", "properties": {"name": ["Mira Solberg"], "alias": ["Solberg"]}},
        {"id": "x", "schema": "Vessel", "properties": {"name": ["Aurora"]}},
    ]
    path = file(tmp_path / "a.ftm.json", "".join(json.dumps(line) + "\n" for line in lines))
    (known,) = read_known([path], BASE)
    assert (known.iri, known.names) == (BASE + "known/NK-1", ("Mira Solberg", "Solberg"))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "id,name\n1,x\n", r"a\.csv, line 1: no column iri, kind; the columns are"),
        ("a.csv", f"iri,kind,name\n{MIRA},Ship,Aurora\n", r"a\.csv, line 2: 'Ship' is no kind; write one of"),
        ("a.csv", "iri,kind,name\nmira,Person,Mira\n", r"a\.csv, line 2: 'mira' .* write it as https"),
        ("a.csv", f"iri,kind,name\n{MIRA},Person,\n", r"a\.csv, line 2: .* has no name"),
        ("a.ttl", "<urn:a> a ;\n", r"a\.ttl, line 1 is not valid Turtle"),
        ("a.ttl", "<urn:a> a <urn:b> .\n", r"a\.ttl holds no entity with a kind and a name"),
        ("a.ftm.json", '{"id": 1}\n', r"a\.ftm\.json, line 1: no FollowTheMoney entity"),
        ("a.ftm.json", "{\n", r"a\.ftm\.json, line 1: no FollowTheMoney entity"),
        ("a.csv", f"iri;kind;name\n{MIRA};Person;Mira\n", r"no column iri, kind, name; .* commas between the columns"),
        ("a.csv", f'iri,kind,name\n{MIRA},Person,"Mira\n', r"a\.csv, line 2: .* close each quotation mark"),
        ("a.csv", f'iri,kind,name\n{MIRA},Person,"Mira" S\n', r"a\.csv, line 2: .* double those within a cell"),
        ("a.docx", "", r"a\.docx: known entities come as \.ttl"),
    ],
)
def test_known_files_that_cannot_be_used_name_file_line_and_what_to_do(tmp_path, name, text, message):
    with pytest.raises(SettingsError, match=message):
        read_known([file(tmp_path / name, text)], BASE)


@pytest.mark.parametrize("name", ["a.csv", "a.ftm.json"])
def test_known_file_that_is_not_utf8_says_what_to_do(tmp_path, name):
    (tmp_path / name).write_bytes(CSV.replace("Solberg", "Sølberg").encode("latin-1"))
    with pytest.raises(SettingsError, match=rf"{name} is not UTF-8 .* save it as UTF-8"):
        read_known([tmp_path / name], BASE)


def test_known_file_that_is_not_there_is_named(tmp_path):
    for name in ("gone.ttl", "gone.csv", "gone.ftm.json"):
        with pytest.raises(SettingsError, match=name):
            read_known([tmp_path / name], BASE)


def links(entities, tmp_path, text=CSV):
    known = read_known([file(tmp_path / "known.csv", text)], BASE)
    return {(found.entity, found.iri): found.verdict.value for found in matched(entities, known, BASE)}


def test_known_names_match_one_to_one_case_aside(tmp_path):
    entities = [entity("person/mira", "MIRA SOLBERG"), entity("org/mira", "Mira Solberg", "ORG")]
    assert links(entities, tmp_path) == {("person/mira", MIRA): "same"}


def test_known_names_that_several_bear_are_doubts(tmp_path):
    two = [entity("person/mira", "Mira Solberg"), entity("person/solberg", "Solberg")]
    assert links(two, tmp_path) == {("person/mira", MIRA): "unsure", ("person/solberg", MIRA): "unsure"}
    namesakes = CSV + "https://people.example/other,Person,Mira Solberg,\n"
    found = links([entity("person/mira", "Mira Solberg")], tmp_path, namesakes)
    assert set(found.values()) == {"unsure"}
    assert len(found) == 2


def test_known_iri_of_another_entity_of_the_graph_is_a_doubt(tmp_path):
    text = f"iri,kind,name\n{BASE}person/other,Person,Mira Solberg\n{BASE}person/jonas,Person,Jonas Lind\n"
    entities = [
        entity("person/mira", "Mira Solberg"),
        entity("person/other", "Other"),
        entity("person/jonas", "Jonas Lind"),
    ]
    assert links(entities, tmp_path, text) == {("person/mira", BASE + "person/other"): "unsure"}


def test_known_iri_is_used_by_one_entity_alone(tmp_path):
    known = read_known([file(tmp_path / "known.csv", CSV)], BASE)
    (one,) = adopted([entity("person/mira", "Mira", same_as=("https://geo.example/1", MIRA))], known)
    assert (one.iri, one.same_as) == (MIRA, ("https://geo.example/1",))
    twice = adopted([entity("person/mira", "Mira", same_as=(MIRA,)), entity("person/m", "M", same_as=(MIRA,))], known)
    assert [e.iri for e in twice] == ["", ""]
