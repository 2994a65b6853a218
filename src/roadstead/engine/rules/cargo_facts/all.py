"""All the facts of a bill, or as many families of them as somebody asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from roadstead.engine.records import Consignment
from roadstead.engine.reference.places import with_places
from roadstead.engine.rules.cargo_facts.amounts import of_packages, of_value, of_weight
from roadstead.engine.rules.cargo_facts.containers import of_containers
from roadstead.engine.rules.cargo_facts.dangerous import of_dangerous
from roadstead.engine.rules.cargo_facts.filing import of_filing
from roadstead.engine.rules.cargo_facts.goods import of_codes, of_goods
from roadstead.engine.rules.cargo_facts.parties import of_parties
from roadstead.engine.rules.cargo_facts.route import of_route
from roadstead.engine.rules.facts import Values
from roadstead.engine.rules.facts.person import bounded
from roadstead.engine.rules.language import CARGO
from roadstead.engine.rules.rule import Carriage, Known, known_of

Told = Callable[[Consignment, Carriage, Known], Values]
OF_PARTIES: Final = frozenset({"consignor", "consignee", "notify", "parties", "history"})
ALL: Final = frozenset(CARGO.families)


def of_bill(bill: Consignment, known: Known) -> Values:
    found: Values = {"bill.level": bill.level.value, "bill.consolidated": bill.consolidated is True}
    found.update({"bill.nature": bill.nature} if bill.nature else {})
    found.update({"bill.houses": known.houses} if known.houses is not None else {})
    return found


def of_voyage(carriage: Carriage) -> Values:
    found: Values = {"voyage.mode": carriage.voyage.mode.value}
    return {**found, "voyage.carrier": carriage.voyage.carrier} if carriage.voyage.carrier else found


def of_lane(known: Known) -> Values:
    """Whatever lane statistics say, under names of the table; others are left out."""
    return {name: value for name, value in known.lane.items() if name in CARGO.by_name}


TELLERS: Final[tuple[tuple[frozenset[str], Told], ...]] = (
    (frozenset({"bill"}), lambda bill, carriage, known: of_bill(bill, known)),
    (frozenset({"goods"}), lambda bill, carriage, known: of_goods(bill, known)),
    (frozenset({"hs"}), lambda bill, carriage, known: of_codes(bill)),
    (frozenset({"weight"}), lambda bill, carriage, known: of_weight(bill)),
    (frozenset({"packages"}), lambda bill, carriage, known: of_packages(bill)),
    (frozenset({"containers"}), lambda bill, carriage, known: of_containers(bill, known)),
    (frozenset({"route"}), lambda bill, carriage, known: of_route(bill, carriage, known)),
    (OF_PARTIES, lambda bill, carriage, known: of_parties(bill, known)),
    (frozenset({"value"}), lambda bill, carriage, known: of_value(bill)),
    (frozenset({"dangerous"}), lambda bill, carriage, known: of_dangerous(bill, known)),
    (frozenset({"filing"}), lambda bill, carriage, known: of_filing(bill, carriage, known)),
    (frozenset({"lane"}), lambda bill, carriage, known: of_lane(known)),
    (frozenset({"voyage"}), lambda bill, carriage, known: of_voyage(carriage)),
)


def facts_of_bill(bill: Consignment, carriage: Carriage, known: Known, families: Collection[str] = ALL) -> Values:
    """Lists are cut at 200 values: no loop of a rule is longer, whatever an agent sends. Places by one code each."""
    asked, found, told = frozenset(families), Values(), with_places(bill, carriage.voyage.mode, carriage.calls)
    for of, teller in TELLERS:
        if of & asked:
            found.update(teller(told, carriage, known))
    return bounded(found)


def facts_of_bills(
    bills: Sequence[Consignment],
    carriage: Carriage,
    known: Sequence[Known] = (),
    families: Collection[str] = ALL,
) -> Iterator[Values]:
    """Bill by bill, in their order; `known` by position. One at a time: a ship has twenty thousand."""
    for at, bill in enumerate(bills):
        yield facts_of_bill(bill, carriage, known_of(known, at), families)
