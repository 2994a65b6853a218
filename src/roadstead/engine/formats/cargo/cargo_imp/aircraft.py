"""MVT: departure, expected arrival or arrival of an aircraft. Times are UTC, mostly with only the day of the month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.context import ReaderContext
from roadstead.engine.formats.cargo.cargo_imp.dates import next_day
from roadstead.engine.formats.cargo.cargo_imp.flights import carrier
from roadstead.engine.records import Craft, Leg, Manifest, Mode, Movement, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.cargoimp import Record

HEAD: Final = re.compile(r"([A-Z0-9]{2,3}[0-9]{1,5}[A-Z]?)/([0-9]{2})(?:[A-Z]{3})?\.([A-Z0-9-]{2,10})\.([A-Z]{3})")
TIMES: Final = re.compile(
    r"\b(AD|AA|EA|EB|ED|EO|RR|NI|FR)([0-9]{4}|[0-9]{6})(?:/([0-9]{4}|[0-9]{6}))?(?: ([A-Z]{3}))?\b"
)
MEANING: Final = {
    "AD": ("off block", "airborne"),
    "AA": ("touched down", "on block"),
    "EA": ("expected on the ground", ""),
    "EB": ("expected on block", ""),
    "ED": ("expected off block", ""),
    "EO": ("expected airborne", ""),
    "RR": ("back at the gate", ""),
    "NI": ("next information", ""),
    "FR": ("forced return", ""),
}
DEPARTURE_CODES: Final = frozenset({"AD", "ED", "EO"})
DELAY: Final = re.compile(r"(DL|EDL|DLA)([A-Z0-9]*(?:/[0-9A-Z]{2,4})*)")
ON_BOARD: Final = re.compile(r"PX([0-9]{1,4})(?:/([0-9]{1,4}))?(?:/([0-9]{1,4}))?")


def read(context: ReaderContext) -> Manifest:
    """Return the voyage and one movement per time. Only the number of people on board is read."""
    voyage, movements, flight = Voyage(), list[Movement](), ""
    for record in context.message.records:
        text = _line(record)
        found = HEAD.fullmatch(text)
        if found and not flight:
            flight = found[1]
            voyage = _voyage(found, context)
        elif made := list(_movements(text, flight, voyage, context)):
            movements += made
        else:
            context.keep_unread(record)
    if not flight:
        missing = "The flight line is missing. Send number/day.registration.airport, such as KZ7147/28.N406KZ.ORD."
        context.notes.error("flight-missing", missing, segment="MVT", field="flight")
    return _manifest(voyage, list(_in_order(movements)))


def _manifest(voyage: Voyage, movements: list[Movement]) -> Manifest:
    """Return the manifest. The heading's airport is the origin, or the destination if only an arrival is reported."""
    codes = {move.code for move in movements}
    leg = voyage.legs[0] if voyage.legs else Leg()
    if "AA" in codes and not codes & DEPARTURE_CODES:
        movements = [replace(move, place=move.place or leg.origin) for move in movements]
        leg = Leg(destination=leg.origin, arrival=leg.departure)
    else:
        end = next((move.place for move in movements if move.code == "EA" and move.place), "")
        leg = replace(leg, destination=end)
    return Manifest(voyage=replace(voyage, legs=(leg,)) if voyage.legs else voyage, movements=tuple(movements))


def _line(record: Record) -> str:
    return " ".join(record.text.split())


def _voyage(found: re.Match[str], context: ReaderContext) -> Voyage:
    day = context.days.of_month(found[2])
    if not day:
        text = Sentence(
            "The flight has only the day %(found)s, without month and year. We take them from the day we "
            "received the message.",
            {"found": found[2]},
        )
        context.notes.note("year-open", text, segment="MVT", field="day of the flight", sent=found[2])
    leg = Leg(origin=found[4], departure=day)
    return Voyage(
        mode=Mode.AIR, carrier=carrier(found[1]), number=found[1], craft=Craft(registration=found[3]), legs=(leg,)
    )


def _movements(text: str, flight: str, voyage: Voyage, context: ReaderContext) -> Iterator[Movement]:
    start = voyage.legs[0].origin if voyage.legs else ""
    day = voyage.legs[0].departure if voyage.legs else ""
    for code, first, second, place in TIMES.findall(text):
        words = MEANING[code]
        at = place or (start if code in {"AD", "ED", "EO", "RR", "FR"} else "")
        for time, meant in ((first, words[0]), (second, words[1] or words[0])):
            if time:
                yield Movement(code=code, place=at, at=_at(time, day, context), flight=flight, text=_words(meant, time))
    if delay := DELAY.fullmatch(text):
        yield Movement(code=delay[1][:2], flight=flight, text=f"delay {delay[2]}".strip(" /"))
    if people := ON_BOARD.fullmatch(text):
        yield Movement(code="PX", flight=flight, text="passengers " + "/".join(filter(None, people.groups())))


def _in_order(movements: list[Movement]) -> Iterator[Movement]:
    """Yield the movements; an arrival whose time is before the departure's is moved to the next day."""
    left = next((move.at for move in movements if move.code == "AD"), "")
    for move in movements:
        later = bool(left) and move.code in {"EA", "EB", "AA"} and move.at[:10] == left[:10] and move.at < left
        yield replace(move, at=f"{next_day(move.at[:10])}{move.at[10:]}") if later else move


def _words(meant: str, time: str) -> str:
    clock = f"{time[-4:-2]}:{time[-2:]} UTC"
    return f"{meant} {clock}" + (f", day {time[:2]}" if len(time) == 6 else "")


def _at(time: str, day: str, context: ReaderContext) -> str:
    """Return ISO time with Z if the day is known; else "", and the movement's text has the time."""
    known = context.days.of_month(time[:2]) if len(time) == 6 else day
    good = time[-4:-2] < "24" and time[-2:] < "60"
    return f"{known}T{time[-4:-2]}:{time[-2:]}Z" if known and good else ""
