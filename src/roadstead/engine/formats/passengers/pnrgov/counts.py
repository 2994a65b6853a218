"""How many bookings the sender declares for the whole push, against how many came in this message."""

from __future__ import annotations

from collections.abc import Mapping

from roadstead.engine.formats.common.edifact_header import is_part
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import MessageHeader


def compare(declared: Mapping[str, int], read: int, head: MessageHeader, notes: Notebook) -> None:
    """A split push declares its whole; otherwise a booking is missing, or the count is wrong."""
    said = declared.get("bookings")
    if said is None or said == read:
        return
    field = "number of bookings (6350)"
    text = f"EQN declares {said} bookings for the whole push, this message holds {read}."
    if is_part(head):
        text = f"{text} The others are in the other parts."
        notes.note("count-of-the-whole-list", text, segment="EQN", field=field, sent=str(said))
    else:
        text = f"{text} Send those that are missing, or correct the number."
        notes.warning("count-differs", text, segment="EQN", field=field, sent=str(said))
