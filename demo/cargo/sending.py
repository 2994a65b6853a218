"""Messages about the cargo: manifests of agents, stowage plans of ships, a schooner's sheet, waybills of airlines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from demo.cargo.lading import Hold
from demo.cargo.sheet import sheet
from demo.cargo.stowage import RECIPIENT, stowage
from demo.records import DemoMessage
from demo.tables import carriers
from roadstead.engine.formats.cargo.asycuda.write.documents import write_awmds
from roadstead.engine.formats.cargo.cargo_imp.write import write as write_cargo_imp
from roadstead.engine.formats.cargo.edifact.write import write as write_cuscar
from roadstead.engine.records import Consignment, Manifest, MessageHeader, Party, PartyRole, Voyage

OFFICES: Final = {"BBBGI": "BBBGI1", "LCCAS": "LCCAS1"}
LINE: Final = "SMCL"
BEFORE_SAILING: Final = timedelta(hours=72)


def manifest(hold: Hold, sailing: Voyage, sent_at: datetime, bills: Sequence[Consignment]) -> Manifest:
    """Return a manifest of these bills with the containers they name."""
    named = {number for bill in bills for number in bill.containers}
    return Manifest(
        message=MessageHeader(
            type="CUSCAR",
            code="85",
            action="9",
            reference=f"{hold.sailing.number}{hold.sailing.port[-3:]}",
            interchange=f"{hold.sailing.number}{hold.sailing.port[-3:]}",
            sender=hold.sailing.declares,
            recipient=RECIPIENT,
            sent_at=sent_at.strftime("%Y-%m-%dT%H:%M"),
        ),
        voyage=_until(hold.sailing.port, sailing),
        consignments=tuple(bills),
        containers=tuple(box for number, box in hold.boxes.items() if number in named),
        office=OFFICES.get(hold.sailing.port, ""),
        parties=(_party(PartyRole.CARRIER, hold.sailing.carrier), _party(PartyRole.AGENT, hold.sailing.declares)),
    )


def _until(port: str, sailing: Voyage) -> Voyage:
    """Return the legs up to the port, which is all that an agent declares to its own customs."""
    ends = next((at for at, leg in enumerate(sailing.legs, 1) if leg.destination == port), len(sailing.legs))
    return replace(sailing, legs=sailing.legs[:ends])


def _party(role: PartyRole, code: str) -> Party:
    return Party(role=role, name=carriers()[code].name, code=code)


def asycuda(hold: Hold, sailing: Voyage, sent_at: datetime) -> Iterator[DemoMessage]:
    """Return a message for the customs of a country that uses ASYCUDA World."""
    yield message(hold, sent_at, "awmds.xml", write_awmds(manifest(hold, sailing, sent_at, hold.bills)), hold.bills)


def edifact(hold: Hold, sailing: Voyage, sent_at: datetime) -> Iterator[DemoMessage]:
    """Yield the message sent before departure, then the agent's amendments of today."""
    before = sent_at - BEFORE_SAILING
    yield message(hold, before, "cuscar.edi", write_cuscar(manifest(hold, sailing, before, hold.bills)), hold.bills)
    if hold.later:
        made = manifest(hold, sailing, sent_at, hold.later)
        head = replace(made.message, action="4", reference=f"{made.message.reference}A", interchange="CHG1")
        raw = write_cuscar(replace(made, message=head))
        yield message(hold, sent_at, "change.edi", raw, hold.later, "a bill amended after departure")


def by_hand(hold: Hold, sailing: Voyage, sent_at: datetime) -> Iterator[DemoMessage]:
    yield message(hold, sent_at, "cargo.csv", sheet(hold.bills, sailing), hold.bills, "a sheet filled in by hand")


def by_air(hold: Hold, sailing: Voyage, sent_at: datetime) -> Iterator[DemoMessage]:
    """Yield the flight manifest, then each waybill with its parties."""
    whole = manifest(hold, sailing, sent_at, hold.bills)
    yield message(hold, sent_at, "ffm.txt", _imp(whole, "FFM", "8"), hold.bills, "manifest of a flight")
    for bill in hold.bills:
        raw = _imp(replace(whole, consignments=(bill,)), "FWB", "16")
        yield message(hold, sent_at, f"fwb_{bill.number[-8:]}.txt", raw, (bill,), "air waybill")


def _imp(made: Manifest, kind: str, release: str) -> bytes:
    return write_cargo_imp(replace(made, message=replace(made.message, type=kind, release=release)))


def message(
    hold: Hold, sent_at: datetime, name: str, raw: bytes, bills: Sequence[Consignment], special: str = ""
) -> DemoMessage:
    """Return the message; its file name is numbered when all messages are known."""
    sailing = hold.sailing
    return DemoMessage(
        carrier=sailing.declares,
        file_name=f"{sailing.number}_{sailing.port}_{name}",
        raw=raw,
        special=special or "cargo",
        sent_at=sent_at,
        bills=len(bills),
    )


DECLARES: Final[Mapping[str, Callable[[Hold, Voyage, datetime], Iterator[DemoMessage]]]] = {
    "awmds": asycuda,
    "cuscar": edifact,
    "sheet": by_hand,
    "cargo_imp": by_air,
}


def messages(holds: Sequence[tuple[Hold, Voyage]], now: datetime) -> tuple[DemoMessage, ...]:
    """Return the messages in the order of sending: those of the holds, then the stowage plans of the ships."""
    sent_at = now - timedelta(minutes=1)
    made = [each for hold, sailing in holds for each in DECLARES[hold.sailing.format](hold, sailing, sent_at)]
    made += _plans(holds, sent_at)
    return tuple(replace(each, file_name=f"c{at:02d}_{each.file_name}") for at, each in enumerate(made, 1))


def _plans(holds: Sequence[tuple[Hold, Voyage]], sent_at: datetime) -> Iterator[DemoMessage]:
    """Yield one plan for each ship of the line with all its containers, whoever declares their contents."""
    for number in dict.fromkeys(hold.sailing.number for hold, _ in holds if hold.sailing.carrier == LINE):
        mine = [(hold, sailing) for hold, sailing in holds if hold.sailing.number == number]
        first = mine[0][0]
        ship = replace(first.sailing, declares=LINE, port=first.sailing.route[0])
        raw = stowage([hold for hold, _ in mine], mine[0][1], sent_at)
        yield message(replace(first, sailing=ship), sent_at, "baplie.edi", raw, (), "stowage plan")
