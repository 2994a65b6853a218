"""Unit load devices: type, serial and owner make the number on the device (IATA ULD regulations)."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.cargo.cargo_xml.codes import MASS
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.records import Container

UNIT: Final = "unit load device"


def unit_of(said: Said, *bills: str) -> Container:
    kind, serial, owner = said.text("characteristiccode"), said.text("id"), said.at("operatingparty", "primaryid")
    is_whole = serial.startswith(kind) and len(serial) > len(kind) + 5 if kind else True
    return Container(
        number=serial if is_whole else f"{kind}{serial}{owner}",
        size_type=kind,
        kind=UNIT,
        carrier=owner,
        seals=tuple(seal for each in said.each("affixedlogisticsseal") if (seal := each.text("id"))),
        gross_mass_kg=said.mass("gross mass", *MASS),
        tare_mass_kg=said.mass("tare mass", "tareweightmeasure"),
        packages=said.count("number of pieces", "loadedpackagequantity"),
        bills=tuple(bill for bill in bills if bill),
    )
