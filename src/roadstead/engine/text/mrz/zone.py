"""Record of a machine readable zone: fields, check digits and oddities."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from roadstead.engine.sentences import Sentence


class Check(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    ABSENT = "absent"  # a filler, which Doc 9303 allows if the field is empty, or nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Digit:
    """One check digit. `field`: number, born, expires, optional or composite; `right`: the correct digit."""

    field: str
    printed: str
    right: str
    check: Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """Something unusual about the zone. `code`: stable kebab-case; `text`: the oddity and what to do about it."""

    code: str
    text: Sentence | str
    field: str = ""
    sent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """One zone. Codes as printed, without fillers ("D" for Germany); dates in ISO 8601, possibly partial.

    A filler inside a number or an optional field is a blank; a leading one stays "<". `may_be_cut`: the name fills its
    field, by which Doc 9303 marks truncation. `without_check`: empty fields with a filler as check digit. `optional_2`:
    TD1 only.
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
    # As printed; not compared, so that two zones with the same fields are equal.
    digits: tuple[Digit, ...] = field(default=(), compare=False)
    oddities: tuple[Oddity, ...] = field(default=(), compare=False)
    lines: tuple[str, ...] = field(default=(), compare=False)
    place: int = field(default=1, compare=False)  # number of its first line in the text, counted from 1

    def digit(self, check_name: str) -> Digit | None:
        return next((digit for digit in self.digits if digit.field == check_name), None)
