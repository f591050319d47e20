from parses import parse_of

from pipeline.extract import syntax
from pipeline.extract.parse import Parse, Token
from pipeline.records import Certainty

ARRESTED = """
The the DET DT 2 det
printer printer NOUN NN 10 nsubj:pass
who who PRON WP 5 nsubj:pass
was be AUX VBD 5 aux:pass
jailed jail VERB VBN 2 acl:relcl
in in ADP IN 7 case
Varna Varna PROPN NNP 5 obl
was be AUX VBD 10 aux:pass
later later ADV RB 10 advmod
released release VERB VBN 0 root
by by ADP IN 12 case
guards guard NOUN NNS 10 obl:agent
and and CCONJ CC 14 cc
flown fly VERB VBN 10 conj
home home ADV RB 14 advmod NoSpace
. . PUNCT . 10 punct
"""

SEIZED = """
Soldiers soldier NOUN NNS 2 nsubj
seized seize VERB VBD 0 root
and and CCONJ CC 4 cc
burned burn VERB VBD 2 conj
the the DET DT 6 det
ledgers ledger NOUN NNS 2 obj
and and CCONJ CC 8 cc
maps map NOUN NNS 6 conj NoSpace
. . PUNCT . 2 punct
"""

FAILED = """
Nobody nobody PRON NN 2 nsubj
tried try VERB VBD 0 root
to to PART TO 4 mark
stop stop VERB VB 2 xcomp
them they PRON PRP 4 obj NoSpace
, , PUNCT , 2 punct
but but CCONJ CC 9 cc
they they PRON PRP 9 nsubj
failed fail VERB VBD 2 conj
to to PART TO 11 mark
leave leave VERB VB 9 xcomp
without without SCONJ IN 13 mark
paying pay VERB VBG 11 advcl NoSpace
. . PUNCT . 2 punct
"""

SAID = """
The the DET DT 2 det
baker baker NOUN NN 4 nsubj:pass
is be AUX VBZ 4 aux:pass
said say VERB VBN 0 root
to to PART TO 7 mark
have have AUX VB 7 aux
fled flee VERB VBN 4 xcomp NoSpace
; ; PUNCT , 4 punct
his he PRON PRP$ 10 nmod:poss
sons son NOUN NNS 12 nsubj
may may AUX MD 12 aux
follow follow VERB VB 4 parataxis
and and CCONJ CC 14 cc
hide hide VERB VB 12 conj NoSpace
. . PUNCT . 4 punct
"""

PERSUADED = """
Ana Ana PROPN NNP 2 nsubj
persuaded persuade VERB VBD 0 root
Boris Boris PROPN NNP 2 obj
to to PART TO 5 mark
sell sell VERB VB 2 xcomp
the the DET DT 8 det
old old ADJ JJ 8 amod
mill mill NOUN NN 5 obj
of of ADP IN 11 case
the the DET DT 11 det
monks monk NOUN NNS 8 nmod NoSpace
, , PUNCT , 15 punct
a a DET DT 15 det
fine fine ADJ JJ 15 amod
ruin ruin NOUN NN 8 appos NoSpace
. . PUNCT . 2 punct
"""


QUESTIONS = (
    syntax.agents, syntax.patients, syntax.subjects, syntax.objects, syntax.negated, syntax.certainty, syntax.phrase,
    syntax.subtree, syntax.cases, syntax.clause_head, syntax.antecedent, syntax.conjuncts, syntax.controller,
    syntax.auxiliaries, syntax.is_predicate,
)  # fmt: skip


def word(doc: Parse, text: str, which: int = 0) -> Token:
    return [t for t in doc if t.text == text][which]


def texts(tokens: object) -> list[str]:
    return [t.text for t in tokens]  # type: ignore[attr-defined]


def test_syntax_passive_gives_agent_and_patient() -> None:
    doc = parse_of(ARRESTED)
    released = word(doc, "released")
    assert syntax.is_passive(released)
    assert texts(syntax.agents(released)) == ["guards"]
    assert texts(syntax.patients(released)) == ["printer"]


def test_syntax_relative_pronoun_stands_for_its_noun() -> None:
    doc = parse_of(ARRESTED)
    assert syntax.antecedent(word(doc, "who")).text == "printer"
    assert syntax.antecedent(word(doc, "Varna")).text == "Varna"
    assert texts(syntax.patients(word(doc, "jailed"))) == ["printer"]
    assert syntax.agents(word(doc, "jailed")) == ()


def test_syntax_conjunct_shares_subject_and_voice() -> None:
    doc = parse_of(ARRESTED)
    assert syntax.is_passive(word(doc, "flown"))
    assert texts(syntax.patients(word(doc, "flown"))) == ["printer"]


def test_syntax_conjunct_verbs_share_subject_and_object() -> None:
    doc = parse_of(SEIZED)
    for verb in ("seized", "burned"):
        assert texts(syntax.agents(word(doc, verb))) == ["Soldiers"]
        assert texts(syntax.patients(word(doc, verb))) == ["ledgers", "maps"]


def test_syntax_control_by_object_and_by_subject() -> None:
    doc = parse_of(PERSUADED)
    assert texts(syntax.agents(word(doc, "sell"))) == ["Boris"]
    promised = parse_of(PERSUADED.replace("persuaded persuade", "promised promise"))
    assert texts(syntax.agents(word(promised, "sell"))) == ["Ana"]


def test_syntax_negation_by_subject_verb_and_preposition() -> None:
    doc = parse_of(FAILED)
    assert syntax.negated(word(doc, "tried"))
    assert syntax.negated(word(doc, "stop"))
    assert syntax.negated(word(doc, "leave"))
    assert syntax.negated(word(doc, "paying"))
    assert not syntax.negated(word(doc, "failed"))
    assert not syntax.negated(word(parse_of(ARRESTED), "released"))


def test_syntax_not_only_is_no_negation() -> None:
    doc = parse_of("""
        They they PRON PRP 4 nsubj
        not not PART RB 4 advmod
        only only ADV RB 4 advmod
        marched march VERB VBD 0 root
    """)
    assert not syntax.negated(word(doc, "marched"))


def test_syntax_certainty_of_hearsay_modal_and_plain_clause() -> None:
    doc = parse_of(SAID)
    assert syntax.certainty(word(doc, "fled")) is Certainty.PROBABLE
    assert syntax.certainty(word(doc, "follow")) is Certainty.POSSIBLE
    assert syntax.certainty(word(doc, "hide")) is Certainty.POSSIBLE
    assert syntax.certainty(word(parse_of(SEIZED), "seized")) is Certainty.CERTAIN


def test_syntax_phrase_is_short() -> None:
    doc = parse_of(PERSUADED)
    assert syntax.phrase(word(doc, "mill")).text == "old mill of the monks"
    assert syntax.phrase(word(doc, "mill"), of=False).text == "old mill"
    assert syntax.subtree(word(doc, "mill")).text == "the old mill of the monks, a fine ruin"
    assert texts(syntax.appositions(word(doc, "mill"))) == ["ruin"]


def test_syntax_cases_are_shared_by_conjuncts() -> None:
    doc = parse_of("""
        Fire fire NOUN NN 2 nsubj
        spread spread VERB VBD 0 root
        because because ADP IN 5 case
        of of ADP IN 3 fixed
        wind wind NOUN NN 2 obl
        and and CCONJ CC 7 cc
        drought drought NOUN NN 5 conj
    """)
    assert syntax.cases(word(doc, "wind")) == ("because of",)
    assert syntax.cases(word(doc, "drought")) == ("because of",)
    assert texts(syntax.adverbials(word(doc, "spread"))) == ["wind", "drought"]


def test_syntax_clause_head_stops_at_the_innermost_clause() -> None:
    doc = parse_of(ARRESTED)
    assert syntax.clause_head(word(doc, "Varna")).text == "jailed"
    assert syntax.clause_head(word(doc, "guards")).text == "released"
    assert syntax.clause_head(word(doc, "home")).text == "flown"


def test_syntax_object_of_a_bare_relative_clause_is_the_noun_before_it() -> None:
    doc = parse_of("""
        the the DET DT 2 det
        farm farm NOUN NN 0 root
        they they PRON PRP 4 nsubj
        sold sell VERB VBD 2 acl:relcl
    """)
    assert texts(syntax.patients(word(doc, "sold"))) == ["farm"]


def test_syntax_survives_odd_trees() -> None:
    rows = """
        who who PRON WP 1 root
        not not PART RB 4 conj
        to to PART TO 4 conj
        by by ADP IN 2 xcomp
        , , PUNCT , 1 nsubj
    """
    doc = parse_of(rows)
    for token in doc:
        for question in QUESTIONS:
            question(token)
        assert token not in list(syntax.governors(token))
