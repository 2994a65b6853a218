"""Codes of authorities in a CUSRES, and those that we send: dated rows with a source, never code.

`verified` is true if we have read messages with the code, or the guide that defines it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from roadstead.engine.records import Verdict
from roadstead.engine.reference.tables import Row, is_in_force, table

OUR_PROFILE: Final = "roadstead"  # used if a profile has no row
OTHER_FIELD: Final = "other data"  # field of the code that a profile has for all fields without one of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseCode:
    """One code of one profile: for a verdict (`field` is ""), or for a missing field."""

    profile: str
    verdict: Verdict
    field: str
    code: str
    text: str
    valid_from: str
    valid_to: str
    source: str
    verified: bool

    def in_force(self, on: date) -> bool:
        return is_in_force(self, on)


@cache
def response_codes() -> tuple[ResponseCode, ...]:
    """Return the shipped rows."""
    return tuple(_response_code(row) for row in table("answer_profiles"))


@cache
def profiles() -> frozenset[str]:
    """Return the names of all profiles."""
    return frozenset(row.profile for row in response_codes())


@cache
def code_for(profile: str, verdict: Verdict, on: date, field: str = "") -> ResponseCode | None:
    """Return the row of `profile` for this verdict on that day; of several the one that came into force last."""
    for name in dict.fromkeys((profile, OUR_PROFILE)):
        fitting = [row for row in response_codes() if _is(row, name, verdict, field) and row.in_force(on)]
        if fitting:
            return max(fitting, key=lambda row: row.valid_from)
    return None


def meaning_of(code: str, named: str = "") -> ResponseCode | None:
    """Return the meaning of a code received: by the profile `named`, else if all verified rows agree; else None."""
    rows = [row for row in response_codes() if row.code == code]
    own = [row for row in rows if row.profile == named.lower()]
    verified = [row for row in rows if row.verified]
    return _agreed(own) or _agreed(verified)


def _agreed(rows: Iterable[ResponseCode]) -> ResponseCode | None:
    by_meaning = {(row.verdict, row.field): row for row in rows}
    return next(iter(by_meaning.values())) if len(by_meaning) == 1 else None


def _is(row: ResponseCode, profile: str, verdict: Verdict, field: str) -> bool:
    return (row.profile, row.verdict, row.field) == (profile, verdict, field)


def _response_code(row: Row) -> ResponseCode:
    plain = {name: value for name, value in row.items() if name not in {"verdict", "verified"}}
    return ResponseCode(**plain, verdict=Verdict(row["verdict"]), verified=row["verified"] == "yes")
