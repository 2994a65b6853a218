"""Air waybill numbers (IATA resolution 600a): the airline's prefix, a serial of seven digits, and the serial mod 7."""

from __future__ import annotations

import re
from typing import Final

SHAPE: Final = re.compile(r"([0-9]{3})-?([0-9]{7})([0-9])")


def normalise(text: str) -> str:
    """Return "057-51987552" for "057 5198 7552"; any other text in capitals, without separators."""
    number = re.sub(r"[\s./]", "", text).upper()
    found = SHAPE.fullmatch(number)
    return f"{found[1]}-{found[2]}{found[3]}" if found else number


def is_valid(text: str) -> bool:
    found = SHAPE.fullmatch(normalise(text))
    return found is not None and int(found[2]) % 7 == int(found[3])


def format(text: str) -> str:
    """Return the number as printed: "057-5198 7552"; the normal form of any other text."""
    number = normalise(text)
    return f"{number[:8]} {number[8:]}" if SHAPE.fullmatch(number) else number
