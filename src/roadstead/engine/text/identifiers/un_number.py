"""Numbers of dangerous goods (UN Model Regulations): four digits, from 0004; there is no check digit."""

from __future__ import annotations

import re
from typing import Final

SHAPE: Final = re.compile(r"[0-9]{4}")
FIRST, LAST = "0004", "3550"  # of the list as published up to 2023; ID numbers of air transport are 8000
OF_AIR: Final = "8000"


def normalise(text: str) -> str:
    """ "UN 1203" and "un1203" as "1203"; what is no such number comes back in capitals, without blanks."""
    number = re.sub(r"[\s.:-]", "", text).upper()
    bare = number.removeprefix("UN").removeprefix("ID")
    return bare if SHAPE.fullmatch(bare) else number


def is_none(text: str) -> bool:
    """Whether a number or a class of dangerous goods only says that there are none: "0", "0000", "0.0", "UN0000"."""
    bare = re.sub(r"[\s.:-]", "", text).upper().removeprefix("UN")
    return bare != "" and set(bare) == {"0"}


def is_valid(text: str) -> bool:
    number = normalise(text)
    return SHAPE.fullmatch(number) is not None and number.isascii() and (FIRST <= number <= LAST or number == OF_AIR)


def format(text: str) -> str:
    """As it is written in papers: "UN 1203"; unchanged but for capitals where it is none."""
    number = normalise(text)
    if not SHAPE.fullmatch(number):
        return number
    return f"ID {number}" if number == OF_AIR else f"UN {number}"
