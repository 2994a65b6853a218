"""Names of seats that are booked without a person (AIRIMP): ROE/EXST, ROE/CBBG, EXST/ROE."""

from __future__ import annotations

from typing import Final

EXTRA: Final = frozenset({"EXST", "CBBG"})  # extra seat; cabin baggage


def holder(surname: str, given: str) -> str:
    """Return the holder of the seat as far as the name gives it: "ROE" for ROE/EXST and EXST/ROE."""
    return " ".join(word for word in f"{surname} {given}".upper().split() if word not in EXTRA)


def is_extra_seat(surname: str, given: str) -> bool:
    """Return True if one of the words is such a code; a name that only contains one is a name."""
    return not EXTRA.isdisjoint(f"{surname} {given}".upper().split())
