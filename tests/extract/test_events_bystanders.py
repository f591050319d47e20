"""Who stands in a sentence and takes no part in what it tells, and what is only feared or demanded."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Extraction

pytestmark = pytest.mark.model

Read = Callable[[str], Extraction]


@pytest.mark.parametrize(
    "text",
    [
        "They did not support Kral, but marched in the protests.",
        "The union's long-term goal was to form a new party.",
        "Kral died two weeks after we left Izhevsk.",
        "Alan Torres demanded that she step down.",
        "Hugo Mamani was arrested on suspicion of having incited the riots.",
        "Ana Kral survived an attack.",
    ],
)
def test_bystanders_are_no_actors(read: Read, text: str):
    assert [actor.text for event in read(text).events for actor in event.actors] == []


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("An open investigation and trial of Kral and his clique!", "Hypothetical"),
        ("The streets are empty under the danger of arrest and violence.", "Hypothetical"),
        ("Ministers fear a strike at the port.", "Hypothetical"),
        ("Ministers ended a strike at the port.", "Actual"),
    ],
)
def test_bystanders_of_what_is_feared_or_demanded_see_nothing_happen(read: Read, text: str, modality: str):
    assert {event.modality.value for event in read(text).events} == {modality}


def test_bystanders_of_who_has_a_subject_of_its_own_do_nothing(read: Read):
    events = read("Rosa Quispe, who took office after her predecessor had resigned, left Brno.").events
    assert [a.text for e in events if e.type == "Departure" for a in e.actors] == ["her predecessor"]


def test_bystanders_nobody_does_it_to_himself(read: Read):
    for event in read("Kral's lawyer said that she had not met Marr, nor had Marr met her. Kral faces charges.").events:
        assert not {a.chain for a in event.actors} & {t.chain for t in event.targets} - {None}


def test_bystanders_nor_negates(read: Read):
    assert {e.modality.value for e in read("Nor did the police shoot anybody, nor had they arrested Kral.").events} == {
        "Negated"
    }


def test_bystanders_etc_is_no_place(read: Read):
    (event,) = read("They marched in Brno, Lima, Kazan, etc.").events
    assert [place.text for place in event.places] == ["Brno", "Lima", "Kazan"]


def test_bystanders_months_of_war_count_nobody(read: Read):
    extraction = read("Three months of war in Ukraine changed nothing in the town.")
    assert [claim.quantity for claim in extraction.claims if claim.count_of is not None] == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("There were protests in many towns, with people demanding an end to the levy.", "people"),
        ("The paper had one article telling readers that Kral loves cold water.", "one article"),
        ("Weiss, a former judge who took office in May, said an inquiry would be opened.", "Weiss, a former judge"),
        ("LIMA, 4 March - Nine people were killed in Lima, the ombudsman's office said.", "the ombudsman's office"),
    ],
)
def test_bystanders_claimant_is_named_without_what_he_says(read: Read, text: str, who: str):
    assert [claim.claimant_text for claim in read(text).claims] == [who]


def test_bystanders_university_elsewhere_is_another(read: Read):
    extraction = read(
        "The rector of Charles University resigned. They were forbidden to enter the University in Izhevsk."
    )
    (charles,) = (c for c in extraction.chains if c.name == "Charles University")
    assert [extraction.mentions[i].surface for i in charles.mentions] == ["Charles University"]


def test_bystanders_actor_is_not_whose_diary_tells_of_it(read: Read):
    (event,) = read("Kral's diary records how the guards beat him.").events
    assert [actor.text for actor in event.actors] == ["guards"]


@pytest.mark.parametrize(
    "text",
    [
        "Kral's conviction for killing his wife was quashed.",
        "The appeal court overturned Kral's conviction for killing his wife.",
    ],
)
def test_bystanders_of_a_conviction_that_falls_are_no_killers(read: Read, text: str):
    events = read(text).events
    assert {e.modality.value for e in events if e.type == "Death"} == {"Hypothetical"}


def test_bystanders_toll_that_is_put_at_a_figure_counts_the_dead(read: Read):
    extraction = read("The interior ministry put the death toll at six.")
    (claim,) = extraction.claims
    assert claim.count_of is not None
    assert extraction.events[claim.count_of].type == "Death"


def test_bystanders_relation_is_as_sure_as_its_own_words(read: Read):
    extraction = read("Karl Weiss, the head of the Baltic Union, could not be reached.")
    assert {(r.predicate.value, r.certainty.value) for r in extraction.relations} >= {("headOf", "Certain")}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("AFRIN, Syria - Two people died here in May.", ["AFRIN"]),
        ("MOSCOW, March 7 - Police detained 40 people in Kazan.", ["Kazan"]),
        ("MOSCOW, March 7 - Police detained 40 people.", []),
    ],
)
def test_bystanders_dateline_is_where_it_was_filed(read: Read, text: str, places: list[str]):
    assert [[place.text for place in event.places] for event in read(text).events] == [places]


@pytest.mark.parametrize(
    ("text", "type_", "actors"),
    [
        ("The army ordered the villagers to leave Tarn.", "Movement", ["villagers"]),
        ("The council met in Brno to discuss the attack on Tarn.", "Attack", []),
    ],
)
def test_bystanders_of_what_others_do_are_no_actors_of_it(read: Read, text: str, type_: str, actors: list[str]):
    assert [a.text for e in read(text).events if e.type == type_ for a in e.actors] == actors
