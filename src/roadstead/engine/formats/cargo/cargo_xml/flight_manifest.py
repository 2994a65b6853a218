"""XFFM: cargo of a flight, by airport of unloading and unit load device, with one record per waybill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from roadstead.engine.formats.cargo.cargo_xml.codes import MASS, UNITS, VOLUME, WHOLE
from roadstead.engine.formats.cargo.cargo_xml.consignment import consignment_of, waybill_number
from roadstead.engine.formats.cargo.cargo_xml.flights import carrier_of, moment
from roadstead.engine.formats.cargo.cargo_xml.goods import unit_of
from roadstead.engine.formats.common.quantities import sum_counts, sum_measures
from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.records import (
    CargoTotals,
    Consignment,
    Container,
    Craft,
    Leg,
    Level,
    Manifest,
    MessageHeader,
    Mode,
    Voyage,
)
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import Element

LINES: Final = ("includedmasterconsignment", "masterconsignment")
Placed = tuple[Consignment, str]  # with the unit load device that holds it


def flight_manifest(root: ElementReader, message: MessageHeader) -> Manifest:
    flight = root.child("logisticstransportmovement") or root.of(Element("", "", root.element.line))
    origin, leaves = _departure(root, flight)
    arrivals = root.each("arrivalevent") or flight.each("arrivalevent")
    legs = _legs(origin, leaves, arrivals)
    placed, units = _cargo_by_airport(arrivals, origin)
    placed += [(_line(each, origin, ""), "") for each in root.each(*LINES)]
    bills = tuple(_merge_bills(placed))
    number = flight.text("id")
    if not arrivals:
        text = Sentence("The destination of the flight is missing. Send ArrivalEvent with airport, time and cargo.")
        root.notes.warning("arrival-missing", text, root.element.line, segment=root.element.name, field="arrival")
    name = flight.at("usedlogisticstransportmeans", "name")
    return Manifest(
        message=message,
        voyage=Voyage(
            mode=Mode.AIR,
            carrier=carrier_of(number, name),
            number=number,
            craft=Craft(registration="" if carrier_of("", name) else name),
            legs=legs,
        ),
        consignments=bills,
        containers=tuple(_units(units, bills)),
        totals=CargoTotals(
            packages=flight.count("number of pieces", "totalpiecequantity"),
            gross_mass_kg=flight.mass("gross mass", *MASS),
            volume_m3=flight.volume("volume", *VOLUME),
        ),
    )


def _departure(root: ElementReader, flight: ElementReader) -> tuple[str, str]:
    event = flight.child("departureevent") or root.child("departureevent")
    origin = event.at("occurrencedeparturelocation", "id") if event else ""
    return origin, moment(event, "departure", origin)


def _legs(origin: str, leaves: str, arrivals: Sequence[ElementReader]) -> tuple[Leg, ...]:
    """Return legs from airport to airport; only the origin if no arrival is given."""
    stops = [(origin, "", leaves)]
    for each in arrivals:
        place = each.at("occurrencearrivallocation", "id")
        stops.append((place, moment(each, "arrival", place), moment(_onward(each), "departure", place)))
    if len(stops) == 1:
        return (Leg(origin=origin, departure=leaves),) if origin or leaves else ()
    return tuple(
        Leg(origin=one[0], destination=other[0], departure=one[2], arrival=other[1]) for one, other in pairwise(stops)
    )


def _onward(arrival: ElementReader) -> ElementReader | None:
    return arrival if arrival.element.child("departureoccurrencedatetime") is not None else None


def _cargo_by_airport(arrivals: Sequence[ElementReader], origin: str) -> tuple[list[Placed], list[Container]]:
    placed: list[Placed] = []
    units: list[Container] = []
    for arrival in arrivals:
        place = arrival.at("occurrencearrivallocation", "id")
        for cargo in arrival.each("associatedtransportcargo"):
            cargo.text("typecode")
            held = [unit_of(each) for each in cargo.each(*UNITS)]
            units += [replace(unit, discharged_at=place) for unit in held]
            inside = held[0].number if held else ""
            placed += [(_line(each, origin, place), inside) for each in cargo.each(*LINES)]
        placed += [(_line(each, origin, place), "") for each in arrival.each(*LINES)]
    return placed, units


def _line(reader: ElementReader, origin: str, place: str) -> Consignment:
    number = waybill_number(reader, reader.at("transportcontractdocument", "id"), reader.text("id"))
    found = consignment_of(reader, Level.MASTER, number, kind=reader.at("transportcontractdocument", "typecode"))
    return replace(found, load=origin, discharge=place)


def _merge_bills(placed: Sequence[Placed]) -> Iterator[Consignment]:
    """Merge the lines of one waybill, which is listed under each device that holds a part; add up pieces and mass."""
    by_bill: dict[tuple[str, str], list[Placed]] = {}
    for place, (bill, unit) in enumerate(placed):
        key = (bill.number or f" {place}", bill.discharge)
        by_bill.setdefault(key, []).append((bill, unit))
    for lines in by_bill.values():
        bills, held = [bill for bill, _ in lines], dict.fromkeys(unit for _, unit in lines if unit)
        first = bills[0]
        yield replace(
            first,
            packages=sum_counts(bill.packages for bill in bills),
            gross_mass_kg=sum_measures(bill.gross_mass_kg for bill in bills),
            volume_m3=sum_measures(bill.volume_m3 for bill in bills),
            split=next((bill.split for bill in bills if bill.split != WHOLE), first.split),
            goods=tuple(dict.fromkeys(line for bill in bills for line in bill.goods)),
            containers=tuple(held) or first.containers,
            notes=tuple(dict.fromkeys(note for bill in bills for note in bill.notes)),
            handling=tuple(dict.fromkeys(code for bill in bills for code in bill.handling)),
        )


def _units(units: Sequence[Container], bills: Sequence[Consignment]) -> Iterator[Container]:
    inside: dict[str, list[str]] = {}
    for bill in bills:
        for unit in bill.containers:
            inside.setdefault(unit, []).append(bill.number)
    yield from (replace(unit, bills=tuple(inside.get(unit.number, ()))) for unit in units)
