"""SRC and RCI: where a booking begins, its record locators, and when it was made."""

from __future__ import annotations

from roadstead.engine.formats.passengers.pnrgov.drafts import Draft
from roadstead.engine.formats.passengers.pnrgov.groups import Found
from roadstead.engine.formats.passengers.pnrgov.when import moment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.syntax.edifact import Element, repetitions


def src(found: Found, draft: Draft, notes: Notebook) -> None:
    """SRC has nothing to say."""


def rci(found: Found, draft: Draft, notes: Notebook) -> None:
    """RCI+carrier:locator:type:date:time, the first the sender's own, the others of carriers that share the flight."""
    if draft.level == "other":
        return
    for element in range(1, len(found.segment)):
        for each in repetitions(found.segment, element):
            (_split if draft.level == "history" or draft.is_divided else _locator)(each, draft)


def eqn(found: Found, draft: Draft, notes: Notebook) -> None:
    """EQN of a booking: how many travellers were divided off, and RCI after it the other booking."""
    draft.is_divided = True


def _locator(element: Element, draft: Draft) -> None:
    system, locator, type, day, time = (value.strip() for value in [*element, "", "", "", "", ""][:5])
    system, locator = system.upper(), locator.upper()
    if len(type) == 6 and type.isdigit():  # some leave out the type: date and time stand one place earlier
        day, time = type, day
    if not locator:
        return
    if not draft.locator:
        draft.locator, draft.system, draft.created = locator, system, moment(day, time)
    elif (system, locator) != (draft.system, draft.locator):
        draft.other_locators[f"{system}/{locator}" if system else locator] = None


def _split(element: Element, draft: Draft) -> None:
    """In the history or after EQN: the booking this one was divided from, or into."""
    locator = element[1].strip().upper() if len(element) > 1 else ""
    if locator and locator != draft.locator:
        draft.splits[locator] = None
