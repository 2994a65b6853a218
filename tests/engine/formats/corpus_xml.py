"""What the corpus expects of bookings (PNRGOV XML) and clearances (ISO 28005) in XML, beside what was read."""

from __future__ import annotations

from collections.abc import Iterator

from roadstead.engine.formats.reading import Reading
from tests.engine.formats.corpus import Expected, Row, compared, within


def of_bookings(wanted: Expected, reading: Reading) -> Iterator[Row]:
    """Of what is not well formed only that nothing became a booking and that it is said."""
    if not wanted.get("well_formed", True):
        yield "well_formed", False, "xml-not-well-formed" not in {problem.code for problem in reading.errors}
        yield "must", 0, len(reading.manifest.bookings)
        return
    manifest = reading.manifest
    first, leg = manifest.travellers[0], manifest.voyage.legs[0]
    read: dict[str, object] = {
        "locator": manifest.bookings[0].locator,
        "passengers": len(manifest.travellers),
        "flight": f"{manifest.voyage.carrier} {manifest.voyage.number.removeprefix(manifest.voyage.carrier)}",
        "origin": leg.origin,
        "departure": leg.departure,
        "destination": leg.destination,
        "arrival": leg.arrival,
    }
    of_first = {
        "surname": first.surname,
        "given": first.given,
        "sex": first.sex,
        "dob": first.born,
        "nationality": first.nationality,
        "doc": first.documents[0].number,
        "expiry": first.documents[0].expires,
    }
    yield from compared(wanted, read)
    yield from within("first", compared(wanted["first"], of_first))


def of_a_clearance(wanted: Expected, reading: Reading) -> Iterator[Row]:
    """Times in ours are local to the port and to the minute."""
    manifest = reading.manifest
    read: dict[str, object] = {
        "type": manifest.message.type,
        "message_type": manifest.message.code,
        "persons_on_board": manifest.declared["persons"],
        "arrival": manifest.voyage.legs[0].arrival,
        "ship_name": manifest.voyage.craft.name,
    }
    for field, value, found in compared(wanted, read):
        yield field, value[: len("2021-06-08T12:48")] if field == "arrival" and isinstance(value, str) else value, found
