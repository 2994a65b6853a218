"""Group 2 and groups 6 to 9: a traveller of a booking, and what check-in knows of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from roadstead.engine.formats.passengers.pnrgov.codes import KILOGRAMS, OF_DOCO
from roadstead.engine.formats.passengers.pnrgov.drafts import NO_ADDRESS, NO_BAGS
from roadstead.engine.formats.passengers.pnrgov.write_values import Written, contact_text, past_day, travel_day
from roadstead.engine.records import Document, Manifest, Traveller

TYPES: Final = {"adult": "A", "child": "C", "infant": "IN", "": ""}
INFANT: Final = "infant"


def person_segments(traveller: Traveller, place: int, tickets: Sequence[str], manifest: Manifest) -> Iterator[Written]:
    """TIF first."""
    yield ["TIF", traveller.surname, [traveller.given, TYPES.get(traveller.age_group, ""), str(place + 1)]]
    if traveller.references.passenger:
        yield ["REF", ["", traveller.references.passenger]]
    flight_date = max((leg.departure[:10] for leg in manifest.voyage.legs), default="") or manifest.message.sent_at[:10]
    yield from _papers(traveller, flight_date)
    for contact in traveller.contact:
        yield _ssr("CTCE" if "@" in contact else "CTCM", contact_text(contact)[len("CTCE ") :])
    for ticket in tickets:
        yield ["TKT", [ticket, "T"]]


def _papers(traveller: Traveller, flight_date: str) -> Iterator[Written]:
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
    """TRI, TIF, SSD and TBD, where there is anything to tell."""
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
