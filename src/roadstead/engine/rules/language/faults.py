"""Faults of a condition: what is wrong, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.engine.sentences import Sentence, in_turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`at`: offset in the text from 0; `line`, `column`: from 1; `length`: characters concerned, at least 1."""

    code: str
    text: Sentence
    remedy: Sentence
    at: int
    length: int
    line: int
    column: int

    @property
    def sentence(self) -> Sentence:
        """The fault and its remedy, without its place."""
        return in_turn(self.text, self.remedy)

    @property
    def placed(self) -> Sentence:
        """The fault and its remedy, after its place."""
        return Sentence(
            "line %(line)s, column %(column)s: %(text)s",
            {"line": self.line, "column": self.column, "text": self.sentence},
        )

    def __str__(self) -> str:
        return str(self.placed)


class ConditionError(Exception):
    """Raised where parsing cannot continue. Caught within this package, which returns faults as values."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def make_fault(source: str, at: int, code: str, text: Sentence, remedy: Sentence, length: int = 1) -> Fault:
    """Return a fault with its line and column computed from `at`."""
    before = source[:at]
    line = before.count("\n") + 1
    column = at - (before.rfind("\n") + 1) + 1
    return Fault(code=code, text=text, remedy=remedy, at=at, length=max(1, length), line=line, column=column)
