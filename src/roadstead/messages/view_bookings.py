"""Bookings and answers as `roadstead read --json` shows them: the records' own fields, absent ones left out."""

from __future__ import annotations

from typing import Final, cast

import msgspec

from roadstead.model import Answer, Booking

ABSENT: Final[tuple[object, ...]] = (None, "", [], {})


def booking_view(booking: Booking) -> dict[str, object]:
    """One booking; `travellers` are positions in the same object's list, counted from 0."""
    return cast(dict[str, object], _lean(msgspec.to_builtins(booking)))


def answer_view(answer: Answer) -> dict[str, object]:
    """One answer of an authority: whom it is about, its code, text and what that means."""
    return cast(dict[str, object], _lean(msgspec.to_builtins(answer)))


def _lean(value: object) -> object:
    """Without what is unknown; zero and false are known."""
    if isinstance(value, dict):
        return {name: lean for name, each in value.items() if (lean := _lean(each)) not in ABSENT}
    if isinstance(value, list | tuple):
        return [_lean(each) for each in value]
    return value
