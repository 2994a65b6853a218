"""Why somebody may not do an act to an alert, in sentences that pages translate. Pure."""

from __future__ import annotations

from typing import Final

ONLY_DECIDERS: Final = "only analysts and supervisors decide about alerts"
BY_A_SUPERVISOR: Final = "a decision is reopened by a supervisor"
TAKE_IT_FIRST: Final = "take the alert first: it is decided by the officer who holds it"
ANOTHER_AGREES: Final = "a second officer approves: you cannot approve what you sent yourself"
TWO_CONFIRM: Final = "here two officers confirm: send it to a second officer"
ONE_CONFIRMS: Final = "here one officer confirms: no second officer is needed"
OPEN_IT_FIRST: Final = "the person's data are restricted: open them on the alert's page, with a reason, then decide"
GOODS_ARE_CHECKED: Final = (
    "goods are not a match: choose a documentary check, a scan, a physical examination or release"
)
ONLY_OF_GOODS: Final = "only goods are checked or released: choose match or not a match"
NOTHING_TO_RETURN: Final = "no outcome is recorded for your state: the alert is in the queue"
NOT_ARRIVED: Final = "this voyage has not arrived yet: confirm that you record the outcome anyway, and write down why"
TEXTS: Final = (
    GOODS_ARE_CHECKED, ONLY_OF_GOODS, NOTHING_TO_RETURN, NOT_ARRIVED,
    ONLY_DECIDERS, BY_A_SUPERVISOR, TAKE_IT_FIRST, ANOTHER_AGREES, TWO_CONFIRM, ONE_CONFIRMS, OPEN_IT_FIRST,
)  # fmt: skip
