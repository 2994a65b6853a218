"""All facts of a bill, or the families that the caller asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from roadstead.engine.records import Consignment
from roadstead.engine.reference.places import normalise_places
from roadstead.engine.rules.cargo_facts.amounts import package_facts, value_facts, weight_facts
from roadstead.engine.rules.cargo_facts.containers import container_facts
from roadstead.engine.rules.cargo_facts.goods import description_of, goods_facts, hs_facts, parse_description
from roadstead.engine.rules.cargo_facts.parties import party_facts
from roadstead.engine.rules.cargo_facts.route import route_facts
from roadstead.engine.rules.facts import Values
from roadstead.engine.rules.facts.person import cut_lists
from roadstead.engine.rules.language import CARGO
from roadstead.engine.rules.rule import Carriage, StoredBillData, arrival_at, departure_from, stored_data_at
from roadstead.engine.text.identifiers import un_number

FactFunction = Callable[[Consignment, Carriage, StoredBillData], Values]
OF_PARTIES: Final = frozenset({"consignor", "consignee", "notify", "parties", "history"})
ALL_FAMILIES: Final = frozenset(CARGO.families)


def level_facts(bill: Consignment, known: StoredBillData) -> Values:
    found: Values = {"bill.level": bill.level.value, "bill.consolidated": bill.consolidated is True}
    found.update({"bill.nature": bill.nature} if bill.nature else {})
    found.update({"bill.houses": known.houses} if known.houses is not None else {})
    return found


def voyage_facts(carriage: Carriage) -> Values:
    found: Values = {"voyage.mode": carriage.voyage.mode.value}
    return {**found, "voyage.carrier": carriage.voyage.carrier} if carriage.voyage.carrier else found


def lane_facts(known: StoredBillData) -> Values:
    """Return the lane statistics whose names are in the vocabulary."""
    return {name: value for name, value in known.lane.items() if name in CARGO.by_name}


FACT_FUNCTIONS: Final[tuple[tuple[frozenset[str], FactFunction], ...]] = (
    (frozenset({"bill"}), lambda bill, carriage, known: level_facts(bill, known)),
    (frozenset({"goods"}), lambda bill, carriage, known: goods_facts(bill, known)),
    (frozenset({"hs"}), lambda bill, carriage, known: hs_facts(bill)),
    (frozenset({"weight"}), lambda bill, carriage, known: weight_facts(bill)),
    (frozenset({"packages"}), lambda bill, carriage, known: package_facts(bill)),
    (frozenset({"containers"}), lambda bill, carriage, known: container_facts(bill, known)),
    (frozenset({"route"}), lambda bill, carriage, known: route_facts(bill, carriage, known)),
    (OF_PARTIES, lambda bill, carriage, known: party_facts(bill, known)),
    (frozenset({"value"}), lambda bill, carriage, known: value_facts(bill)),
    (frozenset({"dangerous"}), lambda bill, carriage, known: _of_dangerous(bill, known)),
    (frozenset({"filing"}), lambda bill, carriage, known: _of_filing(bill, carriage, known)),
    (frozenset({"lane"}), lambda bill, carriage, known: lane_facts(known)),
    (frozenset({"voyage"}), lambda bill, carriage, known: voyage_facts(carriage)),
)


def facts_of_bill(
    bill: Consignment, carriage: Carriage, known: StoredBillData, families: Collection[str] = ALL_FAMILIES
) -> Values:
    """Return the facts of one bill, with one code per place and at most 200 values per list, which bounds loops."""
    asked, found, told = frozenset(families), Values(), normalise_places(bill, carriage.voyage.mode, carriage.calls)
    for of, teller in FACT_FUNCTIONS:
        if of & asked:
            found.update(teller(told, carriage, known))
    return cut_lists(found)


def facts_of_bills(
    bills: Sequence[Consignment],
    carriage: Carriage,
    known: Sequence[StoredBillData] = (),
    families: Collection[str] = ALL_FAMILIES,
) -> Iterator[Values]:
    """Yield the facts of each bill in order, one at a time: a ship has twenty thousand. `known` is by position."""
    for at, bill in enumerate(bills):
        yield facts_of_bill(bill, carriage, stored_data_at(known, at), families)


# ── Facts of dangerous goods: those declared, and those described but not declared


IN_TEXT: Final = re.compile(r"\bUN\s?(?:NO?\.?\s?)?([0-9]{4})\b", re.I)


def _of_dangerous(bill: Consignment, known: StoredBillData) -> Values:
    boxes = (
        each
        for number in bill.containers
        if number in known.containers
        for each in known.containers[number].container.dangerous
    )
    listed = [*(each for line in bill.goods for each in line.dangerous), *boxes]
    declared = list(dict.fromkeys(un_number.normalise(each.un_number) for each in listed if each.un_number))
    text = description_of(bill)
    in_text = list(dict.fromkeys(each for each in IN_TEXT.findall(text) if un_number.is_valid(each)))
    words = list(parse_description(text).dangerous)
    is_declared = bool(listed) or bill.dangerous is True
    return {
        "dangerous.declared": is_declared,
        "dangerous.un_numbers": declared,
        "dangerous.un_in_text": in_text,
        "dangerous.un_undeclared": any(each not in declared for each in in_text),
        "dangerous.words": words,
        "dangerous.words_undeclared": bool(words) and not is_declared,
    }


# ── Facts of the filing: times of the first declaration and of amendments


MINUTE, HOUR = 60, 3600  # seconds


def _of_filing(bill: Consignment, carriage: Carriage, known: StoredBillData) -> Values:
    found = Values()
    first, due = known.first_at, carriage.due_at
    arrives = arrival_at(carriage.voyage, bill.discharge or bill.destination)
    if first and due:
        found["filing.minutes_late"] = round((first - due).total_seconds() / MINUTE)
    if first and arrives:
        found["filing.hours_before_arrival"] = int((arrives - first).total_seconds() // HOUR)
    return {**found, **_amended(bill, carriage, known)}


def _amended(bill: Consignment, carriage: Carriage, known: StoredBillData) -> Values:
    if known.amendments is None:
        return {}
    found: Values = {"filing.amendments": known.amendments}
    left = departure_from(carriage.voyage, bill.load or bill.origin)
    if left:
        found["filing.amended_after_departure"] = bool(known.amendments and known.last_at and known.last_at > left)
    return found
