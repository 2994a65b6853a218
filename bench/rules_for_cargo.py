"""`python -m bench.rules_for_cargo`: bills per second with 100 written rules for cargo on, in one process.

The rules are those of the library, repeated with other numbers; the bills are invented, no two with the same words, a
third of them with few facts stated. Facts from stored bills are passed in: queries are not measured here. Seconds are
processor time.
"""

from __future__ import annotations

import random
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from time import process_time

from bench.rules import GOAL, rules
from roadstead.engine.records import (
    Address,
    Consignment,
    Container,
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
    facts_of_bills,
)
from roadstead.engine.rules.evaluation import Tally, evaluate_cargo_rules, families_of

BILLS = 5000
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SHIP = Voyage(
    mode=Mode.SEA, carrier="CLMX", number="0426N",
    legs=(Leg(origin="USMIA", destination="BBBGI", departure="2026-11-22T08:00", arrival="2026-11-26T06:30"),),
)  # fmt: skip
GOODS = ("CANNED PEACHES IN SYRUP", "GENERAL CARGO", "PERSONAL EFFECTS", "AUTO PARTS AND ACCESSORIES FOR TRUCKS",
         "LOWER RECEIVER", "FROZEN CHICKEN LEG QUARTERS", "PVC PIPES AND FITTINGS", "PAINT UN 1263", "LAPTOP COMPUTERS",
         "MENAJE DE CASA", "STEEL BARS FOR CONSTRUCTION", "MEDICAL SUPPLIES, GLOVES AND MASKS")  # fmt: skip


def bill(at: int, chance: random.Random) -> Consignment:
    full = chance.random() < 0.67
    consignee = f"Island Example {at} Ltd" if chance.random() < 0.9 else "TO ORDER"
    parties = (
        Party(role=PartyRole.CONSIGNOR, name=f"Example Export {at} Inc", address=Address(city="Miami", country="US")),
        Party(role=PartyRole.CONSIGNEE, name=consignee, address=Address(country="BB" if full else "")),
    )
    words = f"{chance.randrange(1, 90)} CTNS OF {chance.choice(GOODS)} REF {at}"
    goods = GoodsLine(description=words, hs=f"{chance.randrange(1, 97):02}0{chance.randrange(1, 9)}" if full else "")
    values = (Money(kind="customs", amount=9000.0, currency="USD"),) if full else ()
    return Consignment(
        level=Level.MASTER,
        number=f"B{at}",
        nature="import" if full else "",
        load="USMIA",
        discharge="BBBGI",
        destination="BBBGI" if full else "",
        packages=40,
        package_type="CT",
        gross_mass_kg=4000.0 if full else None,
        volume_m3=12.0 if chance.random() < 0.5 else None,
        goods=(goods,),
        parties=parties,
        values=values,
        containers=(f"CSQU{at:07}",),
        transhipment="JMKIN" if chance.random() < 0.1 else "",
    )


def known(one: Consignment, chance: random.Random) -> StoredBillData:
    boxes = {
        number: KnownContainer(
            container=Container(number=number, size_type="22G1", load=Load.FULL, gross_mass_kg=9000.0), elsewhere=False
        )
        for number in one.containers
    }
    past = chance.randrange(5)
    return StoredBillData(
        first_at=NOW - timedelta(days=1),
        amendments=0,
        containers=boxes,
        houses=0,
        same_text_others=chance.randrange(3),
        earlier=EarlierVoyages(consignor=past, consignee=past, together=past) if chance.random() < 0.9 else None,
        days_kept=400,
        sources={"USMIA": frozenset({"firearms"})},
        lane={"lane.earlier_bills": 300, "lane.weight_times_usual": 1} if chance.random() < 0.8 else {},
        suggested=SuggestedHeading(heading="2008", confidence=0.6, differs=True) if chance.random() < 0.7 else None,
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """Bills per second: facts and rules, and the rules alone; number of matches and of unknown results."""

    rules: int
    whole: float
    asking: float
    met: int
    unknown: int


def measure(number: int) -> Measured:
    chance = random.Random(6)
    made = tuple(rules(number, "cargo"))
    bills = [bill(at, chance) for at in range(BILLS + 200)]
    beside, carriage, families = (
        [known(one, chance) for one in bills],
        Carriage(voyage=SHIP, due_at=NOW),
        families_of(made),
    )
    for _ in evaluate_cargo_rules(made, facts_of_bills(bills[BILLS:], carriage, beside[BILLS:], families), Tally()):
        pass  # warm up, as in a worker that has run for a while
    tally, began = Tally(), process_time()
    values = list(facts_of_bills(bills[:BILLS], carriage, beside, families))
    gathered, began = process_time() - began, process_time()
    for _ in evaluate_cargo_rules(made, values, tally):
        pass
    asked = process_time() - began
    return Measured(number, BILLS / (gathered + asked), BILLS / asked, tally.met.total(), tally.unknown.total())


def told(found: Measured) -> str:
    return (
        f"{BILLS:,} bills, {found.rules} rules for cargo: {found.whole:,.0f} bills/s, asking alone {found.asking:,.0f},"
        f" met {found.met:,}, unknown {found.unknown:,}"
    )


def run() -> dict[str, float]:
    return asdict(measure(100))


def main() -> int:
    found = measure(100)
    print(told(found))
    return 0 if found.whole >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
