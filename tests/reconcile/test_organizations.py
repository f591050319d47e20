import pytest
from extractions import article

from pipeline.reconcile import reconcile
from pipeline.reconcile.profiles import organization_key
from pipeline.records import Verdict

RUSSIA = ("COUNTRY", "Russia")
PERU = ("COUNTRY", "Peru")


def together(left, right, *also):
    """Whether the first chains of two documents are one entity."""
    found = reconcile([left, right, *also])
    return found.entity_of(left.document.id, 0).id == found.entity_of(right.document.id, 0).id


def test_organizations_an_acronym_that_a_document_introduces_holds_everywhere():
    introduces = article("a.txt", ("ORG", "Confederation of Labour of Russia", "KTR"), RUSSIA)
    assert together(introduces, article("b.txt", ("ORG", "KTR"), PERU))


def test_organizations_an_acronym_of_two_bodies_goes_to_neither():
    one = article("a.txt", ("ORG", "Confederation of Labour of Russia", "KTR"))
    two = article("b.txt", ("ORG", "KTR"))
    three = article("c.txt", ("ORG", "Kenya Tea Research", "KTR"))
    assert not together(one, two, three)
    assert not together(three, two, one)
    assert {j.verdict for j in reconcile([one, two, three]).judgements} == {Verdict.UNSURE}


def test_organizations_initials_join_only_in_one_context():
    full = article("a.txt", ("ORG", "Kurdistan Democratic Party"), ("CITY", "Erbil"))
    assert together(full, article("b.txt", ("ORG", "KDP"), ("CITY", "Erbil")))
    assert not together(full, article("b.txt", ("ORG", "KDP"), PERU))
    assert not together(article("a.txt", ("ORG", "Islamic Party"), RUSSIA), article("b.txt", ("ORG", "IP"), RUSSIA))


def test_organizations_known_by_two_names():
    assert together(article("a.txt", ("ORG", "UN")), article("b.txt", ("ORG", "United Nations")))
    assert together(article("a.txt", ("ORG", "CIA")), article("b.txt", ("ORG", "Central Intelligence Agency")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of Defence of Ruritania", "Ministry of Defense of Ruritania"),
        ("The Greenpeace", "Greenpeace"),
        ("Gazprom PJSC", "Gazprom"),
        ("Moscow State University", "State University of Moscow"),
        ("Memorial Human Rights Centre", "Memorial Human Rights Center"),
        ("Novaya Gazeta Foundation", "Novaya Gazeta Fondation"),
    ],
)
def test_organizations_spellings_are_joined(one, other):
    assert together(article("a.txt", ("ORG", one), RUSSIA), article("b.txt", ("ORG", other), RUSSIA))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("First Channel Group 1 Holding", "First Channel Group 2 Holding"),
        ("Moscow State University", "Minsk State University"),
        ("Bloc", "Workers Bloc"),
    ],
)
def test_organizations_with_different_names_stay_apart(one, other):
    assert not together(article("a.txt", ("ORG", one), RUSSIA), article("b.txt", ("ORG", other), RUSSIA))


def test_organizations_slips_and_word_order_without_context_are_left_to_a_person():
    for one, other in (("Novaya Gazeta Foundation", "Novaya Gazeta Fondation"), ("Acme Kyiv Works", "Kyiv Acme Works")):
        found = reconcile([article("a.txt", ("ORG", one), RUSSIA), article("b.txt", ("ORG", other), PERU)])
        assert [j.verdict for j in found.judgements] == [Verdict.UNSURE]


def test_organizations_one_word_for_short_needs_the_context():
    full = article("a.txt", ("ORG", "Amnesty International", "Amnesty"), RUSSIA)
    assert together(full, article("b.txt", ("ORG", "Amnesty"), RUSSIA))
    assert not together(full, article("b.txt", ("ORG", "Amnesty"), PERU))


def test_organizations_offices_are_told_apart_by_country():
    russian = article("a.txt", ("ORG", "Ministry of Health"), RUSSIA)
    assert together(russian, article("b.txt", ("ORG", "Ministry of Health"), RUSSIA))
    assert not together(russian, article("b.txt", ("ORG", "Ministry of Health"), PERU))
    assert not together(article("a.txt", ("ORG", "Supreme Court")), article("b.txt", ("ORG", "Supreme Court")))


def test_organizations_key_of_a_legal_form_alone_is_kept():
    assert organization_key("Ltd") == "ltd"
    assert organization_key("Of") == "of"


def test_organizations_an_acronym_beside_its_full_name_is_that():
    both = article("a.txt", ("ORG", "Nordic Press Circle"), ("ORG", "NPC"))
    found = reconcile([both, article("b.txt", ("ORG", "Northern Peace Council"))])
    assert found.entity_of(both.document.id, 0) == found.entity_of(both.document.id, 1)


def test_organizations_a_longer_name_does_not_take_over_a_known_shorter_one():
    longer = article("a.txt", ("ORG", "Stanford University Network", "Stanford University"), RUSSIA)
    assert not together(longer, article("b.txt", ("ORG", "Stanford University"), RUSSIA))
    longer = article("a.txt", ("ORG", "Wagner Brigade", "Wagner"), RUSSIA)
    assert not together(
        longer, article("b.txt", ("ORG", "Wagner"), RUSSIA), article("c.txt", ("ORG", "Wagner"), RUSSIA)
    )
    assert not together(article("a.txt", ("ORG", "US News", "UN"), RUSSIA), article("b.txt", ("ORG", "UN"), RUSSIA))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of Foreign Affairs", "Foreign Ministry"),
        ("Ministry of Internal Affairs", "Interior Ministry"),
    ],
)
def test_organizations_an_office_of_one_country_is_called_in_other_words(one, other):
    left, right = article("a.txt", ("ORG", one), PERU), article("b.txt", ("ORG", other), PERU)
    assert together(left, right)
    assert "the same office in other words, of one country" in [j.because for j in reconcile([left, right]).judgements]
    assert not together(left, article("b.txt", ("ORG", other), RUSSIA))


def test_organizations_an_office_is_not_that_of_a_country_that_the_document_does_not_name():
    chains = [
        ("PERSON", "Efim Drozdov"),
        ("PERSON", "Zoya Lugova"),
        ("CITY", "Qwertyville"),
        ("ORG", "Guild of Carters"),
    ]
    russian = article("a.txt", ("ORG", "Ministry of Health"), *chains, RUSSIA)
    silent = article("b.txt", ("ORG", "Ministry of Health"), *chains)
    others = article("c.txt", ("ORG", "Ministry of Health"), *chains, PERU, ("COUNTRY", "Chile"))
    assert together(russian, silent)
    assert not together(russian, others)


@pytest.mark.parametrize(
    ("one", "other"), [("Al-Qaeda", "al-Qaida"), ("Hezbollah", "Hizbullah"), ("ISIS", "Islamic State")]
)
def test_organizations_spellings_of_bodies_that_the_world_knows_are_one(one, other):
    assert together(article("a.txt", ("ORG", one), PERU), article("b.txt", ("ORG", other), RUSSIA))
