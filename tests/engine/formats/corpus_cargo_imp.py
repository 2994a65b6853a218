"""The words of cargo_imp/expected.json beside our records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Consignment, Level, Manifest, OnwardLeg, PartyRole
from roadstead.engine.syntax import typeb
from tests.engine.formats.corpus import Expected, Row, compared, within


def rows(wanted: Expected, raw: bytes, found: Reading) -> Iterator[Row]:
    """Type and version, then what is of the message's own kind."""
    head, made = found.manifest.message, found.manifest
    yield from compared(wanted, {"type": head.type, "version": int(head.release) if head.release else None})
    open_days = {problem.field: problem.sent for problem in found.problems if problem.code == "year-open"}
    days = {"date": open_days.get("day of departure", ""), "day": open_days.get("day of the flight", "")}
    yield from compared(wanted, days)
    heading = typeb.read(raw)
    told = {"priority": heading.priority, "to": list(heading.addresses), "origin": heading.origin, "time": heading.time}
    yield from within("typeb", compared(wanted.get("typeb", {}), told))
    yield from compared(wanted, KINDS[head.type](made, wanted))
    yield from _parts(wanted, made)


def _manifest(made: Manifest, wanted: Expected) -> dict[str, object]:
    legs = made.voyage.legs
    return {
        "sequence": made.message.part,
        "flight": made.voyage.number,
        "origin": legs[0].origin,
        "registration": made.voyage.craft.registration,
        "destinations": [leg.destination for leg in legs],
        "ulds": len(made.containers),
        "distinct_awbs": len(made.consignments),
        "awb_lines": sum(len(line.containers) or 1 for bill in made.consignments for line in bill.goods),
        "ends": {True: "LAST", False: "CONT", None: ""}[made.message.last_part],
    }


def _houses(made: Manifest, wanted: Expected) -> dict[str, object]:
    bills = made.consignments
    route = dict(bills[0].references)["MBI"]
    return {
        "mawb": bills[0].master,
        "origin": route[:3],
        "destination": route[3:],
        "mawb_pieces": made.totals.packages,
        "mawb_kg": made.totals.gross_mass_kg,
        "houses": sum(bill.level is Level.HOUSE for bill in bills),
        "sum_pieces": sum(bill.packages or 0 for bill in bills),
        "sum_kg": round(sum(bill.gross_mass_kg or 0 for bill in bills), 3),
    }


def _waybill(made: Manifest, wanted: Expected) -> dict[str, object]:
    bill = made.consignments[0]
    codes = [code for line in bill.goods for code in (line.hs, *line.more_hs) if code]
    return _of_bill(bill) | {
        "code": bill.split,
        "m3": bill.volume_m3,
        "flights": [f"{leg.number}/{leg.departure[-2:]}" for leg in bill.onward if leg.number],
        "routing": [f"{leg.destination} {leg.carrier}" for leg in bill.onward if leg.destination],
        "goods": " ".join(line.description for line in bill.goods),
        "hs": codes if isinstance(wanted.get("hs"), list) else next(iter(codes), ""),
        "currency": next((money.currency for money in bill.values), ""),
        "sph": list(bill.handling),
    }


def _status(made: Manifest, wanted: Expected) -> dict[str, object]:
    move = made.movements[0]
    return _waybill(made, wanted) | {
        "total_pieces": made.consignments[0].packages_total,
        "status": move.code,
        "at": f"{move.at} {move.place}",
        "delivered_to": move.party,
    }


def _answer(made: Manifest, wanted: Expected) -> dict[str, object]:
    return {"text": made.movements[0].text.partition(": ")[2]}


def _aircraft(made: Manifest, wanted: Expected) -> dict[str, object]:
    voyage, by_code = made.voyage, {move.code: move for move in made.movements}
    off, due = by_code["AD"].text, by_code["EA"]
    return {
        "flight": voyage.number,
        "registration": voyage.craft.registration,
        "station": voyage.legs[0].origin,
        "off_block": off[-2:] + off[10:15].replace(":", ""),
        "eta": f"{due.text[-9:-4].replace(':', '')} {due.place}",
    }


KINDS = {"FFM": _manifest, "FHL": _houses, "FWB": _waybill, "FSU": _status, "FSA": _status, "FMA": _answer,
         "MVT": _aircraft}  # fmt: skip


def _of_bill(bill: Consignment) -> dict[str, object]:
    names = {role: bill.parties_as(role)[0].name if bill.parties_as(role) else "" for role in PartyRole}
    return {
        "awb": bill.number,
        "hawb": bill.number,
        "origin": bill.origin,
        "destination": bill.destination,
        "pieces": bill.packages,
        "kg": bill.gross_mass_kg,
        "shipper": names[PartyRole.CONSIGNOR],
        "consignee": names[PartyRole.CONSIGNEE],
    }


def _parts(wanted: Expected, made: Manifest) -> Iterator[Row]:
    """What is expected of the first line, of an onward flight, and of what an answer is about."""
    if "first" in wanted:
        yield from within("first", compared(wanted["first"], _first(made.consignments[0], wanted["first"])))
    if "onward" in wanted:
        yield from within("onward", compared(wanted["onward"], _onward(made, wanted["onward"]["awb"])))
    if "about" in wanted:
        move = made.movements[0]
        told = {"awb": move.number, "pieces": move.packages, "kg": move.gross_mass_kg, "type": move.text[:3]}
        yield from within("about", compared(wanted["about"], told))


def _first(bill: Consignment, wanted: Mapping[str, Any]) -> dict[str, object]:
    """A device's part of a waybill, where the manifest's line is of one."""
    line = bill.goods[0]
    part = line.containers[0] if line.containers else line
    return _of_bill(bill) | {
        "pieces": part.packages,
        "kg": part.gross_mass_kg,
        "m3": bill.volume_m3,
        "code": bill.split,
        "total_pieces": bill.packages_total,
        "goods": line.description[: len(wanted["goods"])] if "goods" in wanted else "",
        "text": line.description,
        "hs": line.hs,
        "slac": bill.pieces_inside,
        "sph": list(bill.handling),
        "uld": bill.containers[0] if bill.containers else "",
    }


def _onward(made: Manifest, number: str) -> dict[str, object]:
    leg: OnwardLeg = next(bill for bill in made.consignments if bill.number == number).onward[0]
    return {"awb": number, "to": leg.destination, "flight": leg.number, "date": leg.departure}
