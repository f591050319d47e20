"""What extractors ask of a Universal Dependencies (v2) parse: who does what to whom, denied or not, how surely.

Everything here is a pure function of tokens. Parses are machine-made and sometimes odd; every walk is bounded, so
that a wrong tree gives a wrong answer at worst, never an exception or an endless loop. Relations may carry subtypes
("nsubj:pass") or lack them; both are understood.

For "the printer who was arrested by police and then released" `patients(released)` is (printer,), `agents(arrested)` is
(police,).
"""

from __future__ import annotations

from pipeline.extract.syntax.clauses import (
    adverbials,
    agents,
    antecedent,
    auxiliaries,
    clause_head,
    controller,
    is_passive,
    is_predicate,
    objects,
    patients,
    predicates,
    subjects,
)
from pipeline.extract.syntax.phrases import phrase, subtree
from pipeline.extract.syntax.polarity import certainty, denied_cleft, hedge, negated, ruled_out
from pipeline.extract.syntax.supposed import asked, imagined, inverted, is_content
from pipeline.extract.syntax.tree import (
    appositions,
    cases,
    children,
    conjuncts,
    first_conjunct,
    governors,
    has_dep,
)

__all__ = [
    "adverbials",
    "agents",
    "antecedent",
    "appositions",
    "asked",
    "auxiliaries",
    "cases",
    "certainty",
    "children",
    "clause_head",
    "conjuncts",
    "controller",
    "denied_cleft",
    "first_conjunct",
    "governors",
    "has_dep",
    "hedge",
    "imagined",
    "inverted",
    "is_content",
    "is_passive",
    "is_predicate",
    "negated",
    "objects",
    "patients",
    "phrase",
    "predicates",
    "ruled_out",
    "subjects",
    "subtree",
]
