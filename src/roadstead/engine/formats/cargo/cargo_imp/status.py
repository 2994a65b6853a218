"""FSU and FSA: events of a waybill's goods on their way, by status code and the form of each field."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.awb import Waybill, is_waybill, read_waybill
from roadstead.engine.formats.cargo.cargo_imp.context import ReaderContext
from roadstead.engine.formats.cargo.cargo_imp.dates import is_day
from roadstead.engine.formats.cargo.cargo_imp.draft import WaybillParts
from roadstead.engine.formats.cargo.cargo_imp.flights import FLIGHT, PAIR, PLACE
from roadstead.engine.formats.cargo.cargo_imp.quantity import Quantity, quantity
from roadstead.engine.records import Consignment, Level, Manifest, Movement
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.cargoimp import Record

STATUS: Final = {
    "FOH": "freight on hand", "RCS": "received from shipper", "PRE": "prepared for loading", "BKD": "booked",
    "MAN": "manifested", "DEP": "departed", "ARR": "arrived", "RCF": "received from flight", "FIW": "into warehouse",
    "FOW": "out of warehouse", "NFD": "consignee told of arrival", "AWD": "documents delivered", "DLV": "delivered",
    "AWR": "documents received", "CCD": "cleared by customs", "CRC": "reported to customs", "DIS": "discrepancy",
    "TRM": "to be transferred", "TFD": "transferred", "RCT": "received from other airline", "TGC": "to customs control",
    "DDL": "delivered to the door", "TFR": "transferred", "RDT": "into transit", "PUP": "picked up",
}  # fmt: skip
CLOCK: Final = re.compile(r"[SAE][0-9]{4}(?:-[A-Z0-9])?")
LATER: Final = {"S": "scheduled", "A": "actual", "E": "estimated"}


def read(context: ReaderContext) -> Manifest:
    """Return one movement per status line, and the waybill as far as the message describes it."""
    draft, bills, told = WaybillParts(), list[Consignment](), list[Movement]()
    devices: list[str] = []
    for record in context.message.records:
        if is_waybill(record):
            made = read_waybill(record.fields[0], record, context)
            bills += [_bill(made)] if made else []
        elif record.tag == "ULD":
            devices += record.filled_fields
        elif STATUS.get(record.tag):
            told += [_movement(record, bills[-1].number if bills else "", context)]
        elif not draft.take(record, context):
            context.keep_unread(record, understood=False)
    draft.note_screeners(context)
    if not told:
        text = Sentence(
            "There is no status line. Send the three letters of the status, then flight or day, airport and pieces."
        )
        context.notes.warning("status-missing", text, segment=context.message.type, field="status")
    return Manifest(movements=tuple(told), consignments=tuple(_with(bill, draft, devices) for bill in bills))


def _bill(waybill: Waybill) -> Consignment:
    much = waybill.quantity
    return Consignment(
        level=Level.MASTER,
        type="AWB",
        number=waybill.number,
        origin=waybill.origin,
        destination=waybill.destination,
        packages=much.packages,
        packages_total=much.total,
        split=much.split,
        gross_mass_kg=much.mass_kg,
        volume_m3=much.volume_m3,
    )


def _with(bill: Consignment, draft: WaybillParts, devices: list[str]) -> Consignment:
    return replace(
        bill,
        notes=tuple(draft.notes),
        parties=draft.parties_with_contacts(),
        containers=tuple(devices),
        handling=tuple(draft.handling),
    )


def _movement(record: Record, number: str, context: ReaderContext) -> Movement:
    """Read each field by its form; a field of no known form is a name or a reason."""
    flight, at, place, much, texts = "", "", "", Quantity(), [STATUS[record.tag]]
    party = ""
    for field in record.filled_fields:
        if not at and is_day(field):
            at = context.days.moment(field, record.number, record.tag, "day of the status") or field
        elif flight and is_day(field):
            texts.append(
                f"flight of {context.days.moment(field, record.number, record.tag, 'day of the flight') or field}"
            )
        elif place and PAIR.fullmatch(field):
            texts.append(f"{field[:3]} to {field[3:]}")
        elif CLOCK.fullmatch(field):
            texts.append(f"{LATER[field[0]]} {field[1:3]}:{field[3:5]}{field[5:]}")
        elif not much.packages and (found := quantity(field)) and found.packages is not None:
            much = found
        elif not flight and FLIGHT.fullmatch(field):
            flight = field
        elif not place and (PLACE.fullmatch(field) or PAIR.fullmatch(field)):
            place = field
        elif record.tag == "DIS" and len(field) == 4:
            texts.append(field)
        else:
            party = f"{party} {field}".strip()
    return Movement(
        code=record.tag,
        number=number,
        place=place,
        at=at,
        packages=much.packages,
        gross_mass_kg=much.mass_kg,
        flight=flight,
        party=party,
        text="; ".join(texts),
    )
