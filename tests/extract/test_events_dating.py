"""A date of a relative clause, a participle or another time is none of the main event, and the other way round."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.records import Extraction

pytestmark = pytest.mark.model

Read = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("The union, founded in 1994, will meet the minister in May 2023.", {"Founding": "1994", "Meeting": "2023-05"}),
        ("The mayor, elected in 2018, resigned in May 2021.", {"Appointment": "2018", "Departure": "2021-05"}),
        ("Kral, who was arrested in May 2019, died in prison.", {"Arrest": "2019-05", "Death": ""}),
        ("Police shot a man who had fled to Austria in 2015.", {"Attack": "", "Movement": "2015"}),
        ("Since he took office in 2000, Putin has invaded three countries.", {"Appointment": "2000", "Attack": ""}),
        ("After the coup in 1991, Yeltsin banned the party.", {"Departure": "1991", "Coercion": ""}),
        ("The strike, which began in May 2021, ended in vain.", {"Strike": "2021-05"}),
        ("The murder of 1984 led to the fall of the government in 1989.", {"Death": "1984", "Departure": "1989"}),
        ("Kral fled to Spain in 2019, where he was arrested in 2021.", {"Movement": "2019", "Arrest": "2021"}),
        ("In May 2021 soldiers shot two students.", {"Attack": "2021-05"}),
    ],
)
def test_dating_keeps_to_the_clause_that_a_date_stands_in(read: Read, text: str, dates: dict[str, str]):
    extraction = read(text)
    assert {e.type.value: ",".join(t.value or "" for t in e.times) for e in extraction.events} == dates


def test_dating_keeps_two_laws_apart(read: Read):
    events = read("The law, adopted in 2013, was repealed in May 2021.").events
    assert [[t.value for t in e.times] for e in events] == [["2013"], ["2021-05"]]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Thousands protested in Moscow in May. Police said that 12,000 people had taken part.", 12000),
        ("A rally was held in Brno in May. About 400 people took part.", 400),
        ("A rally was held in Brno in May. The organisers put the number of participants at 12,000.", 12000),
    ],
)
def test_dating_figures_of_who_came_count_the_gathering_before(read: Read, text: str, counted: int):
    extraction = read(text)
    figures = [c.quantity.minimum for c in extraction.claims if c.quantity is not None and c.count_of is not None]
    assert counted in figures
    assert {extraction.events[c.count_of].type for c in extraction.claims if c.count_of is not None} == {"Protest"}


def test_dating_figure_of_others_counts_no_gathering(read: Read):
    extraction = read("A rally was held in Brno in May. The bank has 400 clients.")
    assert [c for c in extraction.claims if c.count_of is not None] == []


def test_dating_police_who_end_a_protest_do_not_protest(read: Read):
    events = read("Police dispersed the protest in Brno.").events
    assert [a.text for e in events if e.type == "Protest" for a in e.actors] == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The man who had shot a guard in Lima fled to Chile.", {"Attack": ["Lima"], "Movement": ["Chile"]}),
        ("The man accused of murdering the priest fled to Chile.", {"Death": [], "Movement": ["Chile"]}),
        ("Kral, who was arrested in Brno, died in Lima.", {"Arrest": ["Brno"], "Death": ["Lima"]}),
    ],
)
def test_dating_places_keep_to_their_clause_too(read: Read, text: str, places: dict[str, list[str]]):
    assert {e.type.value: [p.text for p in e.places] for e in read(text).events} == places


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Russia is due to elect a new parliament in September.", "2022-09"),
        ("New protests were called for Saturday.", "2022-03-12"),
        ("New protests are planned for May.", "2022-05"),
        ("The minister is to meet the union on Monday.", "2022-03-14"),
        ("The next election is in May.", "2022-05"),
        ("Students wanted to hold a rally on Saturday.", "2022-03-05"),  # told in the past tense
    ],
)
def test_dating_puts_what_is_planned_ahead(read: Read, text: str, date: str):
    (event,) = read(text, published="2022-03-10").events
    assert (event.modality.value, [t.value for t in event.times]) == ("Planned", [date])


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Editors deleted all reports on the war on Friday night.", []),
        ("The war began on 24 February.", ["2022-02-24"]),
    ],
)
def test_dating_puts_no_war_on_a_day(read: Read, text: str, date: list[str]):
    (war,) = (e for e in read(text, published="2022-03-10").events if e.type == "Attack")
    assert [t.value for t in war.times] == date


def test_dating_trial_is_not_where_the_crime_was(read: Read):
    events = {e.type.value: e for e in read("Kral was tried in Brno for the bombing of a bank in Lima.").events}
    assert [place.text for place in events["Trial"].places] == ["Brno"]
    assert [place.text for place in events["Attack"].places] == ["Lima"]


@pytest.mark.parametrize(
    ("text", "type_", "places"),
    [
        ("Kral was arrested in Leeds for the murder of a nurse in York.", "Death", ["York"]),
        ("Protests in Paris against the war in Gaza drew thousands.", "Attack", ["Gaza"]),
        ("Ana Kral was born in Lviv in 1950 and emigrated to Canada in 1970.", "Movement", ["Canada"]),
    ],
)
def test_dating_places_of_an_event_are_its_own_before_those_beside_it(
    read: Read, text: str, type_: str, places: list[str]
):
    assert [p.text for e in read(text).events if e.type == type_ for p in e.places] == places
