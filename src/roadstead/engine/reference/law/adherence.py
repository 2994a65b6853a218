"""Adherence: what each state has done about an instrument, when, and who says so. A policy table.

A state records its own facts: two of its people approve them, and they replace the shipped rows for the same event.
Sources that disagree are separate rows, and stay so: a row is identified by state, instrument, event and day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from roadstead.engine.reference.policy import ANY, NO_FAULT, SOURCED, Table, a_state, one_of
from roadstead.engine.reference.tables import Row, table
from roadstead.engine.sentences import Sentence

PARTIAL_DAY: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Event(StrEnum):
    """Steps by which an instrument comes to work in a state, in their usual order."""

    SIGNED = "signed"
    RATIFIED = "ratified"
    ACCEDED = "acceded"
    IN_FORCE = "in_force"  # the instrument itself, for every state
    ACT_PASSED = "act_passed"
    ACT_IN_FORCE = "act_in_force"
    AUTHORITY_NAMED = "authority_named"
    FORM_ISSUED = "form_issued"
    FIRST_USED = "first_used"


class Happened(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_FOUND = "not_found"  # looked for; the row says so, and nothing else


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """One row. `valid_from`: day of the event, as a year, a month or a day; "" if the source gives none.

    `valid_to`: last day, if it was undone (an act repealed, a treaty left). `state`: "*" for the instrument itself, or
    for something that was not found of any state.
    """

    state: str
    instrument: str
    event: Event
    happened: Happened
    valid_from: str
    valid_to: str
    verified: bool
    mark: str
    source: str
    text: str
    is_approved: bool = False  # approved, not shipped

    @property
    def counts(self) -> bool:
        """Return True if it may be relied on: its source was read, or two people of the state have approved it."""
        return self.verified or self.is_approved

    def is_done(self, on: date) -> bool:
        """Return True if the event has surely happened by that day and was not undone.

        A year or month alone has surely passed when its last day has, and has surely not been reached before its first.
        Without any day it is taken to have passed.
        """
        day = on.isoformat()
        return self.happened == Happened.YES and last_day(self.valid_from) <= day <= (self.valid_to or day)


def last_day(partial: str) -> str:
    """Return the last day that a year, month or day may mean, for comparison as text: 2018-02 gives 2018-02-31."""
    return partial and partial + "-12-31"[len(partial) - 4 :]


def a_partial_day(text: str) -> Sentence:
    """Check for 2018, 2018-07, 2018-07-10 or nothing."""
    fault = Sentence("must be a year, a month or a day (2018, 2018-07, 2018-07-10), or empty if no source gives it")
    if not text:
        return NO_FAULT
    if not PARTIAL_DAY.fullmatch(text):
        return fault
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return fault
    return NO_FAULT


def _an_instrument(text: str) -> Sentence:
    return one_of(*(row["code"] for row in table("law_instruments")))(text)


def _faults(row: Row) -> Iterator[tuple[str, Sentence]]:
    """Yield what does not fit together: "*" is for the instrument itself, or for what was not found."""
    is_entry_into_force = row.get("event") == Event.IN_FORCE
    is_any = row.get("state") == ANY
    if is_entry_into_force and not is_any:
        yield "event", Sentence("is of the instrument, not of a state; for a state use act_in_force")
    if is_any and not is_entry_into_force and row.get("happened") != Happened.NOT_FOUND:
        yield "state", Sentence("must be one state: each adheres for itself")
    if row.get("happened") == Happened.NOT_FOUND and row.get("verified") == "yes":
        yield "verified", Sentence("must be “no” for something that was not found")


def _adherence(row: Row, own: bool) -> Adherence:
    return Adherence(
        state=row["state"],
        instrument=row["instrument"],
        event=Event(row["event"]),
        happened=Happened(row["happened"]),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        verified=row["verified"] == "yes",
        mark=row["mark"],
        source=row["source"],
        text=row["text"],
        is_approved=own,
    )


ADHERENCE: Final[Table[Adherence]] = Table(
    name="adherence",
    title="Adherence to instruments",
    decides="What each state has done about a treaty or act, and when. The page Law finds legal bases from it.",
    cells={
        "state": a_state,
        "instrument": _an_instrument,
        "event": one_of(*Event),
        "happened": one_of(*Happened),
        "valid_from": a_partial_day,
        "valid_to": a_partial_day,
        **SOURCED,
    },
    key=("state", "instrument", "event"),
    make=_adherence,
    row_faults=_faults,
)
