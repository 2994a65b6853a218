"""Birth dates as lists write them, to ISO 8601: days, months, years, and ranges of years ("1965/1967")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

MONTHS: Final = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
FORMS: Final = tuple(re.compile(form, re.ASCII) for form in (
    r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2})(?:[T ].*|Z|[+-]\d\d:?\d\d)?)?)?",  # ISO, with a clock or a zone
    r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})",  # day first, as in the Caribbean and Europe
    r"(?P<y>\d{4})[./](?P<m>\d{1,2})(?:[./](?P<d>\d{1,2}))?",
    r"(?P<m>\d{1,2})[./-](?P<y>\d{4})",
    r"(?:(?P<d>\d{1,2})[ -]+)?(?P<m>[A-Za-z]{3,9})\.?,?[ -]+(?P<y>\d{4})",  # 14 Jun 1975, Nov. 1973
    r"(?P<m>[A-Za-z]{3,9})\.? (?P<d>\d{1,2}),? (?P<y>\d{4})",  # June 14, 1975
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
))  # fmt: skip
YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
ABOUT: Final = re.compile(r"^(?:circa|approximately|approx\.?|about|around|c\.|ca\.?)\s+", re.I)
SEVERAL: Final = re.compile(r"\s*(?:;|\bor\b)\s*", re.I)
BETWEEN: Final = r"(?:/|\bto\b|\band\b|\s[-–]\s|(?<=\d\d\d\d)[-–](?=\d{4}))"
RANGE: Final = re.compile(rf"^(?:between\s+)?(.*?\d{{4}})\s*{BETWEEN}\s*(.*\d{{4}}.*)$", re.I)


class Days(NamedTuple):
    """What was understood, and whether that was all of it."""

    found: tuple[str, ...]
    sound: bool


@lru_cache(maxsize=1 << 17)  # a million entries share some 60,000 dates: one text each, not a million
def days(text: str) -> Days:
    """Every date in the text. "14 Jun 1975", "circa 1951", "1965 to 1967", "1965 or 1966"; () if it holds none."""
    parts = [_day(part) for part in SEVERAL.split(text.strip().rstrip(".")) if part]
    found = tuple(dict.fromkeys(day for day, _ in parts if day))
    return Days(found, all(sound for _, sound in parts))


def years(first: str, last: str) -> str:
    """A range of years as an ISO 8601 interval, the earlier first; one year if both are the same."""
    low, high = sorted((first[:4], last[:4]))
    return low if low == high else f"{low}/{high}"


def _day(text: str) -> tuple[str, bool]:
    about = ABOUT.sub("", text)
    both = RANGE.match(about)
    if both:
        first, last = _one(both[1]), _one(both[2])
        return (years(first[0], last[0]), first[1] and last[1]) if first[0] and last[0] else ("", False)
    day, sound = _one(about)
    return (day if about == text else day[:4]), sound  # "circa 1 January 1961" knows the year, not the day


def _one(text: str) -> tuple[str, bool]:
    matches = (form.fullmatch(text.strip()) for form in FORMS)
    found = next((match.groupdict() for match in matches if match), None)
    return _as_far_as_it_goes(found) if found else (_only_year(text), False)


def _only_year(text: str) -> str:
    """ "Between Aug. and Sep. 1977": whatever the words mean, it was in 1977."""
    found = YEAR.findall(text)
    return str(found[0]) if len(found) == 1 else ""


def _as_far_as_it_goes(found: dict[str, str | None]) -> tuple[str, bool]:
    """1975-02-30 is February 1975, and not sound. A month over 12 was written month first."""
    year, month, day = int(found["y"] or 0), _month(found.get("m")), int(found.get("d") or 0)
    if month > 12 >= day > 0:
        month, day = day, month
    whole = (year, month, day)
    fits = next((fit for fit in _shorter(*whole) if _exists(*fit)), None)
    return (_iso(*fits), fits == whole) if fits else ("", False)


def _shorter(year: int, month: int, day: int) -> Iterator[tuple[int, int, int]]:
    yield year, month, day
    yield year, month, 0
    yield year, 0, 0


def _month(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdigit() else MONTHS.get(text[:3].lower(), 99)


def _exists(year: int, month: int, day: int) -> bool:
    if not 1800 <= year <= 2199 or (day and not month):
        return False
    try:
        return bool(date(year, month or 1, day or 1))
    except ValueError:
        return False


def _iso(year: int, month: int, day: int) -> str:
    return "-".join((f"{year:04}", *(f"{part:02}" for part in (month, day) if part)))
