"""Seizure record: what customs found in a consignment, how much, how it was hidden and where. Pure.

Stored with the outcome as data, so that seizures can be counted by list owner, rule and region.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import msgspec


class Seized(StrEnum):
    """Kinds of seized goods. Arms come first, since seven of ten homicides of the region are by firearm."""

    FIREARMS = "firearms"
    AMMUNITION = "ammunition"
    PARTS = "parts"
    DRUGS = "drugs"
    CASH = "cash"
    PRECURSORS = "precursors"
    CONTRABAND = "contraband"
    OTHER = "other"


SEIZURE_LABELS: Final[dict[Seized, str]] = {
    Seized.FIREARMS: "Firearms",
    Seized.AMMUNITION: "Ammunition",
    Seized.PARTS: "Parts of firearms",
    Seized.DRUGS: "Drugs",
    Seized.CASH: "Cash",
    Seized.PRECURSORS: "Precursors",
    Seized.CONTRABAND: "Contraband",
    Seized.OTHER: "Something else",
}
GOODS: Final = ("pieces", "rounds", "kg", "g", "litres", "packages")
MONEY: Final = ("USD", "XCD", "BBD", "TTD", "JMD", "GYD", "SRD", "EUR")
UNITS: Final = (*GOODS, *MONEY)
MAX_ITEMS: Final = 4  # items in one record
MAX_TEXT_CHARS: Final = 500  # characters of a text
MAX_QUANTITY: Final = 1_000_000_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item that was found. `unit`: one of `UNITS`."""

    what: Seized
    quantity: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seizure:
    """Seizure record. `hidden`: how it was concealed; `where`: place in the consignment or container; `container`:
    number.
    """

    items: tuple[Item, ...]
    hidden: str = ""
    where: str = ""
    container: str = ""


class SeizureFormError(Exception):
    """Faults of the form: by field what is wrong and what to do about it."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


def parse_form(cells: Mapping[str, str]) -> Seizure:
    """Parse the fields `seized-1`, `quantity-1`, `unit-1` to `seized-4` …, `hidden`, `where`, `container`.

    Raise SeizureFormError with the faults of all fields.
    """
    faults = dict(_faults(cells))
    if faults:
        raise SeizureFormError(faults)
    rows = [at for at in range(1, MAX_ITEMS + 1) if _cell(cells, f"seized-{at}")]
    texts = {name: _cell(cells, name) for name in ("hidden", "where")}
    return Seizure(
        items=tuple(_item(cells, at) for at in rows), container=_cell(cells, "container").upper()[:20], **texts
    )


def is_filled_in(cells: Mapping[str, str]) -> bool:
    """Return True if any field about what was found is filled in."""
    return any(_cell(cells, f"{name}-{at}") for name in ("seized", "quantity") for at in range(1, MAX_ITEMS + 1))


def seizure_as_json(seizure: Seizure | None) -> dict[str, Any]:
    """Return the record as JSON types for the column of the outcome."""
    return dict(msgspec.to_builtins(seizure)) if seizure else {}


def seizure_from_json(column: Mapping[str, Any]) -> Seizure | None:
    return msgspec.convert(dict(column), Seizure, strict=False) if column.get("items") else None


def _item(cells: Mapping[str, str], at: int) -> Item:
    return Item(
        what=Seized(_cell(cells, f"seized-{at}")),
        quantity=_number(_cell(cells, f"quantity-{at}")) or 0.0,
        unit=_cell(cells, f"unit-{at}"),
    )


def _faults(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not any(_cell(cells, f"seized-{at}") for at in range(1, MAX_ITEMS + 1)):
        yield "seized-1", "Choose what was found: firearms, ammunition, drugs and so on."
    for at in range(1, MAX_ITEMS + 1):
        yield from _of_row(cells, at)
    if not _cell(cells, "hidden"):
        yield (
            "hidden",
            "Write down how it was hidden, or that it was not: in a false floor, among clothes, in the open.",
        )
    for name, words in (("hidden", "how it was hidden"), ("where", "where it was")):
        if len(_cell(cells, name)) > MAX_TEXT_CHARS:
            yield name, f"At most {MAX_TEXT_CHARS} characters are kept: shorten {words}."


def _of_row(cells: Mapping[str, str], at: int) -> Iterator[tuple[str, str]]:
    what, quantity, unit = (_cell(cells, f"{name}-{at}") for name in ("seized", "quantity", "unit"))
    if not what:
        if quantity:
            yield f"seized-{at}", "Choose what this quantity is of, or empty the quantity."
        return
    if what not in set(Seized):
        yield f"seized-{at}", "Choose one of the things listed."
    number = _number(quantity)
    if number is None or not 0 < number <= MAX_QUANTITY:
        yield f"quantity-{at}", "Write the quantity as a number above nought, such as 12 or 1.5."
    if unit not in UNITS:
        yield f"unit-{at}", "Choose the unit: pieces, rounds, kg, or for cash the currency."
    elif (what == Seized.CASH) != (unit in MONEY):
        yield f"unit-{at}", "Cash is counted in a currency, and everything else in pieces, rounds or by weight."


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ".").replace(" ", ""))
    except ValueError:
        return None


def _cell(cells: Mapping[str, str], name: str) -> str:
    return str(cells.get(name, "") or "").strip()
