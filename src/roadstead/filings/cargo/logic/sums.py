"""Weights and packages added up, and compared with what the sender says they come to. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

from roadstead.engine.records import CargoTotals, Consignment, Level

Number = TypeVar("Number", int, float)
ROUNDING: Final = 1.0  # kg: totals are rounded to whole kilograms
WORDS: Final = {"bills": "bills", "containers": "containers", "packages": "packages", "gross_mass_kg": "kg gross"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One total: as declared and as it adds up; None where that cannot be said."""

    name: str
    declared: float | None
    read: float | None

    @property
    def agrees(self) -> bool:
        """What only one side knows contradicts nothing."""
        if self.declared is None or self.read is None:
            return True
        return abs(self.declared - self.read) <= (ROUNDING if self.name == "gross_mass_kg" else 0)


class Counted(NamedTuple):
    """What of a bill is added up: the bills of a large manifest come by once, and are not held."""

    number: str
    above: str | None  # of a house its master
    packages: int | None
    gross_mass_kg: float | None


def added_up(bills: Iterable[Consignment]) -> CargoTotals:
    """Masters, and houses that stand without a master of this list: a house is inside its master."""
    boxes, listed = set[str](), list[Counted]()
    for bill in bills:
        boxes.update(bill.containers)
        above = None if bill.level is Level.MASTER else bill.master
        listed.append(Counted(bill.number, above, bill.packages, bill.gross_mass_kg))
    masters = {bill.number for bill in listed if bill.above is None}
    counted = [bill for bill in listed if bill.above not in masters]
    return CargoTotals(
        bills=len(listed),
        containers=len(boxes),
        packages=_total(bill.packages for bill in counted),
        gross_mass_kg=_total(bill.gross_mass_kg for bill in counted),
    )


def _total(values: Iterable[Number | None]) -> Number | None:
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None


def compared(declared: CargoTotals, read: CargoTotals) -> list[Sum]:
    """Every total that the sender gives, or that can be added up."""
    rows = (Sum(name=name, declared=getattr(declared, name), read=getattr(read, name)) for name in WORDS)
    return [row for row in rows if row.declared is not None or row.read is not None]
