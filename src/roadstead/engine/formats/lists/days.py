"""Birth dates of lists as ISO 8601: days, months, years, and ranges of years ("1965/1967")."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from roadstead.engine.text.dates import ParsedDate, Precision, parse, parse_each

HARMLESS_PROBLEMS: Final = frozenset({"", "month-first"})  # problems with which a date is still read as it was meant
DAY: Final = re.compile(r"^\d{1,2}[-./ ]+|(?<=\d)[-./]\d{1,2}$|(?<=\d{4}\d\d)\d\d$")
MONTH_FIRST: Final = re.compile(r"^(\d\d?)/(\d\d?)/(\d{4})$")
YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")


class Days(NamedTuple):
    """Dates found in a text; `is_complete` is False if a part of it was not understood."""

    found: tuple[str, ...]
    is_complete: bool


@lru_cache(maxsize=1 << 17)  # a million entries share some 60,000 dates: each text is kept once
def days(text: str) -> Days:
    """Return every date in the text ("14 Jun 1975", "circa 1951", "1965 to 1967", "1965 or 1966"); () if none."""
    read = parse_each(text)
    found = [_plain(one) for one in read if one.iso]
    if text.strip() and not found:
        found = [_partial_date(text.strip())]
    sound = all(one.iso and one.problem in HARMLESS_PROBLEMS for one in read)
    return Days(tuple(dict.fromkeys(filter(None, found))), sound)


def from_month_first(text: str) -> str:
    """Convert a date in US notation (6/14/1975) to ISO 8601; return any other text unchanged."""
    found = MONTH_FIRST.match(text)
    return f"{found[3]}-{found[1]:0>2}-{found[2]:0>2}" if found else text


def years(first: str, last: str) -> str:
    """Return a range of years as an ISO 8601 interval, the earlier first; one year if both are the same."""
    low, high = sorted((first[:4], last[:4]))
    return low if low == high else f"{low}/{high}"


def _plain(read: ParsedDate) -> str:
    """Return ranges as years; "circa 1 January 1961" gives the year only."""
    if read.precision is Precision.INTERVAL:
        return years(*read.iso.split("/"))
    return read.iso[:4] if read.approximate else read.iso[:10]


def _partial_date(text: str) -> str:
    """Read a month or year: "30 February 1975" is 1975-02, "Between Aug. and Sep. 1977" is 1977."""
    if month := parse(DAY.sub("", text, count=1)).iso:
        return month[:7]
    found = YEAR.findall(text)
    return str(found[0]) if len(found) == 1 else ""
