"""The facts of bills, as the table of the language names them (`language.cargo`). Nothing else is handed on.

What was not stated is left out: a rule that needs it is then unknown, and never wrong by a default. What stored bills
tell comes in as `Known`; this package reads no table of a database.
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
