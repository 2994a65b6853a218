"""Typing slips and misreadings of an optical reader in one part of a name."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

ROWS: Final = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")  # keyboard, each row half a key to the right of the one above
LOOKALIKES: Final = (
    ("RN", "M"), ("M", "RN"), ("L", "I"), ("I", "L"), ("CL", "D"), ("VV", "W"), ("W", "VV"), ("O", "Q"), ("Q", "O"),
    ("O", "D"), ("U", "V"), ("V", "Y"), ("E", "F"), ("C", "G"), ("B", "R"), ("H", "N"), ("S", "5"), ("O", "0"),
    ("I", "1"),
)  # fmt: skip
LETTERS_NEEDED: Final = 4  # minimum; a slip in a shorter part gives another name


def _neighbours() -> dict[str, str]:
    """Return the keys adjacent to a key: in its row, above and below."""
    found: dict[str, str] = {}
    for row, keys in enumerate(ROWS):
        for place, key in enumerate(keys):
            beside = keys[max(0, place - 1) : place] + keys[place + 1 : place + 2]
            above = ROWS[row - 1][place : place + 2] if row else ""
            below = ROWS[row + 1][max(0, place - 1) : place + 1] if row < len(ROWS) - 1 else ""
            found[key] = beside + above + below
    return found


NEIGHBOURS: Final = _neighbours()


def wrong_key(part: str, at: int, random: Random) -> str:
    return part[:at] + random.choice(NEIGHBOURS.get(part[at], "E")) + part[at + 1 :]


def left_out(part: str, at: int, random: Random) -> str:
    return part[:at] + part[at + 1 :]


def key_twice(part: str, at: int, random: Random) -> str:
    return part[: at + 1] + part[at:]


def key_too_many(part: str, at: int, random: Random) -> str:
    return part[: at + 1] + random.choice(NEIGHBOURS.get(part[at], "E")) + part[at + 1 :]


def swapped(part: str, at: int, random: Random) -> str:
    at = min(at, len(part) - 2)
    return part[:at] + part[at + 1] + part[at] + part[at + 2 :]


SLIPS: Final[tuple[Callable[[str, int, Random], str], ...]] = (wrong_key, left_out, key_twice, key_too_many, swapped)


def slip(part: str, random: Random) -> str:
    """Make one typing slip, mostly not in the first letter; it has an effect if it can."""
    made = part
    for _ in range(8):
        at = random.randrange(0 if random.random() < 0.1 else 1, len(part))
        made = random.choice(SLIPS)(part, at, random)
        if made != part:
            break
    return made


def misread(part: str, random: Random) -> str:
    """Replace one character by one that looks like it; unchanged if none has a look-alike."""
    places = [(at, pair) for pair in LOOKALIKES for at in range(len(part)) if part.startswith(pair[0], at)]
    if not places:
        return part
    at, (seen, read) = random.choice(places)
    return part[:at] + read + part[at + len(seen) :]
