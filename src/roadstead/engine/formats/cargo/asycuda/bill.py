"""One Bol_segment: a bill with its traders, containers, goods and values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.cargo.asycuda.codes import HOUSE_BILLS, NATURES, VALUES, YES
from roadstead.engine.formats.cargo.asycuda.containers import container_of
from roadstead.engine.formats.cargo.asycuda.goods import SPLIT, goods_of
from roadstead.engine.formats.cargo.asycuda.traders import ROLES, traders
from roadstead.engine.formats.common.quantities import sum_counts, sum_measures
from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.formats.common.xml_forms.unread_values import UnreadValue
from roadstead.engine.formats.reading import NO_COMPRESSION, Block, Notebook, pack_block, unpack_block
from roadstead.engine.records import Consignment, Container, Level, Money, Note, Problem
from roadstead.engine.sentences import Sentence, labelled
from roadstead.engine.syntax.xml import Element, nested_values, unread

# Parts of a bill that are read from their own elements; all other values belong to the bill, wherever they are nested.
OWN_ELEMENTS: Final = frozenset({
    "traderssegment", "ctnsegment", "goodssegment", "splitsegment", "valuesegment", "hscompliance", "commoditysegment",
    "vehiclesegment", "vehicle", "sadsegment", "transportinformation", *ROLES,
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """Result of reading one segment; `unread` holds path, value and line of each value that was not used."""

    consignment: Consignment
    containers: tuple[Container, ...]
    problems: tuple[Problem, ...]
    unread: tuple[UnreadValue, ...]


def packed_bill(element: Element) -> Block:
    """Return the bill packed. The parser calls this when the segment ends and then drops its element. Never raises."""
    return pack_block(
        (read_bill(element),), NO_COMPRESSION
    )  # packed again, with its neighbours, when the message is put together


def unpacked_bill(element: Element) -> Bill:
    """Return the bill of a segment, unpacked if it was read when it ended, else read from the tree."""
    made = element.made
    return unpack_block(made, Bill)[0] if isinstance(made, bytes | tuple) else read_bill(element)


def read_bill(element: Element) -> Bill:
    notes = Notebook()
    of_all = ElementReader(element, notes, nested=nested_values(element, OWN_ELEMENTS))
    number = of_all.text("bolreference", "bolreferencenumber", "referencenumber")
    whose = (
        Sentence("Bill %(number)s", {"number": number[:35]})
        if number
        else Sentence("Bill at line %(line)s", {"line": element.line})
    )
    own, bill = ElementReader(element, notes, whose, of_all.nested), ElementReader(element, notes, whose)
    boxes = tuple(container_of(each, number) for each in bill.each("ctnsegment"))
    consignment = _consignment(number, own, bill, boxes)
    return Bill(
        consignment=consignment, containers=boxes, problems=notes.finish()[0], unread=tuple(_unread_values(element))
    )


def _unread_values(element: Element) -> Iterator[UnreadValue]:
    """Yield unread values; only the root's name is missing in front of their paths."""
    yield from ((f"/{path}", value, line) for path, value, line in unread(element))


def _consignment(
    number: str, own: ElementReader, bill: ElementReader, containers: tuple[Container, ...]
) -> Consignment:
    goods = goods_of(bill, containers)
    whole = tuple(line for line in goods if line.number != SPLIT and not line.vehicle and not line.number)
    whole = whole or tuple(line for line in goods if line.number != SPLIT)
    master = own.text("masterbolrefnumber", "masterbolreference")
    kind = own.text("boltypecode", "boltype").upper()
    segment = bill.child("traderssegment") or bill
    references = _references(own, bill)
    nature = own.text("bolnature", "nature")
    _about(number, containers, own, bill)
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
        packages=sum_counts(line.packages for line in whole),
        package_type=next((line.package_type for line in whole if line.package_type), ""),
        gross_mass_kg=sum_measures(line.gross_mass_kg for line in whole),
        volume_m3=sum_measures(line.volume_m3 for line in whole),
        goods=goods,
        containers=tuple(dict.fromkeys(box.number for box in containers if box.number)),
        seals=_seals(bill),
        marks=tuple(dict.fromkeys(mark for line in whole for mark in line.marks)),
        values=tuple(_values(bill)),
        notes=tuple(_notes(own, bill)),
        consolidated=YES.get(own.text("consolidatedcargo").upper()),
        dangerous=YES.get(own.text("dgstatus").upper()),
        references=(*references, *((("Bol_nature", nature),) if nature and nature not in NATURES else ())),
        location=own.text("locationcode"),
    )


def _references(own: ElementReader, bill: ElementReader) -> tuple[tuple[str, str], ...]:
    """Return the carrier's reference, and the references to the declaration in an export manifest."""
    carrier = own.text("uniquecarrierreference")
    named = (("Unique_carrier_reference", carrier),) if carrier else ()
    declared = (inner for each in bill.element.each("sadsegment") for inner in each.walk() if inner.text)
    sealing = (inner for each in bill.element.each("goodssegment") for inner in each.within("sealingpartycode"))
    return (*named, *((inner.name, inner.own()) for inner in (*declared, *sealing) if inner.text))


def _seals(bill: ElementReader) -> tuple[str, ...]:
    segments = [each for goods in bill.each("goodssegment") for each in goods.each("sealssegment") or [goods]]
    for each in segments:
        each.text("numberofseals")
    marks = ",".join(each.text("marksofseals") for each in segments)
    return tuple(dict.fromkeys(seal for mark in marks.split(",") if (seal := mark.strip())))


def _values(bill: ElementReader) -> Iterator[Money]:
    for segment in bill.each("valuesegment"):
        for kind in VALUES:
            for said in segment.each(f"{kind}segment"):
                amount = said.number(f"{kind} value", f"{kind}value")
                if amount is not None:
                    currency, payment = said.text(f"{kind}currency"), said.text("pcindicator")
                    yield Money(kind=kind, amount=amount, currency=currency, payment=payment)


def _notes(own: ElementReader, bill: ElementReader) -> Iterator[Note]:
    remarks = (
        text for goods in bill.each("goodssegment") for name in ("information", "remarks") if (text := goods.text(name))
    )
    yield from (Note(kind="remark", text=text) for text in remarks)
    place = own.text("locationinfo")
    if place:
        yield Note(kind="location", text=place)


def _about(number: str, containers: tuple[Container, ...], own: ElementReader, bill: ElementReader) -> None:
    line = bill.element.line
    if not number:
        text = labelled(
            own.label,
            Sentence(
                "The bill has no number. Send Bol_reference: without it, the bill cannot be found or corrected later."
            ),
        )
        own.notes.error("bill-number-missing", text, line, segment=bill.element.name, field="bill number")
    said = [each.count("number of containers", "numofctnforthisbol") for each in bill.each("goodssegment")]
    said += [own.count("number of containers", "numofctnforthisbol")]
    told = [each for each in said if each is not None]
    if len(told) == 1 and told[0] != len(containers):
        text = labelled(
            own.label,
            Sentence(
                "Declared containers: %(told)s. On the list: %(count)s. Send the missing ones, or correct the number.",
                {"told": told[0], "count": len(containers)},
            ),
        )
        own.notes.warning(
            "containers-differ", text, line, segment=bill.element.name, field="number of containers", sent=str(told[0])
        )
