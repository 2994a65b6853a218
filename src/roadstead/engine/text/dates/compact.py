"""Dates without separators: the formats of UN/EDIFACT data element 2379, and YYMMDD of machine readable zones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from roadstead.engine.text.dates.centuries import Centuries
from roadstead.engine.text.dates.parsed import ParsedDate, Precision, problem

YY, CCYY, MMDD = r"(?P<year>[0-9]{2})", r"(?P<year>[0-9]{4})", r"(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
HHMM = r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})"
DDMM = r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})"
ZONE = r"(?P<zone>[A-Z+-][A-Z0-9:+-]{0,5})"
PERIOD: Final = "718"
FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    code: re.compile(pattern)
    for code, pattern in {
        "2": DDMM + YY,
        "3": MMDD + YY,
        "4": DDMM + CCYY,
        "101": YY + MMDD,
        "102": CCYY + MMDD,
        "201": YY + MMDD + HHMM,
        "203": CCYY + MMDD + HHMM,
        "204": CCYY + MMDD + HHMM + r"[0-9]{2}",
        "301": YY + MMDD + HHMM + ZONE,
        "303": CCYY + MMDD + HHMM + ZONE,
        "602": CCYY,
        "609": YY + r"(?P<month>[0-9]{2})",
        "610": CCYY + r"(?P<month>[0-9]{2})",
        PERIOD: r"[0-9]{8}-?[0-9]{8}",
    }.items()
}
TIME_ONLY: Final = "401"
BY_LENGTH: Final[Mapping[int, str]] = {4: "602", 6: "101", 8: "102", 10: "201", 12: "203", 14: "204", 16: PERIOD}
DAY_FIRST: Final = re.compile(DDMM + CCYY)
FILLED: Final = re.compile(r"([0-9]{2,6})([<X]+)")  # unknown month or day, ICAO Doc 9303 part 3, section 4.8


def squeeze(text: str) -> str:
    """Return capitals without blanks; unknown parts ("80<<<<") become zeros, as in EDIFACT."""
    close = "".join(text.split()).upper()
    filled = FILLED.fullmatch(close)
    return filled[1] + "0" * len(filled[2]) if filled else close


def parse_form(text: str, form: str, years: Centuries) -> ParsedDate | None:
    """Parse a date in the format of its code; None if it does not have that format."""
    found = FORMS[form].fullmatch(text) if form in FORMS else None
    if found is None:
        return None
    return period(text, years) if form == PERIOD else of_match(found, years)


def parse_digits(text: str, years: Centuries) -> ParsedDate | None:
    """Parse digits by their number. Eight digits that are not CCYYMMDD may be DDMMCCYY."""
    if not (text.isascii() and text.replace("-", "").isdigit()):
        return None
    form = PERIOD if FORMS[PERIOD].fullmatch(text) else BY_LENGTH.get(len(text), "")
    found = parse_form(text, form, years)
    day_first = DAY_FIRST.fullmatch(text)
    if found and not found.iso and day_first:
        other = of_match(day_first, years)
        return other if other.iso else found
    return found


def period(text: str, years: Centuries) -> ParsedDate:
    digits = text.replace("-", "")
    return interval(parse_form(digits[:8], "102", years), parse_form(digits[8:], "102", years))


def interval(start: ParsedDate | None, end: ParsedDate | None) -> ParsedDate:
    """Join both ends to one ISO interval."""
    if not (start and end and start.iso and end.iso):
        return problem("date-impossible")
    if end.iso < start.iso[: len(end.iso)]:
        return problem("date-impossible")
    doubt = start.approximate or end.approximate
    return ParsedDate(iso=f"{start.iso}/{end.iso}", precision=Precision.INTERVAL, approximate=doubt)


def of_match(found: re.Match[str], years: Centuries) -> ParsedDate:
    parts = found.groupdict()
    read = years.make_date(parts["year"], int(parts.get("month") or 0), int(parts.get("day") or 0))
    return replace(read, problem="zone-ignored") if read.iso and parts.get("zone") else read
