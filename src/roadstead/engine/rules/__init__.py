"""Built-in travel rules. A rule is a function from facts to findings; its docstring is the sentence the officer reads.

Rules are written by people, versioned and approved (safeguards S16). No rule may use nationality, sex, birth place,
residence or employment, which S17 forbids or which are proxies for what it forbids; a test reads their source. `RULES`
is the only registry.
"""

from __future__ import annotations

from typing import Final

from roadstead.engine.records import Action
from roadstead.engine.rules.builtin import (
    birth_date_impossible,
    expired_document,
    filed_late,
    reported_document,
    shared_document,
)
from roadstead.engine.rules.rule import Facts, Filing, Finding, Rule

__all__ = ["RULES", "Facts", "Filing", "Finding", "Rule"]

RULES: Final[tuple[Rule, ...]] = (
    Rule("T01", "1", "Document reported lost", Action.REFER, reported_document),
    Rule("T02", "1", "Document expired before arrival", Action.REFER, expired_document),
    Rule("T03", "1", "Birth date missing or impossible", Action.REFER, birth_date_impossible),
    Rule("T04", "1", "One document, two travellers", Action.REFER, shared_document),
    Rule("T05", "1", "List filed late", Action.REFER, filed_late),
)
