"""All facts of a bill, or the families that the caller asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from roadstead.engine.records import Consignment
from roadstead.engine.reference.places import with_places
from roadstead.engine.rules.cargo_facts.amounts import of_packages, of_value, of_weight
from roadstead.engine.rules.cargo_facts.containers import of_containers
from roadstead.engine.rules.cargo_facts.goods import description_of, of_codes, of_goods, said_in
from roadstead.engine.rules.cargo_facts.parties import of_parties
from roadstead.engine.rules.cargo_facts.route import of_route
from roadstead.engine.rules.facts import Values
from roadstead.engine.rules.facts.person import bounded
from roadstead.engine.rules.language import CARGO
from roadstead.engine.rules.rule import Carriage, Known, known_of, leaves, reaches
from roadstead.engine.text.identifiers import un_number

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
    """Return the lane statistics whose names are in the vocabulary."""
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
    (frozenset({"dangerous"}), lambda bill, carriage, known: _of_dangerous(bill, known)),
    (frozenset({"filing"}), lambda bill, carriage, known: _of_filing(bill, carriage, known)),
    (frozenset({"lane"}), lambda bill, carriage, known: of_lane(known)),
    (frozenset({"voyage"}), lambda bill, carriage, known: of_voyage(carriage)),
)


def facts_of_bill(bill: Consignment, carriage: Carriage, known: Known, families: Collection[str] = ALL) -> Values:
    """Return the facts of one bill, with one code per place and at most 200 values per list, which bounds loops."""
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
    """Yield the facts of each bill in order, one at a time: a ship has twenty thousand. `known` is by position."""
    for at, bill in enumerate(bills):
        yield facts_of_bill(bill, carriage, known_of(known, at), families)


# ── Facts of dangerous goods: those declared, and those described but not declared


IN_TEXT: Final = re.compile(r"\bUN\s?(?:NO?\.?\s?)?([0-9]{4})\b", re.I)


def _of_dangerous(bill: Consignment, known: Known) -> Values:
    boxes = (each for number in bill.containers if number in known.boxes for each in known.boxes[number].box.dangerous)
    listed = [*(each for line in bill.goods for each in line.dangerous), *boxes]
    declared = list(dict.fromkeys(un_number.normalise(each.un_number) for each in listed if each.un_number))
    text = description_of(bill)
    in_text = list(dict.fromkeys(each for each in IN_TEXT.findall(text) if un_number.is_valid(each)))
    words = list(said_in(text).dangerous)
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


def _of_filing(bill: Consignment, carriage: Carriage, known: Known) -> Values:
    found = Values()
    first, due = known.first_at, carriage.due_at
    arrives = reaches(carriage.voyage, bill.discharge or bill.destination)
    if first and due:
        found["filing.minutes_late"] = round((first - due).total_seconds() / MINUTE)
    if first and arrives:
        found["filing.hours_before_arrival"] = int((arrives - first).total_seconds() // HOUR)
    return {**found, **_amended(bill, carriage, known)}


def _amended(bill: Consignment, carriage: Carriage, known: Known) -> Values:
    if known.amendments is None:
        return {}
    found: Values = {"filing.amendments": known.amendments}
    left = leaves(carriage.voyage, bill.load or bill.origin)
    if left:
        found["filing.amended_after_departure"] = bool(known.amendments and known.last_at and known.last_at > left)
    return found
