"""Air waybills as FWB, and house waybills as FHL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.dates import MONTHS
from roadstead.engine.formats.cargo.cargo_imp.draft import TEXT_LINE_CHARS, VALUES
from roadstead.engine.formats.cargo.cargo_imp.rates import GOODS_LINE_CHARS
from roadstead.engine.formats.cargo.cargo_imp.write_parties import contacts, parties
from roadstead.engine.formats.cargo.cargo_imp.write_values import (
    ORIGINS,
    allowed_text,
    customs,
    number_text,
    quantity,
    texts,
)
from roadstead.engine.records import Consignment, GoodsLine, Manifest
from roadstead.engine.syntax.cargoimp import wrap

MAX_DESCRIPTION_CHARS: Final = 15  # characters of a house's description
NOT_DECLARED: Final = {"transport": "NVD", "customs": "NCV", "insurance": "XXX"}
SIZE: Final = re.compile(r"([0-9]+) x ([0-9-]+) (cm|in)(?:, ([0-9.]+) kg)?")


def waybill(manifest: Manifest) -> Iterator[str]:
    """Write one FWB per consignment of the manifest."""
    for bill in manifest.consignments:
        yield f"FWB/{manifest.message.release or '17'}"
        much = quantity(bill.split, bill.packages, bill.gross_mass_kg, bill.volume_m3, bill.packages_total)
        yield f"{bill.number}{bill.origin}{bill.destination}/{much}"
        yield from _flights(bill)
        yield from parties(bill.parties)
        yield from _accounts(bill)
        yield from texts(bill.notes)
        yield from _declared(bill)
        yield from _rates(bill)
        yield from _behind(bill)


def _flights(bill: Consignment) -> Iterator[str]:
    booked = [f"{leg.number}/{leg.departure[-2:]}" for leg in bill.onward if leg.number]
    routed = [f"{leg.destination}{leg.carrier}" for leg in bill.onward if leg.destination]
    if booked:
        yield "FLT/" + "/".join(booked)
    if routed:
        yield "RTG/" + "/".join(routed)


def _accounts(bill: Consignment) -> Iterator[str]:
    told = [f"{note.code}/{allowed_text(note.text)}" for note in bill.notes if note.kind == "accounting"]
    if told:
        yield f"ACC/{told[0]}"
        yield from (f"/{text}" for text in told[1:])


def _declared(bill: Consignment) -> Iterator[str]:
    amounts = {money.kind: money for money in bill.values}
    currency = next((money.currency for money in bill.values), "USD")
    told = [number_text(amounts[kind].amount) if kind in amounts else NOT_DECLARED[kind] for kind in VALUES]
    yield "/".join(["CVD", currency, "PP", "PP", *told])


def _rates(bill: Consignment) -> Iterator[str]:
    """Write rate lines and the details of their goods, numbered consecutively."""
    told = [text for line in bill.goods for text in _goods(line, bill)]
    told += [f"ND/{_size(note.text)}" for note in bill.notes if note.code == "ND"]
    told += [f"NS/{bill.pieces_inside}"] if bill.pieces_inside is not None else []
    told += [f"NU/{number}" for number in bill.containers]
    for number, text in enumerate(told, 1):
        yield f"{'RTD' if number == 1 else ''}/{number}/{text}"


def _goods(line: GoodsLine, bill: Consignment) -> Iterator[str]:
    pieces = f"P{line.packages}" if line.packages is not None else "P0"
    yield f"{pieces}/K{number_text(line.gross_mass_kg)}" if line.gross_mass_kg is not None else pieces
    tag = "NC" if bill.consolidated else "NG"
    yield from (f"{tag}/{text}" for text in wrap(line.description, GOODS_LINE_CHARS))
    yield from (f"NV/MC{number_text(volume)}" for volume in (line.volume_m3,) if volume is not None)
    yield from (f"NH/{code}" for code in (line.hs, *line.more_hs) if code)
    yield from (f"NO/{place}" for place in (line.origin,) if place)


def _size(text: str) -> str:
    found = SIZE.fullmatch(text)
    if found is None:
        return allowed_text(text)
    pieces, size, unit, mass = found.groups()
    return f"{f'K{mass}' if mass else ''}/{'CMT' if unit == 'cm' else 'INH'}{size}/{pieces}"


def _behind(bill: Consignment) -> Iterator[str]:
    freight = [money for money in bill.values if money.kind == "freight"]
    yield from (f"PPD/CT{number_text(money.amount)}" for money in freight)
    for name, text in bill.references:
        yield f"ISU/{_issue(text)}" if name == "ISU" else f"REF/{allowed_text(text)}"
    yield from (f"{note.code}/{note.text}" for note in bill.notes if note.code in ORIGINS)
    if bill.handling:
        yield "SPH/" + "/".join(bill.handling)
    yield from customs(bill, list(contacts(bill.parties)))


def _issue(text: str) -> str:
    """Return "2026-06-19/BKK" as "19JUN26/BKK"."""
    day, _, place = text.partition("/")
    try:
        made = date.fromisoformat(day)
    except ValueError:
        return text
    return f"{made.day:02}{MONTHS[made.month - 1]}{made.year % 100:02}/{place}"


def houses(manifest: Manifest) -> Iterator[str]:
    """Write one FHL: the master's line, then house by house."""
    first = next(iter(manifest.consignments), Consignment())
    route = dict(first.references).get("MBI", f"{first.origin}{first.destination}")
    totals = manifest.totals
    yield f"FHL/{manifest.message.release or '5'}"
    yield f"MBI/{first.master}{route}/{quantity('T', totals.packages, totals.gross_mass_kg)}"
    for bill in manifest.consignments:
        yield from _house(bill)


def _house(bill: Consignment) -> Iterator[str]:
    text = " ".join(line.description for line in bill.goods)
    inside = "" if bill.pieces_inside is None else str(bill.pieces_inside)
    mass = number_text(bill.gross_mass_kg or 0)
    yield "/".join(
        [
            "HBS",
            bill.number,
            f"{bill.origin}{bill.destination}",
            str(bill.packages or 0),
            f"K{mass}",
            inside,
            allowed_text(text, MAX_DESCRIPTION_CHARS),
        ]
    )
    if bill.handling:
        yield "/" + "/".join(bill.handling)
    if len(text) > MAX_DESCRIPTION_CHARS:
        yield from _continued("TXT", wrap(text, TEXT_LINE_CHARS))
    yield from _continued("HTS", [code for line in bill.goods for code in (line.hs, *line.more_hs) if code])
    yield from customs(bill, list(contacts(bill.parties)))
    yield from parties(bill.parties)
    if bill.values:
        yield from _declared(bill)


def _continued(tag: str, those: list[str]) -> Iterator[str]:
    for place, text in enumerate(those):
        yield f"{'' if place else tag}/{text}"
