"""XFSU and XFNM: status of a waybill, and response to a message."""

from __future__ import annotations

from collections.abc import Iterator

from roadstead.engine.formats.cargo.cargo_xml.codes import MASS, PIECES
from roadstead.engine.formats.cargo.cargo_xml.consignment import waybill_number
from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.records import Manifest, MessageHeader, Movement, Response
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import Element


def status(root: ElementReader, message: MessageHeader) -> Manifest:
    """Return each status as a movement of its waybill."""
    return Manifest(message=message, movements=tuple(_movements(root)))


def _movements(root: ElementReader) -> Iterator[Movement]:
    for whole in root.each("masterconsignment"):
        number = waybill_number(
            whole, whole.at("transportcontractdocument", "id"), root.at("businessheaderdocument", "id")
        )
        for reported in whole.each("reportedstatus"):
            code = reported.text("reasoncode")
            parts = reported.each("associatedstatusconsignment") or [whole]
            yield from (_movement(code, number, part) for part in parts)


def _movement(code: str, number: str, reader: ElementReader) -> Movement:
    """Read a status. Place, time and flight are in separate elements, whose names differ from status to status."""
    place = reader.element.first("specifiedlocation", "occurrencearrivallocation", "occurrencedeparturelocation")
    happened = reader.element.first("specifiedevent", "arrivalevent", "departureevent")
    flight = reader.element.first("specifiedlogisticstransportmovement")
    where = reader.of(place).text("id") if place else ""
    return Movement(
        code=code,
        number=number,
        place=where,
        at=reader.of(happened, deep=True).time(
            "time", where, "occurrencedatetime", "actualoccurrencedatetime", "scheduledoccurrencedatetime"
        )
        if happened
        else "",
        packages=reader.count("number of pieces", *PIECES),
        gross_mass_kg=reader.mass("gross mass", *MASS),
        flight=reader.of(flight).text("id") if flight else "",
        party=_party(reader.element),
        text=reader.at("handlingosiinstructions", "description"),
    )


def _party(element: Element) -> str:
    found = next((each for each in element.children if each.key.endswith("party")), None)
    return found.value("name", "primaryid") if found is not None else ""


def response(root: ElementReader, message: MessageHeader) -> Manifest:
    """Read a response, which changes nothing; its codes are kept."""
    text = Sentence(
        "This is a response to an earlier message, so it does not change any waybill. You do not need to do anything."
    )
    root.notes.note("message-is-an-answer", text, root.element.line, segment=root.element.name)
    return Manifest(message=message, answers=tuple(_responses(root)))


def _responses(root: ElementReader) -> Iterator[Response]:
    business = root.child("businessheaderdocument")
    if business and (code := business.text("statuscode")):
        yield Response(code=code)
    for each in root.each("responsestatus"):
        words = (each.text(name) for name in ("reason", "information", "conditioncode"))
        yield Response(code=each.text("reasoncode"), text=", ".join(filter(None, words)))
