"""Whether a person is on board, as far as the carrier has said, and why that changed."""

from __future__ import annotations

from enum import StrEnum


class Presence(StrEnum):
    """What the carrier last said about the person being on board."""

    BOOKED = "booked"  # so far only in a booking, on no list
    EXPECTED = "expected"
    ON_BOARD = "on_board"
    NOT_ON_BOARD = "not_on_board"
    WITHDRAWN = "withdrawn"


class Why(StrEnum):
    """Why somebody was withdrawn, or what an officer should know of somebody who was not."""

    NOTHING = ""
    CANCELLED = "cancelled"  # named in a cancellation (XR, 1225 = 1 or 3)
    REDUCED = "reduced"  # named in a reduction of the party (RP)
    VOYAGE_CANCELLED = "voyage_cancelled"  # XF
    LIST_CANCELLED = "list_cancelled"  # a cancellation of the whole list
    LEFT_OUT = "left_out"  # a newer complete list took the place of the one that named this person
    NOT_NAMED = "not_named"  # stays, but the newest list of the same sender does not name this person
    OUT_OF_BOOKING = "out_of_booking"  # known from a booking alone, which names this person no longer
    ANOTHER_ROW = "another_row"  # a message that came late showed that two rows are one person


WORDS: dict[Presence, str] = {
    Presence.BOOKED: "Booked",
    Presence.EXPECTED: "Expected",
    Presence.ON_BOARD: "On board",
    Presence.NOT_ON_BOARD: "Not on board",
    Presence.WITHDRAWN: "Withdrawn",
}
