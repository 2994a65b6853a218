"""What the corpus expects of ASYCUDA, Cargo-XML and entry summary declarations, beside what was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Consignment, Container, Craft, GoodsLine, Leg, Level, Manifest, PartyRole
from roadstead.engine.text.identifiers import waybill
from tests.engine.formats.corpus import Expected, Row, compared, within

Figures = Mapping[str, object]
SAD: Final = "ASYCUDA SAD"


# ── ASYCUDA ─────────────────────────────────────────────────────────────────────────────────


def of_asycuda(wanted: Expected, reading: Reading) -> Iterator[Row]:
    manifest = reading.manifest
    if wanted["type"] == "XSD":
        yield "type", "no message", "a message" if reading.is_understood else "no message"
        return
    yield "type", wanted["type"], manifest.message.type
    of_type = _declaration if wanted["type"] == SAD else _asycuda_manifest
    yield from of_type(wanted, manifest)
    if wanted["type"] == SAD:
        yield "note", True, "declaration-not-a-manifest" in {problem.code for problem in reading.problems}


def _asycuda_manifest(wanted: Expected, manifest: Manifest) -> Iterator[Row]:
    leg, bill = manifest.voyage.legs[0], manifest.consignments[0]
    read: Figures = {
        "office": manifest.office,
        "voyage": manifest.voyage.number,
        "departure": leg.departure,
        "arrival": leg.arrival,
        "vessel": manifest.voyage.craft.name,
        "imo": manifest.voyage.craft.imo,
        "from": leg.origin,
        "to": leg.destination,
        "master": bill.master,
        "houses": sum(each.level is Level.HOUSE for each in manifest.consignments),
        "bols": len(manifest.consignments),
        "packages": manifest.totals.packages,
        "gross_kg": manifest.totals.gross_mass_kg,
        "containers": [box.number for box in manifest.containers],
    }
    codes = {"import": "23", "export": "22", "transit": "24", "transhipment": "28"}
    first: Figures = {
        "number": bill.number,
        "nature": codes.get(bill.nature, ""),
        "type": bill.type,
        "shipper": _party(bill, PartyRole.CONSIGNOR),
        "consignee": _party(bill, PartyRole.CONSIGNEE),
        "goods": bill.goods[0].description,
        "packages": bill.packages,
        "kg": bill.gross_mass_kg,
    }
    yield from compared(wanted, read)
    yield from within("first", compared(wanted["first"], first))


def _declaration(wanted: Expected, manifest: Manifest) -> Iterator[Row]:
    (bill,) = manifest.consignments
    references = dict(manifest.references)
    read: Figures = {
        "declaration": manifest.message.code,
        "office": manifest.office,
        "flow": manifest.message.subcode,
        "manifest": references.get("Manifest"),
        "registration": references.get("Registration", "").rpartition(" ")[2],
        "reg_date": references.get("Registration date"),
        "items": len(bill.goods),
        "packages": bill.packages,
        "exporter": _party(bill, PartyRole.CONSIGNOR),
        "consignee": _party(bill, PartyRole.CONSIGNEE),
        "transport": manifest.voyage.craft.name,
    }
    yield from compared(wanted, read)
    if "first_item" in wanted:
        item = bill.goods[0]
        known = dict(item.references)
        first: Figures = {
            "hs": item.hs,
            "goods": item.description,
            "gross_kg": item.gross_mass_kg,
            "net_kg": item.net_mass_kg,
            "origin": item.origin,
            "previous_document": known.get("Summary_declaration") or known.get("Previous_document_reference"),
        }
        yield from within("first_item", compared(wanted["first_item"], first))


# ── Cargo-XML ───────────────────────────────────────────────────────────────────────────────


def _left_out(reading: Reading) -> int:
    """Names of screeners are counted and not kept."""
    told = (problem.text for problem in reading.problems if problem.code == "names-left-out")
    return sum(int(text.partition(": ")[2].partition(".")[0]) for text in told)


def of_cargo_xml(wanted: Expected, reading: Reading) -> Iterator[Row]:
    manifest = reading.manifest
    bill = manifest.consignments[0]
    master = next((each for each in manifest.consignments if each.level is Level.MASTER), Consignment())
    legs = manifest.voyage.legs or (Leg(),)
    read: Figures = {
        "type": manifest.message.type,
        "version": manifest.message.release,
        "type_code": manifest.message.code,
        "awb": bill.number,
        "hawb": bill.number,
        "mawb": bill.master,
        "flight": manifest.voyage.number,
        "awbs": len(manifest.consignments),
        "origin": bill.origin or legs[0].origin,
        "destination": bill.destination,
        "pieces": bill.packages,
        "kg": bill.gross_mass_kg,
        "m3": bill.volume_m3,
        "shipper": _party(bill, PartyRole.CONSIGNOR),
        "consignee": _party(bill, PartyRole.CONSIGNEE),
        "consignee_second_line": _street(bill, PartyRole.CONSIGNEE).partition(", ")[0],
        "agent": _party(bill, PartyRole.AGENT),
        "route": [f"{leg.origin}-{leg.destination}" for leg in legs],
        "flights": [leg.number for leg in legs if leg.number],
        "customs_notes": sum(note.kind == "customs" for note in bill.notes) + _left_out(reading),
        "goods": next((line.description for line in bill.goods if line.description), ""),
        "hs": [line.hs for line in bill.goods if line.hs],
        "sph": list(bill.handling),
        "ulds": [_without_owner(unit) for unit in manifest.containers],
        "master_pieces": master.packages,
        "master_kg": master.gross_mass_kg,
        "master_destination": master.destination,
        "awb_check_digit_valid": waybill.is_valid(bill.number),
    }
    first: Figures = {
        "awb": bill.number,
        "awb_check_digit_valid": waybill.is_valid(bill.number),
        "pieces": bill.packages,
        "kg": bill.gross_mass_kg,
    }
    yield from compared(wanted, read)
    yield from within("first", compared(wanted.get("first", {}), first))


def _without_owner(unit: Container) -> str:
    """The corpus counts type and serial; on the device stands the owner too."""
    return unit.number.removesuffix(unit.carrier)


# ── entry summary declarations ──────────────────────────────────────────────────────────────


def of_ens(wanted: Expected, reading: Reading) -> Iterator[Row]:
    manifest = reading.manifest
    yield "type", wanted["type"], manifest.message.type
    if wanted["type"] == "SuccessResponse":
        yield "correlation_id", wanted["correlation_id"], manifest.message.reference
        return
    (bill,), references = manifest.consignments, dict(manifest.references)
    told = {problem.field: problem.sent for problem in reading.problems if problem.code == "number-unreadable"}
    craft = manifest.voyage.craft
    countries = [number for name, number in manifest.references if name.startswith("CouOfRou")]
    read: Figures = {
        "sender": manifest.message.sender,
        "message_id": manifest.message.interchange,
        "lrn": references.get("RefNumHEA4"),
        "mrn": manifest.message.reference,
        "mode": references.get("TraModAtBorHEA76"),
        "transport": _craft(craft),
        "items": _number(manifest.totals.items) or told.get("number of items"),
        "packages": _number(manifest.totals.packages),
        "gross": _number(manifest.totals.gross_mass_kg),
        "goods_items": len(bill.goods),
        "countries": countries,
        "seals": list(bill.seals),
        "prepared": manifest.message.sent_at,
        "expected_arrival": manifest.voyage.legs[0].arrival,
        "office_first_entry": manifest.office,
    }
    yield from compared(_listed(wanted), read)
    if "amended" in wanted:
        sent = references.get("DatTimAmeHEA113", "")
        yield "amended", wanted["amended"], f"{sent[:4]}-{sent[4:6]}-{sent[6:8]}T{sent[8:10]}:{sent[10:12]}"
    yield from within("first_item", compared(_listed(wanted["first_item"]), _item(bill.goods[0])))


def _item(line: GoodsLine) -> Figures:
    return {
        "number": line.number,
        "goods": line.description,
        "kg": _number(line.gross_mass_kg),
        "hs": line.hs,
        "containers": [each.container for each in line.containers],
        "un": line.dangerous[0].un_number if line.dangerous else "",
    }


def _listed(wanted: Expected) -> Expected:
    """One of what may be several stands there alone; numbers are texts, "1.000" among them."""
    several = {"countries", "seals", "containers"}
    lists = {name: [value] if isinstance(value, str) else value for name, value in wanted.items() if name in several}
    numbers = {name: _number(float(wanted[name])) for name in ("gross", "kg") if name in wanted}
    return {**wanted, **lists, **numbers}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _craft(craft: Craft) -> str:
    return craft.imo or craft.registration or craft.name


def _party(bill: Consignment, role: PartyRole) -> str:
    return next((party.name for party in bill.parties_as(role)), "")


def _street(bill: Consignment, role: PartyRole) -> str:
    return next((party.address.street for party in bill.parties_as(role)), "")
