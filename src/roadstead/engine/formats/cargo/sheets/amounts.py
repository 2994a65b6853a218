"""Numbers as people write them in cells: "1,250.5", "1.250,5", "500 lb", "40 bags", "USD 900"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import Cell, fail, warn
from roadstead.engine.formats.passengers.sheets.headings import folded
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.sentences import Sentence

AMOUNT: Final = re.compile(r"([^\d\s.,+-][^\d]{0,11})?\s{0,3}(\d[\d.,' ]{0,20})\s{0,3}([^\d].{0,20})?", re.DOTALL)
MASSES: Final[Mapping[str, float]] = {
    "kg": 1, "kgs": 1, "kilo": 1, "kilos": 1, "kilogram": 1, "kilograms": 1, "k": 1, "lb": 0.45359237,
    "lbs": 0.45359237,
    "pound": 0.45359237, "pounds": 0.45359237, "libras": 0.45359237, "t": 1000, "ton": 1000, "tons": 1000, "mt": 1000,
    "tonne": 1000, "tonnes": 1000, "toneladas": 1000, "g": 0.001,
}  # fmt: skip
VOLUMES: Final[Mapping[str, float]] = {
    "m3": 1, "cbm": 1, "cubicmetres": 1, "cubicmeters": 1, "cft": 0.028316846592, "ft3": 0.028316846592,
    "cuft": 0.028316846592, "cubicfeet": 0.028316846592, "l": 0.001, "litres": 0.001,
}  # fmt: skip
UNITS_IN_HEADING: Final = re.compile(r"[\w³]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Number with the text around it: `before` and `after` may be a currency or a kind of package."""

    value: float
    before: str = ""
    after: str = ""


def amount(cell: Cell, field: str, notes: Notebook) -> Amount | None:
    """Return the amount; None for an empty cell, and None with a problem for text that is not a number."""
    if not cell.text:
        return None
    found = AMOUNT.fullmatch(cell.text)
    value = _number(found[2], cell, field, notes) if found else None
    if found is None or value is None:
        fail(
            notes,
            cell,
            f"{field.replace(' ', '-')}-not-a-number",
            Sentence(
                "%(shown)s is not a number. Write digits with a decimal point, such as 1250.5.", {"shown": cell.shown}
            ),
            field,
        )
        return None
    return Amount(value=value, before=(found[1] or "").strip(), after=(found[3] or "").strip())


def measured(cell: Cell, field: str, units: Mapping[str, float], notes: Notebook) -> float | None:
    """Return the number in the table's base unit, by the unit after it, else by the heading's."""
    found = amount(cell, field, notes)
    if found is None:
        return None
    unit = folded(found.after.replace("³", "3"))
    if unit and unit not in units:
        words = Sentence(
            "%(shown)s has a unit that we do not know, so we used the heading's unit. Write the number in that unit.",
            {"shown": cell.shown},
        )
        warn(notes, cell, f"{field.replace(' ', '-')}-unit-unknown", words, field)
    return round(found.value * (units.get(unit) or _of_heading(cell.heading, units)), 4)


def count_and_unit(cell: Cell, field: str, notes: Notebook) -> tuple[int | None, str]:
    """Return a count and the word after it ("40 bags")."""
    found = amount(cell, field, notes)
    return (round(found.value), found.after) if found else (None, "")


def _of_heading(heading: str, units: Mapping[str, float]) -> float:
    told = [folded(word.replace("³", "3")) for word in UNITS_IN_HEADING.findall(heading)]
    return next((units[word] for word in told if word in units and word not in {"t", "k", "l", "g"}), 1)


def _number(text: str, cell: Cell, field: str, notes: Notebook) -> float | None:
    """Read a number: the last of point and comma is the decimal mark; a lone comma before three digits groups them."""
    plain = re.sub(r"[\s']", "", text).rstrip(".,")
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        plain = plain.replace("," if point > comma else ".", "").replace(",", ".")
    elif comma >= 0:
        grouped = plain.count(",") > 1 or len(plain) - comma == 4
        plain = plain.replace(",", "" if grouped else ".")
    elif plain.count(".") > 1:
        plain = plain.replace(".", "")
    elif point >= 0 and len(plain) - point == 4 and not cell.is_number and plain[0] != "0":
        warn(
            notes,
            cell,
            "number-in-doubt",
            Sentence(
                "We read %(shown)s as %(plain)s, with the point as the decimal mark. If you mean thousands, "
                "write %(plain_2)s.",
                {"shown": cell.shown, "plain": plain, "plain_2": plain.replace(".", "")},
            ),
            field,
        )
    try:
        return float(plain)
    except ValueError:
        return None
