"""Honest bills: shipper, consignee, goods and containers, with plausible weights and values."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final

from demo.cargo.tables import Good, Sailing, consignees, goods, shippers
from roadstead.engine.records import (
    Consignment,
    Container,
    GoodsLine,
    InContainer,
    Level,
    Load,
    Money,
    Party,
    PartyRole,
)
from roadstead.engine.text.identifiers.container import check_digit

OWNER: Final = "QZDU"  # not assigned to any owner of containers
TARE_KG: Final = {"22G1": 2200.0, "45G1": 3900.0, "45R1": 4700.0}
COLD: Final = ("0207",)
LARGE_KG: Final = 18000.0  # heavier goods get a small container of their own
AIR_KG: Final = 400.0


@dataclass(slots=True)
class Hold:
    """Content of one message while it is made. `serial` numbers bills and containers, each once."""

    sailing: Sailing
    chance: random.Random
    bills: list[Consignment] = field(default_factory=list)
    boxes: dict[str, Container] = field(default_factory=dict)
    serial: Iterator[int] = field(default_factory=lambda: count(1))
    stowed: dict[str, Container] = field(default_factory=dict)  # containers of which the stowage plan differs
    later: list[Consignment] = field(default_factory=list)  # sent after the others

    @property
    def by_air(self) -> bool:
        return self.sailing.format == "cargo_imp"


def load(sailing: Sailing, seed: str) -> Hold:
    """Return a hold with the honest bills of a sailing."""
    hold = Hold(sailing=sailing, chance=random.Random(seed))
    for _ in range(sailing.bills):
        add(hold, honest(hold))
    return hold


def honest(hold: Hold, good: Good | None = None) -> Consignment:
    """Return a bill with one shipper, one consignee and one kind of goods."""
    chance, sailing = hold.chance, hold.sailing
    chosen = good or chance.choice([each for each in goods() if not (hold.by_air and each.alone)])
    packages = max(1, round(chance.randint(*chosen.packages) * (0.1 if hold.by_air else 1)))
    mass = round(packages * chance.uniform(*chosen.kilograms), 1)
    if hold.by_air and mass > AIR_KG:
        packages, mass = 2, round(2 * chance.uniform(8, 30), 1)
    return Consignment(
        level=Level.MASTER,
        number=numbered(hold),
        nature="import",
        parties=(
            chance.choice(shippers()).as_party(PartyRole.CONSIGNOR),
            chance.choice(consignees(sailing.port)).as_party(PartyRole.CONSIGNEE),
        ),
        load=sailing.route[0],
        discharge=sailing.port,
        origin=sailing.route[0],
        destination=sailing.port,
        packages=packages,
        package_type=chosen.package,
        gross_mass_kg=mass,
        goods=(line(chosen.description, chosen.hs, packages, chosen.package, mass),),
        values=(Money(kind="customs", amount=round(mass * chosen.usd_per_kg, 2), currency="USD"),),
    )


def line(text: str, hs: str, packages: int, package: str, mass: float) -> GoodsLine:
    return GoodsLine(number="1", description=text, hs=hs, packages=packages, package_type=package, gross_mass_kg=mass)


def numbered(hold: Hold) -> str:
    """Return the next bill number of the line; by air, a waybill with prefix 000, which no airline has, and its check
    digit.
    """
    at = next(hold.serial)
    if hold.by_air:
        serial = 4100000 + at * 37
        return f"000-{serial}{serial % 7}"
    return f"{hold.sailing.declares}{hold.sailing.number[-4:]}{at:04d}"


def box_number(hold: Hold) -> str:
    digits = f"{OWNER}{hold.chance.randrange(10**6):06d}"
    return digits + check_digit(digits)


def add(hold: Hold, bill: Consignment) -> Consignment:
    """Add the bill; on a container ship in a container of its own."""
    if hold.sailing.format in {"awmds", "cuscar"} and not bill.containers:
        bill = boxed(hold, bill, box_number(hold))
    hold.bills.append(bill)
    return bill


def boxed(hold: Hold, bill: Consignment, number: str, load: Load = Load.FULL) -> Consignment:
    """Put the bill in this one container, with its shipper's seal."""
    mass = bill.gross_mass_kg or 0.0
    cold = any(each.hs.startswith(COLD) for each in bill.goods)
    size = "45R1" if cold else "22G1" if mass > LARGE_KG or mass < LARGE_KG / 3 else "45G1"
    hold.boxes[number] = Container(
        number=number,
        size_type=size,
        load=load,
        seals=(f"SM{hold.chance.randrange(10**6):06d}",) if load is Load.FULL else (),
        gross_mass_kg=round(mass + TARE_KG[size], 1),
        tare_mass_kg=TARE_KG[size],
        goods_mass_kg=mass,
        packages=bill.packages,
        bills=(bill.number,),
    )
    inside = InContainer(container=number, packages=bill.packages, gross_mass_kg=mass)
    return replace(bill, containers=(number,), goods=tuple(replace(each, containers=(inside,)) for each in bill.goods))


def with_parties(bill: Consignment, *parties: Party) -> Consignment:
    """Replace the parties in the same roles by these."""
    roles = {party.role for party in parties}
    return replace(bill, parties=(*(each for each in bill.parties if each.role not in roles), *parties))


def told(bill: Consignment, text: str, hs: str | None = None) -> Consignment:
    """Return the same goods with another description and, if given, another code."""
    first: Sequence[GoodsLine] = bill.goods[:1]
    return replace(
        bill, goods=tuple(replace(each, description=text, hs=each.hs if hs is None else hs) for each in first)
    )


def weighing(bill: Consignment, packages: int, mass: float, usd: float | None = None) -> Consignment:
    """Return the bill with other packages and weight, and their value in dollars."""
    lines = tuple(replace(each, packages=packages, gross_mass_kg=mass) for each in bill.goods)
    worth = () if usd is None else (Money(kind="customs", amount=usd, currency="USD"),)
    return replace(bill, packages=packages, gross_mass_kg=mass, goods=lines, values=worth or bill.values)
