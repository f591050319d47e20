"""What the documents say of an entity."""

import pytest
from scenes import FALLS, HOSTILE, SOLBERG, STRANGE, article, saying

from pipeline.link.dossiers import Dossiers, Subject, askable
from pipeline.records import EntityLabel, RelationType


def dossiers(*extractions, aliases=()):
    """Each chain of each name an entity of its own, called by its label and name."""
    subjects = {
        f"{c.label}/{c.name}": Subject(id=f"{c.label}/{c.name}", label=c.label, name=c.name, aliases=aliases)
        for e in extractions
        for c in e.chains
    }
    made = Dossiers(subjects.values())
    for extraction in extractions:
        made.add(extraction, [f"{c.label}/{c.name}" for c in extraction.chains])
    return made


def test_dossiers_gather_positions_relations_countries_and_years():
    found = dossiers(SOLBERG).dossier("PERSON/Mira Solberg")
    assert found.roles == ("fisheries minister",)
    assert set(found.related) == {"Coastal Party", "Norway"}
    assert found.countries == ("Norway",)
    assert set(found.around) == {"Coastal Party", "Norway"}
    assert (found.first_year, found.last_year) == (2021, 2021)
    assert (found.mentions, found.documents) == (3, 1)


def test_dossiers_read_peoples_in_positions_as_countries():
    extraction = saying(
        article("a.txt", ("PERSON", "Ann Lee")), ("Ann Lee", RelationType.JOB_TITLE, "the Kenyan runner")
    )
    assert dossiers(extraction).dossier("PERSON/Ann Lee").countries == ("Kenya",)


def test_dossiers_leave_out_what_is_denied_and_events_that_did_not_happen():
    said = saying(article("a.txt", ("PERSON", "Ann Lee"), ("ORG", "Acme")), ("Ann Lee", RelationType.WORKS_FOR, "Acme"))
    denied = said.model_copy(
        update={"relations": tuple(r.model_copy(update={"polarity": "Denied"}) for r in said.relations)}
    )
    assert dossiers(said).dossier("PERSON/Ann Lee").related == ("Acme",)
    assert dossiers(denied).dossier("PERSON/Ann Lee").related == ()
    planned = SOLBERG.model_copy(
        update={"events": tuple(e.model_copy(update={"modality": "Planned"}) for e in SOLBERG.events)}
    )
    assert dossiers(planned).dossier("PERSON/Mira Solberg").first_year is None


def test_dossiers_tell_a_city_from_a_person_of_its_name():
    made = dossiers(FALLS)
    assert made.dossier("PERSON/Ada Falls").roles == ("singer",)
    assert made.dossier("CITY/Ada Falls").roles == ()


def test_dossiers_ask_for_full_names_alone():
    made = dossiers(STRANGE, aliases=("Rob", "O'Neil", "Robert O'Neil"))
    assert made.dossier(f"PERSON/{HOSTILE}").asked == (HOSTILE, "Robert O'Neil")
    assert made.dossier("PERSON/Eve\\u0022 Stone").asked == ("Robert O'Neil",), "a backslash is never sent"


def test_dossiers_ask_for_no_name_twice_in_capitals_and_without():
    made = dossiers(article("a.txt", ("CITY", "Moscow", "MOSCOW")), aliases=("MOSCOW", "Moskva"))
    assert made.dossier("CITY/Moscow").asked == ("Moscow", "Moskva")


@pytest.mark.parametrize(
    ("name", "label", "asked"),
    [
        ("Mira\n Solberg", "PERSON", "Mira Solberg"),
        ("M. Solberg", "PERSON", None),
        ("President Solberg", "PERSON", None),
        ("UN", "ORG", "UN"),
        ("X", "CITY", None),
        ("1984", "WORK", None),
        ("Bell\x07 Ltd", "ORG", None),
        ("Lone \ud800 Ltd", "ORG", None),
        ("x" * 121, "ORG", None),
    ],
)
def test_dossiers_askable_names(name, label, asked):
    assert askable(name, EntityLabel(label)) == asked
