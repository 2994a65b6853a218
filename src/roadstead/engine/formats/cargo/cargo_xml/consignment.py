"""Master and house consignments: parties, goods, quantities and route."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.oci import SCREENER, left_out_text
from roadstead.engine.formats.cargo.cargo_xml.codes import MASS, PARTIES, PIECES, ROLES, UNITS, VOLUME
from roadstead.engine.formats.cargo.cargo_xml.flights import movement_of
from roadstead.engine.formats.cargo.cargo_xml.goods import dangerous_of, goods_of, unit_of
from roadstead.engine.formats.common.quantities import sum_counts
from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.records import Address, Consignment, Container, Level, Money, Note, Party, PartyRole
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.identifiers import waybill

MONEY_ELEMENTS = (
    ("transport", "declaredvalueforcarriageamount", ""),
    ("customs", "declaredvalueforcustomsamount", ""),
    ("insurance", "insurancevalueamount", ""),
    ("freight", "totalprepaidchargeamount", "PP"),
    ("freight", "totalcollectchargeamount", "CC"),
)


def consignment_of(reader: ElementReader, level: Level, number: str, master: str = "", kind: str = "") -> Consignment:
    goods = goods_of(reader)
    summary, described = reader.text("summarydescription"), {line.description for line in goods}
    handling = tuple(_instructions(reader))
    found = Consignment(
        level=level,
        number=number,
        master=master,
        type=kind,
        parties=tuple(_parties_of(reader)),
        origin=reader.at("originlocation", "id") or reader.at("originlocation", "name"),
        destination=reader.at("finaldestinationlocation", "id") or reader.at("finaldestinationlocation", "name"),
        onward=tuple(movement_of(each) for each in reader.each("specifiedlogisticstransportmovement")),
        packages=reader.count("number of pieces", *PIECES),
        split=reader.text("transportsplitdescription"),
        pieces_inside=reader.count("pieces inside", "packagequantity"),
        gross_mass_kg=reader.mass("gross mass", *MASS),
        volume_m3=reader.volume("volume", *VOLUME),
        goods=goods,
        containers=tuple(unit.number for unit in units_of(reader)),
        values=tuple(_values(reader)),
        handling=tuple(note.code for note in handling if note.kind == "handling" and note.code),
        notes=(
            *_customs_notes(reader),
            *(note for note in handling if note.text),
            *((Note(kind="remark", text=summary),) if summary and summary not in described else ()),
        ),
        dangerous=True if dangerous_of(reader) else None,
        references=tuple(_references(reader)),
    )
    _compare(found, reader)
    return found


def units_of(reader: ElementReader, *bills: str) -> tuple[Container, ...]:
    """Return each device once, however many items are in it."""
    found = (unit_of(reader.of(each), *bills) for each in reader.element.within(*UNITS))
    return tuple({unit.number: unit for unit in found}.values())


def waybill_number(reader: ElementReader, *sent: str) -> str:
    """Return the first text that is a waybill number, with or without hyphen; else the first text that is not empty."""
    numbers = [waybill.normalise(each) for each in sent if each]
    found = next((each for each in numbers if waybill.SHAPE.fullmatch(each)), next(iter(numbers), ""))
    if not found:
        text = Sentence(
            "There is no waybill number. Send TransportContractDocument/ID: the airline's three digits and eight more."
        )
        reader.notes.error(
            "waybill-number-missing", text, reader.element.line, segment=reader.element.name, field="waybill number"
        )
    elif not waybill.is_valid(found):
        text = Sentence(
            "Waybill number %(found)s has a wrong check digit. Check it for typing errors.", {"found": found[:20]}
        )
        reader.notes.note(
            "waybill-number-wrong",
            text,
            reader.element.line,
            segment=reader.element.name,
            field="waybill number",
            sent=found,
        )
    return found


def _values(reader: ElementReader) -> Iterator[Money]:
    for kind, name, payment in MONEY_ELEMENTS:
        element = reader.element.child(name)
        amount = reader.number(f"{kind} value", name)
        if element is not None and amount:
            yield Money(kind=kind, amount=amount, currency=element.value("currencyid"), payment=payment)


def _references(reader: ElementReader) -> Iterator[tuple[str, str]]:
    """Yield the shipper's own number, further numbers, the product, and the customs status of the goods."""
    for name in ("id", "additionalid", "productid"):
        element = reader.element.child(name)
        if element is not None and reader.element.key == "masterconsignment" and (sent := reader.text(name)):
            yield element.name, sent
    status = reader.at("associatedconsignmentcustomsprocedure", "goodsstatuscode")
    if status:
        yield "GoodsStatusCode", status
    for each in reader.each("associatedreferencedocument", "associatedreferenceddocument"):
        if number := each.text("id"):
            yield each.text("typecode") or "document", number


def _compare(found: Consignment, reader: ElementReader) -> None:
    """Warn if the items do not add up to the consignment; they may cover only a part of it."""
    pieces = sum_counts(line.packages for line in found.goods)
    if found.packages is not None and pieces is not None and pieces != found.packages:
        text = Sentence(
            "Waybill %(number)s: Declared pieces: %(packages)s. Total of the items: %(pieces)s. Correct the items.",
            {"number": found.number, "packages": found.packages, "pieces": pieces},
        )
        reader.notes.warning(
            "pieces-differ",
            text,
            reader.element.line,
            segment=reader.element.name,
            field="pieces",
            sent=str(found.packages),
        )


# ── Remarks of a waybill: customs information (OCI), special handling, special and other service information.
#
# As in Cargo-IMP, the screener's name is counted and not kept.


INSTRUCTIONS: Final = (
    ("handlingsphinstructions", "handling"),
    ("handlingssrinstructions", "service"),
    ("handlingosiinstructions", "remark"),
)


def _customs_notes(reader: ElementReader) -> Iterator[Note]:
    """Yield customs notes; one without country and segment takes those of the note before, as OCI lines do."""
    country, segment, screeners = "", "", 0
    for each in reader.each("includedcustomsnote"):
        own_country, own_segment = each.text("countryid"), each.text("subjectcode")
        if own_country or own_segment:
            country, segment = own_country, own_segment
        code, text = each.text("contentcode"), each.text("content")
        if code == SCREENER:
            screeners += 1
        elif code or text:
            yield Note(kind="customs", code=code, country=country, segment=segment, text=text)
    if screeners:
        reader.notes.note(
            "names-left-out", left_out_text(screeners), reader.element.line, segment="IncludedCustomsNote"
        )


def _instructions(reader: ElementReader) -> Iterator[Note]:
    for name, kind in INSTRUCTIONS:
        for each in reader.each(name):
            code, text = each.text("descriptioncode"), each.text("description")
            if text or code:
                yield Note(kind=kind, code=code, text=text)


# ── Shipper, consignee, agent and other parties of a waybill.


CONTACTS: Final = ("completenumber", "uriid", "personname")


def _parties_of(reader: ElementReader) -> Iterator[Party]:
    for found in reader.each(*PARTIES):
        party = _party(found)
        if party.name or party.code or party.address != Address():
            yield party


def _party(reader: ElementReader) -> Party:
    """Read a party. If the name has several lines, the first is the name and the others begin the address."""
    name, *below = reader.lines("name") or ("",)
    address = _address(reader)
    code = reader.text("rolecode")
    role = PARTIES[reader.element.key]
    role = ROLES.get(code.upper(), role) if role is PartyRole.OTHER else role
    contacts = [contact for held in reader.each("definedtradecontact") for contact in _contacts(held)]
    return Party(
        role=role,
        name=name,
        code=reader.text("cargoagentid", "primaryid", "id", "additionalid"),
        address=Address(
            street=", ".join((*below, *address.lines("streetname"))) if address else ", ".join(below),
            city=address.text("cityname") if address else "",
            region=address.text("countrysubdivisionname", "countrysubdivisionid") if address else "",
            postcode=address.text("postcodecode", "postofficebox") if address else "",
            country=address.text("countryid", "countryname") if address else "",
        ),
        contact=tuple(contacts),
        account=reader.text("accountid"),
        role_sent=code if role is PartyRole.OTHER else "",
    )


def _address(reader: ElementReader) -> ElementReader | None:
    """Return the address, whose element name differs from party to party."""
    return next((reader.of(child) for child in reader.element.children if child.key.endswith("address")), None)


def _contacts(reader: ElementReader) -> list[str]:
    return reader.of(reader.element, deep=True).nested.values(*CONTACTS) if reader.element.children else []  # type: ignore[union-attr]
