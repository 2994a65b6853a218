"""One line of what is compared: declared, listed, and whether they agree. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from roadstead.casework.alerts.logic.checklist import DIFFERENT, SAME, UNKNOWN
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.reference.countries import name as country_name

Compare = Callable[[list[str], list[str]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the comparison. `agreement`: same, partly, different, or unknown where a side says nothing."""

    key: str  # of checklist.ATTRIBUTES where the officer ticks it
    label: str
    declared: list[str]
    listed: list[str]
    agreement: str


def row(key: str, label: str, declared: Iterable[str], listed: Iterable[str], compare: Compare) -> Row:
    left, right = [text for text in declared if text], [text for text in listed if text]
    agreement = compare(left, right) if left and right else UNKNOWN
    return Row(key=key, label=label, declared=left, listed=right, agreement=agreement)


def texts(left: list[str], right: list[str]) -> str:
    return SAME if {text.casefold() for text in left} & {text.casefold() for text in right} else DIFFERENT


def countries(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(country_name(alpha3(code) or code) or code for code in codes if code))
