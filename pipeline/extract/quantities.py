"""Written figures as numbers with bounds: "over 4,300 people", "between 10 and 15", "hundreds of thousands".

What merely looks like a figure is left out: years, ages, dates, times of day, ordinals, scores ("38 to 37"), version
and telephone numbers, footnote marks, numbers that are names ("Article 5", "line 4"). Approximate words count as what
they say: "about 50" is [50, 50], marked approximate. A bare plural is at least two of its unit and less than one of the
next unit up: "dozens" [24, 99], "hundreds" [200, 999], "thousands" [2000, 999999].
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract import syntax
from pipeline.extract.parse import Token, Tokens, remembered
from pipeline.records import Quantity, Span

__all__ = ["Figure", "amounts", "find"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity where it stands: the first token of its number, and the noun it counts (None in "four died")."""

    quantity: Quantity
    token: Token
    head: Token | None


_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {w: float(i) for i, w in enumerate(_ONES)} | {w: 10.0 * i for i, w in enumerate(_TENS, start=2)}
_SCALES: dict[str, float] = {
    "dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12, "crore": 1e7, "lakh": 1e5,
}  # fmt: skip
_PLURALS: dict[str, tuple[float, float]] = {
    "tens": (20, 99), "dozens": (24, 99), "scores": (40, 199), "hundreds": (200, 999),
    "thousands": (2_000, 999_999), "millions": (2_000_000, 999_999_999), "billions": (2e9, 999_999_999_999),
}  # fmt: skip
_CURRENCIES = {
    "$": "dollars",
    "US$": "US dollars",
    "€": "euros",
    "£": "pounds",
    "¥": "yen",
    "₽": "roubles",
    "₹": "rupees",
}

_small = "|".join(sorted(_WORDS, key=len, reverse=True))
_scale = "dozen|hundred|thousand|million|billion|trillion|crore|lakh"
_digits = r"(?:US)?[$€£¥₽₹]?\s?\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?|(?:US)?[$€£¥₽₹]?\s?\d+(?:\.\d+)?"
_spelt = rf"(?:(?:{_small}|{_scale})(?:[\s-]+(?:and\s+)?(?=(?:{_small}|{_scale})\b)|\b))+"
_one_number = (
    rf"(?:{_digits})(?:[\s-]?(?:{_scale})s?\b|(?:bn|mn|tn|m|k)\b)?"
    rf"|half\s+a\s+(?:dozen|hundred|thousand|million|billion)\b"
    rf"|(?:an?\s+)?(?:couple|pair)\b"
    rf"|an?\s+(?:{_scale})\b(?:\s+and\s+a\s+half)?"
    rf"|(?:several|a\s+few|few|many|some)\s+(?:{_scale})\b"
    rf"|(?:(?:tens|dozens|scores|hundreds|thousands|millions|billions)\s+of\s+)?(?:thousands|millions|billions)\b"
    rf"|(?:tens|dozens|scores|hundreds)\b"
    rf"|{_spelt}"
    rf"|both\b"
)
_NUMBER = re.compile(rf"(?<![\w.,:/$€£¥])(?<![a-z]-)(?:{_one_number})(?!\w)", re.IGNORECASE)

_SIGN = re.compile(rf"\d|{_scale}|{_small}|both|couple|pair|tens|scores")
"""What each number has at least, in lower case: half of all sentences have nothing of it, and this is told faster."""

_MODIFIERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{words})\s+(?:an?\s+(?:estimated|total\s+of)\s+)?$", re.IGNORECASE))
    for kind, words in (
        ("at least", r"at\s+least|no\s+fewer\s+than|no\s+less\s+than|not\s+less\s+than|a\s+minimum\s+of|minimum"),
        ("at most", r"up\s+to|at\s+most|not?\s+more\s+than|as\s+(?:many|much)\s+as|a\s+maximum\s+of"),
        ("over", r"over|more\s+than|above|upwards?\s+of|in\s+excess\s+of|exceeding|well\s+over|greater\s+than"),
        ("under", r"fewer\s+than|less\s+than|under|below"),
        ("about", r"about|around|some|approximately|roughly|circa|nearly|almost|close\s+to|(?:an?\s+)?estimated|perhaps"
                  r"|maybe|just\s+(?:over|under)"),
    )
)  # fmt: skip
_ORDER = ("at least", "at most", "over", "under", "about")
_RANGE = re.compile(r"\s*(?:-|–|—|to|or)\s*", re.IGNORECASE)
_AFTER_MIN = re.compile(r"\s*(?:\+|or\s+more|or\s+over|-plus\b|plus\b|and\s+more|upwards)", re.IGNORECASE)
_AFTER_MAX = re.compile(r"\s*or\s+(?:fewer|less)", re.IGNORECASE)
_PERCENT = re.compile(r"\s*-?(?:%|per\s?cent\b|percentage\s+points?\b)", re.IGNORECASE)
_YEARLIKE = re.compile(r"(?:1[0-9]|20)\d\d$")
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_CHANGE = re.compile(
    r"\b(?:increas|r[io]se|gr[eo]w|f[ae]ll|dropp?|decreas|declin|climb|jump|cut|reduc|chang|went|up|down)",
    re.IGNORECASE,
)
_AGE = re.compile(r"[\s-]*(?:year|month|week|day)s?[\s-]olds?\b|[\s-]*years?[\s-]of[\s-]age", re.IGNORECASE)
_CLOCK = re.compile(r"\s?(?::\d\d|[ap]\.?m\b|o['’]clock|hrs?\b|GMT|UTC|CET)", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_SLASHED = re.compile(r"\s?/\s?\d|\.\d+\.|-\d+-\d|:\d")
_AGED = re.compile(r"\b(?:aged|ages?(?:\s+of)?)\s+$", re.IGNORECASE)
_TELEPHONE = re.compile(r"\s*(?:\(\d{3}\)\s?)?\d{3}-\d{4}")
_MONTH_BEFORE = re.compile(rf"\b(?:{_MONTHS})\.?\s+(?:the\s+)?$", re.IGNORECASE)
_MONTH_AFTER = re.compile(rf"\s?(?:of\s+)?(?:{_MONTHS})\b")
_WHOLE_MONTH_AFTER = re.compile(
    r"\s?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_OF = re.compile(r"\s+of\b")
_COMMA_BEFORE = re.compile(r"(?:^|\W),\s*$|^\s*,\s*$")
_ASIDE_ENDS = re.compile(r"\s*[,.)]")
_NUMBERED = re.compile(r"(?:\bNo|\bno|#|\bpp?|\bart|\bvol|\bch)\.?\s?$")
_BETWEEN = re.compile(r"\bbetween\s+(?:about\s+|around\s+)?$", re.IGNORECASE)
_BETWEEN_OR_FROM = re.compile(r"\b(?:between|from)\s+$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+$")
_AND = re.compile(r"\s+and\s+")
_SECOND = re.compile(rf"{_one_number}(?!\w)", re.IGNORECASE)
_SCALED = re.compile(rf"({_scale}|bn|mn|tn|m|k)s?$", re.IGNORECASE)
_SIGNED = re.compile(r"(?:US)?[$€£¥₽₹]")
_VAGUE = re.compile(r"(?:an?\s+)?couple|some\s", re.IGNORECASE)
_BLANKS = re.compile(r"[\s-]+")
_DIGITS = re.compile(r"\d[\d,  ]*(?:\.\d+)?")


@remembered
def find(tokens: Tokens) -> tuple[Figure, ...]:
    """The figures of a sentence (or any stretch of tokens), in text order.

    >>> find(sentence)[0].quantity  # of "Police arrested over 4,300 people."
    Quantity(text='over 4,300', minimum=4301.0, maximum=None, unit='people', ...)
    """
    text, found, at = tokens.text, [], 0
    if not _SIGN.search(text.lower()):
        return ()
    while match := _NUMBER.search(text, at):
        at = match.end()
        bounds = _value(match.group())
        if bounds is None or not _counts(match, text, tokens):
            continue
        begin, end = match.span()
        if (joined := _joined(match, text)) is not None:
            second, upper = joined
            at = end = second.end()
            if upper[1] < bounds[0]:
                continue  # a score, such as "won by 3 to 2"
            scale = _shared_scale(match.group(), second.group())
            if bounds[0] * scale > upper[1]:
                scale = 1.0  # "500-1k" is no range of half a million
            bounds = (bounds[0] * scale, upper[1])
        figure = _figure(text, tokens, begin, end, bounds)
        if figure is not None:
            found.append(figure)
    return tuple(found)


def amounts(figure: Figure, verb: Token) -> bool:
    """Whether a figure says what a verb's subject amounts to: "rose to 26", "stood at 9", "reached 500", "was 37"."""
    noun = figure.head if figure.head is not None else figure.token
    at = noun if noun.head.i == verb.i or noun.i == verb.i else figure.token
    if at.i == verb.i:
        return bool(syntax.children(verb, "cop"))
    if at.head.i != verb.i:
        return False
    return syntax.has_dep(at, "obj", "xcomp") or (syntax.has_dep(at, "obl") and set(syntax.cases(at)) <= {"to", "at"})


def _value(words: str) -> tuple[float, float] | None:
    """The bounds of one number in words or digits: "3.5 million", "two hundred and six", "hundreds of thousands"."""
    low = _BLANKS.sub(" ", words.lower().strip().lstrip("us$€£¥₽₹ " if words[:1] in "U$€£¥₽₹" else " "))
    parts = low.split()
    if low in ("both", "couple", "pair", "a couple", "a pair"):
        return 2, 2
    if parts[-1] in _PLURALS:
        lower, upper = _PLURALS[parts[-1]]
        if len(parts) == 3:  # "tens of thousands"
            unit = lower / 2
            return _PLURALS[parts[0]][0] * unit, (_PLURALS[parts[0]][1] + 1) * unit - 1
        return lower, upper
    if parts[0] in ("several", "few", "many", "some") or low.startswith("a few"):
        unit = _SCALES[parts[-1]]
        return (unit, unit) if parts[0] == "some" else (2 * unit, 10 * unit - 1)
    if parts[0] == "half":
        return 0.5 * _SCALES[parts[2]], 0.5 * _SCALES[parts[2]]
    if low.endswith("and a half"):
        return 1.5 * _SCALES[parts[1]], 1.5 * _SCALES[parts[1]]
    if digits := _DIGITS.match(low):
        number = float(re.sub(r"[,\s]", "", digits.group()))
        scale = low[digits.end() :].strip().rstrip("s") or "1"
        number *= _SCALES.get(scale, 1)
        return number, number
    return _spelt_value([p for p in parts if p != "and"])


def _spelt_value(parts: list[str]) -> tuple[float, float] | None:
    total = current = 0.0
    for part in parts:
        if part in ("a", "an"):
            continue
        if part in _WORDS:
            current += _WORDS[part]
        elif part in ("hundred", "dozen"):
            current = (current or 1) * _SCALES[part]
        elif part in _SCALES:
            total += (current or 1) * _SCALES[part]
            current = 0
        else:
            return None
    return total + current, total + current


def _joined(match: re.Match[str], text: str) -> tuple[re.Match[str], tuple[float, float]] | None:
    """The upper end of a range: "10-15", "3 to 5 million", "between 10 and 15", and its bounds."""
    joint = _RANGE.match(text, match.end())
    before = text[: match.start()]
    if _BETWEEN.search(before):
        joint = _AND.match(text, match.end())
    if joint is None or (_FROM.search(before) and _CHANGE.search(before)):
        return None
    second = _SECOND.match(text, joint.end())
    value = _value(second.group()) if second else None
    return (second, value) if second and value else None


def _shared_scale(first: str, second: str) -> float:
    """In "3 to 5 million" the first number is in millions too."""
    own = _SCALED.search(first)
    other = _SCALED.search(second)
    digits = first.lstrip("$€£")[:1].isdigit() and second.lstrip("$€£")[:1].isdigit()
    return _SCALES[other.group(1).lower()] if other and not own and digits else 1.0


def _counts(match: re.Match[str], text: str, tokens: Tokens) -> bool:
    """Whether a number counts something, rather than being a year, an age, a date, a time or part of a name."""
    words, after, before = match.group(), text[match.end() :], text[: match.start()]
    if _ORDINAL.match(after) or _CLOCK.match(after) or _AGE.match(after) or _SLASHED.match(after):
        return False
    if _AGED.search(before) or _TELEPHONE.match(words + after):
        return False
    if before.endswith("[") or (after[:1] in ("-", "‐", "‑") and after[1:2].isalpha()):
        return False  # a footnote mark; "a six-member team"
    token = _token_at(tokens, match.start())
    if token is None or (token.ent_type_ and token.ent_type_ not in ("PERSON", "NORP")):
        return False
    low = words.lower()
    if low == "zero" or _MONTH_BEFORE.search(before):
        return False
    if _MONTH_AFTER.match(after):
        return False
    if low == "both":
        return token.dep_ in ("det", "nummod", "det:predet") and token.head.i > token.i
    if low in ("one", "couple", "pair") and (token.pos_ != "NUM" or not syntax.has_dep(token, "nummod")):
        return low == "couple" and before.lower().endswith(" a ")
    if low in ("scores", "tens", "thousands", "hundreds", "dozens", "millions", "billions") and token.pos_ == "VERB":
        return False
    if low == "scores" and not _OF.match(after):
        return False
    if token.head.i < token.i and token.dep_ in ("nummod", "compound") and not low[:1].isdigit():
        return False  # "season four"
    if low[:1].isdigit():
        return _counts_digits(low, token, before, after)
    return True


def _counts_digits(low: str, token: Token, before: str, after: str) -> bool:
    head = token.head
    counted = syntax.has_dep(token, "nummod") and head.i > token.i
    if _PERCENT.match(after):
        return True
    if _YEARLIKE.match(low):
        return counted and head.tag_ in ("NNS", "NNPS") and head.lower_ not in ("elections", "games", "olympics")
    if _COMMA_BEFORE.search(before[-2:]) and _ASIDE_ENDS.match(after) and head.pos_ == "PROPN":
        return False  # "Jane Roe, 34, ..."
    if not counted and head.i < token.i and syntax.has_dep(token, "nummod", "flat", "compound", "appos", "nmod"):
        return head.lower_ in ("usd", "eur", "gbp") or (
            syntax.has_dep(token, "nmod", "appos") and bool(syntax.cases(token))
        )
    if _NUMBERED.search(before):
        return False
    return not _WHOLE_MONTH_AFTER.match(after)


def _token_at(tokens: Tokens, offset: int) -> Token | None:
    """The token that covers a character of the stretch; a currency sign is passed over for its number."""
    at = tokens.start_char + offset
    for token in tokens:
        if token.idx <= at < token.idx + len(token.text):
            if (token.is_currency or token.lower_ == "a") and token.i + 1 < tokens.end:
                return token.doc[token.i + 1]
            return token
    return None


def _figure(text: str, tokens: Tokens, begin: int, end: int, bounds: tuple[float, float]) -> Figure | None:
    token = _token_at(tokens, begin)
    if token is None:
        return None
    lower: float | None = bounds[0]
    upper: float | None = bounds[1]
    approximate = bool(_VAGUE.match(text[begin:end]))
    whole = bounds[0].is_integer() if isinstance(bounds[0], float) else True
    percent, number_end = _PERCENT.match(text, end), end
    end = percent.end() if percent else end
    between = _BETWEEN_OR_FROM.search(text[:begin])
    if between and bounds[0] != bounds[1]:
        begin = between.start()
    for kind, start in _modifiers(text, begin):
        begin = start
        if kind == "at least":
            upper = None
        elif kind == "at most":
            lower = None
        elif kind == "over":
            lower, upper = bounds[0] + (1 if whole and not percent else 0), None
        elif kind == "under":
            lower, upper = None, bounds[1] - (1 if whole and not percent else 0)
        else:
            approximate = True
    # "under three or over eighty" has a bound already that the words after it would take away
    if lower is not None and (tail := _AFTER_MIN.match(text, end)):
        upper, end = None, tail.end()
    elif upper is not None and (tail := _AFTER_MAX.match(text, end)):
        lower, end = None, tail.end()
    if lower is None and upper is None:
        return None  # "at least under nine": the words take both bounds away
    head = _counted(last) if (last := _token_at(tokens, number_end - 1)) is not None else None
    head = head if head is not None else _counted(token)
    sign = _SIGNED.search(text[begin:end])
    unit = "per cent" if percent else _CURRENCIES[sign.group()] if sign else head.text if head is not None else ""
    span = Span(begin=tokens.start_char + begin, end=tokens.start_char + end)
    quantity = Quantity(
        text=text[begin:end], span=span, minimum=lower, maximum=upper, unit=unit, approximate=approximate
    )
    return Figure(quantity, token, head)


def _modifiers(text: str, begin: int) -> Iterator[tuple[str, int]]:
    """The words before a number that bend it, nearest first, each with its start: "at least", "about", ..."""
    for _ in range(2):
        for kind, pattern in _MODIFIERS:
            if found := pattern.search(text, max(0, begin - 40), begin):
                begin = found.start()
                yield kind, begin
                break
        else:
            return


def _counted(token: Token) -> Token | None:
    """The noun that a number counts: "people" in "4,300 people", "hundreds of people", "30 of the people"."""
    at = token
    for _ in range(3):
        if not syntax.has_dep(at, "nummod", "compound", "flat", "advmod", "amod", "det", "conj") or at.head.i == at.i:
            break
        at = at.head
    for child in syntax.children(at, "nmod"):
        scaled = (
            at.pos_ == "NUM"
            or at.lower_ in _PLURALS
            or at.lower_.rstrip("s") in _SCALES
            or at.lower_ in ("couple", "pair")
        )
        if scaled and "of" in syntax.cases(child):
            return child if child.lower_ not in _PLURALS else _counted(child)
    if at.i == token.i or at.pos_ in ("NUM", "VERB", "AUX"):
        return None
    return at
