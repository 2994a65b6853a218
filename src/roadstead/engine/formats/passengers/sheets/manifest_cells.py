"""A manifest as the cells of a sheet: the voyage by key, the legs, and each person by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from roadstead.engine.records import Document, Leg, Manifest, Role, Traveller, Voyage

NO_DOCUMENT: Final = Document()
VERIFIED: Final[Mapping[bool | None, str]] = {True: "yes", False: "no", None: ""}
TRANSIT: Final[Mapping[Role, str]] = {Role.TRANSIT_PASSENGER: "yes", Role.TRANSIT_CREW: "yes"}
APART: Final = "; "


def voyage_cells(manifest: Manifest) -> dict[str, str]:
    """Return every key with a value. The ends of the route are included only for a single leg; more need a table."""
    voyage, party = manifest.voyage, manifest.reporting_party
    craft = voyage.craft
    counts = {
        f"{kind}_count": manifest.declared.get(name)
        for kind, name in (("crew", "crew"), ("passenger", "passengers"), ("person", "persons"))
    }
    cells = {
        "mode": voyage.mode.value,
        "category": voyage.category,
        "carrier": voyage.carrier,
        "number": voyage.number,
        "craft": craft.name,
        "kind": craft.kind,
        "imo": craft.imo,
        "call_sign": craft.call_sign,
        "mmsi": craft.mmsi,
        "registration": craft.registration,
        "flag": craft.flag,
        "home_port": craft.home_port,
        "reporter": party.name,
        "contact": APART.join(party.contact),
        **{key: str(count) for key, count in counts.items() if count is not None},
        **_one_leg(voyage),
    }
    return {key: text for key, text in cells.items() if text}


def _one_leg(voyage: Voyage) -> dict[str, str]:
    if not is_one_leg(voyage):
        return {}
    leg = voyage.legs[0]
    return {
        "origin": leg.origin,
        "departure": clock(leg.departure),
        "destination": leg.destination,
        "arrival": clock(leg.arrival),
    }


def is_one_leg(voyage: Voyage) -> bool:
    """Return True if "from" and "to" describe the whole route."""
    return len(voyage.legs) == 1 and not voyage.legs[0].number and not voyage.legs[0].crosses_border


LEG: Final[Mapping[str, Callable[[Leg], str]]] = {
    "number": lambda leg: leg.number,
    "origin": lambda leg: leg.origin,
    "departure": lambda leg: clock(leg.departure),
    "destination": lambda leg: leg.destination,
    "arrival": lambda leg: clock(leg.arrival),
    "border": lambda leg: "yes" if leg.crosses_border else "",
}


def clock(iso: str) -> str:
    return iso.replace("T", " ")


def person_cells(person: Traveller) -> dict[str, str]:
    """Return every field with a value. A sheet holds two documents; a visa with only a number counts as one."""
    first, second = _documents(person)
    bags, references, address = person.bags, person.references, person.address
    cells = {
        "role": person.role.value.replace("_", " "),
        "transit": TRANSIT.get(person.role, "no"),
        "surname": person.surname,
        "given": person.given,
        "sex": person.sex,
        "born": person.born,
        "birth_place": person.birth_place,
        "nationality": person.nationality,
        "residence": person.residence,
        "embark": person.embark,
        "disembark": person.disembark,
        "clearance": person.clearance,
        "employment": person.employment,
        "seat": person.seat,
        "verified": VERIFIED[person.verified],
        "contact": APART.join(person.contact),
        "bags": "" if bags.count is None else str(bags.count),
        "bags_weight": "" if bags.weight_kg is None else f"{bags.weight_kg:g}",
        "bags_tags": APART.join(bags.tags),
        **{name: getattr(references, name) for name in references.__slots__},
        **{name: getattr(address, name) for name in address.__slots__},
        **_document(first, "document_", ""),
        **_document(second, "document2_", "document2_"),
    }
    return {field: text for field, text in cells.items() if text}


def _documents(person: Traveller) -> tuple[Document, Document]:
    first, second, *_ = (*person.documents, NO_DOCUMENT, NO_DOCUMENT)
    return first, second


def _document(document: Document, own: str, others: str) -> dict[str, str]:
    return {
        f"{own}type": document.type,
        f"{own}number": document.number,
        f"{others}issuer": document.issuer,
        f"{others}issued": document.issued,
        f"{others}expires": document.expires,
    }
