"""Read level 0: the flight whose bookings are pushed (MSG, ORG, TVL, EQN)."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.passengers.pnrgov.when import moment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Leg, ReportingParty, Voyage
from roadstead.engine.sentences import Sentence, Value
from roadstead.engine.syntax.edifact import Segment, as_text, element_text, part

MAX_COUNT_DIGITS: Final = 6  # of a declared count
TIME: Final = 4  # digits


def voyage(flight: list[NumberedSegment], notes: Notebook) -> Voyage:
    """Return the operating flight from the TVL of level 0; an error is reported if there is none."""
    found = [each for each in flight if each.tag == "TVL"]
    if not found:
        text = Sentence(
            "The flight is missing. Send TVL before the first booking, with carrier, number, airports and times."
        )
        notes.error("voyage-missing", text, segment="TVL", field="flight")
        return Voyage()
    for other in found[1:]:
        notes.keep_unread(as_text(other.segment))
    tvl = found[0].segment
    leg = leg_of(tvl)
    _about(leg, found[0], notes)
    carrier = part(tvl, 4).upper()
    return Voyage(carrier=carrier, number=leg.number, legs=(leg,) if leg != Leg() else ())


def leg_of(tvl: Segment) -> Leg:
    """Read TVL+date:time:date:time+from+to+carrier+number. The arrival date is omitted if equal to the departure's."""
    departure, arrival = times(tvl)
    return Leg(
        origin=part(tvl, 2).upper(),
        destination=part(tvl, 3).upper(),
        departure=departure,
        arrival=arrival,
        number=part(tvl, 4).upper() + part(tvl, 5) if part(tvl, 5) else "",
    )


def times(tvl: Segment) -> tuple[str, str]:
    """Return departure and arrival. Some senders give three values (`280918:1220:1505`), the third a time."""
    day, time, third, fourth = (part(tvl, 1, place) for place in range(4))
    if not fourth and len(third) == TIME:
        third, fourth = day, third
    return moment(day, time), moment(third or (day if fourth else ""), fourth)


def _about(leg: Leg, found: NumberedSegment, notes: Notebook) -> None:
    tvl = found.segment
    if not part(tvl, 5):
        text = Sentence("The flight has no number. Send it in TVL.")
        notes.error("voyage-number-missing", text, found.number, segment="TVL", field="flight number (7300)")
    for place, field in ((leg.origin, "departure"), (leg.destination, "arrival")):
        if len(place) != 3 or not place.isalpha():
            code = "port-not-a-code" if place else "port-missing"
            values: dict[str, Value] = {"field": Sentence(field), "place": place[:10]}
            text = (
                Sentence("The airport of %(field)s is %(place)s. Send its three letters in TVL.", values)
                if place
                else Sentence("The airport of %(field)s is missing. Send its three letters in TVL.", values)
            )
            notes.warning(code, text, found.number, segment="TVL", field=f"airport of {field} (3225)", sent=place)
    if not leg.departure:
        text = Sentence("The flight has no valid departure date. Send DDMMYY:HHMM in TVL.")
        notes.error(
            "departure-time-missing",
            text,
            found.number,
            segment="TVL",
            field="departure date (2281)",
            sent=element_text(tvl[1]) if len(tvl) > 1 else "",
        )


def reporting_party(flight: list[NumberedSegment]) -> ReportingParty:
    """Return the sending system from ORG of level 0."""
    org = next((found.segment for found in flight if found.tag == "ORG"), [])
    return ReportingParty(id=":".join(filter(None, (part(org, 1).upper(), part(org, 1, 1).upper()))))


def message_code(flight: list[NumberedSegment]) -> str:
    """Return the code of MSG: 22 a push, 141 an update."""
    msg = next((found.segment for found in flight if found.tag == "MSG"), [])
    return part(msg, 1, 1) or part(msg, 1)


def declared_counts(flight: list[NumberedSegment], notes: Notebook) -> dict[str, int]:
    """Return the number of bookings in EQN: that of the whole push, however many messages carry it."""
    for found in flight:
        if found.tag != "EQN":
            continue
        count = part(found.segment, 1)
        if count.isascii() and count.isdigit() and len(count) <= MAX_COUNT_DIGITS:
            return {"bookings": int(count)}
        text = Sentence("EQN has no number of bookings. Send the number in the whole push.")
        notes.warning(
            "count-not-understood", text, found.number, segment="EQN", field="number of bookings (6350)", sent=count
        )
    return {}
