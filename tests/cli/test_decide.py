"""merge, split, undo, decisions and review as their users see them."""

from __future__ import annotations

import asyncio
import json

import pytest
from desks import ARTICLES, PERU, article, build, digest
from typer.testing import CliRunner

from pipeline import cli
from pipeline.cli.review_screen import ReviewScreen
from pipeline.errors import DecisionError, StoreError
from pipeline.run.desk import Desk
from pipeline.run.doubts import pairs

RUNNER = CliRunner()
POES = [article(f"poe{i}.txt", ("PERSON", n, *["Poe"] * 3), PERU) for i, n in enumerate(("Max Poe", "Eva Poe"))]
CORPUS = [*ARTICLES, *POES, article("bare.txt", ("PERSON", "Poe", "Poe"), PERU)]


@pytest.fixture
def out(tmp_path):
    build(tmp_path / "graph", CORPUS)
    return tmp_path / "graph"


def invoke(*arguments):
    result = RUNNER.invoke(cli.app, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_decide_merge_split_undo_and_their_history(out):
    before = digest(out)
    told = invoke("merge", "Bill Gates", "Ann Lee", "-b", "a pen name", "-w", "ann", "-g", out)
    assert "Bill Gates is the same as Ann Lee (ann, " in told
    assert "Bill Gates is https://example.org/kg/person/bill-gates" in told
    told = invoke("split", "Ivan Petrov", "nairobi.txt", "-w", "ben", "-g", out)
    assert "person/ivan-petrov-" in told
    assert "1 mention in 1 document" in told
    told = invoke("decisions", "-g", out)
    assert "a pen name" in told
    assert "2 lines in" in told
    assert told.count("holds") == 2
    invoke("undo", "-w", "ben", "-g", out)
    assert "Taken back: " in invoke("undo", "-w", "ann", "-g", out)
    assert digest(out) == before
    rows = json.loads(invoke("decisions", "--json", "-g", out))
    assert [(r["who"], r["verdict"], r["state"]) for r in rows] == [
        ("ann", "same", "taken back"),
        ("ben", "different", "taken back"),
        ("ben", "retract", ""),
        ("ann", "retract", ""),
    ]


def test_decide_without_decisions(out):
    assert "0 lines" in invoke("decisions", "-g", out)
    assert json.loads(invoke("decisions", "--json", "-g", out)) == []


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        (("merge", "Nobody", "Ann Lee"), DecisionError, "nobody and nothing is called 'Nobody'"),
        (("split", "Ivan Petrov"), DecisionError, "say what to take out"),
        (("undo",), DecisionError, "no decision to take back"),
        (("review",), DecisionError, "--json"),
    ],
)
def test_decide_says_what_is_wrong(out, arguments, error, told):
    with pytest.raises(error, match=told):
        invoke(*arguments, "-g", out)


def test_decide_names_the_damaged_line(out):
    (out / "decisions.jsonl").write_text('{"who": 1\n')
    for command in (("decisions",), ("review", "--json"), ("undo",), ("merge", "Ann Lee", "Bo Lee")):
        with pytest.raises(DecisionError, match=r"decisions\.jsonl, line 1, is no decision"):
            invoke(*command, "-g", out)


def test_decide_tells_what_came_from_elsewhere_and_does_not_show_yet(out, tmp_path):
    invoke("merge", "Bill Gates", "Ann Lee", "-g", out)
    line = (out / "decisions.jsonl").read_text()
    invoke("undo", "-g", out)
    (out / "decisions.jsonl").write_text(line)  # as after a git pull
    told = invoke("decisions", "-g", out)
    assert "not shown yet" in told
    assert "1 change will show after the next build or decision" in told
    (out / "decisions.jsonl").write_text("")
    assert "0 lines in" in invoke("decisions", "-g", out)


def test_decide_needs_a_graph(tmp_path):
    with pytest.raises(StoreError, match="citegraph build"):
        invoke("decisions", "-g", tmp_path)


def test_decide_keeps_the_file_that_it_is_given(out, tmp_path):
    chosen = tmp_path / "team.jsonl"
    invoke("merge", "Bill Gates", "Ann Lee", "-g", out, "--decisions", chosen)
    assert "team.jsonl" in invoke("decisions", "-g", out)
    assert not (out / "decisions.jsonl").exists()


def test_review_prints_the_list_for_other_tools(out):
    rows = json.loads(invoke("review", "--json", "--limit", 1, "-g", out))
    assert [(r["left"]["name"], r["right"]["name"]) for r in rows] == [("Eva Poe", "Poe")]
    assert set(rows[0]) == {"left", "right", "score", "because", "worth", "later"}
    assert rows[0]["left"]["quotes"][0]["text"] == "Eva Poe"


def press(out, *keys):
    """The screen after some keys, and what it last said."""
    desk = Desk.open(out)
    screen = ReviewScreen(desk, pairs(desk), "ann")
    told: list[str] = []

    async def run() -> None:
        async with screen.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
                told.append(str(screen.query_one("#told").render()))

    asyncio.run(run())
    return screen, told, desk


def test_review_takes_down_what_keys_say(out):
    screen, told, desk = press(out, "s", "d", "l")
    assert [d.verdict.value for d in desk.ledger.read().active] == ["same", "different", "later"]
    assert all(d.who == "ann" for d in desk.ledger.read().active)
    assert told[0] == "Eva Poe and Poe: the same"
    assert screen.changed
    assert "3 of " in screen.summary
    assert "(1 the same, 1 different, 1 put off)" in screen.summary


def test_review_undoes_and_goes_on(out):
    _, told, desk = press(out, "s", "u", "u", "d")
    first, back, second = desk.ledger.read().decisions
    assert (back.of, second.verdict.value) == (first.id, "different")
    assert desk.ledger.read().active == (second,)
    assert told[1:3] == [
        "taken back",
        "nothing was decided in this session; `citegraph undo` takes back what was decided before",
    ]
    assert second.pair == first.pair


def test_review_moves_by_arrows_and_decides_nothing_twice(out):
    _, told, desk = press(out, "down", "s", "up", "s")
    assert told[-1] == "decided in this session; undo it first"
    assert len(desk.ledger.read().decisions) == 1


def test_review_refuses_contradictions_and_stays(out):
    desk = Desk.open(out)
    first, second = (p for p in pairs(desk) if p.right.name == "Poe")
    desk.record([desk.decision("different", first.left.reference, second.left.reference, "ben", "")])
    _, told, desk = press(out, "s", "s")
    assert told[0] == "Eva Poe and Poe: the same"
    assert told[1].startswith("this contradicts what was decided before")
    assert len(desk.ledger.read().decisions) == 2


def test_review_that_changes_nothing_leaves_nothing(out):
    screen, _, desk = press(out, "down", "q")
    assert not screen.changed
    assert desk.ledger.read().decisions == ()
