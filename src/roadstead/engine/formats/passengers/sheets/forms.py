"""Which form a sheet is: by its title, corrected by what it asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

OF_A_SHIP: Final = frozenset({"imo", "craft", "unused:size", "call_sign", "mmsi", "home_port"})
OF_AN_AIRCRAFT: Final = frozenset({"registration", "place"})
SHEET: Final = "SHEET"
OWN_VOYAGE: Final = frozenset({"FAL1", "GENDEC", "NOA"})  # forms about the craft, with or without people
# What everybody in the list is, where the form itself says it.
ROLES: Final[Mapping[str, str]] = {"FAL5": "crew", "FAL6": "passenger"}


def form(title: str, keys: Collection[str], mode: str) -> str:
    """The type of the message: SHEET, FAL1, FAL5, FAL6, GENDEC or NOA. `mode` is what the sheet says, or ""."""
    is_air = mode == "air"
    ship, aircraft = bool(OF_A_SHIP & set(keys)), bool(OF_AN_AIRCRAFT & set(keys))
    if title == "GENDEC" and ship and not is_air and ("imo" in keys or not aircraft):
        return "FAL1"
    if title == "FAL1" and aircraft and not ship and mode != "sea":
        return "GENDEC"
    if title in ROLES and is_air:
        return SHEET
    return title or SHEET
