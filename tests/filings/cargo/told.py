"""Cargo messages as readers give them, with fictional firms, for the tests of the cargo of record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import (
    Address,
    Consignment,
    Container,
    Craft,
    Function,
    GoodsLine,
    Leg,
    Manifest,
    MessageHeader,
    Mode,
    Party,
    PartyRole,
    Voyage,
)
from roadstead.filings.cargo.record import record_cargo
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.receive import new_receipt
from roadstead.filings.voyages.record import Recorded, record

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
STATES = frozenset({"BRB", "LCA", "TTO"})
SHIP = Voyage(
    mode=Mode.SEA, carrier="CLMX", number="0426N", craft=Craft(name="CARIB EXAMPLE", imo="9074729"),
    legs=(
        Leg(origin="USMIA", destination="BBBGI", departure="2026-11-22T08:00", arrival="2026-11-26T06:30"),
        Leg(origin="BBBGI", destination="LCCAS", departure="2026-11-27T08:00", arrival="2026-11-27T20:00"),
    ),
)  # fmt: skip


def party(role: PartyRole, name: str, country: str = "BB", **rest: Any) -> Party:
    return Party(role=role, name=name, address=Address(country=country, **rest))


def bill(number: str, **rest: Any) -> Consignment:
    """A bill from Miami to Bridgetown, of one line of goods in one container."""
    given: dict[str, Any] = {
        "load": "USMIA",
        "discharge": "BBBGI",
        "packages": 10,
        "gross_mass_kg": 1000.0,
        "goods": (GoodsLine(description="CANNED FRUIT", hs="2008"),),
        "containers": ("CSQU3054383",),
        "parties": (
            party(PartyRole.CONSIGNOR, "Acme Export Inc", "US"),
            party(PartyRole.CONSIGNEE, "Island Imports Ltd"),
        ),
    } | rest
    return Consignment(number=number, **given)


def cargo(
    *bills: Consignment, boxes: tuple[Container, ...] = (), voyage: Voyage | None = SHIP, **head: Any
) -> Manifest:
    told: dict[str, Any] = {
        "type": "CUSCAR",
        "function": Function.CARGO,
        "reference": "M1",
        "action": "9",
        "sent_at": "2026-11-24T10:00",
    } | head
    return Manifest(message=MessageHeader(**told), voyage=voyage or Voyage(), consignments=bills, containers=boxes)


def take(declared: Manifest, *, account: str = "CLMX", now: datetime = NOW) -> Recorded:
    """As the pipeline takes it in, from the reading on."""
    message = Message.objects.create(
        receipt=new_receipt(),
        carrier=account,
        channel="api",
        received_at=now,
        raw=b"x",
        sha256=new_receipt(),
        size=1,
        status=Status.RECEIVED,
    )
    recorded = record(Reading(manifest=declared), message=message, position=0, participating=STATES)
    record_cargo(recorded, participating=STATES, now=now)
    return recorded
