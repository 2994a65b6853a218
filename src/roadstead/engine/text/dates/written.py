"""Dates as people write them: "16APR80", "April 1980", "13.7.2026", "circa 1965", "1965 to 1967", ISO 8601."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from roadstead.engine.text.dates.centuries import Centuries
from roadstead.engine.text.dates.compact import interval, of_match
from roadstead.engine.text.dates.parsed import ParsedDate, problem

# English, French, Spanish, Dutch and Portuguese, in full and abbreviated, without accents.
MONTHS: Final[Mapping[str, int]] = {
    word: number
    for number, words in enumerate(
        (
            "january jan janvier janv enero ene januari janeiro",
            "february feb fevrier fev fevr febrero februari fevereiro",
            "march mar mars marzo maart mrt marco",
            "april apr avril avr abril abr",
            "may mai mayo mei maio",
            "june jun juin junio juni junho",
            "july jul juillet juil julio juli julho",
            "august aug aout agosto ago augustus",
            "september sep sept septembre septiembre set setembro",
            "october oct octobre octubre oktober okt outubro out",
            "november nov novembre noviembre novembro",
            "december dec decembre diciembre dic dezembro dez",
        ),
        start=1,
    )
    for word in words.split()
}
YEAR, DAY, WORD = r"(?P<year>[0-9]{4}|[0-9]{2})", r"(?P<day>[0-9]{1,2})", r"(?P<word>[a-z]+)"
MONTH, FULL = r"(?P<month>[0-9]{1,2})", r"(?P<year>[0-9]{4})"
SHAPES: Final = tuple(
    re.compile(shape)
    for shape in (
        rf"{FULL}",
        rf"{FULL}[-./]{MONTH}(?:[-./]{DAY})?(?:[t ].*|z|[+-][0-9]{{2}}:[0-9]{{2}})?",
        rf"{DAY}\s?[-./ ]\s?{MONTH}\s?[-./ ]\s?{YEAR}",
        rf"{DAY}(?:st|nd|rd|th|er)?[-./, ]*(?:of |de )?{WORD}[-./, ]*(?:of |de )?{YEAR}",
        rf"{WORD}[-. ]+{DAY}(?:st|nd|rd|th)?[, ]+{FULL}",
        rf"{WORD}[-./, ]*(?:of |de )?{FULL}",
        rf"{MONTH}[-./]{FULL}",
        rf"{FULL}[-./ ]{WORD}(?:[-./ ]{DAY})?",
    )
)
LABEL: Final = re.compile(r"(?:d\.?o\.?b\.?|date of birth|birth ?date|born(?: on| in)?|\(?[a-h]\))\s*:?\s*")
ABOUT: Final = re.compile(r"(?:circa|approximately|approx\b|about|around|abt\b|possibly|probably|ca\b|c(?=\.| ))\.?\s*")
BETWEEN: Final = re.compile(r"(?:(?:between|from) )?(.+?)(?: to | and | through |\s+[-–—]\s+|/)(.+)")
YEARS: Final = re.compile(r"([0-9]{4})\s?[-–—]\s?([0-9]{4})")
DOUBTED: Final = re.compile(r"\s*\((?:circa|approx[a-z]*\.?|presumed|possibly)\s*\)$")
OUR_CALENDAR: Final = re.compile(r"\s*\(gregorian(?: calendar)?\)$")
OTHER_CALENDAR: Final = re.compile(r"calendar|hijri|shamsi|qamari")


def parse_written(text: str, years: Centuries) -> ParsedDate:
    """Parse a date or an interval in words, digits and separators."""
    plain = OUR_CALENDAR.sub("", _plain(text))
    if OTHER_CALENDAR.search(plain):
        return problem("other-calendar")
    plain = plain[_end(LABEL, plain) :]
    plain, doubts = DOUBTED.subn("", plain)
    about = _end(ABOUT, plain)
    read = _single(plain[about:], years) or _interval(plain[about:], years) or problem("date-not-understood")
    return replace(read, approximate=True) if (about or doubts) and read.iso else read


def _interval(plain: str, years: Centuries) -> ParsedDate | None:
    """Parse "1965 to 1967", "between May 1965 and 1967". Two dates joined by "and" alone are two dates."""
    found = YEARS.fullmatch(plain) or BETWEEN.fullmatch(plain)
    if found is None or (" and " in plain and not plain.startswith("between ")):
        return None
    ends = [_single(end[_end(ABOUT, end) :], years) for end in (found[1].strip(), found[2].strip())]
    return interval(ends[0], ends[1]) if all(ends) else None


def _single(plain: str, years: Centuries) -> ParsedDate | None:
    matches = (shape.fullmatch(plain) for shape in SHAPES)
    return next((read for found in matches if found and (read := _of_match(found, years))), None)


def _of_match(found: re.Match[str], years: Centuries) -> ParsedDate | None:
    parts = found.groupdict()
    if "word" in parts:
        month = MONTHS.get(parts["word"])
        return years.make_date(parts["year"], month, int(parts.get("day") or 0)) if month else None
    read = of_match(found, years)
    return read if read.iso or found.re is not SHAPES[2] else _month_first(found, years, read)


def _month_first(found: re.Match[str], years: Centuries, failed: ParsedDate) -> ParsedDate:
    """Read 04/16/1980 month first, which alone is possible; the rule of the region is day first."""
    other = years.make_date(found["year"], int(found["day"]), int(found["month"]))
    return replace(other, problem="month-first") if other.iso and int(found["month"]) > 12 else failed


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in apart if not unicodedata.combining(char)).split()).strip(" .,;")


def _end(pattern: re.Pattern[str], plain: str) -> int:
    found = pattern.match(plain)
    return found.end() if found else 0
