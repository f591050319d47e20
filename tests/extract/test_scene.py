"""Lookups of a scene: what is kept of one holds for its mentions alone."""

from parses import document_of, parsed

from pipeline.extract.parse import Token
from pipeline.extract.scene import Scene, seen
from pipeline.records import EntityLabel, Mention, MentionForm, Span

ROWS = """
Ada Ada PROPN NNP 2 nsubj
sang sing VERB VBD 0 root NoSpace
. . PUNCT . 2 punct

Lima Lima PROPN NNP 2 nsubj
slept sleep VERB VBD 0 root
"""


def mention(begin: int, end: int, sentence: int, label: EntityLabel) -> Mention:
    words = "Ada sang. Lima slept"[begin:end]
    return Mention(
        span=Span(begin=begin, end=end), sentence=sentence, surface=words, normal=words, label=label,
        form=MentionForm.NAME, confidence=1.0,
    )  # fmt: skip


def test_scene_mentions_of_each_sentence() -> None:
    doc = parsed(ROWS)
    bare = Scene(document_of(doc), doc)
    at = doc.text.index("Lima")
    scene = bare.having((mention(0, 3, 0, EntityLabel.PERSON), mention(at, at + 4, 1, EntityLabel.CITY)))
    assert [list(scene.mentions_in(sentence)) for sentence in (0, 1, 2)] == [[0], [1], []]
    assert list(bare.mentions_in(0)) == []


def test_scene_words_of_some_lemmas_stand_in_text_order() -> None:
    doc = parsed(ROWS)
    scene = Scene(document_of(doc), doc)
    assert [word.text for word in scene.words({"sleep", "ada", "Lima", "sing"})] == ["Ada", "sang", "slept"]
    assert scene.words({"Ada", "run"}) == []


def test_scene_answers_are_of_its_own_mentions() -> None:
    asked = []

    @seen
    def named(token: Token, scene: Scene) -> bool:
        asked.append(token.text)
        return scene.mention_at(token) is not None

    doc = parsed(ROWS)
    bare = Scene(document_of(doc), doc)
    scene = bare.having((mention(0, 3, 0, EntityLabel.PERSON),))
    first = bare.doc[0]
    assert [named(first, bare), named(first, scene), named(first, bare), named(first, scene)] == [False, True] * 2
    assert asked == ["Ada", "Ada"]
