"""What rules are only asked where a cheap sign is there: the sign leaves out nothing that the rule would have found.

The parses are sentences at which the rules find something, with words, relations and heads put in at random.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from parses import document_of, parsed

from pipeline.extract import syntax
from pipeline.extract.claims import phrases, reported
from pipeline.extract.claims.candidate import Candidate
from pipeline.extract.claims.lexicon import UNLISTED
from pipeline.extract.claims.speakers import passive
from pipeline.extract.parse import Token
from pipeline.extract.positions.calling import called_baseless, signs
from pipeline.extract.positions.verbs import Reader
from pipeline.extract.scene import Scene

SENTENCES = """
In in ADP IN 3 case
his his PRON PRP$ 3 nmod:poss
view view NOUN NN 6 obl
the the DET DT 5 det
mill mill NOUN NN 6 nsubj
burned burn VERB VBD 0 root

According accord VERB VBG 3 case
to to ADP IN 1 fixed
Kral Kral PROPN NNP 5 obl
guards guard NOUN NNS 5 nsubj
left leave VERB VBD 0 root

In in ADP IN 3 case
the the DET DT 3 det
novel novel NOUN NN 6 obl
a a DET DT 5 det
king king NOUN NN 6 nsubj
falls fall VERB VBZ 0 root

She she PRON PRP 2 nsubj
called call VERB VBD 0 root
the the DET DT 4 det
allegations allegation NOUN NNS 2 obj
baseless baseless ADJ JJ 2 xcomp

Charges charge NOUN NNS 3 nsubj
are be AUX VBP 3 cop
false false ADJ JJ 0 root
, , PUNCT , 6 punct
she she PRON PRP 6 nsubj
shouted shout VERB VBD 3 parataxis
: : PUNCT : 9 punct
guards guard NOUN NNS 9 nsubj
left leave VERB VBD 6 ccomp
"""
DEPS = (
    "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "case", "mark", "cop", "aux",
    "aux:pass", "ccomp", "xcomp", "csubj", "csubj:pass", "advcl", "acl", "acl:relcl", "parataxis", "dislocated", "conj",
    "amod", "advmod", "punct", "appos", "flat", "expl", "compound:prt",
)  # fmt: skip


@pytest.fixture(scope="module")
def scenes() -> list[Scene]:
    """Documents of the sentences, changed in a few places, the same in every run."""
    random = Random(9)
    sentences = [[line.split() for line in block.splitlines()] for block in SENTENCES.strip().split("\n\n")]
    words = [row[:4] for rows in sentences for row in rows]

    def changed(rows: list[list[str]]) -> str:
        new = [list(row) for row in rows]
        for _ in range(random.choice((0, 1, 1, 2, 3))):
            row = random.choice(new)
            match random.randrange(3):
                case 0:
                    row[:4] = random.choice(words)
                case 1 if row[4] != "0":
                    row[5] = random.choice(DEPS)
                case 2 if row[4] != "0":
                    row[4] = str(random.randint(1, len(new)))
        return "\n".join(map(" ".join, new))

    docs = [parsed("\n\n".join(changed(rows) for rows in sentences)) for _ in range(150)]
    return [Scene(document_of(doc), doc) for doc in docs]


def words_of(scenes: Iterable[Scene]) -> list[tuple[Scene, int, Token]]:
    return [(scene, at, word) for scene in scenes for at, tokens in enumerate(scene.tokens) for word in tokens]


def told(candidates: Iterable[Candidate]) -> Counter[tuple[object, ...]]:
    return Counter((c.sentence, c.content, c.frame, c.cue_text, c.word and c.word.i) for c in candidates)


def test_gates_predicates_are_verbs_and_what_has_a_copula_or_subject(scenes: list[Scene]) -> None:
    for _, _, word in words_of(scenes):
        verb = word.pos_ in ("VERB", "AUX") and not syntax.has_dep(word, "aux", "cop")
        assert syntax.is_predicate(word) == (verb or bool(syntax.children(word, "cop", "nsubj", "csubj"))), word


def test_gates_governors_are_the_heads_up_to_the_root(scenes: list[Scene]) -> None:
    for _, _, word in words_of(scenes):
        way = (word, *syntax.governors(word))
        assert all(one.head is other for one, other in pairwise(way))
        assert way[-1].head is way[-1]


def test_gates_words_that_call_nothing_baseless_need_not_be_asked(scenes: list[Scene]) -> None:
    found = 0
    for scene in scenes:
        reader = Reader(scene, ())
        for _, _, word in words_of([scene]):
            positions = list(called_baseless(reader, word))
            found += len(positions)
            assert word in scene.words(signs()) or not positions, word
    assert found


def test_gates_phrases_find_what_every_word_would_give(scenes: list[Scene]) -> None:
    rules = (phrases._of_source, phrases._of_view, phrases._of_fiction)
    every = told(c for scene, at, word in words_of(scenes) for rule in rules for c in rule(at, scene.tokens[at], word))
    assert {cue for _, _, _, cue, _ in every} >= {"According to", "view", "In"}
    assert not every - told(candidate for scene in scenes for candidate in phrases.candidates(scene))


def test_gates_verbs_that_are_not_listed_attribute_clauses_alone(scenes: list[Scene]) -> None:
    unlisted = replace(UNLISTED)  # equal, but not the cue of which less is looked at
    found = 0
    for scene, at, word in words_of(scenes):
        every, gated = (
            [
                (frame, head.i, piece)
                for frame, head, piece in reported._complements(word, cue, scene.tokens[at], passive(word))
                if frame in ("that", "quote", "paren")
            ]
            for cue in (unlisted, UNLISTED)
        )
        assert every == gated, word
        found += len(gated)
    assert found
