"""Read group 5: the flights of a booking (TVL, TRA, RPI), and find the reported flight among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from roadstead.engine.formats.common.fast_records import fast_constructor, fast_replace
from roadstead.engine.formats.passengers.pnrgov.codes import PUSH
from roadstead.engine.formats.passengers.pnrgov.drafts import BookedSegment, Draft
from roadstead.engine.formats.passengers.pnrgov.flight import times
from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import BookedFlight, Leg, Voyage
from roadstead.engine.syntax.edifact import Segment, part

QuickFlight, changed_to = fast_constructor(BookedFlight), fast_replace(BookedFlight)
OTHER_PRODUCT: Final = "hotel, car or other product"
SAME_FLIGHT: Final = 4
SAME_DAY: Final = 2
SAME_FROM: Final = 1
SAME_TO: Final = 1
MIN_SCORE: Final = SAME_DAY + SAME_FROM + SAME_TO  # for a codeshare that does not name the operating carrier


def tvl(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read TVL+date:time:date:time+from+to+carrier:operator+number:class, or the operator's number (before 12.1)."""
    segment = found.segment
    if draft.level == "history":
        return
    if draft.level == "other":
        draft.dropped[OTHER_PRODUCT] += 1
        return
    if draft.segments and not part(segment, 1) and not part(segment, 2) and part(segment, 5):
        _second_number(draft.segments[-1], part(segment, 5), draft.flight_number)
        return
    draft.level, draft.is_divided = "flight", False
    draft.segments.append(_booked(segment))


def _booked(segment: Segment) -> BookedSegment:
    departure, arrival = times(segment)
    carrier, number = part(segment, 4).upper(), part(segment, 5)
    flight = QuickFlight(
        carrier=carrier,
        number=carrier + number if number else "",
        origin=part(segment, 2).upper(),
        destination=part(segment, 3).upper(),
        departure=departure,
        arrival=arrival,
        booking_class=part(segment, 5, 1).upper(),
    )
    return BookedSegment(flight=flight, operating=part(segment, 4, 1).upper())


def _second_number(segment: BookedSegment, number: str, reported: str) -> None:
    """Set the operator's number, or the seller's if the first number is that of the reported flight (seen in use)."""
    flight, operator = segment.flight, segment.operating
    first = flight.number.removeprefix(flight.carrier)
    if operator and reported and bare(operator + first) == bare(reported):
        sold_as = flight.carrier + number
        segment.flight = changed_to(flight, carrier=operator, number=operator + first, sold_as=sold_as)
        segment.operating = ""
    else:
        _flown_as(segment, operator, number)


def tra(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read TRA+YY+88:M: the operating flight, if another carrier sold it."""
    if draft.level != "flight" or not draft.segments:
        return
    _flown_as(draft.segments[-1], part(found.segment, 1).upper(), part(found.segment, 2))


def _flown_as(segment: BookedSegment, carrier: str, number: str) -> None:
    """Make the operating flight the flight; the number under which it was sold is kept as `sold_as`."""
    flight = segment.flight
    flying = carrier or flight.carrier
    if number and flying + number != flight.number:
        segment.flight = changed_to(
            flight, carrier=flying, number=flying + number, sold_as=flight.sold_as or flight.number
        )
    segment.operating = ""


def rpi(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read RPI+quantity+status."""
    if draft.level == "flight" and draft.segments:
        last = draft.segments[-1]
        status = last.flight.status or part(found.segment, 2).upper()
        last.flight = changed_to(last.flight, status=status)


def msg(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read MSG inside a booking: a product other than a flight begins (hotel, car, rail, tour)."""
    code = part(found.segment, 1, 1) or part(found.segment, 1)
    if code != PUSH and draft.level != "history":
        draft.level = "other"


def find_reported(flights: Sequence[BookedSegment], voyage: Voyage) -> int | None:
    """Return the place of the reported flight in the itinerary; None if the booking does not hold it."""
    leg = voyage.legs[0] if voyage.legs else Leg()
    scores = [(_score(segment, leg), -place) for place, segment in enumerate(flights)]
    best, place = max(scores, default=(0, 0))
    return -place if best >= MIN_SCORE else None


def _score(segment: BookedSegment, leg: Leg) -> int:
    """Score a flight by number and day, or by day and both airports (a codeshare named in only one message)."""
    flight = segment.flight
    is_same = bool(leg.number) and bare(leg.number) in {bare(each) for each in _numbers(segment)}
    is_same_day = bool(leg.departure) and flight.departure[:10] == leg.departure[:10]
    is_from, is_to = flight.origin == leg.origin != "", flight.destination == leg.destination != ""
    if flight.departure and leg.departure and not is_same_day and not _is_a_day_apart(flight.departure, leg.departure):
        return 0
    return SAME_FLIGHT * is_same + SAME_DAY * is_same_day + SAME_FROM * is_from + SAME_TO * is_to


def _is_a_day_apart(one: str, other: str) -> bool:
    """Return True if the days are at most one apart, as around midnight; False for a partial date."""
    try:
        return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days) <= 1
    except ValueError:
        return False


def _numbers(segment: BookedSegment) -> Iterator[str]:
    flight = segment.flight
    yield from (flight.number, flight.sold_as)
    if segment.operating:
        yield segment.operating + flight.number.removeprefix(flight.carrier)


def bare(number: str) -> str:
    """Return the number without leading zeros: EK0160 and EK160 are one flight.

    An airline's two characters may hold a digit.
    """
    return number[:2] + number[2:].lstrip("0")
