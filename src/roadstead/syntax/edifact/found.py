"""How the syntax layer says what it met: one short way to make a Problem of each weight."""

from __future__ import annotations

from typing import Final

from roadstead.model import Problem, Severity

CUT: Final = 80  # characters of what was sent that a problem shows


def note(code: str, text: str, **where: str) -> Problem:
    return _problem(Severity.NOTE, code, text, where)


def warning(code: str, text: str, **where: str) -> Problem:
    return _problem(Severity.WARNING, code, text, where)


def error(code: str, text: str, **where: str) -> Problem:
    return _problem(Severity.ERROR, code, text, where)


def _problem(severity: Severity, code: str, text: str, where: dict[str, str]) -> Problem:
    return Problem(
        severity=severity,
        code=code,
        text=text,
        message=where.get("message", ""),
        segment=where.get("segment", ""),
        field=where.get("field", ""),
        sent=where.get("sent", "")[:CUT],
    )
