"""One Bol_segment: a bill with its traders, containers, goods and values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.cargo.asycuda.boxes import box_of
from roadstead.engine.formats.cargo.asycuda.codes import HOUSE_BILLS, NATURES, VALUES, YES
from roadstead.engine.formats.cargo.asycuda.goods import SPLIT, goods_of
from roadstead.engine.formats.cargo.asycuda.traders import ROLES, traders
from roadstead.engine.formats.common.quantities import total, weight
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.formats.common.xml_forms.rest import Left
from roadstead.engine.formats.reading import NOT_AT_ALL, Block, Notebook, pack, unpacked
from roadstead.engine.records import Consignment, Container, Level, Money, Note, Problem
from roadstead.engine.syntax.xml import Element, facts, unread

# Parts of a bill that are read from their own elements; all other values belong to the bill, wherever they are nested.
APART: Final = frozenset({
    "traderssegment", "ctnsegment", "goodssegment", "splitsegment", "valuesegment", "hscompliance", "commoditysegment",
    "vehiclesegment", "vehicle", "sadsegment", "transportinformation", *ROLES,
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """Result of reading one segment; `unread` holds path, value and line of each value that was not used."""

    consignment: Consignment
    boxes: tuple[Container, ...]
    problems: tuple[Problem, ...]
    unread: tuple[Left, ...]


def made_of(element: Element) -> Block:
    """Return the bill packed. The parser calls this when the segment ends and then drops its element. Never raises."""
    return pack((bill_of(element),), NOT_AT_ALL)  # packed again, with its neighbours, when the message is put together


def bill_again(element: Element) -> Bill:
    """Return the bill of a segment, unpacked if it was read when it ended, else read from the tree."""
    made = element.made
    return unpacked(made, Bill)[0] if isinstance(made, bytes | tuple) else bill_of(element)


def bill_of(element: Element) -> Bill:
    notes = Notebook()
    of_all = Said(element, notes, facts=facts(element, APART))
    number = of_all.text("bolreference", "bolreferencenumber", "referencenumber")
    whose = f"Bill {number[:35]}: " if number else f"Bill at line {element.line}: "
    own, bill = Said(element, notes, whose, of_all.facts), Said(element, notes, whose)
    boxes = tuple(box_of(each, number) for each in bill.each("ctnsegment"))
    consignment = _consignment(number, own, bill, boxes)
    return Bill(consignment=consignment, boxes=boxes, problems=notes.finish()[0], unread=tuple(_left(element)))


def _left(element: Element) -> Iterator[Left]:
    """Yield unread values; only the root's name is missing in front of their paths."""
    yield from ((f"/{path}", value, line) for path, value, line in unread(element))


def _consignment(number: str, own: Said, bill: Said, boxes: tuple[Container, ...]) -> Consignment:
    goods = goods_of(bill, boxes)
    whole = tuple(line for line in goods if line.number != SPLIT and not line.vehicle and not line.number)
    whole = whole or tuple(line for line in goods if line.number != SPLIT)
    master = own.text("masterbolrefnumber", "masterbolreference")
    kind = own.text("boltypecode", "boltype").upper()
    segment = bill.child("traderssegment") or bill
    references = _references(own, bill)
    nature = own.text("bolnature", "nature")
    _about(number, boxes, own, bill)
    return Consignment(
        level=Level.HOUSE if master or kind in HOUSE_BILLS else Level.MASTER,
        number=number,
        master=master,
        line=own.text("linenumber"),
        nature=NATURES.get(nature, ""),
        type=kind,
        parties=tuple(traders(segment, *ROLES)),
        origin=own.text("portoforigincode"),
        load=own.text("placeofloadingcode"),
        discharge=own.text("placeofunloadingcode"),
        destination=own.text("placeofdestinationcode", "placeofdeliverycode"),
        packages=total(line.packages for line in whole),
        package_type=next((line.package_type for line in whole if line.package_type), ""),
        gross_mass_kg=weight(line.gross_mass_kg for line in whole),
        volume_m3=weight(line.volume_m3 for line in whole),
        goods=goods,
        containers=tuple(dict.fromkeys(box.number for box in boxes if box.number)),
        seals=_seals(bill),
        marks=tuple(dict.fromkeys(mark for line in whole for mark in line.marks)),
        values=tuple(_values(bill)),
        notes=tuple(_notes(own, bill)),
        consolidated=YES.get(own.text("consolidatedcargo").upper()),
        dangerous=YES.get(own.text("dgstatus").upper()),
        references=(*references, *((("Bol_nature", nature),) if nature and nature not in NATURES else ())),
        location=own.text("locationcode"),
    )


def _references(own: Said, bill: Said) -> tuple[tuple[str, str], ...]:
    """Return the carrier's reference, and the references to the declaration in an export manifest."""
    carrier = own.text("uniquecarrierreference")
    named = (("Unique_carrier_reference", carrier),) if carrier else ()
    declared = (inner for each in bill.element.each("sadsegment") for inner in each.walk() if inner.text)
    sealing = (inner for each in bill.element.each("goodssegment") for inner in each.within("sealingpartycode"))
    return (*named, *((inner.name, inner.own()) for inner in (*declared, *sealing) if inner.text))


def _seals(bill: Said) -> tuple[str, ...]:
    segments = [each for goods in bill.each("goodssegment") for each in goods.each("sealssegment") or [goods]]
    for each in segments:
        each.text("numberofseals")
    marks = ",".join(each.text("marksofseals") for each in segments)
    return tuple(dict.fromkeys(seal for mark in marks.split(",") if (seal := mark.strip())))


def _values(bill: Said) -> Iterator[Money]:
    for segment in bill.each("valuesegment"):
        for kind in VALUES:
            for said in segment.each(f"{kind}segment"):
                amount = said.number(f"{kind} value", f"{kind}value")
                if amount is not None:
                    currency, payment = said.text(f"{kind}currency"), said.text("pcindicator")
                    yield Money(kind=kind, amount=amount, currency=currency, payment=payment)


def _notes(own: Said, bill: Said) -> Iterator[Note]:
    remarks = (
        text for goods in bill.each("goodssegment") for name in ("information", "remarks") if (text := goods.text(name))
    )
    yield from (Note(kind="remark", text=text) for text in remarks)
    place = own.text("locationinfo")
    if place:
        yield Note(kind="location", text=place)


def _about(number: str, boxes: tuple[Container, ...], own: Said, bill: Said) -> None:
    line = bill.element.line
    if not number:
        text = f"{own.whose}no number. Send Bol_reference; without it nothing can be found or corrected later."
        own.notes.error("bill-number-missing", text, line, segment=bill.element.name, field="bill number")
    said = [each.count("number of containers", "numofctnforthisbol") for each in bill.each("goodssegment")]
    said += [own.count("number of containers", "numofctnforthisbol")]
    told = [each for each in said if each is not None]
    if len(told) == 1 and told[0] != len(boxes):
        text = f"{own.whose}{told[0]} containers are declared, {len(boxes)} are listed. Send the others, or correct it."
        own.notes.warning(
            "containers-differ", text, line, segment=bill.element.name, field="number of containers", sent=str(told[0])
        )
