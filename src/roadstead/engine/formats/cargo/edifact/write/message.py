"""Message from UNH to the last bill: kind of manifest, sender, voyage, containers, totals, bills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.cargo.edifact.codes import KINDS, NO_BILL, STATUSES
from roadstead.engine.formats.cargo.edifact.write import parts
from roadstead.engine.formats.cargo.edifact.write.bill import MODES, bill
from roadstead.engine.formats.passengers.paxlst.write.message import FLAGS
from roadstead.engine.formats.passengers.paxlst.write.segment import Segment, contacts, figures, trimmed
from roadstead.engine.formats.passengers.paxlst.write.voyage import craft
from roadstead.engine.records import (
    CargoTotals,
    Container,
    Load,
    Manifest,
    MessageHeader,
    ReportingParty,
    Traveller,
    Voyage,
)
from roadstead.engine.syntax import edifact
from roadstead.engine.syntax.edifact import DEFAULT, Separators
from roadstead.engine.syntax.edifact.charset import encoding_for

MANIFEST = "785"  # 1001
CALLS = ("5", "60", "61", "130")  # 3227 of the ports, in the order of travel


def message(manifest: Manifest, reference: str) -> list[Segment]:
    """Return all segments except UNT."""
    named = defaultdict(set)
    for each in manifest.consignments:
        for number in each.containers:
            named[number].add(each.number)
    made = [
        *_heading(manifest.message, reference),
        *parts.place("41", manifest.office),
        *_reporting(manifest.reporting_party),
        *(segment for traveller in manifest.travellers for segment in _driver(traveller)),
        *_voyage(manifest.voyage),
        *(segment for each in manifest.containers for segment in _equipment(each, named[each.number])),
        *_totals(manifest.totals),
        *(segment for each in manifest.consignments for segment in bill(each)),
    ]
    return [trimmed(segment) for segment in made]


def _heading(head: MessageHeader, reference: str) -> Iterator[Segment]:
    kind = ["CUSCAR", *head.release.split(":"), "UN", head.association]
    yield ["UNH", reference, kind, head.access_reference, [head.part, FLAGS[head.last_part]]]
    yield ["BGM", [head.code or MANIFEST, "", "", head.subcode], [head.reference, head.revision], head.action]
    yield from parts.time("137", head.prepared_at)
    yield from parts.references(head.references)


def _reporting(party: ReportingParty) -> Iterator[Segment]:
    if party != ReportingParty():
        yield ["NAD", "MS", party.id, "", party.name]
        yield from contacts(party.contact)


def _driver(traveller: Traveller) -> Iterator[Segment]:
    given = traveller.given.split(maxsplit=1)
    yield ["NAD", "VW", traveller.references.government, "", [traveller.surname, *given]]


def _voyage(made: Voyage) -> Iterator[Segment]:
    """Write one TDT. A single port is the arrival if it is a destination; of several, the first is the departure."""
    if made == Voyage(mode=made.mode):
        return
    yield ["TDT", "20", made.number, MODES[made.mode.value], "", made.carrier, "", "", craft(made.craft)]
    legs = made.legs
    calls = [
        (leg.destination, leg.arrival, next_.departure if next_ else "")
        for leg, next_ in zip(legs, (*legs[1:], None), strict=True)
    ]
    first = (legs[0].origin, "", legs[0].departure) if legs else ("", "", "")
    ports = [(code, *call) for code, call in zip(CALLS, (first, *calls), strict=False)]
    for code, port, arrival, departure in ports:
        yield from parts.place(code, port)
        yield from parts.time("132", arrival)
        yield from parts.time("133", departure)


def _totals(totals: CargoTotals) -> Iterator[Segment]:
    yield from parts.total("10", totals.bills)
    yield from parts.total("16", totals.containers)
    yield from parts.total("11", totals.packages)
    yield from parts.total("7", totals.gross_mass_kg, "KGM")
    yield from parts.total("15", totals.volume_m3, "MTQ")


# ── EQD: a container with its masses, seals, places and values of its own.


KIND_CODES: Final = parts.first_codes(KINDS)
STATUS_CODES: Final = parts.first_codes(STATUSES)
LOADS: Final[Mapping[Load | None, str]] = {Load.EMPTY: "4", Load.FULL: "5", None: ""}
PLACES: Final = {"76": "origin", "9": "loaded_at", "11": "discharged_at", "7": "final_place", "147": "stowed"}
# Segments that the reader keeps as (tag, words) and that have no form of their own.
NOT_REFERENCES: Final = {"DIM", "HAN", "EQA", "TMD", "DAM", "ATT", "TSR", "EQN", "GDS", "RNG", "MEA"}


def _equipment(each: Container, named: set[str]) -> Iterator[Segment]:
    """Write a container; `named` are the bills that name it themselves."""
    yield [
        "EQD",
        KIND_CODES.get(each.kind, each.kind),
        each.number,
        each.size_type,
        "",
        STATUS_CODES.get(each.nature, ""),
        LOADS[each.load],
    ]
    yield from parts.mass("G", each.gross_mass_kg)
    yield from parts.mass("AAL", each.goods_mass_kg)
    yield from parts.mass("T", each.tare_mass_kg)
    yield from parts.mass("VGM", each.verified_mass_kg)
    for seal in each.seals:
        yield ["SEL", seal]
    if each.carrier:
        yield ["NAD", "CF", each.carrier]
    for code, field in PLACES.items():
        yield from parts.place(code, getattr(each, field))
    if each.temperature_c is not None:
        yield ["TMP", "2", [parts.number_text(each.temperature_c), "CEL"]]
    yield from _equipment_details(each, named)


def _equipment_details(each: Container, named: set[str]) -> Iterator[Segment]:
    for number in each.bills:
        if number not in named and number not in NO_BILL:
            yield ["RFF", ["BM", number]]
    yield from parts.references((code, number) for code, number in each.references if code not in NOT_REFERENCES)
    yield from parts.texts("AAA", each.goods)
    yield from parts.danger(each.dangerous)
    yield from parts.time("7", each.at)


# ── Interchange from UNB to UNZ around one manifest, in the sender's characters and separators (ISO 9735).


DIRECTORY: Final = "16A"
SYNTAX: Final = "UNOC:3"
REFERENCE: Final = "CUS01"
QUALIFIER: Final = "ZZ"  # 0007, mutually defined


def write(
    manifest: Manifest,
    *,
    charset: str = "",
    separators: Separators = DEFAULT,
    with_una: bool = True,
    line_end: str = "",
) -> bytes:
    """Return the manifest as one interchange with one CUSCAR (D.16A if the manifest names no directory).

    `charset` ("UNOA") takes precedence over the manifest's own. Data without a place in CUSCAR (onward pieces,
    handling, notes other than remarks, values as sent) is left out; our reader reads the rest back unchanged.
    """
    head = manifest.message
    version = head.syntax.partition(":")[2] or SYNTAX.partition(":")[2]
    syntax = f"{charset}:{version}" if charset else head.syntax or SYNTAX
    made = replace(manifest, message=replace(head, release=head.release or f"D:{DIRECTORY}", syntax=syntax))
    text = edifact.write(interchange(made), separators=separators, with_una=with_una, line_end=line_end).decode()
    return text.encode(encoding_for(text, syntax.partition(":")[0]))


def interchange(made: Manifest) -> list[Segment]:
    """Return the segments of the interchange, UNB to UNZ."""
    head = made.message
    day, _, time = head.sent_at.partition("T")
    when = [figures(day)[2:], figures(time)[:4]]
    body = message(made, REFERENCE)
    opening: Segment = [
        "UNB",
        head.syntax.split(":"),
        [head.sender, QUALIFIER],
        [head.recipient, QUALIFIER],
        when,
        head.interchange,
    ]
    closing: list[Segment] = [["UNT", str(len(body) + 1), REFERENCE], ["UNZ", "1", head.interchange]]
    return [trimmed(each) for each in (opening, *body, *closing)]
