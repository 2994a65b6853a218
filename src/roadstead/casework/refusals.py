"""Why somebody may not do an act to an alert, in sentences that pages translate. Pure."""

from __future__ import annotations

from typing import Final

ONLY_DECIDERS: Final = "only analysts and supervisors decide about alerts"
BY_A_SUPERVISOR: Final = "a decision is reopened by a supervisor"
TAKE_IT_FIRST: Final = "take the alert first: it is decided by the officer who holds it"
ANOTHER_AGREES: Final = "a second officer agrees: nobody agrees to what they put forward"
TWO_CONFIRM: Final = "here two officers confirm: put the confirmation forward, and another one agrees"
ONE_CONFIRMS: Final = "here one officer confirms: nobody has to agree"
OPEN_IT_FIRST: Final = "the person's data are restricted: open them on the alert's page, with a reason, then decide"
TEXTS: Final = (
    ONLY_DECIDERS, BY_A_SUPERVISOR, TAKE_IT_FIRST, ANOTHER_AGREES, TWO_CONFIRM, ONE_CONFIRMS, OPEN_IT_FIRST,
)  # fmt: skip
