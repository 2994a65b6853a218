"""What is wrong with a condition, where it stands, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`at`: offset in the text, from 0; `line` and `column` from 1; `length` of what is wrong, at least 1."""

    code: str
    text: str
    remedy: str
    at: int
    length: int
    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.text} {self.remedy}"


class Wrong(Exception):
    """Reading cannot go on from here. Caught within this package: outside, a fault is a value."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def fault(source: str, at: int, code: str, text: str, remedy: str, length: int = 1) -> Fault:
    """The same with line and column counted."""
    before = source[:at]
    line = before.count("\n") + 1
    column = at - (before.rfind("\n") + 1) + 1
    return Fault(code=code, text=text, remedy=remedy, at=at, length=max(1, length), line=line, column=column)
