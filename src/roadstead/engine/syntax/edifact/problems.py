"""Short constructors of a Problem of each severity, for the syntax layer."""

from __future__ import annotations

from roadstead.engine.records import Problem, Severity
from roadstead.engine.sentences import Sentence


def note(code: str, text: Sentence | str, number: int | None = None, **where: str) -> Problem:
    return _problem(Severity.NOTE, code, text, number, where)


def warning(code: str, text: Sentence | str, number: int | None = None, **where: str) -> Problem:
    return _problem(Severity.WARNING, code, text, number, where)


def error(code: str, text: Sentence | str, number: int | None = None, **where: str) -> Problem:
    return _problem(Severity.ERROR, code, text, number, where)


def _problem(severity: Severity, code: str, text: Sentence | str, number: int | None, where: dict[str, str]) -> Problem:
    return Problem.of(severity=severity, code=code, text=text, number=number, **where)
