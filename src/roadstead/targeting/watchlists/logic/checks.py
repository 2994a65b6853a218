"""Checks of notices with the national bureau: the days of a check, and what it changes in the entries of a list.

A notice raises alerts for some days after it was last checked. The last of them is the day by which the entry must be
reviewed, so that screening leaves it out from the next day on, as every entry that is overdue for review (S22).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from roadstead.engine.formats.lists.notice_fields import NOTICE
from roadstead.engine.records import Entry

CHECK_FIELDS: Final = frozenset({"checked", "review"})  # of an entry; a check changes nothing else


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check of all notices of a list. `until`: the last day on which they raise alerts because of it."""

    on: date
    until: date

    @classmethod
    def made(cls, on: date, days: int) -> Check:
        return cls(on=on, until=on + timedelta(days=days))


def with_checks(entries: Iterable[Entry], before: Iterable[Entry], check: Check | None, today: date) -> list[Entry]:
    """Return notices with the day of their last check, and the day by which they must be checked again.

    Without a check, a notice that was in force (`before`) keeps its days, and a new one is overdue from the start.
    """
    if check is not None:
        return [replace(entry, checked=check.on.isoformat(), review=check.until.isoformat()) for entry in entries]
    known = {entry.id: (entry.checked, entry.review) for entry in before}
    unchecked = ("", (today - timedelta(days=1)).isoformat())
    days = ((entry, *known.get(entry.id, unchecked)) for entry in entries)
    return [replace(entry, checked=checked, review=review) for entry, checked, review in days]


def checked_digest(digest: str, check: Check | None) -> str:
    """Return the hash of a version: of its file, and of the check that was made with it."""
    return sha256(f"{digest} {check.on} {check.until}".encode()).hexdigest() if check else digest


def is_notice(topics: Iterable[str]) -> bool:
    return NOTICE in topics
