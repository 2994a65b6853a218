"""Seizure record: what customs found in a consignment, how much, how it was hidden and where. Pure.

Class and quantity are stored with the outcome, so that seizures can be counted by list owner, rule and region. What
identifies one piece (exhibit number, make, model, calibre, serial number, markings) is stored in the history of the
selection, which only the state that examined the goods sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
MAX_ITEMS: Final = 20  # items in one record
# What identifies one piece, with the largest number of characters.
DETAILS: Final = {"exhibit": 40, "make": 60, "model": 60, "calibre": 40, "serial": 60, "markings": 200}
NO_ITEM: Final = "Choose what was found, for example firearms."
NO_KIND: Final = "Choose what this quantity is of, or delete the quantity."
NO_KIND_OF_DETAILS: Final = "Choose what this item is, or delete what you entered for it."
SERIAL_OF_ONE: Final = (
    "A serial number belongs to one piece. Enter the quantity 1, and add an item for each further piece."
)
NO_NUMBER: Final = "Enter the quantity as a number above 0, for example 12 or 1.5."
NO_UNIT: Final = "Choose the unit, for example pieces or kg. For cash, choose the currency."
WRONG_UNIT: Final = "Choose a currency for cash, and any other unit for everything else."
NOT_HIDDEN: Final = "Write how it was hidden, for example “in a false floor” or “not hidden”."
FAULTS: Final = (  # translated by the pages
    *(NO_ITEM, NO_KIND, NO_KIND_OF_DETAILS, SERIAL_OF_ONE, NO_NUMBER, NO_UNIT, WRONG_UNIT, NOT_HIDDEN),
)
IN_A_ROW: Final = ("seized", "quantity", *DETAILS)  # fields of an item; a unit alone is none
MAX_TEXT_CHARS: Final = 500  # characters of a text
MAX_QUANTITY: Final = 1_000_000_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item that was found. `unit`: one of `UNITS`. The rest identifies one piece, as far as it is known."""

    what: Seized
    quantity: float
    unit: str
    exhibit: str = ""
    make: str = ""
    model: str = ""
    calibre: str = ""
    serial: str = ""
    markings: str = ""


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
    """Parse the fields `seized-1`, `quantity-1`, `unit-1`, those of `DETAILS` (`serial-1` …), the same for each further
    item, and `hidden`, `where`, `container`.

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
    return any(_cell(cells, f"{name}-{at}") for name in IN_A_ROW for at in range(1, MAX_ITEMS + 1))


def last_row(cells: Mapping[str, str]) -> int:
    """Return the number of the last item of which a field is filled in; 0 if there is none."""
    rows = range(MAX_ITEMS, 0, -1)
    return next((at for at in rows if any(_cell(cells, f"{name}-{at}") for name in IN_A_ROW)), 0)


def seizure_as_json(seizure: Seizure | None) -> dict[str, Any]:
    """Return the record as JSON types for the column of the outcome, without what identifies one piece."""
    if seizure is None:
        return {}
    bare = tuple(Item(what=item.what, quantity=item.quantity, unit=item.unit) for item in seizure.items)
    return _filled(msgspec.to_builtins(replace(seizure, items=bare)))


def items_as_json(seizure: Seizure | None) -> list[dict[str, Any]]:
    """Return the items with all that identifies them, for the history of the selection."""
    return [_filled(msgspec.to_builtins(item)) for item in seizure.items] if seizure else []


def items_from_json(rows: object) -> tuple[Item, ...]:
    return msgspec.convert(rows, tuple[Item, ...], strict=False) if rows else ()


def _filled(row: Any) -> dict[str, Any]:
    """Return a row of JSON without the details that are empty, at any depth."""
    items = {"items": [_filled(each) for each in row["items"]]} if "items" in row else {}
    return {name: value for name, value in row.items() if value or name not in DETAILS} | items


def seizure_from_json(column: Mapping[str, Any]) -> Seizure | None:
    return msgspec.convert(dict(column), Seizure, strict=False) if column.get("items") else None


def _item(cells: Mapping[str, str], at: int) -> Item:
    return Item(
        what=Seized(_cell(cells, f"seized-{at}")),
        quantity=_number(_cell(cells, f"quantity-{at}")) or 0.0,
        unit=_cell(cells, f"unit-{at}"),
        **{name: _cell(cells, f"{name}-{at}") for name in DETAILS},
    )


def _faults(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not any(_cell(cells, f"seized-{at}") for at in range(1, MAX_ITEMS + 1)):
        yield "seized-1", NO_ITEM
    for at in range(1, MAX_ITEMS + 1):
        yield from _of_row(cells, at)
    if not _cell(cells, "hidden"):
        yield "hidden", NOT_HIDDEN


def _of_row(cells: Mapping[str, str], at: int) -> Iterator[tuple[str, str]]:
    what, quantity, unit = (_cell(cells, f"{name}-{at}") for name in ("seized", "quantity", "unit"))
    if not what:
        if quantity:
            yield f"seized-{at}", NO_KIND
        elif any(_cell(cells, f"{name}-{at}") for name in DETAILS):
            yield f"seized-{at}", NO_KIND_OF_DETAILS
        return
    number = _number(quantity)
    if number is None or not 0 < number <= MAX_QUANTITY:
        yield f"quantity-{at}", NO_NUMBER
    elif number != 1 and _cell(cells, f"serial-{at}"):
        yield f"quantity-{at}", SERIAL_OF_ONE
    if unit not in UNITS:
        yield f"unit-{at}", NO_UNIT
    elif (what == Seized.CASH) != (unit in MONEY):
        yield f"unit-{at}", WRONG_UNIT


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ".").replace(" ", ""))
    except ValueError:
        return None


def _cell(cells: Mapping[str, str], name: str) -> str:
    return str(cells.get(name, "") or "").strip()
