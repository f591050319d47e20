"""The articles of tests/gold through what one would pick instead and can run offline, and through citegraph.

Two things are picked: textacy, whose rules take triples of subject, verb and object and direct quotations from a spaCy
parse, and a network of the names that stand in one sentence, which is what most drawings of news are made of. Both get
citegraph's own parse, names and, for textacy's sake, the dependency labels that its rules are written for, so that what
differs is what is made of a parse and not the parse. Compared are:

- connected pairs: which two named entities a document connects, by a relation or as participants of one event, whatever
  the connection is called;
- told as facts: of what each tells with words that the annotation has somebody claim, how much carries no claimant;
- claims: what is claimed (content, at least half the words shared), and by whom.

usage: python bench/alternatives.py [--gold tests/gold] [--write]      (textacy: pip install 'citegraph[bench]')
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

from results import ROOT, write_section
from spacy.tokens import Doc
from spacy.tokens import Span as Words

from pipeline import read
from pipeline.evaluate.gold import NAMED, GoldClaim, GoldDocument, read_gold
from pipeline.evaluate.scores import Tally, alike
from pipeline.extract.extraction import extract
from pipeline.language import LanguageModel
from pipeline.records import Document, Extraction, MentionForm, Span, Voice
from pipeline.settings import Settings

CLEAR = {"obj": "dobj", "nsubj:pass": "nsubjpass", "csubj:pass": "csubjpass", "aux:pass": "auxpass", "iobj": "dative"}
"""The labels that textacy's rules ask for, by those of Universal Dependencies."""

Place = tuple[int, int]
Pair = frozenset[str]


class Statement(NamedTuple):
    """What the words at a place say, which named entities it connects, and whether it is told as a claim only."""

    pairs: frozenset[Pair]
    place: Place
    claimed: bool


class Quotation(NamedTuple):
    """What is claimed, as a place in the text, and what who claims it is called."""

    content: Place
    claimant: frozenset[str]


@dataclass
class Told:
    """What one tool tells of one document."""

    statements: list[Statement] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)


@dataclass
class Figures:
    """The counts of one tool over all documents."""

    pairs: Tally = field(default_factory=Tally)
    contents: Tally = field(default_factory=Tally)
    claimants: Tally = field(default_factory=Tally)
    as_facts: int = 0
    in_claims: int = 0
    seconds: float = 0.0


def overlaps(one: Place, other: Place) -> bool:
    """Whether two places share a character."""
    return one[0] < other[1] and other[0] < one[1]


def shared(one: Place, other: Place) -> float:
    """The share of two places that is in both."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, both) / (max(one[1], other[1]) - min(one[0], other[0]))


class Names:
    """What the annotation calls the entity at a place; a place that it does not know is called by its words."""

    def __init__(self, gold: GoldDocument) -> None:
        self._gold = gold
        self._mentions = [((m.span.begin, m.span.end), m.canonical) for m in gold.mentions]

    def __call__(self, place: Place) -> str:
        for known, canonical in self._mentions:
            if overlaps(known, place):
                return canonical
        return " ".join(self._gold.text[slice(*place)].split())


def pairs_of(ones: Iterable[str], others: Iterable[str]) -> frozenset[Pair]:
    """Each of some names with each of others."""
    return frozenset(frozenset((a, b)) for a, b in product(ones, others) if a != b)


# ---------------------------------------------------------------- three ways to tell


def with_citegraph(gold: GoldDocument, extraction: Extraction) -> Told:
    """Relations, participants of events, and claims."""
    called = Names(gold)
    chains = []
    for chain in extraction.chains:
        spans = [extraction.mentions[i].span for i in chain.mentions if extraction.mentions[i].form is MentionForm.NAME]
        chains.append(called((spans[0].begin, spans[0].end)) if spans and chain.label in NAMED else "")
    claims = [c for c in extraction.claims if c.voice is Voice.ATTRIBUTED]
    told = Told()
    for claim in claims:
        who = {claim.claimant_text, "" if claim.claimant is None else chains[claim.claimant]}
        told.quotations.append(Quotation(_place(claim.content), frozenset(who - {""})))
    for relation in extraction.relations:
        if isinstance(relation.object, int) and chains[relation.subject] and chains[relation.object]:
            pairs = pairs_of([chains[relation.subject]], [chains[relation.object]])
            claimed = relation.voice is Voice.ATTRIBUTED
            told.statements += [Statement(pairs, _place(e.span), claimed) for e in relation.evidence]
    for event in extraction.events:
        sides = [
            [chains[p.chain] for p in who if p.chain is not None and chains[p.chain]]
            for who in (event.actors, event.targets, event.places)
        ]
        pairs = frozenset().union(*(pairs_of(a, b) for a, b in combinations(sides, 2)))
        claimed = all(any(c.holds(t.span) for c in claims) for t in event.triggers)
        told.statements += [Statement(pairs, _place(t.span), claimed) for t in event.triggers]
    return told


def _place(span: Span) -> Place:
    return span.begin, span.end


def with_textacy(gold: GoldDocument, doc: Doc) -> Told:
    """Subjects, verbs and objects, and direct quotations with their speakers."""
    from textacy import extract as rules

    called = Names(gold)
    told = Told()
    for subject, verb, object_ in rules.subject_verb_object_triples(doc):
        sides = [[called(e) for e in _entities(doc, {t.i for t in part})] for part in (subject, object_)]
        place = verb[0].idx, verb[-1].idx + len(verb[-1])
        told.statements.append(Statement(pairs_of(*sides), place, claimed=False))
    try:
        quotations = list(rules.direct_quotations(doc))
    except ValueError:  # it gives up on a document whose quotation marks are not in pairs
        quotations = []
    for speaker, _, content in quotations:
        who = speaker[0].idx, speaker[-1].idx + len(speaker[-1])
        names = frozenset({called(who), gold.text[slice(*who)]})
        told.quotations.append(Quotation((content.start_char, content.end_char), names))
    return told


def _entities(doc: Doc, words: set[int]) -> Iterator[Place]:
    for name in _named(doc.ents):
        if words.intersection(range(name.start, name.end)):
            yield name.start_char, name.end_char


def _named(names: Iterable[Words]) -> list[Words]:
    labels = {label.value for label in NAMED}
    return [name for name in names if name.label_ in labels]


def with_network(gold: GoldDocument, doc: Doc) -> Told:
    """Every two names of a sentence."""
    called = Names(gold)
    told = Told()
    for sentence in doc.sents:
        for one, other in combinations(_named(sentence.ents), 2):
            pairs = pairs_of([called((one.start_char, one.end_char))], [called((other.start_char, other.end_char))])
            if pairs:
                told.statements.append(Statement(pairs, (one.start_char, other.end_char), claimed=False))
    return told


# ---------------------------------------------------------------- counting


def gold_pairs(gold: GoldDocument) -> set[Pair]:
    """The pairs that the annotation connects by a relation, or as actor, target and place of an event."""
    known = {m.canonical for m in gold.mentions}
    found: set[Pair] = set()
    for relation in gold.relations:
        found |= pairs_of({relation.subject} & known, {relation.object} & known)
    for event in gold.events:
        sides = [[name for name in event.arguments[role] if name in known] for role in ("actor", "target", "place")]
        for one, other in combinations(sides, 2):
            found |= pairs_of(one, other)
    return found


def count(figures: Figures, gold: GoldDocument, told: Told) -> None:
    """Add what a tool tells of a document."""
    wanted = gold_pairs(gold)
    found = {pair for statement in told.statements for pair in statement.pairs}
    figures.pairs.gold += len(wanted)
    figures.pairs.found += len(found)
    figures.pairs.hit += len(wanted & found)
    contents = [(c.span.begin, c.span.end) for c in gold.claims if c.span is not None]
    for statement in told.statements:
        if any(begin <= statement.place[0] and statement.place[1] <= end for begin, end in contents):
            figures.in_claims += 1
            figures.as_facts += not statement.claimed
    _count_claims(figures, gold, told.quotations)


def _count_claims(figures: Figures, gold: GoldDocument, quotations: list[Quotation]) -> None:
    left = list(quotations)
    for tally in (figures.contents, figures.claimants):
        tally.gold += len(gold.claims)
        tally.found += len(left)
    for claim in gold.claims:
        if claim.span is None or not left:
            continue
        place = _place(claim.span)
        best = max(left, key=lambda q: shared(place, q.content))
        if shared(place, best.content) >= 0.5:
            left.remove(best)
            figures.contents.hit += 1
            figures.claimants.hit += same_claimant(claim, best.claimant)


def same_claimant(wanted: GoldClaim, given: Iterable[str]) -> bool:
    """Whether what a claimant is called is the entity that the annotation names, or the words that it quotes."""
    return any(name == wanted.who or alike(name, wanted.source) for name in given)


def measure(folder: Path) -> tuple[dict[str, Figures], int, float]:
    """The figures of each tool, the words of all documents, and the seconds that parsing took."""
    golds = read_gold(folder)
    texts = [d for d in read.documents([folder], Settings()) if isinstance(d, Document)]
    model = LanguageModel.load(Settings())
    next(iter(model.analyse(texts[:1])))
    started = time.process_time()
    parsed = list(model.analyse(texts))
    parsing = time.process_time() - started
    for tool in (with_textacy, with_network):  # what each reads when it is first used is not counted
        tool(golds[Path(parsed[0][0].source_file).name], parsed[0][1])
    extract(*parsed[0])
    tools = {name: Figures() for name in ("citegraph", "textacy", "names in one sentence")}
    words = 0
    for document, doc in parsed:
        gold = golds[Path(document.source_file).name]
        words += len(gold.text.split())
        started = time.process_time()
        extraction = extract(document, doc)
        tools["citegraph"].seconds += time.process_time() - started
        count(tools["citegraph"], gold, with_citegraph(gold, extraction))
        for token in doc:
            token.dep_ = CLEAR.get(token.dep_, token.dep_)
        for name, tool in (("textacy", with_textacy), ("names in one sentence", with_network)):
            started = time.process_time()
            told = tool(gold, doc)
            tools[name].seconds += time.process_time() - started
            count(tools[name], gold, told)
    return tools, words, parsing


def lines(tools: dict[str, Figures], words: int, parsing: float) -> list[str]:
    """The section of bench/RESULTS.md."""

    def told(tally: Tally) -> str:
        if not tally.found:
            return "none"
        return f"{tally.precision:.0f} / {tally.recall:.0f} / {tally.f1:.0f}"

    rows = [
        f"| {name} | {told(f.pairs)} | {f.as_facts} of {f.in_claims} | {told(f.contents)} | {told(f.claimants)} "
        f"| {words / (parsing + f.seconds):,.0f} |"
        for name, f in tools.items()
    ]
    return [
        f"{words:,} words of our own articles with annotation; precision / recall / F1 in per cent; the parse, which",
        f"all three share, takes {parsing:.1f} s. See bench/alternatives.py for what is compared.",
        "",
        "| tool | connected pairs | claimed, but told as fact | claims | claims with their claimant | words a second |",
        "|---|---|---|---|---|---|",
        *rows,
    ]


def main() -> None:
    """Measure, and print or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=ROOT / "tests" / "gold")
    parser.add_argument("--write", action="store_true", help="into bench/RESULTS.md")
    given = parser.parse_args()
    section = lines(*measure(given.gold))
    if given.write:
        write_section("What one would pick instead", "python bench/alternatives.py --write", section)
    else:
        print("\n".join(section))


if __name__ == "__main__":
    main()
