"""Views of a reading: the object of `roadstead read --json`.

The object is described in docs/reference; absent values are left out, dates are ISO 8601, times local to the port.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final, cast

import msgspec

from roadstead.engine.formats.common.summary import summary_lines as summary_lines
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import (
    Booking,
    CargoTotals,
    Consignment,
    Container,
    Craft,
    Document,
    Leg,
    Manifest,
    MessageHeader,
    Movement,
    Party,
    Problem,
    Response,
    Role,
    Transport,
    Traveller,
    Voyage,
)

Object = dict[str, object]
COUNTED_AS: Final[Mapping[Role, str]] = {
    Role.PASSENGER: "passengers",
    Role.TRANSIT_PASSENGER: "passengers",
    Role.CREW: "crew",
    Role.TRANSIT_CREW: "crew",
}


def view(reading: Reading, file: str) -> Object:
    """Return one reading as one JSON object."""
    manifest = reading.manifest
    return _present(
        file=file,
        message=_message(manifest.message),
        voyage=_voyage(manifest.voyage),
        travellers=[_traveller(traveller) for traveller in manifest.travellers],
        bookings=[_booking_view(booking) for booking in manifest.bookings],
        answers=[_response_view(answer) for answer in manifest.answers],
        consignments=[consignment_view(consignment) for consignment in manifest.consignments],
        containers=[container_view(container) for container in manifest.containers],
        movements=[movement_view(movement) for movement in manifest.movements],
        office=manifest.office,
        **parties_view(manifest.parties),
        references=[list(each) for each in manifest.references],
        totals=totals_view(manifest.totals),
        counts=_counts(reading),
        problems=[_problem(problem) for problem in reading.problems],
    )


def _present(**values: object) -> Object:
    """Return only known values: no empty text, no empty list, no null. Zero and false are known."""
    return {key: value for key, value in values.items() if value is not None and value not in ("", [], {}, ())}


def _message(head: MessageHeader) -> Object:
    return _present(
        type=head.type or head.type_sent,
        release=head.release,
        association=head.association,
        function=head.function.value if head.function else "",
        code=head.code,
        subcode=head.subcode,
        action=head.action,
        reference=head.reference,
        revision=head.revision,
        access_reference=head.access_reference,
        part=head.part,
        last_part=head.last_part,
        sender=head.sender,
        recipient=head.recipient,
        interchange=head.interchange,
        sent_at=head.sent_at,
        prepared_at=head.prepared_at,
        syntax=head.syntax,
        references=[list(each) for each in head.references],
    )


def _voyage(voyage: Voyage) -> Object:
    """Return the voyage; {} if the message names none."""
    known = _present(
        carrier=voyage.carrier,
        number=voyage.number,
        craft=_craft(voyage.craft),
        category=voyage.category,
        legs=[_leg(leg) for leg in voyage.legs],
        further_transports=[_transport(each) for each in voyage.further_transports],
    )
    mode = {} if voyage.is_mode_assumed else {"mode": voyage.mode.value}
    return {**mode, **known} if known else {}


def _craft(craft: Craft) -> Object:
    return _present(
        name=craft.name,
        imo=craft.imo,
        call_sign=craft.call_sign,
        registration=craft.registration,
        flag=craft.flag,
        kind=craft.kind,
        mmsi=craft.mmsi,
        home_port=craft.home_port,
        net_tonnage=craft.net_tonnage,
        gross_tonnage=craft.gross_tonnage,
        identifiers=[{"kind": each.kind, "number": each.number} for each in craft.identifiers],
    )


def _transport(transport: Transport) -> Object:
    return _present(
        stage=transport.stage,
        mode=transport.mode,
        carrier=transport.carrier,
        number=transport.number,
        craft=_craft(transport.craft),
        legs=[_leg(leg) for leg in transport.legs],
    )


def _leg(leg: Leg) -> Object:
    places = _present(**{"from": leg.origin, "to": leg.destination})
    return places | _present(
        departure=leg.departure,
        arrival=leg.arrival,
        number=leg.number,
        crosses_border=leg.crosses_border or None,
    )


def _traveller(traveller: Traveller) -> Object:
    references, address, bags = traveller.references, traveller.address, traveller.bags
    return _present(
        role=traveller.role.value,
        surname=traveller.surname,
        given=traveller.given,
        sex=traveller.sex,
        born=traveller.born,
        birth_place=traveller.birth_place,
        nationality=traveller.nationality,
        residence=traveller.residence,
        embark=traveller.embark,
        disembark=traveller.disembark,
        clearance=traveller.clearance,
        documents=[_document(document) for document in traveller.documents],
        references=_present(
            booking=references.booking,
            passenger=references.passenger,
            government=references.government,
            customer=references.customer,
            ticket=references.ticket,
        ),
        seat=traveller.seat,
        bags=_present(count=bags.count, weight_kg=bags.weight_kg, tags=list(bags.tags)),
        contact=list(traveller.contact),
        address=_present(
            street=address.street,
            city=address.city,
            region=address.region,
            postcode=address.postcode,
            country=address.country,
        ),
        employment=traveller.employment,
        verified=traveller.verified,
        capture_method=traveller.capture_method,
        age_group=traveller.age_group,
        boarding_number=traveller.boarding_number,
    )


def _document(document: Document) -> Object:
    return _present(
        type=document.type,
        number=document.number,
        issuer=document.issuer,
        expires=document.expires,
        issued=document.issued,
    )


def _counts(reading: Reading) -> Object:
    """Return the numbers declared for the whole voyage and read from this message."""
    if not reading.is_understood:
        return {}
    return _present(declared=dict(reading.manifest.declared), read=dict(_read(reading)))


def _read(reading: Reading) -> Counter[str]:
    """Count by kind, with zeros for declared kinds; bookings and cargo only if there are any."""
    read = Counter(dict.fromkeys(reading.manifest.declared, 0))
    read.update(COUNTED_AS[traveller.role] for traveller in reading.manifest.travellers)
    if "persons" in read:  # all on board
        read["persons"] = len(reading.manifest.travellers)
    read.update({kind: count for kind, count in _things(reading.manifest) if count})
    return read


def _things(manifest: Manifest) -> tuple[tuple[str, int], ...]:
    return (
        ("bookings", len(manifest.bookings)),
        ("consignments", len(manifest.consignments)),
        ("containers", len(manifest.containers)),
    )


def _problem(problem: Problem) -> Object:
    return _present(
        severity=problem.severity.value,
        code=problem.code,
        where=_present(
            message=problem.message,
            segment=problem.segment,
            number=problem.number,
            field=problem.field,
        ),
        sent=problem.sent,
        text=problem.text,
    )


# ── Bookings and responses as `roadstead read --json` shows them: the records' own fields, absent ones left out.


def _booking_view(booking: Booking) -> dict[str, object]:
    """Return one booking; `travellers` are positions in the same object's list, counted from 0."""
    return cast(dict[str, object], omit_empty(msgspec.to_builtins(booking)))


def _response_view(answer: Response) -> dict[str, object]:
    """Return one response of an authority: its subject, code, text and meaning."""
    return cast(dict[str, object], omit_empty(msgspec.to_builtins(answer)))


# ── Consignments, containers and movements.


ABSENT: Final[tuple[object, ...]] = (None, "", [], {})


def omit_empty(value: object) -> object:
    """Remove unknown values at any depth; zero and false are known."""
    if isinstance(value, dict):
        return {name: kept for name, each in value.items() if (kept := omit_empty(each)) not in ABSENT}
    if isinstance(value, list | tuple):
        return [omit_empty(each) for each in value]
    return value


PLACES: Final[Mapping[str, str]] = {"load": "from", "discharge": "to"}  # keys as in voyages and travellers
WAYBILL_PLACES: Final[Mapping[str, str]] = {"origin": "from", "destination": "to"}  # a waybill has no other places


def consignment_view(consignment: Consignment) -> Object:
    """Return one bill. `from` and `to`: where it joins and leaves the voyage, or a waybill's origin and destination."""
    shown = _shown(consignment)
    named = PLACES if consignment.load or consignment.discharge else WAYBILL_PLACES
    placed = {named.get(key, key): value for key, value in shown.items()}
    return placed | parties_view(consignment.parties)


def container_view(container: Container) -> Object:
    """Return one container, trailer or unit load device."""
    return _shown(container)


def movement_view(movement: Movement) -> Object:
    """Return one event of a consignment or craft."""
    return _shown(movement)


def totals_view(totals: CargoTotals) -> Object:
    """Return the totals that the sender declares."""
    return _shown(totals)


def parties_view(parties: tuple[Party, ...]) -> Object:
    """Return parties by role; further parties of the same role are in `more_parties`."""
    first: dict[str, Object] = {}
    more: list[Object] = []
    for party in parties:
        if party.role.value in first:
            more.append(_shown(party))
        else:
            first[party.role.value] = _party(party)
    return {"parties": first} | ({"more_parties": more} if more else {}) if parties else {}


def _party(party: Party) -> Object:
    """Return a party with its address as one text, for officers, and with its parts beside it."""
    shown = _shown(party)
    parts = cast(Object, shown.pop("address", {}))
    shown.pop("role")
    texts = (party.address.street, party.address.city, party.address.region, party.address.postcode)
    told = ", ".join(text for text in texts if text)
    country = {"country": party.address.country} if party.address.country else {}
    return shown | ({"address": told} if told else {}) | country | ({"address_parts": parts} if parts else {})


def _shown(record: object) -> Object:
    return cast(Object, omit_empty(msgspec.to_builtins(record)))
