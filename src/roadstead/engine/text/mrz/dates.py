"""Dates of the zone: YYMMDD, fillers for what is not known (Doc 9303 part 3, section 4.8). No century is printed."""

from __future__ import annotations

from typing import Final

from roadstead.engine.text import dates
from roadstead.engine.text.dates import ParsedDate
from roadstead.engine.text.mrz.layout import FILLER

WHOLE_FORM: Final = "101"  # YYMMDD, as UN/EDIFACT 2379 calls it
THIS_CENTURY: Final = "20"
# An expiry beyond this year is of the last century, or stands for "without end" on the cards of old people.
NO_GUIDE_AFTER: Final = "2070"
OF_THE_LAST_CENTURY: Final = "1999-12-31"
LONGEST_VALIDITY: Final = 10  # years: who is born less than that before the expiry may as well be a hundred years older
SIZE: Final = 6


def expiry(printed: str) -> ParsedDate:
    return dates.parse(printed, form=WHOLE_FORM, century=THIS_CENTURY)


def birth(printed: str, expires: str, not_after: str) -> ParsedDate:
    """The latest day not after the given one; without one, not after the document's own expiry."""
    return dates.parse(printed, form=WHOLE_FORM, not_after=not_after or birth_limit(expires))


def birth_limit(expires: str) -> str:
    return expires if expires and expires < NO_GUIDE_AFTER else OF_THE_LAST_CENTURY


def issued(number: str) -> str:
    """Year and month with which the number of a French card begins; "" if they are none."""
    return dates.parse(number[:4], form="609", century=THIS_CENTURY).iso if number[:4].isdigit() else ""


def is_in_doubt(born: str, expires: str, not_after: str) -> bool:
    """Whether nothing tells a child from somebody of ninety: no day is given, and the expiry is near the birth."""
    if not_after or not born or not expires or expires >= NO_GUIDE_AFTER:
        return False
    return int(expires[:4]) - int(born[:4]) <= LONGEST_VALIDITY


def printed(iso: str) -> str:
    """ "1980-04" as "8004<<", "" as six fillers."""
    return iso[2:].replace("-", "").ljust(SIZE, FILLER)
