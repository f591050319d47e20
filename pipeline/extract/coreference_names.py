"""Which names of a document are names of one entity: variants, short forms, acronyms, other names of a country.

Only names of one label are ever joined, and a person is never joined to another with a different given name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from pipeline.extract import gazetteer, names
from pipeline.extract.coreference_nominals import stands_elsewhere
from pipeline.extract.gazetteer import key
from pipeline.extract.scene import Scene
from pipeline.records import EntityLabel, Mention

__all__ = ["cluster"]

SPELLING = 82
"""How alike (0 to 100, rapidfuzz's ratio) two spellings of one name must be: Maurer and Mauer are at 91."""

_BY_SURFACE = (EntityLabel.NORP, EntityLabel.EVENT, EntityLabel.WORK)
_LEGAL = re.compile(
    r"[\s,]+(?:inc|ltd|limited|plc|llc|llp|corp|co|gmbh|ag|sa|s\.a|nv|bv|spa|oy|ab|as)\.?$", re.IGNORECASE
)
_NUMERAL = re.compile(r"[ivx]+")
# what is left off a place name when its kind goes without saying: "Gansu Province", "the city of Kazan"
_KINDS = frozenset(
    {"province", "region", "oblast", "state", "county", "district", "governorate", "prefecture", "republic", "krai",
     "city", "town", "village", "municipality", "peninsula", "island", "islands", "river", "lake", "street", "avenue",
     "square"}
)  # fmt: skip
# a longer name that ends in one of these names a part of the whole, not the whole itself
_PARTS = frozenset(
    {"department", "faculty", "school", "press", "branch", "wing", "committee", "section", "unit", "office", "youth",
     "foundation", "fund", "board", "team", "library", "hospital", "college", "association", "student", "students",
     "bureau", "division", "academy", "museum", "institute", "commission", "police"}
)  # fmt: skip


def cluster(scene: Scene) -> list[list[int]]:
    """The named mentions of each entity as positions in `scene.mentions`, entities in order of first mention."""
    by_label: dict[EntityLabel, list[int]] = defaultdict(list)
    for index, mention in enumerate(scene.mentions):
        by_label[mention.label].append(index)
    found: list[list[int]] = []
    for label, indices in by_label.items():
        if label in _BY_SURFACE:
            found += _by_key(scene, indices, lambda m: m.normal)
        elif label is EntityLabel.PERSON:
            found += _persons(scene, indices)
        elif label is EntityLabel.ORG:
            found += _organisations(scene, indices)
        else:
            found += _places(scene, indices, label)
    return sorted(found)


def _by_key(scene: Scene, indices: Sequence[int], form: Callable[[Mention], str]) -> list[list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index in indices:
        groups[form(scene.mentions[index])].append(index)
    return list(groups.values())


# ---------------------------------------------------------------- persons


def _persons(scene: Scene, indices: Sequence[int]) -> list[list[int]]:
    """Full names first; then shorter ones go to the one person they fit, or to the one spoken of last."""
    parts = {i: _form(scene.mentions[i].normal) for i in indices}
    forms: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in indices:
        forms[parts[i]].append(i)
    full = sorted((f for f in forms if len(f) > 1), key=lambda f: (-len(f), forms[f][0]))
    people: list[tuple[list[tuple[str, ...]], list[int]]] = []
    for form in full:
        fits = [p for p in people if all(_one_person(form, known) for known in p[0])]
        namesakes = [p for p in people if _bare(p[0][0]) == form]  # "Luis Ortega Sr." and "Jr.", of "Luis Ortega"
        if namesakes and _beside(scene, forms[form], [i for p in namesakes for i in p[1]]):
            people.append(([form], list(forms[form])))  # "Luis Ortega Jr., the son of Luis Ortega"
        elif len(namesakes) > 1:
            for i in forms[form]:
                _nearest(scene, i, [p[1] for p in namesakes]).append(i)
        elif len(fits) == 1:
            fits[0][0].append(form)
            fits[0][1].extend(forms[form])
        else:
            people.append(([form], list(forms[form])))
    singles = sorted((i for f, found in forms.items() if len(f) == 1 for i in found))
    alone: dict[str, list[int]] = defaultdict(list)
    for i in singles:
        word = parts[i][0]
        fits = [p for p in people if any(word in f for f in p[0])]
        fits = [p for p in fits if any(_bare(f)[-1] == word for f in p[0])] or fits
        if not fits:
            alone[word].append(i)
            continue
        _nearest(scene, i, [p[1] for p in fits]).append(i)
    for word in list(alone):
        fits = [p for p in people if any(_misspelt(word, _bare(f)[-1]) for f in p[0])]
        if len(fits) == 1:
            fits[0][1].extend(alone.pop(word))
    return [sorted(p[1]) for p in people] + list(alone.values())


def _form(name: str) -> tuple[str, ...]:
    """The parts of a person's name, the last one that of the generation: ("luis", "ortega", "jr")."""
    parts, generation = names.parts(name), names.generation(name)
    return (*parts, generation) if generation and parts[-1] != generation else parts


def _bare(form: tuple[str, ...]) -> tuple[str, ...]:
    """A form without what it says of the generation."""
    return form[:-1] if len(form) > 1 and form[-1] in ("jr", "sr") else form


def _beside(scene: Scene, some: Sequence[int], others: Sequence[int]) -> bool:
    """Whether a sentence names one of some mentions and one of others."""
    return not {scene.mentions[i].sentence for i in some}.isdisjoint(scene.mentions[i].sentence for i in others)


def _one_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names can be one person's: the shorter one's words in the longer one's order, initials counting.

    >>> _one_person(("g", "bush"), ("george", "w", "bush")), _one_person(("anna", "bush"), ("george", "bush"))
    (True, False)
    """
    if one[-1] != other[-1] and all(_NUMERAL.fullmatch(form[-1]) for form in (one, other)):
        return False  # Louis XV, Louis XVI
    short, long = sorted((one, other), key=len)
    at = 0
    for word in short:
        while at < len(long) and not _one_word(word, long[at]):
            at += 1
        if at == len(long):
            return False
        at += 1
    return short[-1] == long[-1] or short[0] == long[0] or len(short) == len(long)


def _one_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]) or _misspelt(one, other)


def _misspelt(one: str, other: str) -> bool:
    """Whether two words are spellings of one name: long enough, alike from the first letter on."""
    return min(len(one), len(other)) >= 5 and one[0] == other[0] and fuzz.ratio(one, other) >= SPELLING


def _nearest(scene: Scene, index: int, groups: list[list[int]]) -> list[int]:
    """Of several persons with one surname, the one that is meant: of the title's gender, spoken of last, else next."""
    if len(groups) == 1:
        return groups[0]
    gender = title_gender(scene, index)
    if gender:
        fits = [g for g in groups if _group_gender(scene, g) in (gender, None)]
        groups = fits or groups
    here = scene.mentions[index].sentence
    spoken = [g for g in groups if any(i < index for i in g)] or groups
    last = max(spoken, key=lambda g: max((i for i in g if i < index), default=-min(g)))
    leading = max(spoken, key=lambda g: (len(g), -min(g)))
    close = [scene.mentions[i].sentence for i in last if i < index]
    # an article on somebody keeps the surname for that person; relatives get it only right after they are named in full
    if len(leading) >= 2 * len(last) and close and here - max(close) > 0:
        return leading
    return last


def title_gender(scene: Scene, index: int) -> str | None:
    """The gender that the titles straight before a person's name tell."""
    tokens = scene.mention_tokens(index)
    at = tokens.start - 1
    while at >= 0 and (names.is_title(scene.doc[at].text) or scene.doc[at].text == "."):
        gender = names.gender_of_title(scene.doc[at].text)
        if gender:
            return gender
        at -= 1
    return None


def _group_gender(scene: Scene, group: Sequence[int]) -> str | None:
    votes: Counter[str] = Counter()
    for i in group:
        gender = title_gender(scene, i)
        if gender:
            votes[gender] += 2
        forms = names.parts(scene.mentions[i].normal)
        given = names.gender_of_given_name(forms[0]) if len(forms) > 1 else None
        if given:
            votes[given] += 1
    return votes.most_common(1)[0][0] if votes else None


# ---------------------------------------------------------------- organisations


def _organisations(scene: Scene, indices: Sequence[int]) -> list[list[int]]:
    groups = {words: list(found) for words, found in _by_words(scene, indices).items()}
    order = sorted(groups, key=lambda w: (-len(w), groups[w][0]))
    parent = {words: words for words in order}

    def root(words: tuple[str, ...]) -> tuple[str, ...]:
        while parent[words] != words:
            words = parent[words]
        return words

    introduced = _introduced(scene, indices)
    for acronym, written_out in introduced:
        a, b = _words(scene.mentions[acronym].normal), _words(scene.mentions[written_out].normal)
        if root(a) != root(b):
            parent[root(a)] = root(b)
    for short in reversed(order):
        if root(short) != short:
            continue
        surface = scene.mentions[groups[short][0]].normal
        longer = [
            w for w in order if w != short and len(w) > len(short) and _short_for(short, w, surface, scene, groups)
        ]
        roots = {root(w) for w in longer} - {short}
        if len(roots) == 1:
            parent[short] = roots.pop()
    joined: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for words in order:
        joined[root(words)] += groups[words]
    return [sorted(found) for found in joined.values()]


def _words(name: str) -> tuple[str, ...]:
    return tuple(w for w in key(_LEGAL.sub("", name)).split() if w != "s") or (key(name),)


def _by_words(scene: Scene, indices: Sequence[int]) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in indices:
        groups[_words(scene.mentions[index].normal)].append(index)
    return groups


def _introduced(scene: Scene, indices: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs (short, long) of names that the text puts side by side: "Kazan Transport Route (KTR)"."""
    found = []
    for one, two in pairwise(indices):
        a, b = scene.mentions[one], scene.mentions[two]
        between = scene.document.text[a.span.end : b.span.begin]
        if a.sentence == b.sentence and re.fullmatch(r"\s*[(\[]\s*[\"“‘']?(?:the |or |formerly )?", between):
            if names.is_acronym(b.normal) and (names.acronym_of(b.normal, a.normal) or len(_words(a.normal)) > 1):
                found.append((two, one))
            elif names.is_acronym(a.normal) and names.acronym_of(a.normal, b.normal):
                found.append((one, two))
    return found


def _short_for(
    short: tuple[str, ...], long: tuple[str, ...], surface: str, scene: Scene, groups: dict[tuple[str, ...], list[int]]
) -> bool:
    """Whether a name may be a short form of a longer one in the same document."""
    long_surface = scene.mentions[groups[long][0]].normal
    if len(short) == 1 and names.is_acronym(surface):
        return names.acronym_of(surface, long_surface)
    placed = (stands_elsewhere(scene.mention_tokens(i)[-1], long) for i in groups[short])
    if len(short) == 1 and any(placed):
        return False
    for start in range(len(long) - len(short) + 1):
        if long[start : start + len(short)] == short:
            rest = long[start + len(short) :]
            if rest and rest[-1] in _PARTS and "of" not in rest:
                return False
            return not (start and "of" in long[:start] and start + len(short) == len(long) and long[0] in _PARTS)
    return False


# ---------------------------------------------------------------- places


def _places(scene: Scene, indices: Sequence[int], label: EntityLabel) -> list[list[int]]:
    def form(mention: Mention) -> str:
        if label is EntityLabel.COUNTRY:
            known = gazetteer.country(mention.normal)
            if known:
                return key(known)
        if label is EntityLabel.REGION:
            state = gazetteer.region(mention.normal)
            if state:
                return key(state)
        words = key(mention.normal).split()
        kept = [w for w in words if w not in _KINDS and w != "of"]
        return " ".join(sorted(kept or words))

    return _by_key(scene, indices, form)
