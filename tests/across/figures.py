"""What is found of what is planted in the articles, kind by kind: found, missed, false.

    python tests/across/figures.py            builds the graph of the articles and prints the table
    python tests/across/figures.py FOLDER     the same of a graph that was built of tests/across/stories
    python tests/across/figures.py --all      also lists every case that is missed and every finding that is false

README.md beside this file says how is counted. A new kind of finding joins with one line in `FINDERS`.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from planted import KINDS, STORIES, Case, Side, expectations

import pipeline
from pipeline.graph import Graph

__all__ = ["FINDERS", "Finding", "Score", "count", "score", "share_of_false", "table"]

EXCLUSIVE = frozenset(KINDS) - {"figure-agreement", "position", "framing"}
"""Kinds of which everything is listed: what is found beyond the list is false."""

WHOLE = frozenset({"reprint", "edit"})
"""Kinds that are about the documents as they were printed, not about their origins."""

FIGURES = frozenset({"figure-agreement", "figure-conflict", "series"})

ALIKE = 0.5
"""So much of its words a sentence shares with that of the article of which it is a reprint."""


Passage = tuple[str, str]
"""A document, by its file below stories/, and a sentence in it."""


@dataclass(frozen=True)
class Finding:
    """One finding of the graph: of what kind, and the passages that it shows."""

    kind: str
    verdict: str
    shows: frozenset[Passage]

    def __str__(self) -> str:
        quotes = " | ".join(f"{document}: “{quote[:90]}”" for document, quote in sorted(self.shows))
        return f"{self.kind} ({self.verdict}): {quotes}"


Finder = Callable[[Graph], Iterable[Finding]]


# --- what the graph holds of each kind --------------------------------------------------------------------------------

_COMPARED = """SELECT ?c ?verdict ?dimension ?order ?voice ?file ?quote {
    ?c a cg:ClaimComparison ; cg:verdict ?verdict ; cg:dimension ?dimension ; cg:side ?side .
    ?side cg:order ?order ; cg:voice ?voice ; prov:wasDerivedFrom ?s .
    ?s nif:anchorOf ?quote ; nif:referenceContext/cg:sourceFile ?file } ORDER BY ?c ?order"""
_POSITIONS = """SELECT ?kind ?file ?quote {
    ?p a cg:Position , ?kind ; cg:holder ?who ; prov:wasDerivedFrom ?s .
    ?s nif:anchorOf ?quote ; nif:referenceContext/cg:sourceFile ?file }"""
_OCCASIONS = """SELECT ?o ?file ?quote {
    ?o a cg:Occasion ; prov:wasDerivedFrom ?s . ?s nif:anchorOf ?quote ; nif:referenceContext/cg:sourceFile ?file }"""
_GATHERED = """SELECT ?c ?type ?file ?quote {
    ?c a ?type ; cg:gathers ?member ; prov:wasDerivedFrom ?s .
    FILTER(?type IN (cg:OneOrigin, cg:SharedPassage, cg:IndependentReports))
    ?s nif:referenceContext/cg:sourceFile ?file ; nif:anchorOf ?quote }"""
_SENTENCES = (
    "SELECT ?file ?quote { ?s a nif:Sentence ; nif:anchorOf ?quote ; nif:referenceContext/cg:sourceFile ?file }"
)
_GATHERING = {"OneOrigin": "reprint", "SharedPassage": "passage", "IndependentReports": "speech"}


def _local(iri: object) -> str:
    return re.split(r"[#/]", str(iri))[-1]


def origins(graph: Graph) -> Iterator[Finding]:
    """Reprints, shared passages and speeches."""
    shown: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for cluster, kind, file, quote in graph.query(_GATHERED).rows:
        shown[str(cluster), _local(kind)].add((str(file), str(quote)))
    for (_, kind), passages in shown.items():
        yield Finding(_GATHERING[kind], kind, frozenset(passages))


def comparisons(graph: Graph) -> Iterator[Finding]:
    """Whatever was set side by side: figures, denials, hedges, attributions, stances, accusations and replies."""
    sides: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in graph.query(_COMPARED).dicts:
        sides[str(row["c"])].append(row)
    for told in sides.values():
        verdict, dimension = _local(told[0]["verdict"]), _local(told[0]["dimension"])
        kind = {
            ("Agreement", "Quantity"): "figure-agreement",
            ("Conflict", "Quantity"): "figure-conflict",
            ("Drift", "Quantity"): "series",
            ("Conflict", "Polarity"): "denial",
            ("Drift", "Certainty"): "hedge-loss",
            ("Drift", "Attribution"): "attribution-loss"
            if _local(told[-1]["voice"]) == "Narrator"
            else "attribution-change",
            ("Reversal", "Stance"): "reversal",
        }.get((verdict, dimension), "accusation" if dimension == "Reply" else None)
        if kind == "accusation":
            verdict = {"NoReply": "no-reply"}.get(verdict, verdict.casefold())
        if kind is not None:
            yield Finding(kind, verdict, frozenset((str(row["file"]), str(row["quote"])) for row in told))


def edits(graph: Graph) -> Iterator[Finding]:
    """Each sentence that was added, changed or removed between two editions."""
    for row in graph.query("edits").dicts:
        sides = [(row[f"{when}_document"], row[f"{when}_quote"]) for when in ("before", "after")]
        yield Finding("edit", "Revision", frozenset((str(d), str(q)) for d, q in sides if q))


def standpoints(graph: Graph) -> Iterator[Finding]:
    """Positions with a holder, sentence by sentence."""
    verbs = {"Support": "supports", "Opposition": "opposes", "Demand": "demands", "Promise": "promises"}
    for kind, file, quote in graph.query(_POSITIONS).rows:
        if _local(kind) in verbs:
            yield Finding("position", verbs[_local(kind)], frozenset({(str(file), str(quote))}))


def framings(graph: Graph) -> Iterator[Finding]:
    """What several articles tell of one day in one place: all their words and acts."""
    shown: dict[str, set[Passage]] = defaultdict(set)
    for occasion, file, quote in graph.query(_OCCASIONS).rows:
        shown[str(occasion)].add((str(file), str(quote)))
    yield from (Finding("framing", "Framing", frozenset(passages)) for passages in shown.values())


FINDERS: dict[str, Finder] = {
    "reprint": origins,
    "passage": origins,
    "speech": origins,
    "figure-agreement": comparisons,
    "figure-conflict": comparisons,
    "series": comparisons,
    "denial": comparisons,
    "hedge-loss": comparisons,
    "attribution-loss": comparisons,
    "attribution-change": comparisons,
    "reversal": comparisons,
    "position": standpoints,
    "accusation": comparisons,
    "framing": framings,
    "edit": edits,
}
"""Who finds what. A kind that is not here is not measured."""


# --- counting -------------------------------------------------------------------------------------------------------


@dataclass
class Score:
    """What became of the planted cases of a kind."""

    found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)


class _Origins:
    """Puts the first printing in the place of a passage: of a reprint the wire's, of an edition the earlier one."""

    def __init__(self, sentences: Iterable[Passage]) -> None:
        self._first: dict[str, tuple[str, float]] = {}
        for case in expectations().cases:
            if case.kind in WHOLE:  # an edition's sentence stands for that of the earlier one only if it is the same
                alike = ALIKE if case.kind == "reprint" else 1.0
                self._first |= {other: (min(case.documents), alike) for other in case.documents}
        self._sentences: dict[str, list[str]] = defaultdict(list)
        for document, sentence in sorted(sentences):
            self._sentences[document].append(sentence)

    def of(self, passage: Passage) -> Passage:
        """The passage that stands for this one; itself, if the first printing has none like it."""
        document, quote = passage
        first, least = self._first.get(document, (document, 0.0))
        if first == document:
            return passage
        alike, sentence = max(((_ratio(quote, other), other) for other in self._sentences[first]), default=(0.0, ""))
        return (first, sentence) if alike >= least else passage


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, re.findall(r"\w+", one.casefold()), re.findall(r"\w+", other.casefold())).ratio()


class _Placed:
    """A finding, with the first printing of each of its passages."""

    def __init__(self, finding: Finding, origins: _Origins) -> None:
        self.finding = finding
        self.first = {passage: origins.of(passage) for passage in finding.shows}

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for two findings that a reprint alone tells apart."""
        kind, verdict = self.finding.kind, self.finding.verdict
        return kind, verdict, self.finding.shows if kind in WHOLE else frozenset(self.first.values())

    def shows(self, side: Side) -> bool:
        """Whether it has evidence that overlaps the words of a side in its document."""
        return any(_overlaps(passage, side) for both in self.first.items() for passage in both)

    def lies_in(self, sides: Sequence[Side]) -> bool:
        """Whether all that it shows is told by these sides."""
        return all(any(_overlaps(p, side) for p in both for side in sides) for both in self.first.items())

    @property
    def documents(self) -> set[str]:
        """Where its passages stand."""
        return {document for document, _ in self.finding.shows}


def _overlaps(passage: Passage, side: Side) -> bool:
    document, quote = passage
    parts = [side.text, *side.text.split(". ")]
    return document == side.document and any(quote in part or part in quote for part in parts)


def _found(case: Case, findings: Sequence[_Placed]) -> list[_Placed]:
    """The findings that make up a case; none if one of its sides is not shown."""
    if case.kind in ("reprint", "passage", "speech"):
        findings = [f for f in findings if f.documents == set(case.documents)]
    elif case.kind in FIGURES or case.kind == "edit":  # step by step, and sentence by sentence
        steps = [f for f in findings if f.lies_in(case.sides)]
        return steps if all(any(f.shows(side) for f in steps) for side in case.sides) else []
    return [f for f in findings if all(map(f.shows, case.sides))]


def _why_false(placed: _Placed) -> str:
    """What is wrong with a finding that is no case; empty if nothing is."""
    kind = placed.finding.kind
    for miss in expectations().near_misses:
        if kind in miss.kinds and all(map(placed.shows, miss.sides)):
            return miss.id
    if kind != "position" and placed.documents & set(expectations().plain):
        return "in a plain article"
    return "not listed" if kind in EXCLUSIVE else ""


def score(graph: Graph) -> dict[str, Score]:
    """The figures of every kind that is measured."""
    made = (f for finder in dict.fromkeys(FINDERS.values()) for f in finder(graph))
    return count(made, ((str(file), str(quote)) for file, quote in graph.query(_SENTENCES).rows))


def count(made: Iterable[Finding], sentences: Iterable[Passage]) -> dict[str, Score]:
    """What some findings come to, see README.md, "Counting".

    Args:
        made: The findings; those of kinds that are not measured are passed over.
        sentences: All sentences of all articles, each with its document.
    """
    origins = _Origins(sentences)
    placed = [_Placed(f, origins) for f in made if f.kind in FINDERS]
    scores = {kind: Score() for kind in FINDERS}
    explained: set[tuple[object, ...]] = set()
    for case in expectations().cases:
        if case.kind in FINDERS:
            wanted = case.kind, case.expect["verdict"]
            found = _found(case, [f for f in placed if (f.finding.kind, f.finding.verdict) == wanted])
            explained.update(f.key for f in found)
            (scores[case.kind].found if found else scores[case.kind].missed).append(case.id)
    for case in expectations().tolerated:
        of_kind = [f for f in placed if f.finding.kind == case.kind]
        steps = [f for f in of_kind if case.kind in FIGURES and f.lies_in(case.sides)]
        explained.update(f.key for f in (*steps, *(f for f in of_kind if all(map(f.shows, case.sides)))))
    for key, one in {f.key: f for f in placed}.items():
        if key not in explained and (why := _why_false(one)):
            scores[one.finding.kind].false.append(f"{one.finding} [{why}]")
    return scores


def table(scores: dict[str, Score]) -> str:
    """The figures as lines of text; kinds that nothing finds yet have none."""
    rows = [("kind", "planted", "found", "missed", "false")]
    total = Score()
    for kind in KINDS:
        planted = sum(case.kind == kind for case in expectations().cases)
        one = scores.get(kind)
        rows.append((kind, str(planted), *(("–",) * 3 if one is None else _counts(one))))
        if one is not None:
            total = Score(total.found + one.found, total.missed + one.missed, total.false + one.false)
    rows.append(("all that are measured", str(len(total.found) + len(total.missed)), *_counts(total)))
    lines = [f"{kind:<22}{planted:>8}{found:>8}{missed:>8}{false:>8}" for kind, planted, found, missed, false in rows]
    return "\n".join([*lines, f"false findings: {share_of_false(scores):.1%} of those that count"])


def share_of_false(scores: dict[str, Score]) -> float:
    """The false findings among those that are either a case or false."""
    false = sum(len(one.false) for one in scores.values())
    return false / max(1, false + sum(len(one.found) for one in scores.values()))


def _counts(one: Score) -> tuple[str, str, str]:
    return str(len(one.found)), str(len(one.missed)), str(len(one.false))


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    folders = [argument for argument in arguments if not argument.startswith("-")]
    with tempfile.TemporaryDirectory() as folder:
        graph = pipeline.open_graph(folders[0]) if folders else pipeline.build(STORIES, folder)
        scores = score(graph)
    sys.stdout.write(table(scores) + "\n")
    for kind, one in scores.items() if "--all" in arguments else ():
        for what, told in (("missed", one.missed), ("false", one.false)):
            for line in told:
                sys.stdout.write(f"{what}: {kind}: {line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
