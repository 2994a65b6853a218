"""Bar-coded boarding passes (IATA Resolution 792) as messages: each pass is one reading with voyage and traveller."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import islice
from typing import Final

from roadstead.engine.formats.documents.boarding_pass import BoardingPass
from roadstead.engine.formats.documents.pass_parse import MESSAGE_TYPE, parse
from roadstead.engine.formats.documents.pass_traveller import bookings, is_seat_without_person, traveller
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Function, Leg, Manifest, MessageHeader, Voyage
from roadstead.engine.sentences import Sentence, in_turn

MAX_PASS_CHARS: Final = 2_000  # characters per pass: four flights with full blocks and security data take under 1,100
FIRST_LINES: Final = 400  # lines in which the first pass must begin
# Beginning of a pass: format, legs, name, electronic ticket, booking, two airports.
HEAD: Final = re.compile(r"[MS][0-9][^\W\d_][\w /.'-]{19}[A-Z ][A-Z0-9 ]{7}[A-Z]{3}[A-Z]{3}")
# characters removed around a code; trailing blanks belong to the code
STRIPPED: Final = '\ufeff\x02\x03\x04\x1d\x1e\0\t"'
# ISO/IEC 15424 symbology identifier: the kind of code that was scanned
SYMBOLOGY: Final = re.compile(r"\][A-Za-z][0-9A-Za-z](?=[MSms][0-9])")


def looks_like(text: str) -> bool:
    """Return True if a pass begins among the first lines."""
    return any(is_pass(line) for line in islice(text.split("\n"), FIRST_LINES))


def is_pass(line: str) -> bool:
    return HEAD.match(_bare(line)[:40].upper()) is not None


def voyage_of(text: str) -> Voyage | None:
    """Return the flight of the first pass."""
    first = next((line for line in islice(text.split("\n"), FIRST_LINES) if is_pass(line)), None)
    return _voyage(parse(_bare(first).upper(), 1, Notebook()), "", Notebook(), 1) if first is not None else None


def _bare(line: str) -> str:
    return SYMBOLOGY.sub("", line.strip(STRIPPED).lstrip(), count=1)


def read(line: str, number: int, *, near: str = "") -> Reading:
    """Read the pass in this line of the text. `near`: ISO date that settles the year of its flights."""
    notes, text = Notebook(), _bare(line)
    boarding_pass = parse(text[:MAX_PASS_CHARS].upper(), number, notes)
    _about_the_text(text, number, notes)
    _about_security(boarding_pass, number, notes)
    voyage = _voyage(boarding_pass, near, notes, number)
    person = traveller(boarding_pass, number, notes)
    people = () if is_seat_without_person(boarding_pass) else (person,)
    for leg in boarding_pass.legs:
        if leg.airline_use:
            notes.keep_unread(leg.airline_use)
    problems, unread = notes.finish()
    head = MessageHeader(
        type=MESSAGE_TYPE,
        release=str(boarding_pass.version) if boarding_pass.version is not None else "",
        function=Function.PASSENGERS,
    )
    manifest = Manifest(
        message=head, voyage=voyage, travellers=people, bookings=bookings(boarding_pass, voyage, number)
    )
    return Reading(manifest=manifest, problems=problems, unread=unread)


def _voyage(boarding_pass: BoardingPass, near: str, notes: Notebook, number: int) -> Voyage:
    """Return carrier and number of the first flight; each flight is a leg, with its own number if there are several."""
    if not boarding_pass.legs:
        return Voyage()
    legs = []
    for leg in boarding_pass.legs:
        departure = flight_date(leg.day, boarding_pass.issued, near)
        name = f"{leg.carrier}{leg.flight}"
        if leg.day is not None and not departure:
            _about_the_year(name, leg.day, boarding_pass.issued, notes, number)
        legs.append(
            Leg(
                origin=leg.origin,
                destination=leg.destination,
                departure=departure,
                number=name if len(boarding_pass.legs) > 1 else "",
            )
        )
    first = boarding_pass.legs[0]
    return Voyage(carrier=first.carrier, number=first.flight, legs=tuple(legs))


def _about_the_year(flight: str, day: int, issued: str, notes: Notebook, number: int) -> None:
    text = Sentence(
        "Flight %(flight)s leaves on day %(day)s of the year (%(day_2)s). A pass does not show the year.",
        {"flight": flight, "day": day, "day_2": _in_words(day)},
    )
    if issued[:1].isdigit():
        text = in_turn(text, Sentence("It was issued in a year that ends in %(issued)s.", {"issued": issued[0]}))
    notes.note(
        "flight-year-open",
        text,
        number,
        segment=MESSAGE_TYPE,
        field="date of flight (day of the year)",
        sent=f"{day:03}",
    )


def _about_security(boarding_pass: BoardingPass, number: int, notes: Notebook) -> None:
    if boarding_pass.security_data:
        text = Sentence(
            "The pass has security data of type %(security_type)s. We did not check the airline's signature.",
            {"security_type": boarding_pass.security_type},
        )
        sent = boarding_pass.security_data
        notes.note("security-data", text, number, segment=MESSAGE_TYPE, field="security data", sent=sent)


def _about_the_text(text: str, number: int, notes: Notebook) -> None:
    if len(text) > MAX_PASS_CHARS:
        what = Sentence(
            "The pass has more than %(limit)s characters. We did not read the rest.", {"limit": f"{MAX_PASS_CHARS:,}"}
        )
        notes.error("pass-too-long", what, number, segment=MESSAGE_TYPE, sent=text[MAX_PASS_CHARS:])
        notes.keep_unread(text[MAX_PASS_CHARS:])
    if text != text.upper():
        what = Sentence("The pass is in lower case. We read it as capitals.")
        notes.note("lower-case", what, number, segment=MESSAGE_TYPE, sent=text)


# ── Date of a flight: a pass gives the day of the year without the year; its issue gives the year's last digit


DECADE: Final = 10
DAYS: Final = 366
LEAP_YEAR: Final = 2024
COMMON_YEAR: Final = 2025


def flight_date(day: int | None, issued: str, near: str) -> str:
    """Return the ISO date of a day of the year: the nearest to `near` (ISO date) in the years that the issue allows.

    "" if `near` is no date or `day` is missing.
    """
    if day is None or not near:
        return ""
    try:
        middle = date.fromisoformat(near[:10])
    except ValueError:
        return ""
    years = _years(day, issued, middle.year) or range(middle.year - 1, middle.year + 2)
    found = [in_year for year in years if (in_year := _day_of_year(year, day)) is not None]
    return min(found, key=lambda each: abs(each - middle)).isoformat() if found else ""


def _day_of_year(year: int, day: int) -> date | None:
    """Return the date; None for day 366 of a year with 365 days."""
    if not 2 <= year < date.max.year:
        return None
    found = date(year, 1, 1) + timedelta(days=day - 1)
    return found if found.year == year else None


def _in_words(day: int) -> str:
    """Describe a day of the year: "14 August, or 13 August in a leap year"."""
    plain, leap = (_day_of_year(year, day) for year in (COMMON_YEAR, LEAP_YEAR))
    leap_words = f"{leap.day} {leap:%B}" if leap else ""
    if plain is None:
        return f"{leap_words} of a leap year"
    words = f"{plain.day} {plain:%B}"
    return words if words == leap_words else f"{words}, or {leap_words} in a leap year"


def _years(day: int, issued: str, near: int) -> list[int]:
    """Return years that end in the digit of the issue; one year later for a day before the day of issue."""
    if not (len(issued) == 4 and issued.isascii() and issued.isdigit()):
        return []
    last, issue_day = int(issued[0]), int(issued[1:])
    later = 1 if day < issue_day else 0
    first = near - near % DECADE + last + later
    return [first - DECADE, first, first + DECADE]
