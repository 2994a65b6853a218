"""Names under which a seat is booked that no person sits on (AIRIMP): ROE/EXST, ROE/CBBG, EXST/ROE."""

from __future__ import annotations

from typing import Final

EXTRA: Final = frozenset({"EXST", "CBBG"})  # extra seat; cabin baggage


def holder(surname: str, given: str) -> str:
    """Whose seat it is, as far as the name tells: "ROE" of ROE/EXST and of EXST/ROE."""
    return " ".join(word for word in f"{surname} {given}".upper().split() if word not in EXTRA)


def is_extra_seat(surname: str, given: str) -> bool:
    """Whether one of the words is such a code; a name that only contains one is a name."""
    return not EXTRA.isdisjoint(f"{surname} {given}".upper().split())
