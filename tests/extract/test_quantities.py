import pytest
from parses import parse_of

from pipeline.extract import quantities
from pipeline.records import Quantity


def flat(text: str, *nummods: tuple[int, int]) -> list[Quantity]:
    """The figures of a flat parse in which some words (numbered from 1) count others."""
    heads = dict(nummods)
    root = heads.get(1, 1)
    rows = []
    for number, word in enumerate(text.split(), start=1):
        digits = any(c.isdigit() for c in word)
        pos, tag = ("NUM", "CD") if digits or number in heads else ("NOUN", "NNS")
        head, dep = (heads[number], "nummod") if number in heads else (0, "root") if number == root else (root, "obj")
        rows.append(f"{word} {word} {pos} {tag} {head} {dep}")
    return [f.quantity for f in quantities.find(parse_of("\n".join(rows))[:])]


@pytest.mark.parametrize(
    ("text", "counts", "lower", "upper", "unit"),
    [
        ("police held 4,300 people", (3, 4), 4300, 4300, "people"),
        ("over 4,300 people", (2, 3), 4301, None, "people"),
        ("more than two hundred and six sheep", (6, 7), 207, None, "sheep"),
        ("at least twelve dockers", (3, 4), 12, None, "dockers"),
        ("fewer than 20 ships", (3, 4), None, 19, "ships"),
        ("up to 3.5 million voters", (4, 5), None, 3_500_000, "voters"),
        ("between 10 and 15 tents", (4, 5), 10, 15, "tents"),
        ("3 to 5 million refugees", (4, 5), 3_000_000, 5_000_000, "refugees"),
        ("half a million leaflets", (3, 4), 500_000, 500_000, "leaflets"),
        ("a dozen barges", (2, 3), 12, 12, "barges"),
        ("several hundred miners", (2, 3), 200, 999, "miners"),
        ("40 or more bakers", (1, 4), 40, None, "bakers"),
        ("twenty-five cranes", (1, 2), 25, 25, "cranes"),
    ],
)
def test_quantities_bounds(
    text: str, counts: tuple[int, int], lower: float | None, upper: float | None, unit: str
) -> None:
    [found] = flat(text, counts)
    assert (found.minimum, found.maximum, found.unit) == (lower, upper, unit)


def test_quantities_two_bounds_in_a_row_are_two_figures() -> None:
    found = flat("under three or over eighty lodgers", (5, 6))
    assert [(q.minimum, q.maximum) for q in found] == [(None, 2), (81, None)]


def test_quantities_without_a_bound_are_no_figures() -> None:
    assert flat("at least under nine rafts", (4, 5)) == []


def test_quantities_of_plural_units() -> None:
    doc = parse_of("""
        hundreds hundred NOUN NNS 0 root
        of of ADP IN 3 case
        thousands thousand NOUN NNS 1 nmod
        of of ADP IN 5 case
        workers worker NOUN NNS 3 nmod
    """)
    [figure] = quantities.find(doc[:])
    assert (figure.quantity.minimum, figure.quantity.maximum, figure.quantity.unit) == (200_000, 999_999, "workers")


def test_quantities_money_and_per_cent_have_their_units() -> None:
    [money] = flat("they paid $5 billion")
    assert (money.minimum, money.unit) == (5e9, "dollars")
    [share] = flat("prices rose 40 per cent")
    assert (share.minimum, share.unit, share.text) == (40, "per cent", "40 per cent")


def test_quantities_approximate_words_are_marked() -> None:
    [found] = flat("some 1,200 trams", (2, 3))
    assert (found.minimum, found.maximum, found.approximate, found.text) == (1200, 1200, True, "some 1,200")


@pytest.mark.parametrize(
    "text",
    ["in 2014 they left", "aged 34 years", "born March 12 there", "at 22:30 sharp", "the 3rd door", "won 38 to 37",
     "a six-member crew", "see [12] there", "a 34-year-old baker", "on 12 March they met"],
)  # fmt: skip
def test_quantities_leave_out_what_counts_nothing(text: str) -> None:
    assert flat(text) == []


def test_quantities_year_like_number_counts_a_plural() -> None:
    [found] = flat("almost 2000 beds", (2, 3))
    assert (found.minimum, found.unit) == (2000, "beds")


def test_quantities_change_gives_two_figures_not_a_range() -> None:
    found = flat("membership rose from 9 to 10")
    assert [(q.minimum, q.maximum) for q in found] == [(9, 9), (10, 10)]


@pytest.mark.parametrize(("text", "bounds"), [("500-1k people", (500, 1000)), ("5-10k people", (5000, 10_000))])
def test_quantities_scale_is_shared_only_where_the_range_stays_one(text: str, bounds: tuple[int, int]) -> None:
    [found] = flat(text)
    assert (found.minimum, found.maximum) == bounds


def test_quantities_count_without_noun_has_no_unit() -> None:
    doc = parse_of("""
        Four four NUM CD 2 nsubj
        drowned drown VERB VBD 0 root NoSpace
        . . PUNCT . 2 punct
    """)
    [figure] = quantities.find(doc[:])
    assert figure.head is None
    assert figure.quantity == Quantity(text="Four", span=figure.quantity.span, minimum=4, maximum=4)
