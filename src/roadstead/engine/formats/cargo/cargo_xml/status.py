"""XFSU and XFNM: status of a waybill, and response to a message."""

from __future__ import annotations

from collections.abc import Iterator

from roadstead.engine.formats.cargo.cargo_xml.codes import MASS, PIECES
from roadstead.engine.formats.cargo.cargo_xml.consignment import number_of
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.records import Answer, Manifest, MessageHeader, Movement
from roadstead.engine.syntax.xml import Element


def status(root: Said, message: MessageHeader) -> Manifest:
    """Return each status as a movement of its waybill."""
    return Manifest(message=message, movements=tuple(_movements(root)))


def _movements(root: Said) -> Iterator[Movement]:
    for whole in root.each("masterconsignment"):
        number = number_of(whole, whole.at("transportcontractdocument", "id"), root.at("businessheaderdocument", "id"))
        for reported in whole.each("reportedstatus"):
            code = reported.text("reasoncode")
            parts = reported.each("associatedstatusconsignment") or [whole]
            yield from (_movement(code, number, part) for part in parts)


def _movement(code: str, number: str, said: Said) -> Movement:
    """Read a status. Place, time and flight are in separate elements, whose names differ from status to status."""
    place = said.element.first("specifiedlocation", "occurrencearrivallocation", "occurrencedeparturelocation")
    happened = said.element.first("specifiedevent", "arrivalevent", "departureevent")
    flight = said.element.first("specifiedlogisticstransportmovement")
    where = said.of(place).text("id") if place else ""
    return Movement(
        code=code,
        number=number,
        place=where,
        at=said.of(happened, deep=True).time(
            "time", where, "occurrencedatetime", "actualoccurrencedatetime", "scheduledoccurrencedatetime"
        )
        if happened
        else "",
        packages=said.count("number of pieces", *PIECES),
        gross_mass_kg=said.mass("gross mass", *MASS),
        flight=said.of(flight).text("id") if flight else "",
        party=_party(said.element),
        text=said.at("handlingosiinstructions", "description"),
    )


def _party(element: Element) -> str:
    found = next((each for each in element.children if each.key.endswith("party")), None)
    return found.value("name", "primaryid") if found is not None else ""


def answer(root: Said, message: MessageHeader) -> Manifest:
    """Read a response, which changes nothing; its codes are kept."""
    text = "This is an answer to a message sent before, and no new one. No waybill is changed by it."
    root.notes.note("message-is-an-answer", text, root.element.line, segment=root.element.name)
    return Manifest(message=message, answers=tuple(_answers(root)))


def _answers(root: Said) -> Iterator[Answer]:
    business = root.child("businessheaderdocument")
    if business and (code := business.text("statuscode")):
        yield Answer(code=code)
    for each in root.each("responsestatus"):
        words = (each.text(name) for name in ("reason", "information", "conditioncode"))
        yield Answer(code=each.text("reasoncode"), text=", ".join(filter(None, words)))
