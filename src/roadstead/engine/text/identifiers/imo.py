"""IMO ship identification number (resolution A.1117(30)): seven digits, of which the last is a check digit."""

from __future__ import annotations

import re
from typing import Final

SHAPE: Final = re.compile(r"[0-9]{7}")
WEIGHTS: Final = (7, 6, 5, 4, 3, 2)


def normalise(text: str) -> str:
    """Return "9074729" for "IMO 9074729"; any other text in capitals, without separators."""
    return re.sub(r"[\s.:-]", "", text).upper().removeprefix("IMO")


def is_valid(text: str) -> bool:
    number = normalise(text)
    if not SHAPE.fullmatch(number):
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False)) % 10 == int(number[6])


def format(text: str) -> str:
    """Return the number as on the hull: "IMO 9074729"; "" for an empty text."""
    number = normalise(text)
    return f"IMO {number}" if number else ""
