"""Bol_segment: a bill with its traders, containers, goods and values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.formats.cargo.asycuda.codes import NATURES, VALUES
from roadstead.engine.formats.cargo.asycuda.goods import SPLIT
from roadstead.engine.formats.cargo.asycuda.write.lines import branch, branch_if_any, leaf, leaf_if_any
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
MAX_SEALS: Final = 3  # of a container
FLAGS: Final[Mapping[bool | None, str]] = {True: "1", False: "0", None: ""}


def bol_segment(bill: Consignment, place: int, containers: Mapping[str, Container], mode: Mode) -> Iterator[str]:
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
            leaf_if_any("Master_bol_ref_number", bill.master),
            leaf_if_any("Unique_carrier_reference", references.get("Unique_carrier_reference")),
            leaf_if_any("DG_status", FLAGS[bill.dangerous]),
        ),
        leaf_if_any("Consolidated_Cargo", FLAGS[bill.consolidated]),
        branch(
            "Load_unload_place",
            leaf_if_any("Port_of_origin_code", bill.origin),
            leaf("Place_of_loading_code", bill.load if at_sea else bill.origin),
            leaf("Place_of_unloading_code", bill.discharge if at_sea else bill.destination),
            leaf_if_any("Place_of_destination_code", bill.destination),
        ),
        traders_segment(bill.parties),
        *(_container(containers.get(number, Container(number=number)), bill) for number in bill.containers),
        _goods(bill, remarks, references),
        *(_part(line) for line in bill.goods if line.number == SPLIT),
        branch("Value_segment", *(_value(bill, kind) for kind in VALUES)),
        branch_if_any(
            "Location",
            leaf_if_any("Location_code", bill.location),
            leaf_if_any("Location_info", next((note.text for note in bill.notes if note.kind == "location"), "")),
        ),
        branch_if_any("HS_Compliance", *(_tariff(line) for line in bill.goods if line.hs and line.number != SPLIT)),
    )


def _type(bill: Consignment, mode: Mode) -> str:
    """Return the bill's type; ASYCUDA's own code instead of a numeric code of UN/EDIFACT 1001 or none."""
    return bill.type if bill.type.isalpha() else TYPES[bill.level, mode is Mode.AIR]


def _container(box: Container, bill: Consignment) -> Iterator[str]:
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
        *(leaf_if_any(f"Marks{place}", seal) for place, seal in enumerate(box.seals[:MAX_SEALS], 1)),
        leaf_if_any("Sealing_Party", box.sealed_by),
        leaf_if_any("IMCO", danger.hazard if danger else ""),
        leaf_if_any("UN", danger.un_number if danger else ""),
        leaf_if_any("Ctn_location", box.stowed),
        leaf_if_any("Gross_weight", box.gross_mass_kg if alone else None),
        leaf_if_any("Empty_weight", box.tare_mass_kg),
        leaf_if_any(
            "Goods_weight", box.goods_mass_kg if alone and box.goods_mass_kg is not None else share.gross_mass_kg
        ),
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
        leaf_if_any("Volume_in_cubic_meters", bill.volume_m3),
        leaf("Num_of_ctn_for_this_bol", len(bill.containers)),
        leaf_if_any("Information", remarks),
    )


def _seals(bill: Consignment, references: Mapping[str, str]) -> Iterator[str]:
    if bill.seals:
        yield from branch(
            "Seals_segment",
            leaf("Number_of_seals", len(bill.seals)),
            leaf("Marks_of_seals", ",".join(bill.seals)),
            leaf_if_any("Sealing_party_code", references.get("Sealing_party_code")),
        )


def _part(line: GoodsLine) -> Iterator[str]:
    yield from branch(
        "Split_segment",
        leaf("Number_of_packages", line.packages),
        leaf("Package_type_code", line.package_type),
        leaf("Gross_mass", line.gross_mass_kg),
        leaf("Shipping_marks", ", ".join(line.marks)),
        leaf("Goods_description", line.description),
        *(_split_container(each.container) for each in line.containers),
    )


def _split_container(number: str) -> Iterator[str]:
    """Write a container as not unloaded: the manifest is sent before arrival."""
    yield from branch("Container", leaf("Reference", number), leaf("Unloaded", "false"))


def _value(bill: Consignment, kind: str) -> Iterator[str]:
    money = next((each for each in bill.values if each.kind == kind), None)
    if money is not None:
        name = kind.title()
        yield from branch(
            f"{name}_segment",
            leaf_if_any("PC_indicator", money.payment),
            leaf(f"{name}_value", money.amount),
            leaf_if_any(f"{name}_currency", money.currency),
        )


def _tariff(line: GoodsLine) -> Iterator[str]:
    for code in (line.hs, *line.more_hs):
        yield from leaf("HS_code", code)
        yield from leaf_if_any("Commercial_description", line.description)
        yield from leaf_if_any("Number_of_packages", line.packages)
        yield from leaf_if_any("Gross_mass", line.gross_mass_kg)
        yield from leaf_if_any("Volume_in_cubic_meters", line.volume_m3)
        yield from leaf_if_any("Package_type_code", line.package_type)
        yield from leaf_if_any("Country_of_origin", line.origin)
