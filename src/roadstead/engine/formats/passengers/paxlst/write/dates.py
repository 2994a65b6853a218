"""ISO dates and times to the forms of UN/EDIFACT 2379: as short as the reader can tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

THIS_CENTURY: Final = "20"
THE_CENTURY_BEFORE: Final = "19"
# By the length of the ISO text: its form code.
PARTIAL: Final[Mapping[int, str]] = {len("CCYY"): "602", len("CCYY-MM"): "610", len("CCYY-MM-DD"): "102"}


def figures(iso: str) -> str:
    return iso.replace("-", "").replace("T", "").replace(":", "")


def time(iso: str) -> list[str]:
    """YYMMDDHHMM (201) as nearly all send it; what is only a day, or of another century, with its own code."""
    if len(iso) <= len("CCYY-MM-DD"):
        return date(iso)
    short = iso.startswith(THIS_CENTURY)
    return [figures(iso)[2:], "201"] if short else [figures(iso), "203"]


def date(iso: str) -> list[str]:
    return [figures(iso), PARTIAL.get(len(iso), "")]


def future(iso: str) -> list[str]:
    """An expiry: YYMMDD without code, for it is of this century."""
    return [figures(iso)[2:]] if len(iso) == len("CCYY-MM-DD") and iso.startswith(THIS_CENTURY) else date(iso)


def past(iso: str, flight_date: str) -> list[str]:
    """A birth or an issue: YYMMDD without code where that is the latest such day before the flight."""
    same = (century for century in (THIS_CENTURY, THE_CENTURY_BEFORE) if century + iso[2:] <= flight_date)
    is_latest = len(iso) == len(flight_date) == len("CCYY-MM-DD") and next(same, "") == iso[:2]
    return [figures(iso)[2:]] if is_latest and flight_date.startswith(THIS_CENTURY) else date(iso)
