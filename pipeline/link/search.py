"""From names to candidates: three kinds of questions, in batches, each thing asked once and then remembered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.link import wikidata
from pipeline.link.answers import Answers
from pipeline.link.candidates import Candidate, Fact, Topic, is_iri, one_line
from pipeline.link.client import Client, Row, TooHeavyError, Value
from pipeline.link.dossiers import Dossier
from pipeline.records import EntityLabel

__all__ = ["Found", "Search"]

NAMES, TYPES, ITEMS = "name", "type", "item"
BATCH = {NAMES: 50, TYPES: 50, ITEMS: 20}
"""So many things are asked for in one question."""
LIMIT = {NAMES: 4000, TYPES: 4000, ITEMS: 8000}
"""An answer with more rows is asked for again in two halves."""
MOST_CANDIDATES = 12
"""Of those who share a name, the most widely known; with more, nobody is surely meant."""

Found = tuple[tuple[Candidate, ...], bool]
"""The candidates of an entity, and whether these are all."""

_QUESTIONS: dict[str, Callable[[Sequence[str], int], str]] = {
    NAMES: wikidata.about_names,
    TYPES: wikidata.about_types,
    ITEMS: wikidata.about_items,
}
_IRIS = {NAMES: ("item", "type"), TYPES: ("class",)}


class Search:
    """Looks entities up at an endpoint.

    Args:
        client: The endpoint, or None to use nothing but what is remembered.
        answers: What it answered before.
        asked: Is told after each question how many of how many things of one kind are known now.
    """

    def __init__(
        self, client: Client | None, answers: Answers, asked: Callable[[str, int, int], None] = lambda kind, n, of: None
    ) -> None:
        self._client = client
        self._answers = answers
        self._asked = asked
        self._kinds_of: dict[str, set[EntityLabel]] = {}

    def learn(self, dossiers: Iterable[Dossier]) -> None:
        """Asks for all that is not known yet about the names of some entities.

        What was answered before a failure is remembered, so the next call goes on where this one stopped.

        Raises:
            StoreError: the endpoint failed.
        """
        wanted = list(dossiers)
        self._ask_all(NAMES, [name for d in wanted for name in d.asked])
        types = {row[1] for d in wanted for name in d.asked for row in self._rows(NAMES, name)}
        self._ask_all(TYPES, types)
        items = [item for d in wanted for item in self._shortlist(d)[0]]
        self._ask_all(ITEMS, items)

    def candidates(self, dossier: Dossier) -> Found:
        """What may be meant by an entity, as far as it is known, the most widely known first."""
        items, complete = self._shortlist(dossier)
        found = ((item, self._rows(ITEMS, item), sitelinks) for item, sitelinks in items.items())
        return tuple(self._candidate(item, rows, sitelinks) for item, rows, sitelinks in found if rows), complete

    def known(self, dossier: Dossier) -> bool:
        """Whether all was answered that this entity takes."""
        if self._answers.missing(NAMES, dossier.asked):
            return False
        types = [row[1] for name in dossier.asked for row in self._rows(NAMES, name)]
        return not self._answers.missing(TYPES, types) and not self._answers.missing(ITEMS, self._shortlist(dossier)[0])

    def _shortlist(self, dossier: Dossier) -> tuple[dict[str, int], bool]:
        """The items that bear one of the names and are of the right kind, and how widely each is known."""
        complete = True
        known: dict[str, int] = {}
        for name in dossier.asked:
            answer = self._answers.get(NAMES, name)
            complete = complete and answer is not None and answer.complete
            for item, type_, sitelinks in answer.rows if answer else ():
                if dossier.label in self._kinds(type_):
                    known[item] = max(known.get(item, 0), int(sitelinks or 0))
        ranked = sorted(known, key=lambda item: (-known[item], len(item), item))
        return {item: known[item] for item in ranked[:MOST_CANDIDATES]}, complete and len(ranked) <= MOST_CANDIDATES

    def _kinds(self, type_: str) -> set[EntityLabel]:
        if type_ not in self._kinds_of:
            answer = self._answers.get(TYPES, type_)
            classes = {type_, *(row[0] for row in answer.rows)} if answer else {type_}
            kinds = {wikidata.CLASSES[c] for c in classes if c in wikidata.CLASSES}
            if answer is None:
                return kinds
            self._kinds_of[type_] = kinds
        return self._kinds_of[type_]

    def _rows(self, kind: str, key: str) -> tuple[tuple[str, ...], ...]:
        answer = self._answers.get(kind, key)
        return answer.rows if answer else ()

    def _ask_all(self, kind: str, keys: Iterable[str]) -> None:
        everything = sorted(set(keys))
        missing = self._answers.missing(kind, everything)
        for begin in range(0, len(missing), BATCH[kind]) if self._client else ():
            self._asked(kind, len(everything) - len(missing) + begin, len(everything))
            self._ask(kind, missing[begin : begin + BATCH[kind]])
        self._asked(kind, len(everything), len(everything))

    def _ask(self, kind: str, keys: list[str]) -> None:
        assert self._client is not None
        limit = LIMIT[kind]
        divisible = len(keys) > 1
        try:
            rows = self._client.select(_QUESTIONS[kind](keys, limit + 1), divisible=divisible)
        except TooHeavyError:
            rows = None
        if rows is None and not divisible:
            return  # so what needs it stays unknown, and the next run tries again
        if divisible and (rows is None or len(rows) > limit):
            middle = len(keys) // 2
            self._ask(kind, keys[:middle])
            self._ask(kind, keys[middle:])
            return
        rows = rows or []
        self._answers.put(kind, _by_key(kind, keys, rows), complete=len(rows) <= limit)

    def _candidate(self, item: str, rows: Sequence[tuple[str, ...]], sitelinks: int) -> Candidate:
        names: dict[str, list[tuple[int, str]]] = defaultdict(list)
        facts: dict[tuple[Topic, str], dict[str, str]] = defaultdict(dict)
        kinds: set[EntityLabel] = set()
        for property_, value, language, label, label_language in rows:
            if property_ in wikidata.TOPICS:
                topic = wikidata.TOPICS[property_]
                facts[topic, value][label_language] = label
                if topic is Topic.KIND:
                    kinds |= self._kinds(value)
            else:
                names[property_].append((_rank(language), value))
        label_property, alias_property = wikidata.LABELS
        labels = [text for _, text in sorted(names[label_property])]
        described = [text for _, text in sorted(names[wikidata.DESCRIPTION])]
        aliases = {text for _, text in (*names[label_property], *names[alias_property])}
        label = next(filter(None, labels), item.rpartition("/")[2])
        told = {(topic, _worded(topic, value, labelled)) for (topic, value), labelled in facts.items()}
        return Candidate(
            iri=item,
            label=label,
            aliases=tuple(sorted(aliases - {label})),
            description=described[0] if described else "",
            sitelinks=sitelinks,
            kinds=tuple(sorted(kinds)),
            facts=tuple(Fact(topic=t, value=v) for t, v in sorted(told) if v),
        )


def _rank(language: str) -> int:
    return wikidata.LANGUAGES.index(language) if language in wikidata.LANGUAGES else len(wikidata.LANGUAGES)


def _worded(topic: Topic, value: str, labelled: Mapping[str, str]) -> str:
    """A value in words: its name if it has one; of a date the year, as "1952" or "-44"."""
    label = labelled[min(labelled, key=_rank)]
    if topic in (Topic.BEGINS, Topic.ENDS):
        sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value.removeprefix("+"))
        year = digits.split("-")[0]
        return f"{sign}{int(year)}" if year.isascii() and year.isdigit() and len(year) <= 6 else ""
    if label:
        return label
    return "" if is_iri(value) and topic not in (Topic.GEONAMES, Topic.ISO, Topic.POINT) else value


def _by_key(kind: str, keys: Sequence[str], rows: Iterable[Row]) -> dict[str, list[tuple[str, ...]]]:
    """The rows of an answer as text, by what they are about; what was not asked for, or makes no sense, is left out."""
    found: dict[str, list[tuple[str, ...]]] = {key: [] for key in keys}
    for row in rows:
        key = row.get(kind)
        made = _row(kind, row) if key is not None and key.text in found else None
        if key is not None and made is not None:
            found[key.text].append(made)
    return found


def _row(kind: str, row: Row) -> tuple[str, ...] | None:
    if kind == ITEMS:
        property_, value = row.get("property"), row.get("value")
        if property_ is None or value is None or value.kind == "bnode" or _is_unknown(value):
            return None
        label = row.get("label", Value("literal", ""))
        return property_.text, one_line(value.text), value.language, one_line(label.text), label.language
    iris = [row.get(column) for column in _IRIS[kind]]
    if any(iri is None or not is_iri(iri.text) for iri in iris):
        return None
    texts = [iri.text for iri in iris if iri is not None]
    if kind == NAMES:
        sitelinks = row.get("sitelinks", Value("literal", "0")).text
        texts.append(sitelinks if sitelinks.isascii() and sitelinks.isdigit() and len(sitelinks) < 7 else "0")
    return tuple(texts)


def _is_unknown(value: Value) -> bool:
    """Whether a value says that there is one which nobody knows, which Wikidata writes as an IRI of its own."""
    return value.kind == "uri" and "/.well-known/genid/" in value.text
