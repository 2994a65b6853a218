"""A master or house consignment: who, what, how much, from where to where."""

from __future__ import annotations

from collections.abc import Iterator

from roadstead.engine.formats.cargo.cargo_xml.codes import MASS, PIECES, UNITS, VOLUME
from roadstead.engine.formats.cargo.cargo_xml.flights import movement_of
from roadstead.engine.formats.cargo.cargo_xml.goods import dangerous_of, goods_of
from roadstead.engine.formats.cargo.cargo_xml.notes import customs_notes, instructions
from roadstead.engine.formats.cargo.cargo_xml.parties import parties_of
from roadstead.engine.formats.cargo.cargo_xml.units import unit_of
from roadstead.engine.formats.common.quantities import total
from roadstead.engine.formats.common.xml_cargo.said import Said
from roadstead.engine.records import Consignment, Container, Level, Money, Note
from roadstead.engine.text.identifiers import waybill

MONIES = (("transport", "declaredvalueforcarriageamount", ""), ("customs", "declaredvalueforcustomsamount", ""),
          ("insurance", "insurancevalueamount", ""), ("freight", "totalprepaidchargeamount", "PP"),
          ("freight", "totalcollectchargeamount", "CC"))  # fmt: skip


def consignment_of(said: Said, level: Level, number: str, master: str = "", kind: str = "") -> Consignment:
    goods = goods_of(said)
    summary, described = said.text("summarydescription"), {line.description for line in goods}
    handling = tuple(instructions(said))
    found = Consignment(
        level=level,
        number=number,
        master=master,
        type=kind,
        parties=tuple(parties_of(said)),
        origin=said.at("originlocation", "id") or said.at("originlocation", "name"),
        destination=said.at("finaldestinationlocation", "id") or said.at("finaldestinationlocation", "name"),
        onward=tuple(movement_of(each) for each in said.each("specifiedlogisticstransportmovement")),
        packages=said.count("number of pieces", *PIECES),
        split=said.text("transportsplitdescription"),
        pieces_inside=said.count("pieces inside", "packagequantity"),
        gross_mass_kg=said.mass("gross mass", *MASS),
        volume_m3=said.volume("volume", *VOLUME),
        goods=goods,
        containers=tuple(unit.number for unit in units_of(said)),
        values=tuple(_values(said)),
        handling=tuple(note.code for note in handling if note.kind == "handling" and note.code),
        notes=(
            *customs_notes(said),
            *(note for note in handling if note.text),
            *((Note(kind="remark", text=summary),) if summary and summary not in described else ()),
        ),
        dangerous=True if dangerous_of(said) else None,
        references=tuple(_references(said)),
    )
    _compare(found, said)
    return found


def units_of(said: Said, *bills: str) -> tuple[Container, ...]:
    """Each device once, however many items are in it."""
    found = (unit_of(said.of(each), *bills) for each in said.element.within(*UNITS))
    return tuple({unit.number: unit for unit in found}.values())


def number_of(said: Said, *sent: str) -> str:
    """The first that is a waybill number, with or without its hyphen; else the first that is anything."""
    numbers = [waybill.normalise(each) for each in sent if each]
    found = next((each for each in numbers if waybill.SHAPE.fullmatch(each)), next(iter(numbers), ""))
    if not found:
        text = "No waybill number. Send TransportContractDocument/ID, the airline's three digits and eight more."
        said.notes.error(
            "waybill-number-missing", text, said.element.line, segment=said.element.name, field="waybill number"
        )
    elif not waybill.is_valid(found):
        text = f"The waybill number {found[:20]} fails its check digit. It was kept; correct it."
        said.notes.note(
            "waybill-number-wrong",
            text,
            said.element.line,
            segment=said.element.name,
            field="waybill number",
            sent=found,
        )
    return found


def _values(said: Said) -> Iterator[Money]:
    for kind, name, payment in MONIES:
        element = said.element.child(name)
        amount = said.number(f"{kind} value", name)
        if element is not None and amount:
            yield Money(kind=kind, amount=amount, currency=element.value("currencyid"), payment=payment)


def _references(said: Said) -> Iterator[tuple[str, str]]:
    """The shipper's own number, further ones, the product, and the customs status of the goods."""
    for name in ("id", "additionalid", "productid"):
        element = said.element.child(name)
        if element is not None and said.element.key == "masterconsignment" and (sent := said.text(name)):
            yield element.name, sent
    status = said.at("associatedconsignmentcustomsprocedure", "goodsstatuscode")
    if status:
        yield "GoodsStatusCode", status
    for each in said.each("associatedreferencedocument", "associatedreferenceddocument"):
        if number := each.text("id"):
            yield each.text("typecode") or "document", number


def _compare(found: Consignment, said: Said) -> None:
    """The items may be of a part only; that is for somebody to look at."""
    pieces = total(line.packages for line in found.goods)
    if found.packages is not None and pieces is not None and pieces != found.packages:
        text = (
            f"Waybill {found.number}: {found.packages} pieces in all, the items add up to {pieces}. Correct the items."
        )
        said.notes.warning(
            "pieces-differ",
            text,
            said.element.line,
            segment=said.element.name,
            field="pieces",
            sent=str(found.packages),
        )
