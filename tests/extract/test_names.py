import pytest

from pipeline.extract import names


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("the U.S.", "US"),
        ("Navalny’s", "Navalny"),
        ("the dockers'", "dockers"),
        ("“Green  Rila”", "Green Rila"),
        ("The", "The"),
        ("Kim Jong‑un", "Kim Jong-un"),
    ],
)
def test_names_normal_form(surface: str, expected: str) -> None:
    assert names.normal(surface) == expected


def test_names_parts_leave_titles_and_nicknames_marks_out() -> None:
    assert names.parts("Gen. Iván R. “Chato” Ruiz Jr.") == ("ivan", "r", "chato", "ruiz")
    assert names.parts("President") == ("president",)


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("UHW", "Union of Harbour Workers", True),
        ("UoHW", "Union of Harbour Workers", True),
        ("FSB", "Ministry of Sport", False),
        ("U", "Union", False),
    ],
)
def test_names_acronym_of(short: str, long: str, expected: bool) -> None:
    assert names.acronym_of(short, long) is expected


def test_names_is_acronym_wants_capitals() -> None:
    assert names.is_acronym("KTR")
    assert names.is_acronym("MoD")
    assert not names.is_acronym("Rita")
    assert not names.is_acronym("A")


def test_names_gender_hints() -> None:
    assert names.gender_of_title("Mrs.") == "f"
    assert names.gender_of_title("General") is None
    assert names.gender_of_given_name("Olena") == "f"
    assert names.gender_of_given_name("Qwerty") is None
