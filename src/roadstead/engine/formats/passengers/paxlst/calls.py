"""Turn TDT with its LOC and DTM into calls: where and when a craft departs and arrives. Senders vary the order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.common.misplaced_codes import CODE_BESIDE, read_place
from roadstead.engine.formats.passengers.paxlst.codes import ARRIVALS, CALLS, DEPARTURES, SCHEDULED
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.passengers.paxlst.vehicle import is_same_transport
from roadstead.engine.formats.passengers.paxlst.when import time
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Segment, as_text, part

MAX_PLACE_CHARS: Final = 5  # UN/LOCODE; IATA 3, ICAO 4


@dataclass(slots=True)
class Call:
    """One LOC of a TDT, with the times sent after it."""

    code: str = ""
    place: str = ""
    departure: str = ""
    arrival: str = ""


@dataclass(slots=True)
class Transport:
    """One TDT and its calls. `before` holds the times that were sent before any place."""

    tdt: Segment = field(default_factory=list)
    number: int | None = None
    calls: list[Call] = field(default_factory=list)
    before: Call = field(default_factory=Call)
    also: list[Segment] = field(default_factory=list)  # further TDT of the same craft, under another of its numbers
    is_followed: bool = False  # True if a place or a time has come since

    @property
    def flight(self) -> str:
        """Return the flight or voyage number as sent, in capitals and without blanks."""
        return "".join(part(self.tdt, 2).upper().split())


def transports(group: list[NumberedSegment], notes: Notebook) -> list[Transport]:
    """Return each TDT with what follows it. Places and times before any TDT belong to the first one."""
    made: list[Transport] = []
    for found in group:
        if found.tag == "TDT":
            _tdt(found, made)
            continue
        if not made:
            made.append(Transport())
        made[-1].is_followed = True
        if found.tag == "LOC" and found.code in CALLS:
            made[-1].calls.append(_loc(found, notes))
        elif found.tag == "DTM" and found.code in DEPARTURES | ARRIVALS:
            _dtm(found, made[-1], notes)
        else:
            notes.keep_unread(as_text(found.segment))
    return made


def _tdt(found: NumberedSegment, made: list[Transport]) -> None:
    """Add a new transport, or a further number of the previous transport's craft."""
    last = made[-1] if made else None
    if last is not None and not last.tdt:
        last.tdt, last.number, last.is_followed = found.segment, found.number, False
    elif last is not None and not last.is_followed and is_same_transport(last.tdt, found.segment):
        last.also.append(found.segment)
    else:
        made.append(Transport(tdt=found.segment, number=found.number))


def _loc(found: NumberedSegment, notes: Notebook) -> Call:
    where = read_place(found.segment)
    sent = where.code.upper()
    if where.is_misplaced:
        notes.warning(
            "port-beside-its-place",
            CODE_BESIDE,
            found.number,
            segment="LOC",
            field="port (3225)",
            sent=as_text(found.segment),
        )
    place = next((each for each in ("".join(sent.split()), sent) if len(each) <= MAX_PLACE_CHARS), sent)
    place = place or where.name
    if not place:
        text = Sentence(
            "LOC+%(code)s has no place. Send the airport (3 letters) or the port (UN/LOCODE).", {"code": found.code}
        )
        notes.warning("port-missing", text, found.number, segment="LOC", field="port (3225)")
    elif len(place) > MAX_PLACE_CHARS and sent:
        text = Sentence(
            "The port is neither an airport code (3 letters) nor a UN/LOCODE (5). Check it for typing errors."
        )
        notes.warning("port-not-a-code", text, found.number, segment="LOC", field="port (3225)", sent=place)
    return Call(code=found.code, place=place)


def _dtm(found: NumberedSegment, transport: Transport, notes: Notebook) -> None:
    """Add a time to the LOC before it. Of several, the scheduled one counts, because voyages are identified by it."""
    call = transport.calls[-1] if transport.calls else transport.before
    kind = "departure" if found.code in DEPARTURES else "arrival"
    value, known = time(found, f"{kind} time", notes), getattr(call, kind)
    taken = value if value and (not known or found.code in SCHEDULED) else known
    if known and value and known != value:
        text = Sentence(
            "There are two times of %(kind)s, %(known)s and %(value)s. We used %(taken)s: the scheduled time, "
            "or the first one.",
            {"kind": Sentence(kind), "known": known, "value": value, "taken": taken},
        )
        notes.note(f"second-{kind}-time", text, found.number, segment="DTM", field=f"{kind} time (2380)", sent=value)
    setattr(call, kind, taken)


def move_impossible_times(calls: list[Call], before: Call, notes: Notebook) -> None:
    """Move impossible times to a neighbour: no departure at the last call, no arrival at the first.

    `calls` in the order of travel, at least one; `before` holds the times that were sent before any place.
    """
    one = len(calls) == 1
    for departure in (before.departure, "" if one else calls[-1].departure):
        _give(departure, "departure", calls if one else calls[:-1], notes)
    for arrival in (before.arrival, "" if one else calls[0].arrival):
        _give(arrival, "arrival", calls if one else calls[:0:-1], notes)


def _give(time: str, kind: str, calls: list[Call], notes: Notebook) -> None:
    """Set the time on the first of these calls that has none, unless one of them already has this time."""
    if time in [getattr(call, kind) for call in calls]:
        return
    without = next((call for call in calls if not getattr(call, kind)), None)
    if time and without:
        setattr(without, kind, time)
    elif time:
        text = Sentence(
            "The %(kind)s at %(time)s does not belong to any leg, so we did not use it. Send each time after its port.",
            {"kind": Sentence(kind), "time": time},
        )
        notes.note("time-of-no-leg", text, segment="DTM", field=f"{kind} time (2380)", sent=time)
