"""Items of a waybill: description, HS codes, pieces, masses and volumes."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.cargo.cargo_xml.codes import ITEMS, MASS, PIECES, VOLUME
from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.records import Container, DangerousGoods, GoodsLine
from roadstead.engine.text.identifiers import un_number

DANGEROUS: Final = "dangerousgoods"  # part of the element's name, whatever follows


def goods_of(reader: ElementReader) -> tuple[GoodsLine, ...]:
    """Return the items, else the waybill's summary description."""
    lines = tuple(_line(reader.of(item)) for item in reader.element.within(*ITEMS))
    summary = reader.text("summarydescription")
    if not lines:
        codes = tuple(each.text("typecode") for each in reader.each("applicablecommodity") if each.text("typecode"))
        return (GoodsLine(description=summary, hs="".join(codes[:1]), more_hs=codes[1:]),) if summary else ()
    if not any(line.description for line in lines) and summary:
        return (GoodsLine(description=summary), *lines)
    return lines


def _line(reader: ElementReader) -> GoodsLine:
    codes = [kept for each in reader.element.each("typecode") if (kept := "".join(each.own().split()))]
    inside = reader.text("packagequantity")
    return GoodsLine(
        number=reader.text("sequencenumeric"),
        description=reader.at("natureidentificationtransportcargo", "identification"),
        hs="".join(codes[:1]),
        more_hs=tuple(codes[1:]),
        packages=reader.count("number of pieces", *PIECES),
        gross_mass_kg=reader.mass("gross mass", *MASS),
        volume_m3=reader.volume("volume", *VOLUME),
        origin=reader.at("origincountry", "id"),
        dangerous=dangerous_of(reader),
        references=(("PackageQuantity", inside),) if inside else (),
    )


def dangerous_of(reader: ElementReader) -> tuple[DangerousGoods, ...]:
    found = [reader.of(each, deep=True) for each in reader.element.walk() if DANGEROUS in each.key]
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


def unit_of(reader: ElementReader, *bills: str) -> Container:
    kind, serial, owner = reader.text("characteristiccode"), reader.text("id"), reader.at("operatingparty", "primaryid")
    is_whole = serial.startswith(kind) and len(serial) > len(kind) + 5 if kind else True
    return Container(
        number=serial if is_whole else f"{kind}{serial}{owner}",
        size_type=kind,
        kind=UNIT,
        carrier=owner,
        seals=tuple(seal for each in reader.each("affixedlogisticsseal") if (seal := each.text("id"))),
        gross_mass_kg=reader.mass("gross mass", *MASS),
        tare_mass_kg=reader.mass("tare mass", "tareweightmeasure"),
        packages=reader.count("number of pieces", "loadedpackagequantity"),
        bills=tuple(bill for bill in bills if bill),
    )
