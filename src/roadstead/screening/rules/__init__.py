"""Travel rules. A rule is a function: facts in, findings out; its docstring is the sentence the officer reads.

Rules are written by people, versioned and approved (safeguards S16). None may refer to nationality, sex, birth
place, age or anything else that S17 forbids: the facts they get do not hold it, and a test reads their source.
`RULES` is the registry; there is no other.
"""

from __future__ import annotations

from typing import Final

from roadstead.screening.rules.births import birth_date_impossible
from roadstead.screening.rules.expired import expired_document
from roadstead.screening.rules.late import filed_late
from roadstead.screening.rules.lost import reported_document
from roadstead.screening.rules.rule import Facts, Filing, Finding, Rule, Weight
from roadstead.screening.rules.shared import shared_document

__all__ = ["RULES", "Facts", "Filing", "Finding", "Rule", "Weight"]

RULES: Final[tuple[Rule, ...]] = (
    Rule("T01", "1", "Document reported lost", Weight.HIGH, reported_document),
    Rule("T02", "1", "Document expired before arrival", Weight.MIDDLE, expired_document),
    Rule("T03", "1", "Birth date missing or impossible", Weight.LOW, birth_date_impossible),
    Rule("T04", "1", "One document, two travellers", Weight.HIGH, shared_document),
    Rule("T05", "1", "List filed late", Weight.LOW, filed_late),
)
