"""A machine readable zone, understood: its fields, its check digits, and what was odd about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Check(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    ABSENT = "absent"  # a filler, as Doc 9303 allows where the field is empty, or nothing at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Digit:
    """One check digit. `of` is number, born, expires, optional or composite; `right` is what it should be."""

    of: str
    printed: str
    right: str
    check: Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """Something unusual about the zone. `code` is stable kebab-case; `text` says what and what to do about it."""

    code: str
    text: str
    field: str = ""
    sent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """One zone. Codes as printed without fillers ("D" for Germany); dates ISO 8601, partial where they are partial.

    A filler inside a number or an optional field is a blank, one in front of it stays "<". `may_be_cut`: the name
    fills its field, which is how Doc 9303 says that there may be more of it. `without_check`: fields that are empty
    and carry a filler in place of their check digit. `optional_2` is of TD1 only.
    """

    kind: str  # TD1, TD2, TD3, MRVA, MRVB, IDFRA
    type: str = ""
    issuer: str = ""
    surname: str = ""
    given: str = ""
    may_be_cut: bool = False
    number: str = ""
    nationality: str = ""
    born: str = ""
    sex: str = ""  # M, F, X, or "" (unspecified)
    expires: str = ""
    optional: str = ""
    optional_2: str = ""
    without_check: tuple[str, ...] = ()
    # What was printed, for those who want to see it. Two zones that say the same are equal without it.
    digits: tuple[Digit, ...] = field(default=(), compare=False)
    oddities: tuple[Oddity, ...] = field(default=(), compare=False)
    lines: tuple[str, ...] = field(default=(), compare=False)
    place: int = field(default=1, compare=False)  # number of its first line in the text, counted from 1

    def digit(self, of: str) -> Digit | None:
        return next((digit for digit in self.digits if digit.of == of), None)
