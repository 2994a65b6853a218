"""Cargo-XML: one message in, its waybills, devices and movements with what was wrong with it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.cargo.cargo_xml.codes import BY_CODE, PURPOSES, ROOTS
from roadstead.engine.formats.cargo.cargo_xml.flight_manifest import flight_manifest
from roadstead.engine.formats.cargo.cargo_xml.status import answer, status
from roadstead.engine.formats.cargo.cargo_xml.waybills import HOUSE_MANIFEST, waybills
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.formats.common.xml_forms.rest import about_the_rest
from roadstead.engine.formats.common.xml_forms.when import Where, sent_time
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Function, Manifest, MessageHeader, Voyage
from roadstead.engine.syntax.xml import Element

Part = Callable[[Said, MessageHeader], Manifest]
PARTS: Final[Mapping[str, tuple[Function, Part]]] = {
    "XFFM": (Function.CARGO, flight_manifest),
    "XFBL": (Function.CARGO, flight_manifest),
    "XFSU": (Function.MOVEMENT, status),
    "XFNM": (Function.ANSWER, answer),
}
MANY: Final = "785"  # UN/EDIFACT 1001: cargo manifest


def read(root: Element) -> Reading:
    """Whatever is missing or damaged is said beside the rest; no waybill is lost. Never raises."""
    notes = Notebook()
    said = Said(root, notes)
    message = _message(said)
    notes.reference = message.reference
    function, part = PARTS.get(message.type, (Function.CARGO, waybills))
    manifest = part(said, replace(message, function=function))
    about_the_rest(root, notes)
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=problems, unread=unread)


def voyage_of(root: Element) -> Voyage | None:
    """Only the voyage; None where the message does not tell it."""
    found = read(root).manifest.voyage
    return found if found.number or found.legs else None


def _message(root: Said) -> MessageHeader:
    head = root.child("messageheaderdocument") or root.of(Element("", "", root.element.line))
    where = Where(segment="MessageHeaderDocument", line=head.element.line)
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
    """By the root, else by the code of the document; a list of several waybills is told by what it lists."""
    if root.key in ROOTS:
        return ROOTS[root.key]
    is_flight = root.child("logisticstransportmovement", "arrivalevent") is not None
    return BY_CODE.get(code, "XFFM" if is_flight else HOUSE_MANIFEST if code == MANY else "Cargo-XML")


def _party(head: Said, name: str) -> str:
    """The first address; the others are ways to the same one, or to its system."""
    addresses = [each.text("primaryid") for each in head.each(name)]
    return next(filter(None, addresses), "")
