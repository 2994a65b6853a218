"""A bill of record: the statements about one bill merged into one, its states, arrival and totals. Pure.

A later message replaces the values that it states and leaves the others. Lists (goods, containers, parties) are taken
whole from the newest message that has any, because a mixture of two lists is one that nobody declared.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import reduce
from typing import Any, Final, NamedTuple, TypeVar

from roadstead.engine.records import CargoTotals, Consignment, Container, Level, Mode, Voyage
from roadstead.engine.reference.places import call_code, country_of, normalise_places, shorten_place
from roadstead.engine.text.identifiers import waybill

# ── Arrival of the ship where a bill is discharged, by the legs of its voyage.


class Arrival(NamedTuple):
    """An arrival, with the attribute names of voyages and legs. `arrives_local`: as sent; "" if the instant is
    known.
    """

    arrives_at: datetime | None
    destination: str
    arrives_local: str = ""


class Hop(NamedTuple):
    origin: str
    destination: str
    arrives_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A voyage's legs. `end`: arrival of the whole voyage, used for every bill whose port no leg reaches at a known
    time.
    """

    mode: Mode
    hops: Sequence[Hop]
    end: Arrival

    def arrival_of(self, load: str, discharge: str) -> Arrival:
        """Return the first call at `discharge` after the ship has called where the bill is loaded."""
        calls = {code for hop in self.hops for code in (hop.origin, hop.destination)}
        begin, port = (call_code(place, self.mode, calls) for place in (load, discharge))
        hops = [hop for hop in self._after(begin) if hop.destination == port and hop.arrives_at]
        return Arrival(hops[0].arrives_at, port) if port and hops else self.end

    def _after(self, load: str) -> Sequence[Hop]:
        begin = next((at for at, hop in enumerate(self.hops) if hop.origin == load), 0)
        return self.hops[begin:]


# ── Participating states that a bill concerns: those where its ship calls with the goods on board (S25).


def states_of_bill(declared: Consignment, voyage: Voyage, participating: Collection[str]) -> list[str]:
    """Return the states from the port of loading to the port of discharge, both included, and the state of the final
    destination; ports by one code each, however they were sent.

    In doubt more states are included: a bill without places concerns every state of the route.
    """
    bill = normalise_places(declared, voyage.mode, voyage.calls)
    ends = (shorten_place(place) for place in (bill.load or bill.origin, bill.discharge or bill.destination))
    places = [*_between(voyage.calls, *ends), bill.load, bill.discharge, bill.destination]
    found = (country_of(code) for code in places if code)
    return list(dict.fromkeys(state for state in found if state in participating))


def _between(calls: Sequence[str], load: str, discharge: str) -> Sequence[str]:
    """Return the calls from loading to discharge, or to the end of the route if the ship does not call at the place of
    discharge: the goods are transhipped, or still on board.
    """
    end = calls.index(discharge) + 1 if discharge in calls else len(calls)
    begin = calls.index(load) if load in calls[:end] else 0
    return calls[begin:end]


# ── Totals: weights and packages added up, and compared with the sender's totals.


Number = TypeVar("Number", int, float)
ROUNDING_KG: Final = 1.0  # kg: totals are rounded to whole kilograms
TOTAL_UNITS: Final = {"bills": "bills", "containers": "containers", "packages": "packages", "gross_mass_kg": "kg gross"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One total, as declared and as added up; None if unknown."""

    name: str
    declared: float | None
    added_up: float | None

    @property
    def is_consistent(self) -> bool:
        """True unless both values are known and differ."""
        if self.declared is None or self.added_up is None:
            return True
        return abs(self.declared - self.added_up) <= (ROUNDING_KG if self.name == "gross_mass_kg" else 0)


class CountedBill(NamedTuple):
    """Values of a bill that are added up, so that the bills of a large manifest need not be held in memory."""

    number: str
    master: str | None  # the master, for a house bill
    packages: int | None
    gross_mass_kg: float | None


def add_up(bills: Iterable[Consignment]) -> CargoTotals:
    """Add up masters, and houses without a master in this list: a house is contained in its master."""
    boxes, listed = set[str](), list[CountedBill]()
    for bill in bills:
        boxes.update(bill.containers)
        above = None if bill.level is Level.MASTER else bill.master
        listed.append(CountedBill(bill.number, above, bill.packages, bill.gross_mass_kg))
    masters = {bill.number for bill in listed if bill.master is None}
    counted = [bill for bill in listed if bill.master not in masters]
    return CargoTotals(
        bills=len(listed),
        containers=len(boxes),
        packages=_total(bill.packages for bill in counted),
        gross_mass_kg=_total(bill.gross_mass_kg for bill in counted),
    )


def _total(values: Iterable[Number | None]) -> Number | None:
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None


def compare(declared: CargoTotals, read: CargoTotals) -> list[Total]:
    """Return every total that the sender gives or that can be added up."""
    rows = (Total(name=name, declared=getattr(declared, name), added_up=getattr(read, name)) for name in TOTAL_UNITS)
    return [row for row in rows if row.declared is not None or row.added_up is not None]


# ── Bill and container numbers in the form in which they are compared.


SEPARATORS: Final = re.compile(r"[\s\-/]+")


def printed(number: str, mode: str) -> str:
    """Return the number as printed on documents; it is stored in the form of `number_key`. By air "00041003336" is
    printed "000-41003336".
    """
    return waybill.normalise(number) if mode == Mode.AIR and waybill.SHAPE.fullmatch(number) else number


def number_key(number: str) -> str:
    """Return the number in capitals without blanks, hyphens and slashes: "157-6756 8642" and "15767568642" are one
    waybill.
    """
    return SEPARATORS.sub("", number).upper()


Record = TypeVar("Record", Consignment, Container)
CANCELLATION, DELETION, REPLACEMENT = "1", "3", "5"  # UN/EDIFACT 1225
DELETING_ACTIONS: Final = frozenset({DELETION, CANCELLATION})
REPLACING_ACTIONS: Final = DELETING_ACTIONS | {REPLACEMENT}
ABSENT: Final[tuple[Any, ...]] = ("", (), None)
# A flight's manifest states what of a waybill is on board; the waybill itself states whose it is and what it is.
WAYBILL_FIELDS: Final = frozenset({"parties", "goods", "values", "notes", "consolidated", "origin", "destination"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedBill:
    """One message's statement about one bill. `order` sorts by when it was sent; `document` is the sender's own
    reference.
    """

    order: str
    document: tuple[str, ...]  # account, sender, reference
    action: str  # of the message, UN/EDIFACT 1225
    consignment: Consignment
    on_voyage: bool = True  # False: a waybill's own message, which names no voyage

    @property
    def account(self) -> str:
        return self.document[0]


def from_trusted_senders(statements: Sequence[StatedBill], carrier: str) -> list[StatedBill]:
    """Ignore statements from anyone but the bill's first declarant and the voyage's carrier, so that a stolen token
    cannot withdraw a bill. A waybill's own messages count, whoever sent them.
    """
    first = min((each for each in statements if each.on_voyage), key=lambda each: each.order, default=None)
    trusted = {carrier, first.account if first else ""}
    return [each for each in statements if not each.on_voyage or each.account in trusted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A message that replaces or cancels all that its sender stated before under one reference."""

    order: str
    document: tuple[str, ...]
    numbers: frozenset[str]  # bills that it states again


def is_replacement(action: str, bills: int) -> bool:
    """Return True if a message of so many bills replaces all that was sent before under its reference. A deletion that
    names bills deletes only those.
    """
    return action in REPLACING_ACTIONS and not (action == DELETION and bills)


def is_declared(statements: Sequence[StatedBill], number: str, replacements: Iterable[Replacement]) -> bool:
    """Return True if the bill is still declared: not deleted, and not left out of a list sent again. A house that no
    list of the voyage names follows its master.
    """
    own = [each for each in statements if each.on_voyage] or list(statements)
    last = max(own, key=lambda each: each.order)
    return not _deletes(last) and not any(_leaves_out(whole, own, number, last.order) for whole in replacements)


def _leaves_out(whole: Replacement, own: Sequence[StatedBill], number: str, last: str) -> bool:
    before = any(each.document == whole.document and each.order < whole.order for each in own)
    return before and number not in whole.numbers and whole.order > last


def merge_statements(statements: Iterable[StatedBill]) -> Consignment:
    """Merge a bill's statements in the order sent; deletions add nothing.

    A flight's manifest without parties abbreviates goods to a few letters: then the waybill's own values are kept.
    """
    told = [each for each in sorted(statements, key=lambda each: each.order) if not _deletes(each)]
    waybill = _combined(each.consignment for each in told if not each.on_voyage)
    carried = _combined(each.consignment for each in told if each.on_voyage)
    return updated_with(waybill, carried, keep=frozenset() if carried.parties else WAYBILL_FIELDS)


def _deletes(each: StatedBill) -> bool:
    return (each.consignment.action or each.action) in DELETING_ACTIONS


def _combined(said: Iterable[Consignment]) -> Consignment:
    return reduce(updated_with, said, Consignment())


def updated_with(known: Record, said: Record, keep: frozenset[str] = frozenset()) -> Record:
    """Return `known` updated with every value of `said`, except known values of the fields in `keep`."""
    news = {field.name: value for field in fields(said) if (value := getattr(said, field.name)) not in ABSENT}
    kept = {name for name in keep if getattr(known, name) not in ABSENT}
    return replace(known, **{name: value for name, value in news.items() if name not in kept})
