"""Items of a waybill: description, HS codes, pieces, masses and volumes."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.cargo.cargo_xml.codes import ITEMS, MASS, PIECES, VOLUME
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.records import Container, DangerousGoods, GoodsLine
from roadstead.engine.text.identifiers import un_number

DANGEROUS: Final = "dangerousgoods"  # part of the element's name, whatever follows


def goods_of(said: Said) -> tuple[GoodsLine, ...]:
    """Return the items, else the waybill's summary description."""
    lines = tuple(_line(said.of(item)) for item in said.element.within(*ITEMS))
    summary = said.text("summarydescription")
    if not lines:
        codes = tuple(each.text("typecode") for each in said.each("applicablecommodity") if each.text("typecode"))
        return (GoodsLine(description=summary, hs="".join(codes[:1]), more_hs=codes[1:]),) if summary else ()
    if not any(line.description for line in lines) and summary:
        return (GoodsLine(description=summary), *lines)
    return lines


def _line(said: Said) -> GoodsLine:
    codes = [kept for each in said.element.each("typecode") if (kept := "".join(each.own().split()))]
    inside = said.text("packagequantity")
    return GoodsLine(
        number=said.text("sequencenumeric"),
        description=said.at("natureidentificationtransportcargo", "identification"),
        hs="".join(codes[:1]),
        more_hs=tuple(codes[1:]),
        packages=said.count("number of pieces", *PIECES),
        gross_mass_kg=said.mass("gross mass", *MASS),
        volume_m3=said.volume("volume", *VOLUME),
        origin=said.at("origincountry", "id"),
        dangerous=dangerous_of(said),
        references=(("PackageQuantity", inside),) if inside else (),
    )


def dangerous_of(said: Said) -> tuple[DangerousGoods, ...]:
    found = [said.of(each, deep=True) for each in said.element.walk() if DANGEROUS in each.key]
    goods = (
        DangerousGoods(
            un_number=each.text("undgidentificationcode", "undgid", "undgnumber", "unid").upper().removeprefix("UN"),
            hazard=each.text("hazardclassificationid", "hazardclassid", "hazardclass"),
            packing_group=each.text("packagingdangerlevelcode", "packinggroupcode"),
            name=each.text("propershippingname", "technicalname"),
            code="ICA",
        )
        for each in found
    )
    return tuple(dict.fromkeys(each for each in goods if any(map(_is_stated, (each.un_number, each.hazard)))))


def _is_stated(text: str) -> bool:
    return text != "" and not un_number.is_none(text)


# ── Unit load devices: type, serial and owner form the number on the device (IATA ULD regulations).


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
