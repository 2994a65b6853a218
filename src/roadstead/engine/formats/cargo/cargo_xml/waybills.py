"""XFWB, XFZB and XFHL: a master waybill, one of its house waybills, or the list of all of them."""

from __future__ import annotations

from dataclasses import replace

from roadstead.engine.formats.cargo.cargo_xml.codes import CONSOLIDATION, HOUSES
from roadstead.engine.formats.cargo.cargo_xml.consignment import consignment_of, number_of, units_of
from roadstead.engine.formats.cargo.cargo_xml.flights import voyage_of_route
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.records import Consignment, Level, Manifest, MessageHeader
from roadstead.engine.syntax.xml import Element

HOUSE_WAYBILL, HOUSE_MANIFEST = "XFZB", "XFHL"


def waybills(root: Said, message: MessageHeader) -> Manifest:
    """Of a house waybill the house comes first, and its master is told as far as it is known there."""
    business = root.child("businessheaderdocument") or root.of(Element("", "", root.element.line))
    whole = root.child("masterconsignment") or root.child(*HOUSES) or root
    own = business.text("id")
    contract = whole.at("transportcontractdocument", "id")
    held = whole.each(*HOUSES)
    numbers = (contract,) if message.type == HOUSE_WAYBILL else (contract, own)
    number = number_of(whole, *numbers)
    master = consignment_of(root.of(whole.element.without(*HOUSES)), Level.MASTER, number, kind=message.code)
    master = replace(master, consolidated=_is_consolidated(business) or bool(held) or None)
    only = own if message.type == HOUSE_WAYBILL else ""
    houses = tuple(_house(each, number, only, place) for place, each in enumerate(held, 1))
    bills = (*houses, master) if message.type == HOUSE_WAYBILL else (master, *houses)
    route = next((bill.onward for bill in bills if bill.onward), ())
    return Manifest(
        message=message,
        voyage=voyage_of_route(route),
        consignments=tuple(bill for bill in bills if bill.number or bill.packages or bill.goods),
        containers=units_of(whole, number),
    )


def _house(said: Said, master: str, own: str, place: int) -> Consignment:
    contract = said.at("transportcontractdocument", "id")
    number = own or contract or said.text("id")
    said.text("id")
    line = said.text("sequencenumeric") or str(place)
    return replace(consignment_of(said, Level.HOUSE, number, master, "703"), line=line)


def _is_consolidated(business: Said) -> bool:
    codes = [each.text("contentcode") for each in business.each("includedheadernote")]
    return CONSOLIDATION in codes
