"""Air waybill numbers (IATA resolution 600a): the airline's prefix, a serial of seven digits, and the serial mod 7."""

from __future__ import annotations

import re
from typing import Final

SHAPE: Final = re.compile(r"([0-9]{3})-?([0-9]{7})([0-9])")


def normalise(text: str) -> str:
    """ "057 5198 7552" as "057-51987552"; what is no such number comes back in capitals, without blanks."""
    number = re.sub(r"[\s./]", "", text).upper()
    found = SHAPE.fullmatch(number)
    return f"{found[1]}-{found[2]}{found[3]}" if found else number


def is_valid(text: str) -> bool:
    found = SHAPE.fullmatch(normalise(text))
    return found is not None and int(found[2]) % 7 == int(found[3])


def format(text: str) -> str:
    """As it is printed: "057-5198 7552"; unchanged where it is no waybill number."""
    number = normalise(text)
    return f"{number[:8]} {number[8:]}" if SHAPE.fullmatch(number) else number
