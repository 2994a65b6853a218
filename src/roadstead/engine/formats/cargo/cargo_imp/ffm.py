"""FFM: cargo of a flight, by airport of unloading and unit load device.

One waybill may lie in several devices and so take several lines. It becomes one consignment for each airport of
unloading, with sums, and its share in each device beside its goods.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.awb import Waybill, is_waybill, read_waybill
from roadstead.engine.formats.cargo.cargo_imp.context import ReaderContext
from roadstead.engine.formats.cargo.cargo_imp.dates import is_day
from roadstead.engine.formats.cargo.cargo_imp.draft import WaybillParts
from roadstead.engine.formats.cargo.cargo_imp.ffm_builders import BillBuilder, DeviceBuilder
from roadstead.engine.formats.cargo.cargo_imp.flights import FLIGHT, ONWARD, carrier
from roadstead.engine.records import Craft, Function, Leg, Manifest, Mode, OnwardLeg, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.cargoimp import Record

CODES: Final = re.compile(r"(?:[A-Z]{3}){1,9}")
DEVICE: Final = re.compile(r"([A-Z0-9]{3})([0-9]{3,5}[A-Z0-9]?)([A-Z0-9]{2})(-[A-Z0-9]+)?")
ENDS: Final = {"LAST": True, "CONT": False}
WAYBILL_TAGS: Final = frozenset({"OSI", "OCI", "COR", "SCI", "DIM", "SPH", "SSR", "REF"})


@dataclass(slots=True)
class ManifestBuilder:
    """Manifest under construction while its lines are read."""

    work: ReaderContext
    flight: Flight | None = None
    stops: list[Stop] = field(default_factory=list)
    devices: dict[tuple[str, str], DeviceBuilder] = field(default_factory=dict)
    bills: dict[tuple[str, str], BillBuilder] = field(default_factory=dict)
    device: DeviceBuilder | None = None
    bill: BillBuilder | None = None
    last: bool | None = None

    @property
    def place(self) -> str:
        """Airport where the following lines are unloaded."""
        return self.stops[-1].place if self.stops else ""


def read(context: ReaderContext) -> tuple[Manifest, str, bool | None]:
    """Return the manifest, the part's number, and True if it is the last part (None: not given)."""
    load = ManifestBuilder(work=context)
    for record in context.message.records:
        _record(record, load)
    _about_the_end(load)
    bills = [bill.build() for bill in load.bills.values()]
    for bill in load.bills.values():
        bill.check_pieces(context)
    all_names = WaybillParts(screeners=sum(bill.draft.screeners for bill in load.bills.values()))
    all_names.note_screeners(context)
    known = load.flight or Flight()
    voyage = Voyage(
        mode=Mode.AIR, carrier=known.carrier, number=known.number, craft=known.craft, legs=legs(known, load.stops)
    )
    manifest = Manifest(
        voyage=voyage,
        consignments=tuple(bills),
        containers=tuple(device.build(known.place) for device in load.devices.values()),
    )
    return manifest, known.part, load.last


def function() -> Function:
    return Function.CARGO


def _record(record: Record, load: ManifestBuilder) -> None:
    """Handle one record by its form; any three letters that are not a known tag are an airport of unloading."""
    first = record.lines[0].strip()
    if (record.lines == ("",) and record.tag in ENDS) or (record.tag == "" and first in ENDS):
        load.last = ENDS[record.tag or first]
    elif is_waybill(record):
        _waybill(record, load)
    elif record.tag in TAGS:
        TAGS[record.tag](record, load)
    elif load.flight is None and is_flight(record):
        load.flight = flight(record, load.work)
    elif record.tag and is_stop(record):
        load.stops.append(stop(record, load.work))
        load.device = load.bill = None
    else:
        load.work.keep_unread(record, understood=False)


def _waybill(record: Record, load: ManifestBuilder) -> None:
    first, *others = record.fields
    told = read_waybill(first, record, load.work)
    if told is None:
        return
    load.bill = load.bills.setdefault(
        (told.number, load.place), BillBuilder(first_line=told, place=load.place, record=record)
    )
    if load.flight:
        load.bill.load = load.flight.place
    load.bill.add(told, load.device)
    if load.device:
        load.device.add(told)
    goods, codes = _goods(told)
    load.bill.add_goods(goods)
    load.bill.draft.handling += codes
    for line in others:
        _line_below(line, record, load.bill, load.work)


def _goods(waybill: Waybill) -> tuple[str, list[str]]:
    """Return the description and the handling codes after it."""
    fields = [field for field in waybill.rest if field]
    codes: list[str] = []
    while len(fields) > 1 and CODES.fullmatch(fields[-1]):
        codes = [*_threes(fields.pop()), *codes]
    return "/".join(fields), codes


def _threes(text: str) -> list[str]:
    return [text[at : at + 3] for at in range(0, len(text), 3)]


def _line_below(line: tuple[str, ...], record: Record, bill: BillBuilder, context: ReaderContext) -> None:
    """Read a line under a waybill: an onward flight or handling codes."""
    told = [field for field in line if field]
    onward = ONWARD.fullmatch(told[0]) if told else None
    if onward and (onward[3] or (len(told) > 1 and is_day(told[1]))):
        leg = _onward(onward, told, bill, record, context)
        if leg not in bill.onward:
            bill.onward.append(leg)
    elif told and all(CODES.fullmatch(field) for field in told):
        bill.draft.handling += [code for field in told for code in _threes(field)]
    elif told:
        context.notes.keep_unread("/" + "/".join(line))
        context.warn(
            "line-not-understood",
            "This line under a waybill is neither an onward flight (/DFWKZ9233/21JUN) nor handling codes. We "
            "stored it but did not use it. Correct the line.",
            record,
            sent="/" + "/".join(line),
        )


def _onward(
    found: re.Match[str], fields: list[str], bill: BillBuilder, record: Record, context: ReaderContext
) -> OnwardLeg:
    day = context.days.moment(fields[1], record.number, "", "day of the onward flight") if len(fields) > 1 else ""
    sent = fields[1] if len(fields) > 1 else ""
    return OnwardLeg(
        carrier=found[2],
        number=f"{found[2]}{found[3] or ''}",
        origin=bill.onward_from,
        destination=found[1],
        departure=day or sent,
        mode=Mode.AIR.value,
    )


def _device(record: Record, load: ManifestBuilder) -> None:
    head, *remarks = record.fields[0]
    found = DEVICE.fullmatch(head)
    if found is None:
        text = Sentence(
            "%(head)s is not a unit load device. We kept it. Write type, number and owner, such as PMC98669KZ.",
            {"head": head[:20]},
        )
        load.work.warn("device-number", text, record, field="unit load device", sent=head)
    number = "".join(found.groups()[:3]) if found else head
    owner, kind = (found[3], found[1]) if found else ("", "")
    load.bill = None
    load.device = load.devices.setdefault(
        (number, load.place), DeviceBuilder(number=number, kind=kind, owner=owner, place=load.place)
    )
    if found and found[4]:
        load.device.references.append(("loading", found[4][1:]))
    load.device.references += [("remark", text) for text in remarks if text]


def _add_to_waybill(record: Record, load: ManifestBuilder) -> None:
    """Add remarks and customs information to the waybill above them."""
    if load.bill is None or not load.bill.draft.take(record, load.work):
        load.work.keep_unread(record)


TAGS: Final[Mapping[str, Callable[[Record, ManifestBuilder], None]]] = {
    "ULD": _device,
    "BLK": lambda record, load: setattr(load, "device", None),
    **dict.fromkeys(WAYBILL_TAGS, _add_to_waybill),
}


def _about_the_end(load: ManifestBuilder) -> None:
    if load.last is None:
        text = Sentence(
            "The manifest does not end with LAST or CONT and may be incomplete. Send the complete manifest."
        )
        load.work.notes.warning("end-missing", text, segment="LAST", field="end of the manifest")
    elif load.last is False:
        text = Sentence(
            "The manifest ends with CONT, so more parts follow. This part does not have all the cargo of the flight."
        )
        load.work.notes.note("more-parts-follow", text, segment="CONT", field="end of the manifest")
    if load.flight is None:
        text = Sentence(
            "The flight line is missing. Write part/flight/day/airport below the first line, such as 1/KZ134/20JUN/NRT."
        )
        load.work.notes.error("flight-missing", text, segment="FFM", field="flight")
    elif not load.stops:
        text = Sentence(
            "There is no airport of unloading above the waybills. Write its three letters on a separate line."
        )
        load.work.notes.error("unloading-missing", text, segment="FFM", field="airport of unloading")


# ── Flight of an FFM, and the airports where it unloads.


NO_CRAFT: Final = Craft()
PART: Final = re.compile(r"[0-9]{1,2}")
REGISTRATION: Final = re.compile(r"(?=.*[A-Z])[A-Z0-9-]{3,10}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    part: str = ""
    carrier: str = ""
    number: str = ""
    departure: str = ""
    place: str = ""
    craft: Craft = NO_CRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Airport where the flight unloads; `departure` is that of the flight from there, if given."""

    place: str
    arrival: str = ""
    departure: str = ""
    nil: bool = False


def is_flight(record: Record) -> bool:
    """Return True for a flight line, "5/KZ134/20JUN/NRT/JA15KZ"; the part's number may be missing."""
    fields = record.fields[0]
    return not record.tag and any(FLIGHT.fullmatch(field) for field in fields[:2]) and any(map(is_day, fields[:4]))


def flight(record: Record, context: ReaderContext) -> Flight:
    """Read part, flight, day, airport and registration. First airport of entry, country and day are kept unread."""
    fields = list(record.fields[0])
    part = fields.pop(0) if PART.fullmatch(fields[0]) else ""
    number, day, place, registration, *entry = (*fields, "", "", "", "")
    departure = context.days.moment(day, record.number, "", "day of departure") if day else ""
    for line in record.fields[1:]:
        context.notes.keep_unread("/" + "/".join(line))
    if any(entry):
        context.notes.keep_unread("/".join(filter(None, entry)))
    return Flight(
        part=part,
        carrier=carrier(number),
        number=number,
        departure=departure,
        place=place,
        craft=Craft(registration=registration if REGISTRATION.fullmatch(registration) else ""),
    )


def is_stop(record: Record) -> bool:
    """Return True for an airport with nothing but its times: "ORD", "ORD//14APR1235", "ORD/NIL"."""
    return all(field == "NIL" or is_day(field) for field in record.filled_fields)


def stop(record: Record, context: ReaderContext) -> Stop:
    fields = record.filled_fields
    days = [
        context.days.moment(field, record.number, record.tag, "day of arrival") for field in fields if is_day(field)
    ]
    arrival, departure, *_ = (*days, "", "")
    return Stop(place=record.tag, arrival=arrival, departure=departure, nil="NIL" in fields)


def legs(known: Flight, stops: Sequence[Stop]) -> tuple[Leg, ...]:
    """Return legs from airport to airport; one leg without a destination if there is no airport of unloading."""
    if not stops:
        return (Leg(origin=known.place, departure=known.departure),) if known.place else ()
    starts = [(known.place, known.departure), *((each.place, each.departure) for each in stops)]
    return tuple(
        Leg(origin=origin, departure=departure, destination=each.place, arrival=each.arrival)
        for (origin, departure), each in zip(starts, stops, strict=False)
    )
