"""Composes a PAXLST passenger or crew list from a manifest: the reader's way, backwards.

Follows the WCO/IATA/ICAO PAXLST message implementation guide, directory D.05B; sea lists as in IMO FAL.5/Circ.40.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from roadstead.model import Craft, Document, Leg, Manifest, Mode, Role, Traveller, Voyage

Segment = Sequence[str | Sequence[str]]
ROLE_CODES: Final = {
    Role.PASSENGER: "FL",
    Role.CREW: "FM",
    Role.TRANSIT_PASSENGER: "DDU",
    Role.TRANSIT_CREW: "DDT",
}
TOTALS: Final = {"passengers": "42", "crew": "41"}


def interchange(manifest: Manifest) -> list[Segment]:
    """UNB … UNZ around one message in one group."""
    head = manifest.message
    day, time = stamp(head.sent_at).split(":")
    parties: list[str | list[str]] = [[head.sender, "ZZ"], [head.recipient, "ZZ"], [day, time], head.interchange]
    body = message(manifest)
    return [
        ["UNB", ["UNOA", "4"], *parties, "", "APIS"],
        ["UNG", "PAXLST", *parties, "UN", head.release.split(":")],
        *body,
        ["UNT", str(len(body) + 1), reference(manifest)],
        ["UNE", "1", head.interchange],
        ["UNZ", "1", head.interchange],
    ]


def message(manifest: Manifest) -> list[Segment]:
    return [
        *heading(manifest),
        *reporting(manifest),
        *voyage(manifest.voyage),
        *(segment for traveller in manifest.travellers for segment in person(traveller)),
        *(["CNT", [TOTALS[kind], str(count)]] for kind, count in manifest.declared.items()),
    ]


def reference(manifest: Manifest) -> str:
    return f"PAX{manifest.message.part or '01'}"


def heading(manifest: Manifest) -> Iterator[Segment]:
    head = manifest.message
    kind = ["PAXLST", *head.release.split(":"), "UN", head.association]
    yield ["UNH", reference(manifest), kind, head.access_reference, part(manifest)]
    yield ["BGM", head.code, head.subcode] if head.subcode else ["BGM", head.code]
    yield ["RFF", ["TN", head.reference, "", "", head.revision] if head.revision else ["TN", head.reference]]


def part(manifest: Manifest) -> list[str]:
    """First part C, last part F, nothing between (element S010)."""
    head = manifest.message
    flag = "F" if head.last_part else "C" if head.part == "01" else ""
    return [head.part, flag] if flag else [head.part]


def reporting(manifest: Manifest) -> Iterator[Segment]:
    party = manifest.reporting_party
    yield ["NAD", "MS", "", "", party.name]
    yield ["COM", *([contact, "TE"] for contact in party.contact)]


# ── voyage ──────────────────────────────────────────────────────────────────────────────────


def voyage(made: Voyage) -> Iterator[Segment]:
    for leg in made.legs:
        yield transport(made, leg)
        yield from calls(leg)


def transport(made: Voyage, leg: Leg) -> Segment:
    if made.mode is Mode.AIR:
        return ["TDT", "20", leg.number, "", "", made.carrier]
    return ["TDT", "20", leg.number, "1", "", made.carrier, "", "", ship(made.craft)]


def ship(craft: Craft) -> list[str]:
    """C222 with the IMO number (146) where there is one, else the call sign (103)."""
    number = [craft.imo, "146"] if craft.imo else [craft.call_sign, "103"]
    return [*number, "", craft.name, craft.flag]


def calls(leg: Leg) -> Iterator[Segment]:
    last, first = ("125", "87") if leg.crosses_border else ("92", "92")
    yield ["LOC", last, leg.origin]
    yield ["DTM", ["189", minutes(leg.departure), "201"]]
    yield ["LOC", first, leg.destination]
    yield ["DTM", ["232", minutes(leg.arrival), "201"]]


def minutes(time: str) -> str:
    return datetime.fromisoformat(time).strftime("%y%m%d%H%M")


def stamp(time: str) -> str:
    return datetime.fromisoformat(time).strftime("%y%m%d:%H%M")


# ── person ──────────────────────────────────────────────────────────────────────────────────


def person(traveller: Traveller) -> Iterator[Segment]:
    yield ["NAD", ROLE_CODES[traveller.role], "", "", [traveller.surname, *traveller.given.split(maxsplit=1)]]
    yield ["ATT", "2", "", traveller.sex]
    yield ["DTM", ["329", date(traveller.born)]]
    yield from carried(traveller)
    yield from around(traveller)
    yield ["NAT", "2", traveller.nationality]
    yield from references(traveller)
    for document in traveller.documents:
        yield from papers(document)


def date(day: str) -> str:
    return day.replace("-", "")[2:]


def carried(traveller: Traveller) -> Iterator[Segment]:
    if traveller.bags.count is not None:
        yield ["MEA", "CT", "", ["", str(traveller.bags.count)]]
    if traveller.verified is not None:
        yield ["GEI", "4", "173" if traveller.verified else "174"]


def around(traveller: Traveller) -> Iterator[Segment]:
    """The person's places, in the guide's order."""
    where = {
        "22": traveller.clearance,
        "174": traveller.residence,
        "178": traveller.embark,
        "179": traveller.disembark,
        "180": traveller.birth_place,
    }
    yield from (["LOC", kind, place] for kind, place in where.items() if place)


def references(traveller: Traveller) -> Iterator[Segment]:
    known = {"AVF": traveller.references.booking, "ABO": traveller.references.passenger, "SEA": traveller.seat}
    yield from (["RFF", [kind, value]] for kind, value in known.items() if value)


def papers(document: Document) -> Iterator[Segment]:
    yield ["DOC", [document.type, "110", "111"], document.number]
    yield ["DTM", ["36", date(document.expires)]]
    yield ["LOC", "91", document.issuer]
