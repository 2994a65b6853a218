"""FWB: an air waybill, from its shipper to its booked flights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.awb import Waybill, is_waybill, waybill_in
from roadstead.engine.formats.cargo.cargo_imp.draft import Draft, number
from roadstead.engine.formats.cargo.cargo_imp.flights import carrier
from roadstead.engine.formats.cargo.cargo_imp.parties import OF_A_PARTY, ROLES, party
from roadstead.engine.formats.cargo.cargo_imp.rates import Goods, goods
from roadstead.engine.formats.cargo.cargo_imp.when import Days, is_day
from roadstead.engine.formats.cargo.cargo_imp.work import Work
from roadstead.engine.records import Consignment, Leg, Level, Manifest, Mode, Money, OnwardLeg, Voyage
from roadstead.engine.syntax.cargoimp import Record

UNUSED: Final = frozenset({"OTH", "CDC", "SII", "ARD", "NOM", "SRI", "OPI", "COI", "SCI", "SCR"})


@dataclass(slots=True)
class Bill:
    """Waybill under construction while its lines are read. `issued`: ISO date of issue."""

    work: Work
    told: Waybill | None = None
    flights: list[tuple[str, ...]] = field(default_factory=list)
    routing: list[tuple[str, ...]] = field(default_factory=list)
    goods: Goods = field(default_factory=Goods)
    draft: Draft = field(default_factory=Draft)
    charges: dict[str, float] = field(default_factory=dict)
    issued: str = ""
    head: Record | None = None
    below: list[Record] = field(default_factory=list)


def read(work: Work) -> Manifest:
    """Return one consignment; the first booked flight names the voyage."""
    bill = Bill(work=work)
    for record in work.message.records:
        if record.tag in OF_A_PARTY and bill.head is not None:
            bill.below.append(record)
            continue
        _close_party(bill)
        _record(record, bill)
    _close_party(bill)
    bill.draft.about_screeners(work)
    if bill.told is None:
        _missing(work)
        return Manifest()
    near = bill.issued or work.days.near
    legs = route(bill.told, bill.routing, bill.flights, Days(near=near, notes=work.notes))
    return Manifest(consignments=(_made(bill, bill.told, legs),), voyage=voyage(bill.told, legs, bill.flights))


def _record(record: Record, bill: Bill) -> None:
    if bill.told is None and is_waybill(record):
        bill.told = waybill_in(record.fields[0], record, bill.work)
    elif record.tag in TAGS:
        TAGS[record.tag](record, bill)
    elif not bill.draft.take(record, bill.work):
        bill.work.left(record, understood=record.tag in UNUSED)


def _made(bill: Bill, told: Waybill, legs: tuple[OnwardLeg, ...]) -> Consignment:
    much, draft, made = told.quantity, bill.draft, bill.goods
    return Consignment(
        level=Level.MASTER,
        type="AWB",
        number=told.number,
        origin=told.origin,
        destination=told.destination,
        parties=draft.reached_parties(),
        packages=much.packages,
        packages_total=much.total,
        split=much.split,
        pieces_inside=made.inside,
        gross_mass_kg=much.mass_kg,
        volume_m3=much.volume_m3,
        goods=made.made(),
        containers=tuple(made.devices),
        values=(*draft.values, *_freight(bill)),
        handling=tuple(draft.handling),
        notes=(*draft.notes, *made.notes),
        consolidated=True if made.consolidated else None,
        references=tuple(draft.references),
        onward=legs,
    )


def _freight(bill: Bill) -> tuple[Money, ...]:
    """Return the total charge if there is one, else the weight charge."""
    for code in ("CT", "WT"):
        if code in bill.charges:
            return (Money(kind="freight", amount=bill.charges[code], currency=bill.draft.currency),)
    return ()


# ── Lines


def _flights(record: Record, bill: Bill) -> None:
    told = record.told
    bill.flights += [tuple(told[at : at + 2]) for at in range(0, len(told), 2)]


def _routing(record: Record, bill: Bill) -> None:
    bill.routing += [(text[:3], text[3:]) for text in record.told]


def _rates(record: Record, bill: Bill) -> None:
    goods(record, bill.work, bill.goods)


def _paid(record: Record, bill: Bill) -> None:
    for text in record.told:
        amount = number(text[2:])
        if amount is None:
            bill.work.notes.left(f"{record.tag}/{text}")
        else:
            bill.charges[text[:2]] = amount


def _issued(record: Record, bill: Bill) -> None:
    """Read day and place of issue. The signer's name is not kept; it is counted with those of screeners."""
    day, place, *signer = (*record.fields[0], "")
    bill.issued = bill.work.days.moment(day, record.number, record.tag, "day of issue")[:10] if is_day(day) else ""
    bill.draft.screeners += any(signer)
    bill.draft.references.append(("ISU", "/".join(filter(None, (bill.issued or day, place)))))


def _signed(record: Record, bill: Bill) -> None:
    bill.draft.screeners += 1


def _head(record: Record, bill: Bill) -> None:
    bill.head, bill.below = record, []


def _close_party(bill: Bill) -> None:
    if bill.head is not None:
        made = party(bill.head, bill.below)
        bill.draft.parties = [*[each for each in bill.draft.parties if each.role is not made.role or each.name], made]
    bill.head = None


def _missing(work: Work) -> None:
    text = "The line of the waybill is missing: number, route and quantity, as 933-34099074BKKORD/T41K509."
    work.notes.error("waybill-missing", text, segment="FWB", field="air waybill")


TAGS: Final[Mapping[str, Callable[[Record, Bill], None]]] = {
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


def route(told: Waybill, routing: Pairs, flights: Pairs, days: Days) -> tuple[OnwardLeg, ...]:
    """Return a leg for each airport; flights are assigned to legs only if there are as many flights as legs.

    `routing`: airport and carrier; `flights`: number and day of the month. Unassigned flights follow the legs.
    """
    booked = [_booked(flight, days) for flight in flights]
    starts = [told.origin, *(place for place, _ in routing)]
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


def _booked(flight: tuple[str, ...], days: Days) -> OnwardLeg:
    number, day = (*flight, "")[:2]
    return OnwardLeg(carrier=carrier(number), number=number, departure=days.of_month(day) or day, mode=Mode.AIR.value)


def voyage(told: Waybill, legs: Sequence[OnwardLeg], flights: Pairs) -> Voyage:
    """Return the voyage of the booked flights: the first names it, each leg keeps its own number."""
    if not flights:
        return Voyage()
    numbered = [leg for leg in legs if leg.number]
    placed = [leg for leg in numbered if leg.origin]
    several = len(numbered) > 1
    whole = (Leg(origin=told.origin, destination=told.destination, departure=_iso(numbered[0].departure)),)
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
