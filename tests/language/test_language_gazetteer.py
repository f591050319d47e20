"""What the gazetteers say of place names."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from pipeline.language import gazetteer
from pipeline.language.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ukraine", "COUNTRY"),
        ("the Soviet Union", "COUNTRY"),
        ("U.S.", "COUNTRY"),
        ("Scotland", "COUNTRY"),
        ("Texas", "REGION"),
        ("Eastern Europe", "REGION"),
        ("Kiev", "CITY"),
        ("Kyiv", "CITY"),
        ("Moscow", "CITY"),
        ("Hong Kong", "CITY"),
        ("Stalin", None),
        ("March", None),
        ("Minas Tirith", None),
    ],
)
def test_kind_tells_what_a_place_is(name: str, kind: str | None) -> None:
    assert gazetteer.kind(name) == kind


def test_names_are_sorted_and_unlike_one_another() -> None:
    for kind in ("CITY", "COUNTRY", "REGION"):
        names = gazetteer.names(kind)
        assert names == sorted(set(names))
        assert len(names) > 200


def made() -> Gazetteer:
    component = Gazetteer(spacy.blank("en"), "gazetteer")
    return component.from_bytes(b"new york\tCITY+REGION\nyork\tTOWN\nrostov-on-don\tCITY\n")


def test_gazetteer_marks_the_longest_name() -> None:
    doc = made()(spacy.blank("en")("From New York to York and Rostov-on-Don, a new york."))
    assert [(t.text, t.ent_id_) for t in doc if t.ent_id_] == [
        ("New", "B-CITY+REGION"),
        ("York", "I-CITY+REGION"),
        ("York", "B-TOWN"),
        ("Rostov", "B-CITY"),
        ("-", "I-CITY"),
        ("on", "I-CITY"),
        ("-", "I-CITY"),
        ("Don", "I-CITY"),
    ]


def test_gazetteer_comes_back_from_disk(tmp_path: Path) -> None:
    made().to_disk(tmp_path / "gazetteer")
    again = Gazetteer(spacy.blank("en"), "gazetteer").from_disk(tmp_path / "gazetteer")
    assert again.to_bytes() == made().to_bytes()
