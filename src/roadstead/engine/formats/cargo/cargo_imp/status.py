"""FSU and FSA: events of a waybill's goods on their way, by status code and the form of each field."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.awb import Waybill, is_waybill, waybill_in
from roadstead.engine.formats.cargo.cargo_imp.draft import Draft
from roadstead.engine.formats.cargo.cargo_imp.flights import FLIGHT, PAIR, PLACE
from roadstead.engine.formats.cargo.cargo_imp.quantity import Quantity, quantity
from roadstead.engine.formats.cargo.cargo_imp.when import is_day
from roadstead.engine.formats.cargo.cargo_imp.work import Work
from roadstead.engine.records import Consignment, Level, Manifest, Movement
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


def read(work: Work) -> Manifest:
    """Return one movement per status line, and the waybill as far as the message describes it."""
    draft, bills, told = Draft(), list[Consignment](), list[Movement]()
    devices: list[str] = []
    for record in work.message.records:
        if is_waybill(record):
            made = waybill_in(record.fields[0], record, work)
            bills += [_bill(made)] if made else []
        elif record.tag == "ULD":
            devices += record.told
        elif STATUS.get(record.tag):
            told += [_movement(record, bills[-1].number if bills else "", work)]
        elif not draft.take(record, work):
            work.left(record, understood=False)
    draft.about_screeners(work)
    if not told:
        text = "No status line is here: three letters of the status, then flight or day, airport and pieces."
        work.notes.warning("status-missing", text, segment=work.message.type, field="status")
    return Manifest(movements=tuple(told), consignments=tuple(_with(bill, draft, devices) for bill in bills))


def _bill(told: Waybill) -> Consignment:
    much = told.quantity
    return Consignment(
        level=Level.MASTER,
        type="AWB",
        number=told.number,
        origin=told.origin,
        destination=told.destination,
        packages=much.packages,
        packages_total=much.total,
        split=much.split,
        gross_mass_kg=much.mass_kg,
        volume_m3=much.volume_m3,
    )


def _with(bill: Consignment, draft: Draft, devices: list[str]) -> Consignment:
    return replace(
        bill,
        notes=tuple(draft.notes),
        parties=draft.reached_parties(),
        containers=tuple(devices),
        handling=tuple(draft.handling),
    )


def _movement(record: Record, number: str, work: Work) -> Movement:
    """Read each field by its form; a field of no known form is a name or a reason."""
    flight, at, place, much, texts = "", "", "", Quantity(), [STATUS[record.tag]]
    party = ""
    for field in record.told:
        if not at and is_day(field):
            at = work.days.moment(field, record.number, record.tag, "day of the status") or field
        elif flight and is_day(field):
            texts.append(
                f"flight of {work.days.moment(field, record.number, record.tag, 'day of the flight') or field}"
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
