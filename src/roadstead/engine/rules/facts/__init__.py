"""Facts of a voyage and of everyone on it, named as in the vocabulary (`language.travel`). Rules get nothing else.

Facts that were not stated are left out: a rule that needs one is then unknown, never decided by a default.
"""

from roadstead.engine.rules.facts.context import UNKNOWN_PAST, FactContext, PastVoyage, PastVoyages, Value, Values
from roadstead.engine.rules.facts.person import facts_of

__all__ = ["UNKNOWN_PAST", "PastVoyages", "FactContext", "Value", "Values", "PastVoyage", "facts_of"]
