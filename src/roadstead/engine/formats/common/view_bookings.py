"""Bookings and answers as `roadstead read --json` shows them: the records' own fields, absent ones left out."""

from __future__ import annotations

from typing import cast

import msgspec

from roadstead.engine.formats.common.lean import lean
from roadstead.engine.records import Answer, Booking


def booking_view(booking: Booking) -> dict[str, object]:
    """One booking; `travellers` are positions in the same object's list, counted from 0."""
    return cast(dict[str, object], lean(msgspec.to_builtins(booking)))


def answer_view(answer: Answer) -> dict[str, object]:
    """One answer of an authority: whom it is about, its code, text and what that means."""
    return cast(dict[str, object], lean(msgspec.to_builtins(answer)))
