"""The IMO ship identification number (resolution A.1117(30)): seven digits, the last one checks the others."""

from __future__ import annotations

import re
from typing import Final

SHAPE: Final = re.compile(r"[0-9]{7}")
WEIGHTS: Final = (7, 6, 5, 4, 3, 2)


def normalise(text: str) -> str:
    """ "IMO 9074729" as "9074729"; what is no such number comes back in capitals, without blanks."""
    return re.sub(r"[\s.:-]", "", text).upper().removeprefix("IMO")


def is_valid(text: str) -> bool:
    number = normalise(text)
    if not SHAPE.fullmatch(number):
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False)) % 10 == int(number[6])


def format(text: str) -> str:
    """As it stands on the hull: "IMO 9074729"; "" for nothing."""
    number = normalise(text)
    return f"IMO {number}" if number else ""
