"""Facts of bills, named as in the vocabulary (`language.cargo`). Rules get nothing else.

Facts that were not stated are left out: a rule that needs one is then unknown, never decided by a default. Data from
stored bills is passed in as `Known`; this package reads no database.
"""

from roadstead.engine.rules.cargo_facts.all import facts_of_bill, facts_of_bills
from roadstead.engine.rules.rule import NOTHING_KNOWN, Aboard, BoxKnown, Carriage, Earlier, Known, Suggested

__all__ = [
    "NOTHING_KNOWN",
    "Aboard",
    "BoxKnown",
    "Carriage",
    "Earlier",
    "Known",
    "Suggested",
    "facts_of_bill",
    "facts_of_bills",
]
