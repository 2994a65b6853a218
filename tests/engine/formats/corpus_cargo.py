"""What the corpus expects of EDIFACT cargo messages, field by field, beside what was read of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Consignment, Container, Party, PartyRole, Voyage
from tests.engine.formats.corpus import Expected, Row, within

FOLDERS: Final = ("cuscar", "cusrep", "edifact_other")
MODES: Final = {"truck (03)": "road", "11": "sea"}
STATUS: Final = {"4 (empty)": "empty", "5 (full)": "full"}
Read = Callable[[Any], object]


def rows(wanted: Expected, reading: Reading) -> Iterator[Row]:
    """Every expected field with what we read in its place."""
    yield from _compared(wanted, reading, WHOLE)
    for name in ("first", "second"):
        if name in wanted:
            yield from within(name, _of_one(name, wanted[name], reading))


def _of_one(name: str, wanted: Expected, reading: Reading) -> Iterator[Row]:
    place = ("first", "second").index(name)
    bills, boxes = reading.manifest.consignments, reading.manifest.containers
    if "container" in wanted:
        yield from _compared(wanted, boxes[place], BOX)
        return
    yield from _compared(wanted, bills[place], BILL)
    for at, item in enumerate(wanted.get("items", ())):
        yield from within(f"items.{at}", _compared(item, bills[place].goods[at], LINE))


def _compared(wanted: Expected, read: object, fields: Mapping[str, Read]) -> Iterator[Row]:
    for field, value in wanted.items():
        if field in fields:
            yield field, _plain(field, value), _plain(field, fields[field](read))


def _plain(field: str, value: object) -> object:
    """The words of the corpus as ours: names without marks between their parts, codes as words."""
    if field in {"mode", "status"}:
        return (MODES | STATUS).get(str(value), value)
    if isinstance(value, str) and field in {"consignee", "shipper", "goods", "consignee_text", "shipper_text"}:
        return " ".join(re.findall(r"\w+", value))
    return value


# ── the message ─────────────────────────────────────────────────────────────────────────────


def _port(reading: Reading) -> str:
    """Where the ship is: it comes there with a manifest, and leaves from there with a bay plan."""
    legs = reading.manifest.voyage.legs
    is_bound = reading.manifest.message.type in {"CUSCAR", "COARRI"}
    return (legs[0].destination if is_bound else legs[0].origin) if legs else ""


def _voyage(reading: Reading) -> Voyage:
    return reading.manifest.voyage


def _money(reading: Reading) -> str:
    values = reading.manifest.consignments[0]
    each = (*values.values, *(value for line in values.goods for value in line.values))[0]
    return f"{each.amount:g} {each.currency}"


def _range(reading: Reading) -> str:
    texts = [note.text for note in reading.manifest.consignments[0].notes if note.code == "5"]
    low, _, high, unit = texts[0].split()
    return f"{low}..{high} {unit}"


def _containers(reading: Reading) -> object:
    boxes = reading.manifest.containers
    return [box.number for box in boxes] if reading.manifest.message.type == "CUSCAR" else len(boxes)


def _bill(reading: Reading) -> Consignment:
    return reading.manifest.consignments[0]


WHOLE: Final[Mapping[str, Read]] = {
    "type": lambda r: r.manifest.message.type or r.manifest.message.type_sent or None,
    "version": lambda r: r.manifest.message.release,
    "assoc": lambda r: r.manifest.message.association,
    "bgm": lambda r: r.manifest.message.code,
    "doc_type": lambda r: r.manifest.message.subcode,
    "document": lambda r: r.manifest.message.reference,
    "function": lambda r: r.manifest.message.action,
    "prepared": lambda r: r.manifest.message.prepared_at,
    "mode": lambda r: r.manifest.voyage.mode.value,
    "vessel": lambda r: _voyage(r).craft.name,
    "imo": lambda r: _voyage(r).craft.imo,
    "call_sign": lambda r: _voyage(r).craft.call_sign,
    "vessel_id": lambda r: _voyage(r).craft.registration,
    "voyage": lambda r: _voyage(r).number,
    "carrier": lambda r: _voyage(r).carrier,
    "port": _port,
    "next": lambda r: _voyage(r).legs[-1].destination,
    "port_next": lambda r: _voyage(r).legs[-1].destination,
    "place_departure": lambda r: _voyage(r).legs[0].origin,
    "eta": lambda r: _voyage(r).legs[0].arrival,
    "arrival": lambda r: _voyage(r).legs[0].arrival,
    "departure": lambda r: _voyage(r).legs[0].departure,
    "pick_up": lambda r: _voyage(r).legs[0].departure,
    "delivery": lambda r: _voyage(r).legs[0].arrival,
    "driver": lambda r: f"{r.manifest.travellers[0].surname} {r.manifest.travellers[0].given}",
    "equipment": lambda r: len(r.manifest.containers) if len(r.manifest.containers) == 1 and not _is_truck(r)
    else r.manifest.containers[0].number,
    "seal": lambda r: r.manifest.containers[0].seals[0],
    "seals": lambda r: [seal for box in r.manifest.containers for seal in box.seals],
    "container_kg": lambda r: [box.gross_mass_kg for box in r.manifest.containers],
    "containers": _containers,
    "stow_positions": lambda r: len(r.manifest.containers),
    "lost_cells": lambda r: sum(move.code == "147" for move in r.manifest.movements),
    "cnt": lambda r: r.manifest.totals.containers,
    "consignments": lambda r: len(r.manifest.consignments),
    "goods_items": lambda r: sum(len(bill.goods) for bill in r.manifest.consignments),
    "unt_says": lambda r: next(int(each.sent) for each in r.problems if each.code == "unt-count-wrong"),
    "head_missing": lambda r: any(problem.code == "head-missing" for problem in r.problems),
    "imo_valid": lambda r: not any(problem.code == "imo-number-wrong" for problem in r.problems),
    "segments": lambda r: len(r.unread),
    "packages": lambda r: _bill(r).packages,
    "gross_kg": lambda r: _bill(r).gross_mass_kg,
    "loading": lambda r: _bill(r).load,
    "discharge": lambda r: _bill(r).discharge,
    "goods": lambda r: _bill(r).goods[0].description,
    "hs": lambda r: _bill(r).goods[0].hs,
    "value": _money,
    "temperature_range": _range,
    "consignee": lambda r: _party(_bill(r), PartyRole.CONSIGNEE, of_all=True),
}  # fmt: skip


def _is_truck(reading: Reading) -> bool:
    return reading.manifest.voyage.mode.value == "road"


# ── one of many ─────────────────────────────────────────────────────────────────────────────


def _party(bill: Consignment, role: PartyRole, *, of_all: bool = False) -> str:
    party = bill.parties_as(role)[0]
    return _told_of_all(party) if of_all else _told(party)


def _told_of_all(party: Party) -> str:
    """As the corpus writes the consignee of a whole manifest: street, name and number."""
    return f"{party.address.street} / {party.name} {party.code}" if party.code and party.address.street else party.name


def _told(party: Party) -> str:
    """Name, and for a truck's parties their town too."""
    address = party.address
    if party.lines and len(party.lines) == 1 and party.lines[0] != party.name:
        return " ".join((party.name, address.city, address.region, address.postcode, address.country))
    return party.name


def _references(thing: Any, *codes: str) -> str:
    return next((value for code, value in thing.references if code in codes), "")


BILL: Final[Mapping[str, Read]] = {
    "number": lambda b: b.number,
    "ref": lambda b: b.type,
    "carrier_ref": lambda b: _references(b, "AAM"),
    "loading": lambda b: b.load,
    "discharge": lambda b: b.discharge,
    "origin": lambda b: b.load,
    "destination": lambda b: b.discharge,
    "transhipment": lambda b: b.transhipment,
    "packages": lambda b: b.packages,
    "pieces": lambda b: b.packages,
    "gross": lambda b: b.gross_mass_kg,
    "gross_kg": lambda b: b.gross_mass_kg,
    "unit": lambda b: "K",
    "goods": lambda b: b.goods[0].description,
    "item_packages": lambda b: b.goods[0].packages,
    "first_item_kg": lambda b: b.goods[0].gross_mass_kg,
    "marks": lambda b: b.goods[0].marks[0],
    "consignee": lambda b: _party(b, PartyRole.CONSIGNEE),
    "shipper": lambda b: _party(b, PartyRole.CONSIGNOR),
    "consignee_text": lambda b: _party(b, PartyRole.CONSIGNEE),
    "shipper_text": lambda b: _party(b, PartyRole.CONSIGNOR),
}
LINE: Final[Mapping[str, Read]] = {
    "packages": lambda g: g.packages,
    "kind": lambda g: g.package_type,
    "kg": lambda g: g.gross_mass_kg,
    "container": lambda g: g.containers[0].container,
    "un": lambda g: g.dangerous[0].un_number,
    "imdg": lambda g: g.dangerous[0].hazard,
    "goods": lambda g: g.description,
}


def _weight(box: Container) -> float | None:
    return box.gross_mass_kg if box.gross_mass_kg is not None else box.verified_mass_kg


BOX: Final[Mapping[str, Read]] = {
    "container": lambda c: c.number,
    "size": lambda c: c.size_type,
    "status": lambda c: c.load.value if c.load else "",
    "weight_kg": _weight,
    "vgm_kg": lambda c: c.verified_mass_kg,
    "stow": lambda c: c.stowed,
    "loading": lambda c: c.loaded_at,
    "discharge": lambda c: c.discharged_at,
    "temperature": lambda c: c.temperature_c,
    "bl": lambda c: c.bills[0],
    "seal": lambda c: c.seals[0],
    "booking": lambda c: _references(c, "BN"),
    "goods": lambda c: c.goods,
    "un": lambda c: c.dangerous[0].un_number,
    "imdg": lambda c: c.dangerous[0].hazard,
}
