"""Fields of a message: their labels, and what is wrong with their content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from roadstead.engine.sentences import Sentence

MAX_LINE: Final = 200  # characters of one line
MAX_LINES: Final = 4000  # of several
MAX_DIGITS: Final = 4  # of a number
PARTIAL_DATE: Final = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
NO_FAULT: Final = Sentence("")
NO_HINT: Final = Sentence("")


class Kind(StrEnum):
    """Kind of a field, which decides how it is entered and checked."""

    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"  # one of `choices`
    DATE = "date"  # a partial date: 1980, 1980-04, 1980-04-03
    DAY = "day"  # a whole day
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `about`: what of an alert, a voyage or a bill fills it in (`prefill`); "" nothing."""

    name: str
    label: Sentence
    hint: Sentence = NO_HINT
    kind: Kind = Kind.LINE
    is_required: bool = True
    choices: Mapping[str, Sentence] = field(default_factory=dict)
    about: str = ""

    @property
    def max_chars(self) -> int:
        return MAX_LINES if self.kind is Kind.LINES else MAX_LINE


def faults(fields: Iterable[Field], content: Mapping[str, Any]) -> dict[str, Sentence]:
    """Return the fault of each field whose content cannot be sent, and of each name that is no field."""
    known = {each.name: each for each in fields}
    found = {name: Sentence("There is no such field.") for name in content.keys() - known.keys()}
    for name, each in known.items():
        if fault := _fault(each, content.get(name, "")):
            found[name] = fault
    return found


def _fault(each: Field, value: object) -> Sentence:
    if not isinstance(value, str):
        return Sentence("Send a text.")
    if not value.strip():
        return Sentence("Fill in “%(label)s”.", {"label": each.label}) if each.is_required else NO_FAULT
    if len(value) > each.max_chars:
        return Sentence(
            "Shorten “%(label)s” to %(most)s characters. It has %(number)s.",
            {"label": each.label, "most": each.max_chars, "number": len(value)},
        )
    if each.kind is Kind.CHOICE and value not in each.choices:
        return Sentence("Choose one of the answers offered for “%(label)s”.", {"label": each.label})
    if each.kind is Kind.NUMBER and not (value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS):
        return Sentence("Write “%(label)s” in digits, four at most.", {"label": each.label})
    if each.kind is Kind.DATE and not PARTIAL_DATE.fullmatch(value):
        return Sentence("Write “%(label)s” as 1980, 1980-04 or 1980-04-03.", {"label": each.label})
    if each.kind is Kind.DAY and not (PARTIAL_DATE.fullmatch(value) and len(value) == len("1980-04-03")):
        return Sentence("Write “%(label)s” as a whole day, for example 2026-11-30.", {"label": each.label})
    return NO_FAULT


def cleaned(fields: Iterable[Field], content: Mapping[str, Any]) -> dict[str, str]:
    """Return the content without blanks around it and without empty fields, in the order of the fields."""
    texts = {each.name: str(content.get(each.name, "")).replace("\r\n", "\n").strip() for each in fields}
    return {name: text for name, text in texts.items() if text}
