"""Numbers, masses and volumes as senders write them, in kilograms and cubic metres (UNECE recommendation 20)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

KILOGRAMS: Final[Mapping[str, float]] = {
    "": 1.0, "KGM": 1.0, "KG": 1.0, "KGS": 1.0, "K": 1.0,
    "GRM": 0.001, "G": 0.001, "MGM": 0.000001,
    "TNE": 1000.0, "T": 1000.0, "MT": 1000.0,
    "LBR": 0.45359237, "LB": 0.45359237, "LBS": 0.45359237, "L": 0.45359237,
    "ONZ": 0.028349523125, "STN": 907.18474, "LTN": 1016.0469088, "CWI": 50.80234544, "CWA": 45.359237,
}  # fmt: skip
CUBIC_METRES: Final[Mapping[str, float]] = {
    "": 1.0, "MTQ": 1.0, "M3": 1.0, "CBM": 1.0, "MC": 1.0,
    "CMQ": 0.000001, "CC": 0.000001, "MMQ": 0.000000001, "DMQ": 0.001, "LTR": 0.001,
    "FTQ": 0.028316846592, "CF": 0.028316846592, "INQ": 0.000016387064, "CI": 0.000016387064,
    "YDQ": 0.764554857984,
}  # fmt: skip
MAX_NUMBER: Final = 1e15
DECIMALS: Final = 6  # decimals of a converted value
POINT: Final = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})(?:[eE][+-]?[0-9]{1,2})?")
GROUPS: Final = re.compile(r"[+-]?[0-9]{1,3}(?:(?:,[0-9]{3}){1,4}\.[0-9]{1,9}|(?:,[0-9]{3}){2,4})")
COMMA: Final = re.compile(
    r"[+-]?(?:[0-9]{1,15},(?:[0-9]{1,2}|[0-9]{4,9})|[0-9]{1,3}(?:\.[0-9]{3}){1,4},[0-9]{1,9}|0,[0-9]{3})"
)
BLANKS: Final = re.compile(r"[\s\u00a0\u202f']")


def number(text: str) -> float | None:
    """Return "1,234.5" and "1.234,5" as 1234.5; None if the text is not a number or is ambiguous ("12,000")."""
    close = BLANKS.sub("", text)
    if GROUPS.fullmatch(close):
        close = close.replace(",", "")
    elif COMMA.fullmatch(close):
        close = close.replace(".", "").replace(",", ".")
    if not POINT.fullmatch(close):
        return None
    value = float(close)
    return value if abs(value) < MAX_NUMBER else None


def converted(value: float, factor: float) -> float:
    """Return the value in our unit, rounded to remove conversion noise."""
    return value if factor == 1 else round(value * factor, DECIMALS)


def sum_counts(values: Iterable[int | None]) -> int | None:
    """Return the sum of the known values; None if there are none."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def sum_measures(values: Iterable[float | None]) -> float | None:
    """Return the sum of the known values, rounded to remove addition noise; None if there are none."""
    known = [value for value in values if value is not None]
    return round(sum(known), DECIMALS) if known else None
