"""How the corpora become training data: annotation carried over to other words, names kept in their places."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import spacy

sys.path.insert(0, str(Path(__file__).parents[2]))  # training/ is no part of the installed package

from training import augment, corpora, tokenizer

NLP = spacy.blank("en")
tokenizer.customise(NLP)

CONLLU = """\
# newdoc id = a
# newpar
# text = The pro-Baltic mayor won't go.
1	The	the	DET	DT	_	3	det	_	_
2	pro-Baltic	pro-Baltic	ADJ	JJ	_	3	amod	_	_
3	mayor	mayor	NOUN	NN	_	6	nsubj	_	_
4-5	won't	_	_	_	_	_	_	_	_
4	wo	will	AUX	MD	_	6	aux	_	_
5	n't	not	PART	RB	_	6	advmod	_	_
6	go	go	VERB	VB	_	0	root	_	SpaceAfter=No
7	.	.	PUNCT	.	_	6	punct	_	_

"""


def test_aligned_carries_the_tree_over_to_our_words(tmp_path: Path) -> None:
    (tmp_path / "a.conllu").write_text(CONLLU)
    [article] = corpora.treebank(tmp_path / "a.conllu")
    doc = corpora.aligned(article.paragraphs[0], NLP)
    assert doc is not None
    assert doc.text == "The pro-Baltic mayor won't go."
    assert [(t.text, t.dep_, t.head.text) for t in doc] == [
        ("The", "det", "mayor"),
        ("pro", "compound", "Baltic"),
        ("-", "punct", "Baltic"),
        ("Baltic", "amod", "mayor"),
        ("mayor", "nsubj", "go"),
        ("wo", "aux", "go"),
        ("n't", "advmod", "go"),
        ("go", "ROOT", "go"),
        (".", "punct", "go"),
    ]


def test_tokenizer_ends_words_where_names_end() -> None:
    for text, name in (
        ("the pro-Baltic side", "Baltic"),
        ("a U.S.-led force", "U.S."),
        ("since mid-2021 only", "2021"),
        ("it ended.The Army came", "The"),
        ("met in OsloWhile it rained", "Oslo"),
        ("on Wed. he left", "Wed."),
    ):
        assert name in [t.text for t in NLP(text)]


def test_gold_finds_names_in_order_and_whole(tmp_path: Path) -> None:
    text = "Iranians left Iran.\nIran fell.\n"
    (tmp_path / "a.txt").write_text(text)
    row = {"begin": 0, "end": 19, "ents": [["Iranians", "NORP", "Iranians"], ["Iran", "COUNTRY", "Iran"]]}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n")
    first, second = corpora.gold(tmp_path)
    assert first.spans == ((0, 8, "NORP"), (14, 18, "COUNTRY"))
    assert second.spans == ()


def test_renamed_keeps_labels_on_the_new_names() -> None:
    example = corpora.Names(
        "Ana Brisk met Brisk in Lviv.", ((0, 9, "PERSON"), (14, 19, "PERSON"), (23, 27, "CITY")), "a"
    )
    pools = augment.Pools(["Mara", "Otto"], ["Quill", "Tarn"], {"CITY": ["Bern"]})
    for seed in range(20):
        new = augment.renamed(example, pools, random.Random(seed), share=1.0)
        (b1, e1, _), (b2, e2, _), (b3, e3, label) = new.spans
        assert new.text[b1:e1].split()[1] == new.text[b2:e2]  # the same person
        assert (label, new.text[e3:]) == ("CITY", ".")
        assert new.text[e1:b2] == " met "
        assert new.text[e2:b3] == " in "
