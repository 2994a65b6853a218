"""What the corpus expects of a passenger list, field by field, beside what was read. Shared by tests and report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Document, Role, Traveller
from tests.engine.formats import corpus
from tests.engine.formats.corpus import CORPUS as CORPUS
from tests.engine.formats.corpus import LAST, Expected, Row

PAXLST: Final = CORPUS / "paxlst"

ROLES: Final = {
    "FL": Role.PASSENGER,
    "FM": Role.CREW,
    "DDU": Role.TRANSIT_PASSENGER,
    "DDT": Role.TRANSIT_CREW,
    "VW": Role.CREW,
}
KINDS: Final = {"42": "passengers", "41": "crew"}


def expected() -> dict[str, Expected]:
    return corpus.expected("paxlst")


def rows(wanted: Expected, reading: Reading) -> Iterator[Row]:
    """Every expected field with what we read in its place."""
    yield from _of_the_message(wanted, reading)
    yield from _of_the_voyage(wanted, reading)
    first = reading.manifest.travellers[0]
    for field, value in wanted["first_person"].items():
        yield f"first_person.{field}", _as_read(field, value), _person(field, first)
    for place, person in enumerate(wanted["persons"]):
        for field, value in zip(("surname", "given", "dob", "sex", "nationality", "doc_number"), person, strict=True):
            read = _person(field, reading.manifest.travellers[place])
            yield f"persons.{place}.{field}", _as_read(field, value), read


def agrees(field: str, wanted: object, read: object) -> bool:
    """Of given names the corpus has the first alone, and the others as `second`."""
    if field.endswith(".given"):
        return read == wanted or str(read).startswith(f"{wanted} ")
    if field.endswith(".second"):
        return wanted in ("", read)
    return wanted == read


def _of_the_message(wanted: Expected, reading: Reading) -> Iterator[Row]:
    manifest, head = reading.manifest, reading.manifest.message
    read = {
        "type": head.type,
        "version": head.release,
        "association": head.association,
        "sender": head.sender,
        "recipient": head.recipient,
        "syntax": head.syntax,
        "access_reference": head.access_reference,
        "part": head.part,
        "part_flag": head.last_part,
        "list_code": head.code,
        "bgm_1004": head.subcode,
        "transaction": head.reference,
        "transaction_revision": head.revision,
        "document": head.reference,
        "reporting_party": {"name": manifest.reporting_party.name},
        "persons_in_message": len(manifest.travellers),
        "cnt": dict(manifest.declared),
    }
    for field in wanted.keys() & read.keys():
        value = wanted[field]
        if field == "part_flag":
            value = LAST[value]
        elif field == "cnt":
            value = {KINDS[code]: count for code, count in value.items()}
        yield field, value, read[field]


def _of_the_voyage(wanted: Expected, reading: Reading) -> Iterator[Row]:
    voyage = reading.manifest.voyage
    if "flight" in wanted:
        yield "flight", wanted["flight"] or "", voyage.number
    if "carrier" in wanted:
        yield "carrier", wanted["carrier"], voyage.carrier
    if "mode" in wanted:
        yield "mode", {"truck": "road"}[wanted["mode"]], voyage.mode.value
    if "arrival_date" in wanted:
        yield "arrival_date", wanted["arrival_date"], voyage.legs[-1].arrival
    for place, leg in enumerate(wanted["legs"]):
        read = voyage.legs[place]
        border = {leg["origin_code"], leg["destination_code"]} == {"125", "87"}
        yield f"legs.{place}.origin", leg["origin"], read.origin
        yield f"legs.{place}.destination", leg["destination"], read.destination
        yield f"legs.{place}.departure", leg["departure"], read.departure
        yield f"legs.{place}.arrival", leg["arrival"], read.arrival
        yield f"legs.{place}.flight", leg["flight"] or "", read.number
        yield f"legs.{place}.border", border, read.crosses_border


def _as_read(field: str, value: object) -> object:
    """An expected value in our words: null is "", and an unknown sex (U) is ""."""
    if field == "role":
        return ROLES[str(value)]
    if field == "sex":
        return "" if value in (None, "U") else value
    if field == "contact" and isinstance(value, list):
        return [each.removesuffix(":TE") for each in value]
    if field == "documents" and isinstance(value, list):
        return [[item or "" for item in document] for document in value]
    return "" if value is None else value


def _person(field: str, person: Traveller) -> object:
    first = person.documents[0] if person.documents else Document()
    second = person.given.partition(" ")[2]
    read: dict[str, object] = {
        "role": person.role,
        "surname": person.surname,
        "given": person.given,
        "second": second,
        "id": person.references.passenger,
        "sex": person.sex,
        "sex_raw": next((sent.value for sent in person.sent if sent.field == "sex"), ""),
        "dob": person.born,
        "nationality": person.nationality,
        "doc_type": first.type,
        "doc_number": first.number,
        "doc_expiry": first.expires,
        "doc_issuer": first.issuer,
        "documents": [[each.type, each.number, each.expires, each.issuer] for each in person.documents],
        "pnr": person.references.booking,
        "passenger_ref": person.references.passenger,
        "government_ref": person.references.government,
        "customer_ref": person.references.customer,
        "ticket": person.references.ticket,
        "seat": person.seat,
        "clearance": person.clearance,
        "residence": person.residence,
        "embark": person.embark,
        "debark": person.disembark,
        "birth_place": person.birth_place,
        "contact": list(person.contact),
        "employment": person.employment,
        "bags": person.bags.count,
        "bag_weight_kg": person.bags.weight_kg,
        "bag_tags": list(person.bags.tags),
        "verified": person.verified,
        "address": {
            name: value
            for name in ("street", "city", "region", "postcode", "country")
            if (value := getattr(person.address, name))
        },
    }
    return read[field]
