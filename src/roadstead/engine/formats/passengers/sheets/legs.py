"""Read the route: from "from" and "to", from a form's "port of arrival/departure", or from a list or table of ports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import NOTHING, Cell, Dates, moment, note, warn
from roadstead.engine.formats.passengers.sheets.headings import meaning
from roadstead.engine.formats.passengers.sheets.outline import Route
from roadstead.engine.formats.passengers.sheets.places import place_in
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Leg, Mode
from roadstead.engine.reference.place_names import codes_of
from roadstead.engine.reference.places import to_utc
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.table import Row

BETWEEN: Final = re.compile(r"\s*(?:[;>→|]|->|\s[-–]\s|\n|\s/\s)\s*")
COMMA: Final = re.compile(r"\s*[,/–-]\s*")
MAX_PORTS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRow:
    """One row of a table of legs, or of calls (then only `place`)."""

    place: Cell = NOTHING
    origin: Cell = NOTHING
    destination: Cell = NOTHING
    departure: Cell = NOTHING
    departure_time: Cell = NOTHING
    arrival: Cell = NOTHING
    arrival_time: Cell = NOTHING
    date: Cell = NOTHING
    number: Cell = NOTHING
    border: Cell = NOTHING


def legs(
    values: Mapping[str, Cell], routes: Sequence[RouteRow], direction: str, mode: Mode, dates: Dates, notes: Notebook
) -> tuple[Leg, ...]:
    reader = RouteReader(mode, dates, notes)
    lines = [row for row in routes if row.origin.text or row.destination.text]
    if lines:
        return tuple([reader.leg(row) for row in lines[:MAX_PORTS]])
    calls = [row.place for row in routes if row.place.text]
    return reader.route(_ends(values, direction), calls)


@dataclass(slots=True)
class RouteReader:
    mode: Mode
    dates: Dates
    notes: Notebook

    def leg(self, row: RouteRow) -> Leg:
        origin = self.port(row.origin, "port of departure")
        destination = self.port(row.destination, "port of arrival")
        departs, arrives = self.moments(_with_date(row), origin, destination)
        return Leg(
            origin=origin,
            destination=destination,
            departure=departs,
            arrival=arrives,
            number=row.number.text,
            crosses_border=meaning("yes", row.border.text) == "yes",
        )

    def port(self, cell: Cell, field: str) -> str:
        return place_in(cell, self.mode, field, self.notes) if cell.text else ""

    def moments(self, when: Mapping[str, Cell], first: str, last: str) -> tuple[str, str]:
        """Return departure and arrival. One day with a time for each is the day of both."""
        departs = self._moment(when["departure"], when["departure_time"], "departure", first)
        arrives = self._moment(when["arrival"], when["arrival_time"], "arrival", last)
        if departs and not arrives and when["arrival_time"].text:
            day = self._day_of(when["departure"], departs, when["arrival_time"])
            arrives = self._moment(day, when["arrival_time"], "arrival", last)
            return departs, self._other_day(departs, arrives, first, last, "arrival", when["arrival_time"])
        if arrives and not departs and when["departure_time"].text:
            day = self._day_of(when["arrival"], arrives, when["departure_time"])
            departs = self._moment(day, when["departure_time"], "departure", first)
            return self._other_day(departs, arrives, first, last, "departure", when["departure_time"]), arrives
        return departs, arrives

    def _moment(self, cell: Cell, time: Cell, field: str, port: str) -> str:
        return moment(cell, time, self.dates, field, self.notes, port) if cell.text else ""

    def _day_of(self, other: Cell, moment_of: str, time: Cell) -> Cell:
        """Return the day of the other end, as written if it was written without a time."""
        has_time = "T" in moment(other, NOTHING, self.dates, "departure", Notebook())
        return replace(time, text=moment_of[:10]) if has_time else other

    def _other_day(self, departs: str, arrives: str, first: str, last: str, field: str, time: Cell) -> str:
        """Return the arrival a day later, or the departure a day earlier, if the arrival would otherwise come first."""
        made = arrives if field == "arrival" else departs
        if not _is_before(arrives, last, departs, first):
            return made
        days = 1 if field == "arrival" else -1
        moved = (datetime.fromisoformat(made) + timedelta(days=days)).isoformat(timespec="minutes")
        which = "the next day" if field == "arrival" else "the day before"
        text = Sentence(
            "There is one day for departure and arrival, and the arrival would be before the departure. We "
            "read the %(field)s as %(which)s, %(moved)s. Write both days.",
            {"field": Sentence(field), "which": Sentence(which), "moved": moved[:10]},
        )
        note(self.notes, time, f"{field}-on-another-day", text, field)
        return moved

    def route(self, ends: Mapping[str, Cell], calls: list[Cell]) -> tuple[Leg, ...]:
        """Return legs from port to port. The departure is the first leg's, the arrival that of the port of arrival."""
        first, last = self.port(ends["origin"], "port of departure"), self.port(ends["destination"], "port of arrival")
        departs, arrives = self.moments(ends, first, last)
        self._about_what_is_missing(first, last, departs or arrives)
        between = [self.port(cell, "port of call") for cell in calls] or self.listed(ends["via"])
        ports = _in_line([first, *between, last])
        if not ports and not (departs or arrives):
            return ()
        made = [Leg(origin=one, destination=other) for one, other in pairwise(ports)] or [
            Leg(origin=first, destination=last)
        ]
        made[0] = replace(made[0], departure=departs)
        made[-1] = replace(made[-1], arrival=arrives)
        further = self.port(ends["next_port"], "next port")
        known = ports[-1] if ports else ""
        if further and further != known:
            made.append(Leg(origin=last or known, destination=further))
        return tuple(made)

    def listed(self, cell: Cell) -> list[str]:
        """Return several ports in one cell, with any separator; "-" and "," only if each part is a port."""
        if not cell.text:
            return []
        parts = [part for part in BETWEEN.split(cell.text) if part]
        if len(parts) == 1:
            pieces = [part for part in COMMA.split(cell.text) if part]
            parts = pieces if all(codes_of(piece, self.mode) for piece in pieces) else parts
        return [self.port(replace(cell, text=part), "port of call") for part in parts[:MAX_PORTS]]

    def _about_what_is_missing(self, first: str, last: str, when: str) -> None:
        at = Cell()
        if not first and not last:
            warn(self.notes, at, "port-missing", "There is no port. Write from and to above the table.", "ports")
        elif not first or not last:
            which = "port of departure (last port)" if not first else "port of arrival"
            note(
                self.notes,
                at,
                "port-missing",
                Sentence("There is no %(which)s. Write it above the table.", {"which": Sentence(which)}),
                "ports",
            )
        if not when:
            warn(
                self.notes,
                at,
                "date-missing",
                "There is no day of departure or arrival. Write it above the table, such as 2026-11-25 16:20.",
                "departure or arrival",
            )


def _with_date(row: RouteRow) -> dict[str, Cell]:
    """Return departure and arrival of a row. A column headed only "Date" is the departure, if there is no other."""
    departure = row.departure
    if not departure.text and (row.departure_time.text or not row.arrival.text):
        departure = row.date
    return {
        "departure": departure,
        "departure_time": row.departure_time,
        "arrival": row.arrival,
        "arrival_time": row.arrival_time,
    }


def _is_before(one: str, at: str, other: str, there: str) -> bool:
    """Return True if a time at one place is before a time at another; local times if their zones are unknown."""
    if "T" not in one or "T" not in other:
        return False
    instants = to_utc(one, at), to_utc(other, there)
    return instants[0] < instants[1] if instants[0] and instants[1] else one < other


def _in_line(ports: Sequence[str]) -> list[str]:
    """Return the ports without empty ones, and without those that repeat the one before."""
    known = [port for port in ports if port]
    return [port for place, port in enumerate(known) if not place or port != known[place - 1]]


def _ends(values: Mapping[str, Cell], direction: str) -> dict[str, Cell]:
    """Return the two ends of the route, also if a form has only "port" and "date" of an arrival or a departure."""
    names = ("origin", "destination", "departure", "departure_time", "arrival", "arrival_time", "via", "next_port")
    ends = {name: values.get(name, NOTHING) for name in names}
    port, date, time = (values.get(name, NOTHING) for name in ("port", "date", "time"))
    last, following = _last_and_next(values.get("last_next", NOTHING), direction)
    before = ends["origin"] if ends["origin"].text else last
    after = ends["next_port"] if ends["next_port"].text else following
    if direction == "departure" and port.text:
        ends |= {
            "origin": port,
            "destination": ends["destination"] if ends["destination"].text else after,
            "next_port": NOTHING,
        }
    else:
        destination = ends["destination"] if ends["destination"].text else port
        ends |= {"origin": before, "destination": destination if destination.text else after}
        ends["next_port"] = after if destination.text else NOTHING
    end = "departure" if direction == "departure" or not _has_port(values) or _is_of_both(values) else "arrival"
    if not ends[f"{end}_time"].text:
        ends[f"{end}_time"] = time
    if not ends[end].text or date.text.startswith(ends[end].text):
        ends[end] = date
    return ends


def _has_port(values: Mapping[str, Cell]) -> bool:
    """Return False for a date without "port of arrival/departure": the departure day, as on an aircraft's GENDEC."""
    return "port" in values or "date" not in values or "origin" not in values


def _is_of_both(values: Mapping[str, Cell]) -> bool:
    """Return True for one "Date" with times of departure and arrival: the day on which the voyage begins."""
    heading = values.get("date", NOTHING).heading.casefold()
    times = values.keys() & {"departure_time", "arrival_time"}
    return len(times) == 2 and not values.keys() & {"departure", "arrival"} and "arri" not in heading


def _last_and_next(cell: Cell, direction: str) -> tuple[Cell, Cell]:
    """Split "Last port of call/Next port of call" in one cell: both, or the one that fits the direction."""
    parts = [part.strip() for part in cell.text.split("/") if part.strip()]
    if len(parts) >= 2:
        return replace(cell, text=parts[0]), replace(cell, text=parts[1])
    return (NOTHING, cell) if direction == "departure" else (cell, NOTHING)


# Rows of a table of ports, and the counts of crew and passengers in them.


OURS: Final = frozenset(field.name for field in fields(RouteRow))
COUNTS: Final = frozenset({"crew_count", "passenger_count"})


def route_rows(route: Route, sheet: str) -> Iterator[RouteRow]:
    for row in route.rows:
        cells = dict(_cells(route, row, sheet))
        yield RouteRow(**{key: cell for key, cell in cells.items() if key in OURS})


def counts_in(route: Route, sheet: str) -> dict[str, Cell]:
    """Return the first number of each kind: that of the stage on which the list is sent."""
    found: dict[str, Cell] = {}
    for row in route.rows:
        for key, cell in _cells(route, row, sheet):
            if key in COUNTS and any(map(str.isdigit, cell.text)):
                found.setdefault(key, cell)
    return found


def names_of_crew(route: Route) -> list[tuple[Row, str]]:
    """Return names of crew in the table of ports, where general declarations list them."""
    place = route.keys.index("crew_count") if "crew_count" in route.keys else -1
    cells = [(row, row.cells[place]) for row in route.rows if 0 <= place < len(row.cells)]
    return [(row, text) for row, text in cells if text and not any(map(str.isdigit, text))]


def _cells(route: Route, row: Row, sheet: str) -> Iterator[tuple[str, Cell]]:
    for place, key in enumerate(route.keys):
        if key and place < len(row.cells) and row.cells[place]:
            text = " ".join(row.cells[place].split())
            yield key, Cell(text=text, row=row.number, heading=route.headings[place], sheet=sheet)
