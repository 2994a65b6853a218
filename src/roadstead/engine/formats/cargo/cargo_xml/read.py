"""Reader of one Cargo-XML message: its waybills, devices and movements, and the problems found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.cargo.cargo_xml.codes import BY_CODE, CONSOLIDATION, HOUSES, PURPOSES, ROOTS
from roadstead.engine.formats.cargo.cargo_xml.consignment import consignment_of, units_of, waybill_number
from roadstead.engine.formats.cargo.cargo_xml.flight_manifest import flight_manifest
from roadstead.engine.formats.cargo.cargo_xml.flights import voyage_of_route
from roadstead.engine.formats.cargo.cargo_xml.status import response, status
from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.formats.common.xml_forms.dates import ProblemPlace, sent_time
from roadstead.engine.formats.common.xml_forms.unread_values import note_unread
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Consignment, Function, Level, Manifest, MessageHeader, Voyage
from roadstead.engine.syntax.xml import Element

Part = Callable[[ElementReader, MessageHeader], Manifest]
PARTS: Final[Mapping[str, tuple[Function, Part]]] = {
    "XFFM": (Function.CARGO, flight_manifest),
    "XFBL": (Function.CARGO, flight_manifest),
    "XFSU": (Function.MOVEMENT, status),
    "XFNM": (Function.ANSWER, response),
}
CARGO_MANIFEST_CODE: Final = "785"  # UN/EDIFACT 1001: cargo manifest


def read(root: Element) -> Reading:
    """Read a message into a manifest. Missing or damaged parts are reported; no waybill is lost. Never raises."""
    notes = Notebook()
    said = ElementReader(root, notes)
    message = _message(said)
    notes.reference = message.reference
    function, part = PARTS.get(message.type, (Function.CARGO, _waybills))
    manifest = part(said, replace(message, function=function))
    note_unread(root, notes)
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=problems, unread=unread)


def voyage_of(root: Element) -> Voyage | None:
    """Return the voyage alone; None if the message has neither flight number nor airports."""
    found = read(root).manifest.voyage
    return found if found.number or found.legs else None


def _message(root: ElementReader) -> MessageHeader:
    head = root.child("messageheaderdocument") or root.of(Element("", "", root.element.line))
    where = ProblemPlace(segment="MessageHeaderDocument", line=head.element.line)
    code, purpose = head.text("typecode"), head.text("purposecode")
    return MessageHeader(
        type=_type(root.element, code),
        release=head.text("versionid"),
        code=code,
        action=PURPOSES.get(purpose.lower(), ""),
        reference=head.text("id"),
        sender=_party(head, "senderparty"),
        recipient=_party(head, "recipientparty"),
        sent_at=sent_time(head.text("issuedatetime"), where, root.notes),
    )


def _type(root: Element, code: str) -> str:
    """Return the type by the root, else by the document's code; a list of waybills is typed by what it lists."""
    if root.key in ROOTS:
        return ROOTS[root.key]
    is_flight = root.child("logisticstransportmovement", "arrivalevent") is not None
    return BY_CODE.get(code, "XFFM" if is_flight else HOUSE_MANIFEST if code == CARGO_MANIFEST_CODE else "Cargo-XML")


def _party(head: ElementReader, name: str) -> str:
    """Return the first address; the others are alternative routes to the same party or its system."""
    addresses = [each.text("primaryid") for each in head.each(name)]
    return next(filter(None, addresses), "")


# ── XFWB, XFZB and XFHL: a master waybill, one of its house waybills, or the list of all of them.


HOUSE_WAYBILL, HOUSE_MANIFEST = "XFZB", "XFHL"


def _waybills(root: ElementReader, message: MessageHeader) -> Manifest:
    """Read waybills. In a house waybill message the house comes first, then its master as far as it is described."""
    business = root.child("businessheaderdocument") or root.of(Element("", "", root.element.line))
    whole = root.child("masterconsignment") or root.child(*HOUSES) or root
    own = business.text("id")
    contract = whole.at("transportcontractdocument", "id")
    held = whole.each(*HOUSES)
    numbers = (contract,) if message.type == HOUSE_WAYBILL else (contract, own)
    number = waybill_number(whole, *numbers)
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


def _house(reader: ElementReader, master: str, own: str, place: int) -> Consignment:
    contract = reader.at("transportcontractdocument", "id")
    number = own or contract or reader.text("id")
    reader.text("id")
    line = reader.text("sequencenumeric") or str(place)
    return replace(consignment_of(reader, Level.HOUSE, number, master, "703"), line=line)


def _is_consolidated(business: ElementReader) -> bool:
    codes = [each.text("contentcode") for each in business.each("includedheadernote")]
    return CONSOLIDATION in codes
