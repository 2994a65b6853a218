"""Facts of a voyage and of everyone on it, named as in the vocabulary (`language.travel`). Rules get nothing else.

Facts that were not stated are left out: a rule that needs one is then unknown, never decided by a default.
"""

from roadstead.engine.rules.facts.person import facts_of
from roadstead.engine.rules.facts.seen import NO_PAST, Past, Seen, Value, Values, Voyaged

__all__ = ["NO_PAST", "Past", "Seen", "Value", "Values", "Voyaged", "facts_of"]
