"""Faults of a condition: what is wrong, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`at`: offset in the text from 0; `line`, `column`: from 1; `length`: characters concerned, at least 1."""

    code: str
    text: str
    remedy: str
    at: int
    length: int
    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.text} {self.remedy}"


class ConditionError(Exception):
    """Raised where parsing cannot continue. Caught within this package, which returns faults as values."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def make_fault(source: str, at: int, code: str, text: str, remedy: str, length: int = 1) -> Fault:
    """Return a fault with its line and column computed from `at`."""
    before = source[:at]
    line = before.count("\n") + 1
    column = at - (before.rfind("\n") + 1) + 1
    return Fault(code=code, text=text, remedy=remedy, at=at, length=max(1, length), line=line, column=column)
