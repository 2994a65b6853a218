"""Write UNH to CNT: the kind of list, the sender, the voyage, the persons and their number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.formats.passengers.paxlst.codes import FLIGHT_STATUS, TOTALS
from roadstead.engine.formats.passengers.paxlst.heading import function_of
from roadstead.engine.formats.passengers.paxlst.write.person import person
from roadstead.engine.formats.passengers.paxlst.write.segment import Segment, contacts, trimmed
from roadstead.engine.formats.passengers.paxlst.write.voyage import voyage
from roadstead.engine.records import Function, Manifest, ReportingParty

CODES_OF_TOTALS: Final = {kind: code for code, kind in TOTALS.items()}
# Code and sub-kind of BGM for each function, if the manifest has no code of its own.
KINDS: Final[Mapping[Function, tuple[str, str]]] = {
    Function.PASSENGERS: ("745", ""),
    Function.CREW: ("250", ""),
    Function.CHANGE: (FLIGHT_STATUS, "CP"),
    Function.CANCEL: (FLIGHT_STATUS, "XR"),
    Function.CLOSE: (FLIGHT_STATUS, "CL"),
    Function.CLOSED_ON_BOARD: (FLIGHT_STATUS, "CLOB"),
    Function.CLOSED_NOT_ON_BOARD: (FLIGHT_STATUS, "CLNB"),
}
MESSAGE_FUNCTIONS: Final[Mapping[Function, str]] = {Function.CANCEL: "1", Function.CHANGE: "4"}  # 1225
FLAGS: Final = {True: "F", False: "C", None: ""}


def message(manifest: Manifest) -> list[Segment]:
    """Return all segments except UNT."""
    made = [
        *_heading(manifest),
        *_reporting(manifest.reporting_party),
        *voyage(manifest.voyage),
        *(segment for traveller in manifest.travellers for segment in person(traveller, flight_date(manifest))),
        *_totals(manifest),
    ]
    return [trimmed(segment) for segment in made]


def _totals(manifest: Manifest) -> list[Segment]:
    """Return CNT of passengers and of crew; PAXLST has no code for all on board."""
    known = [(CODES_OF_TOTALS[kind], count) for kind, count in manifest.declared.items() if kind in CODES_OF_TOTALS]
    return [["CNT", [code, str(count)]] for code, count in known]


def reference(manifest: Manifest) -> str:
    return f"PAX{manifest.message.part or '01'}"


def flight_date(manifest: Manifest) -> str:
    """Return the day for two-digit years, as the reader takes it: the last of the voyage, else the interchange's."""
    days = [day[:10] for leg in manifest.voyage.legs for day in (leg.departure, leg.arrival) if day]
    return max(days, default=manifest.message.sent_at[:10])


def _heading(manifest: Manifest) -> Iterator[Segment]:
    head = manifest.message
    kind = ["PAXLST", *head.release.split(":"), "UN", head.association]
    yield ["UNH", reference(manifest), kind, head.access_reference, [head.part, FLAGS[head.last_part]]]
    yield _bgm(manifest)
    if head.reference or head.revision:
        yield ["RFF", ["TN", head.reference, "", "", head.revision]]


def _bgm(manifest: Manifest) -> Segment:
    """Return BGM, with a message function (1225) only if code and sub-kind mean another function."""
    head = manifest.message
    function = head.function or Function.PASSENGERS
    code, subcode = (head.code, head.subcode) if head.code else KINDS.get(function, KINDS[Function.PASSENGERS])
    is_said = head.function in (None, function_of(code, subcode.upper(), head.action))
    return ["BGM", code, subcode, head.action or ("" if is_said else MESSAGE_FUNCTIONS.get(function, ""))]


def _reporting(party: ReportingParty) -> Iterator[Segment]:
    if party != ReportingParty():
        yield ["NAD", "MS", party.id, "", party.name]
        yield from contacts(party.contact)
