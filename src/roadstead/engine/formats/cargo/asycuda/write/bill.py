"""Bol_segment: a bill with its traders, containers, goods and values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.formats.cargo.asycuda.codes import NATURES, VALUES
from roadstead.engine.formats.cargo.asycuda.goods import SPLIT
from roadstead.engine.formats.cargo.asycuda.write.lines import branch, held, known, leaf
from roadstead.engine.formats.cargo.asycuda.write.traders import traders_segment
from roadstead.engine.records import Consignment, Container, GoodsLine, InContainer, Level, Load, Mode

CODES: Final = {word: code for code, word in NATURES.items()}
TYPES: Final = {
    (Level.MASTER, True): "AWB",
    (Level.HOUSE, True): "HWB",
    (Level.MASTER, False): "BOL",
    (Level.HOUSE, False): "HSB",
}
LOADS: Final[Mapping[Load | None, str]] = {Load.FULL: "FCL", Load.EMPTY: "EMP", None: ""}
MOST_SEALS: Final = 3  # of a container
FLAGS: Final[Mapping[bool | None, str]] = {True: "1", False: "0", None: ""}


def bol_segment(bill: Consignment, place: int, boxes: Mapping[str, Container], mode: Mode) -> Iterator[str]:
    references = dict(bill.references)
    at_sea = bool(bill.load or bill.discharge)  # a waybill names only its origin and destination
    remarks = " ".join(note.text for note in bill.notes if note.kind == "remark")
    yield from branch(
        "Bol_segment",
        branch(
            "Bol_id",
            leaf("Bol_reference", bill.number),
            leaf("Line_number", bill.line or str(place)),
            leaf("Bol_nature", CODES.get(bill.nature, references.get("Bol_nature", ""))),
            leaf("Bol_type_code", _type(bill, mode)),
            known("Master_bol_ref_number", bill.master),
            known("Unique_carrier_reference", references.get("Unique_carrier_reference")),
            known("DG_status", FLAGS[bill.dangerous]),
        ),
        known("Consolidated_Cargo", FLAGS[bill.consolidated]),
        branch(
            "Load_unload_place",
            known("Port_of_origin_code", bill.origin),
            leaf("Place_of_loading_code", bill.load if at_sea else bill.origin),
            leaf("Place_of_unloading_code", bill.discharge if at_sea else bill.destination),
            known("Place_of_destination_code", bill.destination),
        ),
        traders_segment(bill.parties),
        *(_box(boxes.get(number, Container(number=number)), bill) for number in bill.containers),
        _goods(bill, remarks, references),
        *(_part(line) for line in bill.goods if line.number == SPLIT),
        branch("Value_segment", *(_value(bill, kind) for kind in VALUES)),
        held(
            "Location",
            known("Location_code", bill.location),
            known("Location_info", next((note.text for note in bill.notes if note.kind == "location"), "")),
        ),
        held("HS_Compliance", *(_tariff(line) for line in bill.goods if line.hs and line.number != SPLIT)),
    )


def _type(bill: Consignment, mode: Mode) -> str:
    """Return the bill's type; ASYCUDA's own code instead of a numeric code of UN/EDIFACT 1001 or none."""
    return bill.type if bill.type.isalpha() else TYPES[bill.level, mode is Mode.AIR]


def _box(box: Container, bill: Consignment) -> Iterator[str]:
    """Write the share of this bill in the container, which may also hold other bills' goods."""
    inside = next((each for line in bill.goods for each in line.containers if each.container == box.number), None)
    share = inside or InContainer(container=box.number)
    alone = len(box.bills) < 2
    danger = box.dangerous[0] if box.dangerous else None
    yield from branch(
        "ctn_segment",
        leaf("Ctn_reference", box.number),
        leaf("Number_of_packages", box.packages if alone and box.packages is not None else share.packages),
        leaf("Type_of_container", box.size_type),
        leaf("Empty_Full", box.service or LOADS[box.load]),
        *(known(f"Marks{place}", seal) for place, seal in enumerate(box.seals[:MOST_SEALS], 1)),
        known("Sealing_Party", box.sealed_by),
        known("IMCO", danger.hazard if danger else ""),
        known("UN", danger.un_number if danger else ""),
        known("Ctn_location", box.stowed),
        known("Gross_weight", box.gross_mass_kg if alone else None),
        known("Empty_weight", box.tare_mass_kg),
        known("Goods_weight", box.goods_mass_kg if alone and box.goods_mass_kg is not None else share.gross_mass_kg),
    )


def _goods(bill: Consignment, remarks: str, references: Mapping[str, str]) -> Iterator[str]:
    whole = [line for line in bill.goods if not line.number and not line.vehicle]
    described = whole or [line for line in bill.goods if line.number != SPLIT]
    yield from branch(
        "Goods_segment",
        leaf("Number_of_packages", bill.packages),
        leaf("Package_type_code", bill.package_type),
        leaf("Gross_mass", bill.gross_mass_kg),
        leaf("Shipping_marks", ", ".join(bill.marks)),
        leaf("Goods_description", "; ".join(dict.fromkeys(line.description for line in described if line.description))),
        _seals(bill, references),
        known("Volume_in_cubic_meters", bill.volume_m3),
        leaf("Num_of_ctn_for_this_bol", len(bill.containers)),
        known("Information", remarks),
    )


def _seals(bill: Consignment, references: Mapping[str, str]) -> Iterator[str]:
    if bill.seals:
        yield from branch(
            "Seals_segment",
            leaf("Number_of_seals", len(bill.seals)),
            leaf("Marks_of_seals", ",".join(bill.seals)),
            known("Sealing_party_code", references.get("Sealing_party_code")),
        )


def _part(line: GoodsLine) -> Iterator[str]:
    yield from branch(
        "Split_segment",
        leaf("Number_of_packages", line.packages),
        leaf("Package_type_code", line.package_type),
        leaf("Gross_mass", line.gross_mass_kg),
        leaf("Shipping_marks", ", ".join(line.marks)),
        leaf("Goods_description", line.description),
        *(_split_box(each.container) for each in line.containers),
    )


def _split_box(number: str) -> Iterator[str]:
    """Write a container as not unloaded: the manifest is sent before arrival."""
    yield from branch("Container", leaf("Reference", number), leaf("Unloaded", "false"))


def _value(bill: Consignment, kind: str) -> Iterator[str]:
    money = next((each for each in bill.values if each.kind == kind), None)
    if money is not None:
        name = kind.title()
        yield from branch(
            f"{name}_segment",
            known("PC_indicator", money.payment),
            leaf(f"{name}_value", money.amount),
            known(f"{name}_currency", money.currency),
        )


def _tariff(line: GoodsLine) -> Iterator[str]:
    for code in (line.hs, *line.more_hs):
        yield from leaf("HS_code", code)
        yield from known("Commercial_description", line.description)
        yield from known("Number_of_packages", line.packages)
        yield from known("Gross_mass", line.gross_mass_kg)
        yield from known("Volume_in_cubic_meters", line.volume_m3)
        yield from known("Package_type_code", line.package_type)
        yield from known("Country_of_origin", line.origin)
