"""FWB: an air waybill, from its shipper to its booked flights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.awb import Waybill, is_waybill, read_waybill
from roadstead.engine.formats.cargo.cargo_imp.context import ReaderContext
from roadstead.engine.formats.cargo.cargo_imp.dates import DateReader, is_day
from roadstead.engine.formats.cargo.cargo_imp.draft import WaybillParts, number
from roadstead.engine.formats.cargo.cargo_imp.flights import carrier
from roadstead.engine.formats.cargo.cargo_imp.parties import PARTY_TAGS, ROLES, party
from roadstead.engine.formats.cargo.cargo_imp.rates import GoodsBuilder, add_rates
from roadstead.engine.records import Consignment, Leg, Level, Manifest, Mode, Money, OnwardLeg, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.cargoimp import Record

UNUSED_TAGS: Final = frozenset({"OTH", "CDC", "SII", "ARD", "NOM", "SRI", "OPI", "COI", "SCI", "SCR"})


@dataclass(slots=True)
class WaybillBuilder:
    """Waybill under construction while its lines are read. `issued`: ISO date of issue."""

    work: ReaderContext
    waybill: Waybill | None = None
    flights: list[tuple[str, ...]] = field(default_factory=list)
    routing: list[tuple[str, ...]] = field(default_factory=list)
    goods: GoodsBuilder = field(default_factory=GoodsBuilder)
    draft: WaybillParts = field(default_factory=WaybillParts)
    charges: dict[str, float] = field(default_factory=dict)
    issued: str = ""
    head: Record | None = None
    below: list[Record] = field(default_factory=list)


def read(context: ReaderContext) -> Manifest:
    """Return one consignment; the first booked flight names the voyage."""
    bill = WaybillBuilder(work=context)
    for record in context.message.records:
        if record.tag in PARTY_TAGS and bill.head is not None:
            bill.below.append(record)
            continue
        _close_party(bill)
        _record(record, bill)
    _close_party(bill)
    bill.draft.note_screeners(context)
    if bill.waybill is None:
        _missing(context)
        return Manifest()
    near = bill.issued or context.days.near
    legs = route(bill.waybill, bill.routing, bill.flights, DateReader(near=near, notes=context.notes))
    return Manifest(
        consignments=(_consignment(bill, bill.waybill, legs),), voyage=voyage(bill.waybill, legs, bill.flights)
    )


def _record(record: Record, bill: WaybillBuilder) -> None:
    if bill.waybill is None and is_waybill(record):
        bill.waybill = read_waybill(record.fields[0], record, bill.work)
    elif record.tag in TAGS:
        TAGS[record.tag](record, bill)
    elif not bill.draft.take(record, bill.work):
        bill.work.keep_unread(record, understood=record.tag in UNUSED_TAGS)


def _consignment(bill: WaybillBuilder, waybill: Waybill, legs: tuple[OnwardLeg, ...]) -> Consignment:
    much, draft, made = waybill.quantity, bill.draft, bill.goods
    return Consignment(
        level=Level.MASTER,
        type="AWB",
        number=waybill.number,
        origin=waybill.origin,
        destination=waybill.destination,
        parties=draft.parties_with_contacts(),
        packages=much.packages,
        packages_total=much.total,
        split=much.split,
        pieces_inside=made.inside,
        gross_mass_kg=much.mass_kg,
        volume_m3=much.volume_m3,
        goods=made.build(),
        containers=tuple(made.devices),
        values=(*draft.values, *_freight(bill)),
        handling=tuple(draft.handling),
        notes=(*draft.notes, *made.notes),
        consolidated=True if made.consolidated else None,
        references=tuple(draft.references),
        onward=legs,
    )


def _freight(bill: WaybillBuilder) -> tuple[Money, ...]:
    """Return the total charge if there is one, else the weight charge."""
    for code in ("CT", "WT"):
        if code in bill.charges:
            return (Money(kind="freight", amount=bill.charges[code], currency=bill.draft.currency),)
    return ()


# ── Lines


def _flights(record: Record, bill: WaybillBuilder) -> None:
    told = record.filled_fields
    bill.flights += [tuple(told[at : at + 2]) for at in range(0, len(told), 2)]


def _routing(record: Record, bill: WaybillBuilder) -> None:
    bill.routing += [(text[:3], text[3:]) for text in record.filled_fields]


def _rates(record: Record, bill: WaybillBuilder) -> None:
    add_rates(record, bill.work, bill.goods)


def _paid(record: Record, bill: WaybillBuilder) -> None:
    for text in record.filled_fields:
        amount = number(text[2:])
        if amount is None:
            bill.work.notes.keep_unread(f"{record.tag}/{text}")
        else:
            bill.charges[text[:2]] = amount


def _issued(record: Record, bill: WaybillBuilder) -> None:
    """Read day and place of issue. The signer's name is not kept; it is counted with those of screeners."""
    day, place, *signer = (*record.fields[0], "")
    bill.issued = bill.work.days.moment(day, record.number, record.tag, "day of issue")[:10] if is_day(day) else ""
    bill.draft.screeners += any(signer)
    bill.draft.references.append(("ISU", "/".join(filter(None, (bill.issued or day, place)))))


def _signed(record: Record, bill: WaybillBuilder) -> None:
    bill.draft.screeners += 1


def _head(record: Record, bill: WaybillBuilder) -> None:
    bill.head, bill.below = record, []


def _close_party(bill: WaybillBuilder) -> None:
    if bill.head is not None:
        made = party(bill.head, bill.below)
        bill.draft.parties = [*[each for each in bill.draft.parties if each.role is not made.role or each.name], made]
    bill.head = None


def _missing(context: ReaderContext) -> None:
    text = Sentence("The waybill line is missing. Send number, route and quantity, such as 933-34099074BKKORD/T41K509.")
    context.notes.error("waybill-missing", text, segment="FWB", field="air waybill")


TAGS: Final[Mapping[str, Callable[[Record, WaybillBuilder], None]]] = {
    "FLT": _flights,
    "RTG": _routing,
    "RTD": _rates,
    "PPD": _paid,
    "COL": _paid,
    "ISU": _issued,
    "CER": _signed,
    **dict.fromkeys(ROLES, _head),
}


# ── Routing and booked flights of a waybill, combined into legs.


Pairs = Sequence[tuple[str, ...]]


def route(waybill: Waybill, routing: Pairs, flights: Pairs, days: DateReader) -> tuple[OnwardLeg, ...]:
    """Return a leg for each airport; flights are assigned to legs only if there are as many flights as legs.

    `routing`: airport and carrier; `flights`: number and day of the month. Unassigned flights follow the legs.
    """
    booked = [_booked(flight, days) for flight in flights]
    starts = [waybill.origin, *(place for place, _ in routing)]
    legs = [
        OnwardLeg(carrier=by, origin=origin, destination=place, mode=Mode.AIR.value)
        for origin, (place, by) in zip(starts, routing, strict=False)
    ]
    if len(legs) != len(booked):
        return (*legs, *booked)
    return tuple(
        replace(leg, carrier=leg.carrier or flight.carrier, number=flight.number, departure=flight.departure)
        for leg, flight in zip(legs, booked, strict=True)
    )


def _booked(flight: tuple[str, ...], days: DateReader) -> OnwardLeg:
    number, day = (*flight, "")[:2]
    return OnwardLeg(carrier=carrier(number), number=number, departure=days.of_month(day) or day, mode=Mode.AIR.value)


def voyage(waybill: Waybill, legs: Sequence[OnwardLeg], flights: Pairs) -> Voyage:
    """Return the voyage of the booked flights: the first names it, each leg keeps its own number."""
    if not flights:
        return Voyage()
    numbered = [leg for leg in legs if leg.number]
    placed = [leg for leg in numbered if leg.origin]
    several = len(numbered) > 1
    whole = (Leg(origin=waybill.origin, destination=waybill.destination, departure=_iso(numbered[0].departure)),)
    made = tuple(
        Leg(
            origin=leg.origin,
            destination=leg.destination,
            departure=_iso(leg.departure),
            number=leg.number if several else "",
        )
        for leg in placed
    )
    first = numbered[0]
    return Voyage(mode=Mode.AIR, carrier=first.carrier, number=first.number, legs=made or whole)


def _iso(day: str) -> str:
    return day if len(day) > 2 else ""
