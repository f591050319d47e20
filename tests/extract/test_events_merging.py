"""Reports of one happening in one document become one event, however many there are."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.extract.events import merging
from pipeline.records import EventType, Modality, Participant, Span


def who(*names: str) -> tuple[Participant, ...]:
    return tuple(Participant(text=name, span=Span(begin=0, end=len(name))) for name in names)


def report(
    word: str = "arrest", *, targets=(), actors=(), day="", type=EventType.ARREST, modality=Modality.ACTUAL
) -> Any:
    arguments = SimpleNamespace(
        targets=who(*targets), actors=who(*actors), places=(), times=(SimpleNamespace(value=day),) if day else ()
    )
    found = SimpleNamespace(type=type, token=SimpleNamespace(lemma_=word))
    return SimpleNamespace(found=found, arguments=arguments, modality=modality)


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        (report(targets=["men"], actors=["police"]), report(targets=["Men"], actors=["Police"]), True),
        (report(targets=["men"], actors=["police"]), report(targets=["men"], actors=["troops"]), False),
        (report(targets=["men"]), report(targets=["men"]), False),
        (report(targets=["men"], day="2022-03"), report("detain", targets=["men"], day="2022-03-06"), True),
        (report(targets=["men"], day="2022-03-05"), report(targets=["men"], day="2022-03-06"), False),
        (report(actors=["police"], day="2022"), report("arrested", actors=["police"], day="2022"), True),
        (report(actors=["police"], day="2022"), report("detain", actors=["police"], day="2022"), False),
        (report(targets=["Ann"], type=EventType.DEATH), report("die", targets=["Ann"], type=EventType.DEATH), True),
        (
            report(targets=["men"], actors=["police"]),
            report(targets=["men"], actors=["police"], modality=Modality.PLANNED),
            False,
        ),
    ],
)
def test_merging_joins_what_agrees(first, second, one):
    assert merging.merge([first, second]) == ([[first, second]] if one else [[first], [second]])


def test_merging_asks_every_report_of_a_happening():
    bare = report(targets=["men", "boys"], actors=["police"])
    men, boys = report(targets=["men"], actors=["police"]), report(targets=["boys"], actors=["police"])
    assert merging.merge([bare, men, boys]) == [[bare, men], [boys]]


def test_merging_compares_equal_reports_once(monkeypatch):
    compared = []
    one = merging._one
    monkeypatch.setattr(merging, "_one", lambda first, second: compared.append(first) or one(first, second))
    reports = [report(targets=["men"], actors=["police"]) for _ in range(200)]
    assert merging.merge(reports) == [reports]
    assert len(compared) < 200
