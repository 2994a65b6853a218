"""What the corpus expects of a PNRGOV, field by field, beside what was read. Shared by tests and report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import Any, Final

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Booking, Manifest, Traveller
from tests import library

PNRGOV: Final = library.CORPUS / "pnrgov"
Expected = Mapping[str, Any]
Row = tuple[str, object, object]  # field, expected, read

LAST: Final = {"F": True, "C": False, None: None}
AGE_GROUPS: Final = {"A": "adult", "C": "child", "IN": "infant"}
NOT_FIELDS: Final = {"deviations", "note"}  # said of the file, or checked elsewhere


def expected() -> dict[str, Expected]:
    return library.expected("pnrgov")


def compared(wanted: Expected, readings: list[Reading]) -> Iterator[Row]:
    """Every expected field with what we read in its place; a list is one row for each of its items."""
    for field in wanted.keys() - NOT_FIELDS:
        yield from _rows(field, _as_read(field, wanted[field]), READ[field](readings))


def missing_deviations(wanted: Expected, readings: list[Reading]) -> set[str]:
    codes = {problem.code for reading in readings for problem in reading.problems}
    return {item.partition("(")[0].replace("_", "-") for item in wanted["deviations"]} - codes


def _rows(field: str, wanted: object, read: object) -> Iterator[Row]:
    if isinstance(wanted, dict) and isinstance(read, dict):
        for name, value in wanted.items():
            yield f"{field}.{name}", value, read.get(name)
    elif isinstance(wanted, list) and isinstance(read, list):
        for place, (one, other) in enumerate(zip_longest(wanted, read)):
            yield f"{field}.{place}", one, other
    else:
        yield field, wanted, read


def _as_read(field: str, value: Any) -> object:
    """An expected value in our words."""
    if field == "part_flag":
        return LAST[value]
    if field == "passengers":
        return [[surname, given, AGE_GROUPS[type]] for surname, given, type in value]
    return "" if field == "flight" and value is None else value


def _manifest(readings: list[Reading]) -> Manifest:
    return readings[0].manifest


def _first(readings: list[Reading]) -> Booking:
    return _manifest(readings).bookings[0]


def _people(readings: list[Reading]) -> tuple[Traveller, ...]:
    return _manifest(readings).travellers


def _sent(person: Traveller, field: str) -> str:
    return next((each.value for each in person.sent if each.field == field), "")


def _passengers(readings: list[Reading]) -> list[list[str]]:
    """Names as they were sent in TIF."""
    return [[_sent(each, "surname"), _sent(each, "given names"), each.age_group] for each in _people(readings)]


def _docs(readings: list[Reading]) -> list[list[str]]:
    """In the order of the message, as DOCS gave them; what DOCO adds is no travel document."""
    rows = [
        (
            papers.segment,
            [
                papers.type,
                papers.issuer,
                papers.number,
                person.nationality,
                person.born,
                _sex_sent(person),
                papers.expires,
                person.surname,
                person.given,
            ],
        )
        for person in _people(readings)
        for papers in person.documents
        if papers.type != "V"
    ]
    return [row for _, row in sorted(rows)]


def _sex_sent(person: Traveller) -> str:
    return _sent(person, "travel document").split("/")[6]


def _first_docs(readings: list[Reading]) -> dict[str, str]:
    type, country, number, nationality, born, sex, expiry, surname, _ = _docs(readings)[0]
    return {
        "type": type,
        "country": country,
        "number": number,
        "nationality": nationality,
        "dob": born,
        "sex": sex,
        "expiry": expiry,
        "surname": surname,
    }


def _visa(readings: list[Reading]) -> dict[str, str]:
    person = _people(readings)[0]
    visa = next(each for each in person.documents if each.type == "V")
    place = _sent(person, "visa").split("/")[4]
    return {
        "number": visa.number,
        "issued_at": place,
        "issued": visa.issued,
        "for": visa.issuer,
        "birth_place": person.birth_place,
    }


def _address(readings: list[Reading]) -> str:
    found = _people(readings)[0].address
    return ", ".join(filter(None, (found.street, found.city, found.region, found.postcode, found.country)))


def _payment(readings: list[Reading]) -> str:
    """FOP gives no currency: it is that of the total."""
    total = next(each for each in _first(readings).fares if each.startswith("total"))
    return f"{_first(readings).payments[0].number}, {total.removeprefix('total ')}"


def _itinerary(readings: list[Reading]) -> list[str]:
    flights = [flight for booking in _manifest(readings).bookings for flight in booking.itinerary]
    return [
        f"{each.sold_as or each.number} {each.origin}-{each.destination} {each.departure[:10]}"
        + (f", operated as {each.number}" if each.sold_as else "")
        for each in flights
    ]


def _release(readings: list[Reading]) -> str:
    """The fourth mark of the UNA that was used."""
    una = next(each.sent for each in readings[0].problems if each.code == "separators-from-una")
    return una.removeprefix("UNA")[3]


def _services(readings: list[Reading]) -> list[list[str]]:
    """The services that nobody could be given, as they stand in `unread`: [code, seat or text]."""
    return [each.replace(":", "+").strip("+").split("+")[1:] for reading in readings for each in reading.unread]


READ: Final[Mapping[str, Callable[[list[Reading]], object]]] = {
    "type": lambda readings: _manifest(readings).message.type,
    "version": lambda readings: _manifest(readings).message.release,
    "messages": len,
    "part": lambda readings: _manifest(readings).message.part,
    "part_flag": lambda readings: _manifest(readings).message.last_part,
    "access_reference": lambda readings: _manifest(readings).message.access_reference,
    "creator": lambda readings: _manifest(readings).reporting_party.id,
    "carrier": lambda readings: _manifest(readings).voyage.carrier,
    "flight": lambda readings: _manifest(readings).voyage.number,
    "origin": lambda readings: _manifest(readings).voyage.legs[0].origin,
    "destination": lambda readings: _manifest(readings).voyage.legs[0].destination,
    "departure": lambda readings: _manifest(readings).voyage.legs[0].departure,
    "arrival": lambda readings: _manifest(readings).voyage.legs[0].arrival,
    "eqn": lambda readings: _manifest(readings).declared.get("bookings"),
    "pnrs": lambda readings: len(_manifest(readings).bookings),
    "first_pnr": lambda readings: _first(readings).locator,
    "first_pnr_system": lambda readings: _first(readings).system,
    "other_locators": lambda readings: [
        f"{locator} ({system})"
        for system, _, locator in (each.partition("/") for each in _first(readings).other_locators)
    ],
    "created": lambda readings: _first(readings).created,
    "passengers": _passengers,
    "docs": _docs,
    "first_docs": _first_docs,
    "visa": _visa,
    "destination_address": _address,
    "frequent_flyer": lambda readings: _first(readings).frequent_flyer[0],
    "tickets": lambda readings: [ticket.number for each in _manifest(readings).bookings for ticket in each.tickets],
    "payment": _payment,
    "itinerary": _itinerary,
    "seat": lambda readings: _people(readings)[0].seat,
    "seats": lambda readings: {each.references.passenger: each.seat for each in _people(readings)},
    "boarding_numbers": lambda readings: [each.boarding_number for each in _people(readings) if each.boarding_number],
    "bags": lambda readings: sum(each.bags.count or 0 for each in _people(readings)),
    "checked_bags_kg": lambda readings: sum(each.bags.weight_kg or 0 for each in _people(readings)),
    "bag_tags": lambda readings: [tag for each in _people(readings) for tag in each.bags.tags],
    "history_lines": lambda readings: len(_first(readings).history),
    "release_char": _release,
    "ssr": _services,
}
