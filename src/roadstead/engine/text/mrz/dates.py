"""Dates in the zone: YYMMDD, fillers for unknown parts (Doc 9303 part 3, section 4.8), without a century."""

from __future__ import annotations

from typing import Final

from roadstead.engine.text import dates
from roadstead.engine.text.dates import ParsedDate
from roadstead.engine.text.mrz.layout import FILLER

WHOLE_FORM: Final = "101"  # YYMMDD in UN/EDIFACT 2379
THIS_CENTURY: Final = "20"
# A later expiry is of the last century, or means "without end" on cards of old people.
LAST_EXPIRY_USED: Final = "2070"
LAST_CENTURY_END: Final = "1999-12-31"
# years; a person born less than that before the expiry may as well be a hundred years older
MAX_VALIDITY_YEARS: Final = 10
SIZE: Final = 6


def expiry(printed: str) -> ParsedDate:
    return dates.parse(printed, form=WHOLE_FORM, century=THIS_CENTURY)


def birth(printed: str, expires: str, not_after: str) -> ParsedDate:
    """Return the latest day not after `not_after`; without it, not after the document's expiry."""
    return dates.parse(printed, form=WHOLE_FORM, not_after=not_after or birth_limit(expires))


def birth_limit(expires: str) -> str:
    return expires if expires and expires < LAST_EXPIRY_USED else LAST_CENTURY_END


def issued(number: str) -> str:
    """Return year and month at the beginning of a French card's number; "" if it does not begin so."""
    return dates.parse(number[:4], form="609", century=THIS_CENTURY).iso if number[:4].isdigit() else ""


def is_in_doubt(born: str, expires: str, not_after: str) -> bool:
    """Return True if a child and a person of ninety cannot be told apart: no day given, and expiry close to birth."""
    if not_after or not born or not expires or expires >= LAST_EXPIRY_USED:
        return False
    return int(expires[:4]) - int(born[:4]) <= MAX_VALIDITY_YEARS


def printed(iso: str) -> str:
    """Return "8004<<" for "1980-04", six fillers for ""."""
    return iso[2:].replace("-", "").ljust(SIZE, FILLER)
