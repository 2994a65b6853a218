"""Pieces, mass and volume as in "T2K440.1MC0.39T298". Pounds and cubic feet are converted to metric units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

NUMBER: Final = r"[0-9]{1,9}(?:\.[0-9]{0,4})?"
TOKEN: Final = re.compile(rf"([A-Z]{{0,2}})({NUMBER})")
QUANTITY: Final = re.compile(rf"(?:[A-Z]{{0,2}}{NUMBER}){{1,6}}")
SPLITS: Final = "TPSDM"
DECIMALS: Final = 4  # decimals of kilograms and cubic metres
MASSES: Final[Mapping[str, float]] = {"K": 1.0, "L": 0.45359237}
VOLUMES: Final[Mapping[str, float]] = {"MC": 1.0, "CF": 0.028316846592, "CI": 0.000016387064, "CC": 0.000001}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """Quantity of a waybill. `split`: T, P, S, D or M; `total`: pieces of the whole waybill, if given."""

    split: str = ""
    packages: int | None = None
    mass_kg: float | None = None
    volume_m3: float | None = None
    total: int | None = None


def quantity(text: str) -> Quantity | None:
    """Read a quantity; None if the text is not one."""
    if not QUANTITY.fullmatch(text):
        return None
    tokens = [(code, float(number)) for code, number in TOKEN.findall(text)]
    first, *others = tokens
    counts = [first] if first[0] in SPLITS else []
    masses = [number * MASSES[code] for code, number in tokens if code in MASSES]
    volumes = [number * VOLUMES[code] for code, number in tokens if code in VOLUMES]
    totals = [int(number) for code, number in others if code == "T"]
    return Quantity(
        split=first[0] if counts else "",
        packages=int(first[1]) if counts else None,
        mass_kg=_rounded(masses[0]) if masses else None,
        volume_m3=_rounded(volumes[0]) if volumes else None,
        total=totals[0] if totals else _total_of(first),
    )


def _total_of(first: tuple[str, float]) -> int | None:
    return int(first[1]) if first[0] == "T" else None


def sum_decimals(one: float | None, other: float | None) -> float | None:
    """Return the sum of the known values; None if neither is known."""
    known = [each for each in (one, other) if each is not None]
    return _rounded(sum(known)) if known else None


def sum_counts(one: int | None, other: int | None) -> int | None:
    known = [each for each in (one, other) if each is not None]
    return sum(known) if known else None


def _rounded(value: float) -> float:
    return round(value, DECIMALS)
