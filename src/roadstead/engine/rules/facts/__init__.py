"""The facts of a voyage and of everybody on it, as the table of the language names them. Nothing else is handed on.

What was not stated is left out: a rule that needs it is then unknown, and never wrong by a default.
"""

from roadstead.engine.rules.facts.person import facts_of
from roadstead.engine.rules.facts.seen import NO_PAST, Past, Seen, Value, Values, Voyaged

__all__ = ["NO_PAST", "Past", "Seen", "Value", "Values", "Voyaged", "facts_of"]
