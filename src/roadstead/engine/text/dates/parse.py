"""Parser of dates: by the declared format, by the number of digits, or as people write them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from roadstead.engine.text.dates.centuries import Centuries, centuries
from roadstead.engine.text.dates.compact import FORMS, TIME_ONLY, parse_digits, parse_form, squeeze
from roadstead.engine.text.dates.parsed import FIRST_YEAR, ParsedDate, problem
from roadstead.engine.text.dates.relation import earliest
from roadstead.engine.text.dates.written import parse_written

MAX_DATE_CHARS: Final = 100  # characters; a longer text is a remark, not a date
UNKNOWN: Final = re.compile(r"[0./-]+|[<X?./-]+|N/?A|N/?D|NULL|NONE|UNKNOWN|UNK|NOT KNOWN", re.IGNORECASE)
SEPARATOR: Final = re.compile(
    r';|"|\||\bor\b|(?:^|[\s,])\(?[a-h]\)|(?:(?<=[0-9]{4})|(?<=[a-z]\))),\s+(?=[0-9])', re.IGNORECASE
)
AND: Final = re.compile(r"\band\b", re.IGNORECASE)


def parse(text: str, *, not_after: str = "", form: str = "", century: str = "") -> ParsedDate:
    """Parse one date, which may be partial. An empty text is no date and no problem.

    `form` is the declared code of UN/EDIFACT 2379, or "". A two-digit year becomes the latest that is not after
    `not_after` (ISO date of the voyage), or is of `century` ("20"); without either it is not guessed.
    """
    text = text.strip()
    if not text:
        return ParsedDate()
    if len(text) > MAX_DATE_CHARS:
        return problem("date-not-understood")
    if UNKNOWN.fullmatch(text):
        return problem("date-unknown")
    years = centuries(not_after, century)
    return _not_after(_read(text, form, years), years)


def parse_each(text: str, *, not_after: str = "", century: str = "") -> tuple[ParsedDate, ...]:
    """Parse every date of a cell: "(a) 1.2.1965, (b) 1966", "1962 or 1963", "1970; 1971"."""
    single = [_bare(one) for piece in SEPARATOR.split(text) for one in _joined(piece.strip())]
    return tuple(parse(piece, not_after=not_after, century=century) for piece in single if piece)


def is_impossible(text: str, *, form: str = "") -> bool:
    """Return True if the text has the form of a date but there is no such day in any century."""
    if not form and _is_day(text):
        return False
    return all(parse(text, form=form, century=century).problem == "date-impossible" for century in ("20", "19"))


def _is_day(text: str) -> bool:
    """Return True for a valid ISO date, which most birth dates are by then."""
    try:
        return len(text) == len("1980-01-31") and date.fromisoformat(text).year >= FIRST_YEAR
    except ValueError:
        return False


def _read(text: str, form: str, years: Centuries) -> ParsedDate:
    if form == TIME_ONLY:
        return problem("only-a-time")
    close = squeeze(text)
    expected = parse_form(close, form, years)
    if expected is not None:
        return expected
    read = parse_digits(close, years) or parse_written(text, years)
    return replace(read, problem="form-mismatch") if form in FORMS and read.iso and not read.problem else read


def _not_after(read: ParsedDate, years: Centuries) -> ParsedDate:
    first = earliest(read.iso)
    if first and years.not_after and first > years.not_after:
        return replace(read, problem="date-after-limit")
    return read


def _joined(piece: str) -> list[str]:
    return [piece] if piece.casefold().startswith("between") else AND.split(piece)


def _bare(piece: str) -> str:
    """Strip the commas and brackets that splitting leaves around a date."""
    bare = piece.strip(" ,")
    enclosed = bare.startswith("(") and bare.endswith(")")
    return bare.strip(" ,()") if enclosed or bare.count("(") != bare.count(")") else bare
