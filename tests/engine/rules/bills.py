"""Bills of fictional firms, plain in every respect: a test changes what its rule looks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from roadstead.engine.records import (
    Address,
    Consignment,
    Container,
    Craft,
    DangerousGoods,
    GoodsLine,
    Leg,
    Level,
    Load,
    Mode,
    Money,
    Party,
    PartyRole,
    Voyage,
)
from roadstead.engine.rules.cargo_facts import (
    Carriage,
    EarlierVoyages,
    KnownContainer,
    StoredBillData,
    SuggestedHeading,
)

BOX = "CSQU3054383"
SHIP = Voyage(
    mode=Mode.SEA, carrier="CLMX", number="0426N", craft=Craft(name="CARIB EXAMPLE", imo="9074729"),
    legs=(
        Leg(origin="USMIA", destination="BBBGI", departure="2026-11-22T08:00", arrival="2026-11-26T06:30"),
        Leg(origin="BBBGI", destination="LCCAS", departure="2026-11-27T08:00", arrival="2026-11-27T20:00"),
    ),
)  # fmt: skip
IN_TIME = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
CARRIAGE = Carriage(voyage=SHIP, due_at=DUE)


def line(description: str, **rest: Any) -> GoodsLine:
    return GoodsLine(description=description, **rest)


def party(role: PartyRole, name: str, country: str, **rest: Any) -> Party:
    return Party(role=role, name=name, address=Address(country=country, **rest))


SENDER = party(PartyRole.CONSIGNOR, "Acme Export Inc", "US", city="Miami")
TAKER = party(PartyRole.CONSIGNEE, "Island Imports Ltd", "BB", city="Bridgetown")
TOLD = party(PartyRole.NOTIFY, "Island Imports Ltd", "BB")
PLAIN = Consignment(
    level=Level.MASTER, number="EXM1", nature="import", load="USMIA", discharge="BBBGI", destination="BBBGI",
    packages=10, package_type="CT", gross_mass_kg=4000.0, volume_m3=12.0, containers=(BOX,),
    goods=(line("CANNED PEACHES IN SYRUP", hs="200870"),), parties=(SENDER, TAKER, TOLD),
    values=(Money(kind="customs", amount=9000.0, currency="USD"), Money(kind="freight", amount=800.0, currency="USD")),
)  # fmt: skip
ORDINARY = StoredBillData(
    first_at=IN_TIME, amendments=0, houses=0, same_text_others=0, days_kept=400,
    earlier=EarlierVoyages(consignor=9, consignee=7, together=5),
    containers={BOX: KnownContainer(container=Container(number=BOX, size_type="22G1", load=Load.FULL, seals=("S1",),
                                       gross_mass_kg=6200.0), elsewhere=False)},
    lane={"lane.earlier_bills": 300, "lane.weight_times_usual": 1, "lane.value_times_usual": 1},
    suggested=SuggestedHeading(heading="2008", confidence=0.9, differs=False),
)  # fmt: skip
FROM_MIAMI = {"USMIA": frozenset({"firearms"})}


def bill(*descriptions: str, hs: str = "", **rest: Any) -> Consignment:
    """PLAIN with other goods, and whatever else is given."""
    told = replace(PLAIN, goods=tuple(line(each, hs=hs) for each in descriptions)) if descriptions else PLAIN
    return replace(told, **rest)


def known(**rest: Any) -> StoredBillData:
    return replace(ORDINARY, **rest)


def with_box(said: dict[str, dict[str, str]] | None = None, *, elsewhere: bool = False, **box: Any) -> StoredBillData:
    """ORDINARY, of whose one container something else is told."""
    told = replace(ORDINARY.containers[BOX].container, **box)
    return known(containers={BOX: KnownContainer(container=told, differing_values=said or {}, elsewhere=elsewhere)})


def new_parties(**rest: Any) -> StoredBillData:
    return known(earlier=EarlierVoyages(consignor=0, consignee=0, together=0), **rest)


def dangerous(number: str) -> tuple[DangerousGoods, ...]:
    return (DangerousGoods(un_number=number),)
