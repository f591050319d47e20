"""What was answered, on disk."""

import pytest

from pipeline.errors import StoreError
from pipeline.link.answers import Answers

ROWS = {"Łódź \u2028 x": [("b", "1"), ("a", "2"), ("a", "2")], "Nobody": []}


def test_answers_are_there_again_in_the_next_run(tmp_path):
    path = tmp_path / "graph" / "answers.jsonl"
    with Answers(path, "http://x/") as answers:
        assert answers.missing("name", [*ROWS, "More", "More"]) == ["More", "Nobody", "Łódź \u2028 x"]
        answers.put("name", ROWS)
        answers.put("item", {"http://x/1": [("p", "v")]}, complete=False)
        assert answers.get("name", "Łódź \u2028 x").rows == (("a", "2"), ("b", "1")), "sorted, each once"
    with Answers(path, "http://x/") as answers:
        assert answers.missing("name", [*ROWS, "More"]) == ["More"]
        assert answers.get("name", "Nobody").rows == (), "that there is nothing is an answer too"
        assert answers.get("item", "http://x/1").complete is False
        assert answers.get("item", "Nobody") is None, "of each kind apart"
    assert len(path.read_bytes().splitlines()) == 3


def test_answers_of_another_endpoint_or_asked_anew_do_not_count(tmp_path):
    path = tmp_path / "answers.jsonl"
    with Answers(path, "http://x/") as answers:
        answers.put("name", ROWS)
    with Answers(path, "http://y/") as answers:
        assert answers.missing("name", ROWS) == sorted(ROWS)
        answers.put("name", {"Nobody": [("y",)]})
    with Answers(path, "http://x/", anew=True) as answers:
        assert answers.missing("name", ROWS) == sorted(ROWS)
        answers.put("name", {"Nobody": [("new",)]})
        assert answers.get("name", "Nobody").rows == (("new",),)
    with Answers(path, "http://x/") as answers:
        assert answers.get("name", "Nobody").rows == (("new",),), "the last answer counts"
        assert answers.get("name", "Łódź \u2028 x").rows, "what was not asked anew is still known"


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-9], lambda b: b + b"{", lambda b: b"\xff\n" + b, lambda b: b + b"\n\n"]
)
def test_answers_survive_a_process_that_was_killed(tmp_path, damage):
    path = tmp_path / "answers.jsonl"
    with Answers(path, "http://x/") as answers:
        answers.put("name", {"First": [("a",)]})
        answers.put("name", {"Last": [("b",)]})
    path.write_bytes(damage(path.read_bytes()))
    with Answers(path, "http://x/") as answers:
        assert answers.get("name", "First").rows == (("a",),)
        answers.put("name", {"More": [("c",)]})
        assert answers.get("name", "More").rows == (("c",),)
    with Answers(path, "http://x/") as answers:
        assert answers.missing("name", ["First", "More"]) == []


def test_answers_that_cannot_be_kept_say_so(tmp_path):
    (tmp_path / "answers.jsonl").mkdir()
    with pytest.raises(StoreError, match=r"answers\.jsonl cannot be read"):
        Answers(tmp_path / "answers.jsonl", "http://x/")
    (tmp_path / "file").write_text("")
    answers = Answers(tmp_path / "file" / "answers.jsonl", "http://x/")
    with answers, pytest.raises(StoreError, match=r"answers\.jsonl cannot be written"):
        answers.put("name", {"First": []})
