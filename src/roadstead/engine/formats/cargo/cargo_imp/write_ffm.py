"""Manifest of a flight as FFM: at each airport of unloading the loose cargo, then device by device."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.dates import written
from roadstead.engine.formats.cargo.cargo_imp.write_parties import contacts
from roadstead.engine.formats.cargo.cargo_imp.write_values import (
    ORIGINS,
    allowed_text,
    customs,
    onward,
    quantity,
    texts,
)
from roadstead.engine.records import Consignment, Container, InContainer, Leg, Manifest

MAX_DESCRIPTION_CHARS: Final = 15  # characters of the description


def lines(manifest: Manifest) -> Iterator[str]:
    head, voyage = manifest.message, manifest.voyage
    first = voyage.legs[0] if voyage.legs else Leg()
    yield f"FFM/{head.release or '8'}"
    told = [head.part or "1", voyage.number, written(first.departure), first.origin, voyage.craft.registration]
    yield "/".join(told).rstrip("/")
    for leg, after in zip_longest(voyage.legs, voyage.legs[1:], fillvalue=None):
        if leg is not None:
            yield from _stop(leg, after, manifest)
    yield "CONT" if head.last_part is False else "LAST"


def _stop(leg: Leg, after: Leg | None, manifest: Manifest) -> Iterator[str]:
    bills = [bill for bill in manifest.consignments if bill.discharge == leg.destination]
    devices = [box for box in manifest.containers if box.discharged_at == leg.destination]
    days = [written(day) for day in (leg.arrival, after.departure if after else "") if day]
    yield "/".join([leg.destination, *(["", *days] if days else [] if bills or devices else ["NIL"])])
    told: set[str] = set()
    for bill in bills:
        if not bill.containers:
            yield from _bill(bill, None, told)
    for device in devices:
        yield _device(device)
        for bill in sorted(bills, key=_order_of(device)):
            for part in _parts(bill, device.number):
                yield from _bill(bill, part, told)


def _order_of(device: Container) -> Callable[[Consignment], int]:
    places = {number: place for place, number in enumerate(device.bills)}
    return lambda bill: places.get(bill.number, len(places))


def _device(device: Container) -> str:
    loading = next((f"-{text}" for name, text in device.references if name == "loading"), "")
    remarks = (f"/{allowed_text(text)}" for name, text in device.references if name == "remark")
    return f"ULD/{device.number}{loading}" + "".join(remarks)


def _parts(bill: Consignment, number: str) -> list[InContainer]:
    return [part for line in bill.goods for part in line.containers if part.container == number]


def _bill(bill: Consignment, part: InContainer | None, written_numbers: set[str]) -> Iterator[str]:
    """Write one line of a waybill; its first line also carries volume, onward flights and remarks."""
    is_first = bill.number not in written_numbers
    written_numbers.add(bill.number)
    packages, mass = (part.packages, part.gross_mass_kg) if part else (bill.packages, bill.gross_mass_kg)
    much = quantity(bill.split, packages, mass, bill.volume_m3 if is_first else None, bill.packages_total)
    goods = allowed_text("; ".join(line.description for line in bill.goods), MAX_DESCRIPTION_CHARS)
    yield "/".join([f"{bill.number}{bill.origin}{bill.destination}", much, goods, "".join(bill.handling)]).rstrip("/")
    if is_first:
        yield from (onward(leg) for leg in bill.onward)
        yield from texts(bill.notes)
        yield from (f"{note.code}/{note.text}" for note in bill.notes if note.code in ORIGINS)
        yield from customs(bill, list(contacts(bill.parties)))
