"""What the corpus expects of bookings (PNRGOV), beside what was read: the mapping of the report."""

from __future__ import annotations

from collections.abc import Iterator

from roadstead.messages.reading import Reading
from roadstead.model import BookedFlight, Booking, Traveller
from tests.messages.corpus import LAST, Expected, Row, compared

AGES = {"adult": "A", "child": "C", "infant": "IN"}


def rows(wanted: Expected, readings: list[Reading]) -> Iterator[Row]:
    manifest = readings[0].manifest
    head, voyage, bookings, people = manifest.message, manifest.voyage, manifest.bookings, manifest.travellers
    legs, first = voyage.legs, bookings[0] if bookings else Booking()
    read: dict[str, object] = {
        "type": head.type,
        "version": head.release,
        "messages": len(readings),
        "access_reference": head.access_reference,
        "part": head.part,
        "part_flag": head.last_part,
        "carrier": voyage.carrier,
        "flight": voyage.number or None,
        "origin": legs[0].origin if legs else None,
        "departure": legs[0].departure if legs else None,
        "destination": legs[-1].destination if legs else None,
        "arrival": legs[-1].arrival if legs else None,
        "eqn": manifest.declared.get("bookings"),
        "pnrs": len(bookings),
        "first_pnr": first.locator,
        "first_pnr_system": first.system,
        "created": first.created,
        "frequent_flyer": next(iter(first.frequent_flyer), ""),
        "history_lines": len(first.history),
    }
    flag = {"part_flag": LAST[wanted["part_flag"]]} if "part_flag" in wanted else {}
    yield from compared({**wanted, **flag}, read)
    yield from compared(wanted, _of_bookings(bookings))
    yield from compared(wanted, _of_people(people))
    if "first_docs" in wanted:
        yield from _first_document(wanted["first_docs"], people)


def _of_bookings(bookings: tuple[Booking, ...]) -> dict[str, object]:
    return {
        "other_locators": [_in_brackets(each) for booking in bookings for each in booking.other_locators],
        "itinerary": [line for booking in bookings for flight in booking.itinerary for line in _flight(flight)],
        "tickets": [ticket.number for booking in bookings for ticket in booking.tickets],
        "payment": next((_payment(booking) for booking in bookings if booking.payments), ""),
    }


def _in_brackets(locator: str) -> str:
    system, _, number = locator.partition("/")
    return f"{number} ({system})"


def _flight(flight: BookedFlight) -> Iterator[str]:
    route = f"{flight.origin}-{flight.destination} {flight.departure[:10]}"
    yield f"{flight.sold_as} {route}, operated as {flight.number}" if flight.sold_as else f"{flight.number} {route}"


def _payment(booking: Booking) -> str:
    total = next((fare.split()[1:] for fare in booking.fares if fare.startswith("total")), [])
    return f"{booking.payments[0].number}, {' '.join(total)}"


def _of_people(people: tuple[Traveller, ...]) -> dict[str, object]:
    """Names as the booking has them: those of the travel document, which we show, are in `docs`."""
    return {
        "passengers": [[*_as_booked(each), AGES.get(each.age_group, "")] for each in people],
        "docs": sorted(_document(each) for each in people if each.documents),
        "seat": people[0].seat if people else "",
        "seats": {each.references.passenger: each.seat for each in people if each.seat},
        "boarding_numbers": [each.boarding_number for each in people if each.boarding_number],
        "bags": sum(each.bags.count or 0 for each in people),
        "bag_tags": [tag for each in people for tag in each.bags.tags],
        "checked_bags_kg": sum(each.bags.weight_kg or 0 for each in people),
        "visa": next((_visa(each) for each in people if len(each.documents) > 1), {}),
        "destination_address": next((_address(each) for each in people if each.address.city), ""),
    }


def _as_booked(person: Traveller) -> tuple[str, str]:
    sent = {each.field: each.value for each in reversed(person.sent)}
    return sent.get("surname", ""), sent.get("given names", "")


def _document(person: Traveller) -> list[str]:
    first = person.documents[0]
    return [first.type, first.issuer, first.number, person.nationality, person.born, person.sex, first.expires,
            person.surname, person.given]  # fmt: skip


def _visa(person: Traveller) -> dict[str, str]:
    sent = next((each.value.split("/") for each in person.sent if each.field == "visa"), [""] * 7)
    visa = person.documents[-1]
    return {"number": visa.number, "issued_at": sent[4], "issued": visa.issued, "for": visa.issuer,
            "birth_place": person.birth_place}  # fmt: skip


def _address(person: Traveller) -> str:
    of = person.address
    return ", ".join(each for each in (of.street, of.city, of.postcode, of.country) if each)


def _first_document(wanted: Expected, people: tuple[Traveller, ...]) -> Iterator[Row]:
    names = ("type", "country", "number", "nationality", "dob", "sex", "expiry", "surname", "given")
    found = {document[2]: dict(zip(names, document, strict=True)) for document in _of_people(people)["docs"]}  # type: ignore[attr-defined]
    read = found.get(wanted["number"], {})
    yield from ((f"first_docs.{field}", value, read.get(field)) for field, value in wanted.items())
