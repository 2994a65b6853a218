"""Write group 1 of a booking, from SRC to its history, in the order of the guides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from roadstead.engine.formats.passengers.pnrgov.codes import ACTIONS, FARES, KILOGRAMS, OF_DOCO
from roadstead.engine.formats.passengers.pnrgov.drafts import NO_ADDRESS, NO_AGENCY, NO_BAGS, BookedSegment
from roadstead.engine.formats.passengers.pnrgov.itinerary import find_reported
from roadstead.engine.formats.passengers.pnrgov.write_values import (
    Written,
    contact_text,
    day_and_time,
    past_day,
    travel_day,
)
from roadstead.engine.records import BookedFlight, Booking, BookingChange, Document, Manifest, Payment, Traveller

CODES: Final = {words: code for code, words in ACTIONS.items()}
FARE_CODES: Final = {words: code for code, words in FARES.items()}
FLIGHT: Final = re.compile(
    r"(?P<carrier>[A-Z0-9]{2})(?P<number>[0-9]\S*) (?P<origin>[A-Z]*)-(?P<destination>[A-Z]*) (?P<at>\S+)"
)
SERVICE: Final = re.compile(r"SSR (?P<code>[A-Z]{4})")
NAME: Final = re.compile(r"(?P<surname>[^/,]+)/(?P<given>[^/,]+)")


def booking_segments(booking: Booking, manifest: Manifest) -> Iterator[Written]:
    yield ["SRC"]
    yield [
        "RCI",
        [booking.system, booking.locator, "", *day_and_time(booking.created)],
        *([*each.rpartition("/")[::2]] for each in booking.other_locators),
    ]
    for contact in booking.contact:
        yield ["IFT", ["4", "28", "", booking.system[:3] or "YY"], contact_text(contact)]
    if booking.agency != NO_AGENCY:
        agency = booking.agency
        yield ["ORG", "", [agency.iata_number, agency.name], agency.city, "", "A", agency.country, agency.agent]
    for address in booking.addresses:
        yield ["ADD", "", ["700", address.street, address.city, address.region, "", address.country, address.postcode]]
    for ticket in booking.tickets:
        if ticket.traveller is None:
            yield ["TKT", [ticket.number, "T"]]
    yield from _people(booking, manifest)
    yield from _itinerary(booking, manifest)
    yield from _history(booking)


def _people(booking: Booking, manifest: Manifest) -> Iterator[Written]:
    """Yield all travellers; frequent flyer numbers, fares and payments come with the first one."""
    for place, position in enumerate(booking.travellers):
        tickets = [ticket.number for ticket in booking.tickets if ticket.traveller == position]
        own = list(person_segments(manifest.travellers[position], place, tickets, manifest))
        yield own[0]
        yield from _first(booking) if place == 0 else ()
        yield from own[1:]
    if not booking.travellers:
        yield from _first(booking)


def _first(booking: Booking) -> Iterator[Written]:
    for number in booking.frequent_flyer:
        yield ["FTI", [number[:2], number[2:]]]
    for fare in booking.fares:
        kind, amount, currency = (*fare.split(" "), "", "")[:3]
        yield ["MON", [FARE_CODES.get(kind, kind), amount, currency]]
    for payment in booking.payments:
        yield ["FOP", _payment(payment)]


def _payment(payment: Payment) -> list[str]:
    vendor, _, number = payment.number.rpartition(" ")
    return [payment.form, "", "", vendor, number]


def _itinerary(booking: Booking, manifest: Manifest) -> Iterator[Written]:
    ours = find_reported([BookedSegment(flight=flight) for flight in booking.itinerary], manifest.voyage)
    for place, flight in enumerate(booking.itinerary):
        yield from _flight(flight)
        if place == ours:
            for person, position in enumerate(booking.travellers):
                yield from check_in(manifest.travellers[position], person, flight.destination)


def _flight(flight: BookedFlight) -> Iterator[Written]:
    """Yield a flight; a codeshare as the number it was sold under, and in TRA the operating one."""
    sold = flight.sold_as or flight.number
    carrier = flight.sold_as[:2] if flight.sold_as else flight.carrier
    times = [*day_and_time(flight.departure), *day_and_time(flight.arrival)]
    number = [sold.removeprefix(carrier), flight.booking_class]
    yield ["TVL", times, flight.origin, flight.destination, carrier, number]
    if flight.sold_as:
        yield ["TRA", flight.carrier, flight.number.removeprefix(flight.carrier)]
    yield ["RPI", "", flight.status]


def _history(booking: Booking) -> Iterator[Written]:
    for change in booking.history:
        words = (*change.by.split(" "), "", "", "")
        yield ["ABI", "4", [words[0], words[1]], words[2], "", words[3]]
        yield ["DAT", ["T", *day_and_time(change.at)]]
        yield ["SAC", "", "", CODES.get(change.action, change.action)]
        yield from _changed(change)
    if booking.splits:
        yield ["ABI", "4"]
        yield ["RCI", *(["", locator] for locator in booking.splits)]


def _changed(change: BookingChange) -> Iterator[Written]:
    for words in change.text.split(", "):
        if found := SERVICE.fullmatch(words):
            yield ["SSR", found["code"]]
        elif found := FLIGHT.fullmatch(words):
            yield [
                "TVL",
                [*day_and_time(found["at"]), "", ""],
                found["origin"],
                found["destination"],
                found["carrier"],
                found["number"],
            ]
        elif found := NAME.fullmatch(words):
            yield ["TIF", found["surname"], found["given"]]


# Group 2 and groups 6 to 9: a traveller of a booking, and the check-in.


TYPES: Final = {"adult": "A", "child": "C", "infant": "IN", "": ""}
INFANT: Final = "infant"


def person_segments(traveller: Traveller, place: int, tickets: Sequence[str], manifest: Manifest) -> Iterator[Written]:
    """Yield a traveller's segments, TIF first."""
    yield ["TIF", traveller.surname, [traveller.given, TYPES.get(traveller.age_group, ""), str(place + 1)]]
    if traveller.references.passenger:
        yield ["REF", ["", traveller.references.passenger]]
    flight_date = max((leg.departure[:10] for leg in manifest.voyage.legs), default="") or manifest.message.sent_at[:10]
    yield from _documents(traveller, flight_date)
    for contact in traveller.contact:
        yield _ssr("CTCE" if "@" in contact else "CTCM", contact_text(contact)[len("CTCE ") :])
    for ticket in tickets:
        yield ["TKT", [ticket, "T"]]


def _documents(traveller: Traveller, flight_date: str) -> Iterator[Written]:
    identities = [each for each in traveller.documents if each.type not in OF_DOCO]
    visas = [each for each in traveller.documents if each.type in OF_DOCO]
    if not identities and (traveller.born or traveller.sex or traveller.nationality):
        identities = [Document()]
    for document in identities:
        yield _ssr("DOCS", _docs(document, traveller, flight_date))
    if traveller.birth_place and not visas:
        visas = [Document()]
    for visa in visas:
        issued = past_day(visa.issued, flight_date)
        yield _ssr("DOCO", f"/{traveller.birth_place}/{visa.type}/{visa.number}//{issued}/{visa.issuer}")
    if traveller.residence:
        yield _ssr("DOCA", f"/R/{traveller.residence}///")
    if traveller.address != NO_ADDRESS:
        address = traveller.address
        fields = (address.country, address.street, address.city, address.region, address.postcode)
        yield _ssr("DOCA", "/D/" + "/".join(fields))


def _docs(document: Document, traveller: Traveller, flight_date: str) -> str:
    sex = traveller.sex + ("I" if traveller.age_group == INFANT and traveller.sex else "")
    fields = (
        document.type,
        document.issuer,
        document.number,
        traveller.nationality,
        past_day(traveller.born, flight_date),
        sex,
        travel_day(document.expires),
        traveller.surname,
        traveller.given,
    )
    return "/" + "/".join(fields)


def _ssr(code: str, text: str) -> Written:
    return ["SSR", [code, "HK", "1", "YY", "", "", "", "", text]]


def check_in(traveller: Traveller, place: int, destination: str) -> Iterator[Written]:
    """Yield TRI, TIF, SSD and TBD if there are any check-in data."""
    bags = traveller.bags
    if not (traveller.seat or traveller.boarding_number or bags != NO_BAGS):
        return
    yield ["TRI", "", [traveller.boarding_number, "", "", str(place + 1)]]
    yield ["TIF", traveller.surname, [traveller.given, TYPES.get(traveller.age_group, ""), str(place + 1)]]
    if traveller.seat:
        yield ["SSD", traveller.seat]
    if bags != NO_BAGS:
        weight = "" if bags.weight_kg is None else f"{bags.weight_kg:.10g}"
        tags = ([*tag.partition(":")[::2], "1", destination] for tag in bags.tags)
        yield ["TBD", "", ["" if bags.count is None else str(bags.count), weight, KILOGRAMS], "", "", *tags]
