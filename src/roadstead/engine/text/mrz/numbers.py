"""Document number. Beyond nine characters it continues in the optional field of TD1 and TD2 (Doc 9303 part 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from roadstead.engine.text.identifiers import mrz_check_digit
from roadstead.engine.text.mrz.layout import FILLER

SIZE: Final = 9
# Characters that a camera takes for each other, in both directions.
CONFUSED: Final = ("0O", "0Q", "0D", "1I", "1L", "2Z", "5S", "6G", "8B")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """`field` is covered by the check digit; `optional` is the rest of the optional field."""

    field: str
    check: str
    optional: str


def number(printed: str, check: str, optional: str, *, may_go_on: bool) -> Number:
    tail = optional.partition(FILLER)[0]
    if may_go_on and check == FILLER and FILLER not in printed and len(tail) > 1:
        return Number(field=printed + tail[:-1], check=tail[-1], optional=optional[len(tail) + 1 :])
    return Number(field=printed, check=check, optional=optional)


def display(field: str) -> str:
    """Return the number for display: no trailing fillers, blanks for inner ones; leading ones stay."""
    text = field.rstrip(FILLER)
    inner = text.lstrip(FILLER)
    return FILLER * (len(text) - len(inner)) + inner.replace(FILLER, " ")


def corrected_numbers(field: str, check: str) -> tuple[str, ...]:
    """Return the numbers with one confused character replaced that fit the check digit."""
    return tuple(sorted(changed for changed in _confusions(field) if mrz_check_digit(changed) == check))


def _confusions(field: str) -> set[str]:
    return {
        field[:place] + other + field[place + 1 :]
        for place, char in enumerate(field)
        for pair in CONFUSED
        if char in pair
        for other in pair.replace(char, "")
    }
