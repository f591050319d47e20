"""The tokeniser of our pipelines: spaCy's English one, brought nearer to how Universal Dependencies cuts words.

It is saved inside the trained pipeline, so that nothing here is needed to run it. Names must begin and end at token
boundaries: "pro-Beijing", "mid-2021" and "today.The" are cut, as the treebanks do or as readers would.
"""

from __future__ import annotations

from collections.abc import Callable

import spacy
from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER
from spacy.language import Language
from spacy.symbols import NORM, ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

__all__ = ["customise", "customiser"]

RUNS = [r"={2,}", r"_{2,}", r"\*{2,}", r"~{2,}", r"#{2,}", r"[!?]{2,}", r"<{2,}", r">{2,}"]  # a ruled line is one word
PREFIXES = [rf"-(?=[{ALPHA}])", r"--+"]
SUFFIXES = [rf"(?<=[{ALPHA}0-9.!?,'\"])[-–—]+", r"(?<=[0-9])(?:k|m|b|bn|tn)"]
# Web pages lose the space between a heading and a paragraph: "MoscowWhile we waited". Few words, as "YouTube" is one.
GLUED = "The|This|These|There|They|While|When|But|After|Although|However|Since|With"
INFIXES = [
    rf"(?<=[0-9])[-–—](?=[{ALPHA}])",  # 19-year-old
    rf"(?<=[{ALPHA}])[-–—](?=[0-9])",  # mid-2021
    rf"(?<=\.)[-–—](?=[{ALPHA}])",  # U.S.-led
    rf"(?<=[{ALPHA_LOWER}][{ALPHA_LOWER}])(?=(?:{GLUED})\b)",
    r"--+|[–—]+",
    r"[()\[\]{}\"]",
    rf"(?<=[{ALPHA}0-9])[!?]+(?=[{ALPHA}'])",  # streets!They
    rf"(?<=[0-9])[.;](?=[{ALPHA_UPPER}][{ALPHA_LOWER}])",  # 1991.The
    rf"(?<=[{ALPHA_UPPER}][{ALPHA_UPPER}])[.;](?=[{ALPHA_UPPER}][{ALPHA_LOWER}])",  # USSR.The
    rf"(?<=[{ALPHA_LOWER}])[;](?=[{ALPHA}])",
    rf"(?<=[{ALPHA_LOWER}0-9])[.!?,](?=\")",
]
ABBREVIATIONS = """
    etc. al. Lt. Col. Sgt. Capt. Maj. Brig. Cmdr. Cpl. Pvt. Adm. Hon. Pres. Prof. Ph.D. Mt. Ft. Ave. Blvd. Rd. Dept.
    Assn. Univ. Bros. Mon. Tue. Tues. Wed. Thu. Thur. Thurs. Fri. Sat. Sun. Sr. Jr. Esq. Fig. fig. approx. est. dept.
    govt. Govt. ca. cf. vs. viz. pp. Vol. vol. ed. eds. Msgr. Fr. Sr. Supt. Insp. Det. Ala. Ariz. Calif. Colo. Conn.
    """.split()  # noqa: SIM905
NOT_CONTRACTIONS = ("Wed", "wed", "Id", "id")


def customise(nlp: Language) -> None:
    """Give an English pipeline our rules, in place."""
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, Tokenizer)
    defaults = nlp.Defaults
    tokenizer.prefix_search = compile_prefix_regex([*RUNS, *(defaults.prefixes or ()), *PREFIXES]).search
    tokenizer.suffix_search = compile_suffix_regex([*RUNS, *(defaults.suffixes or ()), *SUFFIXES]).search
    tokenizer.infix_finditer = compile_infix_regex([*INFIXES, *(defaults.infixes or ())]).finditer
    rules = {form: pieces for form, pieces in tokenizer.rules.items() if form not in NOT_CONTRACTIONS}
    for form in ABBREVIATIONS:
        rules[form] = [{ORTH: form, NORM: form}]
    tokenizer.rules = rules


@spacy.registry.callbacks("citegraph.tokenizer")
def customiser() -> Callable[[Language], None]:
    """`customise`, as a callback of a training configuration (``[initialize.before_init]``)."""
    return customise
