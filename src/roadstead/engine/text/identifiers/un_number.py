"""Numbers of dangerous goods (UN Model Regulations): four digits, from 0004, without check digit."""

from __future__ import annotations

import re
from typing import Final

SHAPE: Final = re.compile(r"[0-9]{4}")
FIRST, LAST = "0004", "3550"  # of the list as published up to 2023; the ID number of air transport is 8000
OF_AIR: Final = "8000"


def normalise(text: str) -> str:
    """Return "1203" for "UN 1203" and "un1203"; any other text in capitals, without separators."""
    number = re.sub(r"[\s.:-]", "", text).upper()
    bare = number.removeprefix("UN").removeprefix("ID")
    return bare if SHAPE.fullmatch(bare) else number


def is_none(text: str) -> bool:
    """Return True if a number or class only says that there are no dangerous goods: "0", "0000", "0.0", "UN0000"."""
    bare = re.sub(r"[\s.:-]", "", text).upper().removeprefix("UN")
    return bare != "" and set(bare) == {"0"}


def is_valid(text: str) -> bool:
    number = normalise(text)
    return SHAPE.fullmatch(number) is not None and number.isascii() and (FIRST <= number <= LAST or number == OF_AIR)


def format(text: str) -> str:
    """Return the number as written in documents: "UN 1203"; the normal form of any other text."""
    number = normalise(text)
    if not SHAPE.fullmatch(number):
        return number
    return f"ID {number}" if number == OF_AIR else f"UN {number}"
