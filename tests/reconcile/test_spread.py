"""Observed and worked on elsewhere, the documents give what they give in one process."""

import pickle

from extractions import Told, article, crowd

from pipeline.reconcile import reconcile, resolve
from pipeline.reconcile.observed import observe
from pipeline.reconcile.parts import PartFinder
from pipeline.reconcile.spread import in_turn

RUSSIAN = [("ORG", "Guild of Carters"), ("PERSON", "Efim Drozdov"), ("CITY", "Tula"), ("COUNTRY", "Russia")]
BULGARIAN = [("ORG", "Varna Rowing Club"), ("PERSON", "Stoyan Minkov"), ("CITY", "Varna"), ("COUNTRY", "Bulgaria")]


def elsewhere(work, blocks):
    """Works on blocks as another process does: function, block and result go through pickle, the last block first."""
    sent = [pickle.dumps((work, block)) for block in blocks]
    elsewhere.blocks += len(sent)
    done = [pickle.dumps(function(block)) for function, block in map(pickle.loads, reversed(sent))]
    return map(pickle.loads, reversed(done))


def articles():
    """Two people of one name, and three happenings that two documents each report."""
    held = [
        Told("Arrest", targets=["Ivan Orlov"], places=["Tula"], dates=["2022-03-06"]),
        Told("Protest", places=["Tula"], dates=["2022-03-06"]),
    ]
    strike = [Told("Strike", places=["Varna"], dates=["2022-03-09"])]
    return crowd() + [
        article(f"{name}-{number}.txt", ("PERSON", "Ivan Orlov"), *chains, events=events)
        for name, chains, events in (("carters", RUSSIAN, held), ("rowers", BULGARIAN, strike))
        for number in range(3)
    ]


def told(found):
    parts = "entities", "happenings", "judgements", "comparisons", "parts", "origins", "occasions"
    return [getattr(found, name) for name in parts]


def test_spread_gives_the_same_resolution_as_one_process():
    elsewhere.blocks = 0
    seen = [observe(extraction, PartFinder({})) for extraction in articles()]
    spread = resolve(map(pickle.loads, map(pickle.dumps, seen)), spread=elsewhere)
    assert told(spread) == told(reconcile(articles()))
    people = [e for e in spread.entities if e.name == "Ivan Orlov"]
    assert len(people) == 2
    assert [len(h.members) for h in spread.happenings] == [3, 3, 3]
    assert elsewhere.blocks > 3  # the name that two bear, and reports that share no key with the others


def test_in_turn_works_on_a_block_when_its_result_is_taken():
    made = []
    results = in_turn(abs, (made.append(n) or n for n in (-1, -2)))
    assert next(results) == 1
    assert made == [-1]
