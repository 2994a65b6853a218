"""Short constructors of a Problem of each severity, for the syntax layer."""

from __future__ import annotations

from typing import Final

from roadstead.engine.records import Problem, Severity

MAX_SENT_CHARS: Final = 80  # characters of the sent value that a problem shows


def note(code: str, text: str, number: int | None = None, **where: str) -> Problem:
    return _problem(Severity.NOTE, code, text, number, where)


def warning(code: str, text: str, number: int | None = None, **where: str) -> Problem:
    return _problem(Severity.WARNING, code, text, number, where)


def error(code: str, text: str, number: int | None = None, **where: str) -> Problem:
    return _problem(Severity.ERROR, code, text, number, where)


def _problem(severity: Severity, code: str, text: str, number: int | None, where: dict[str, str]) -> Problem:
    return Problem(
        severity=severity,
        code=code,
        text=text,
        message=where.get("message", ""),
        segment=where.get("segment", ""),
        number=number,
        field=where.get("field", ""),
        sent=where.get("sent", "")[:MAX_SENT_CHARS],
    )
