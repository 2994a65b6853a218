"""Entries of the log that a report may quote. Those that are linked to more than a voyage may be about a person: they
are only counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from roadstead.casework.log.models import EntryType, LogEntry
from roadstead.casework.log.search import entries_of, with_corrected
from roadstead.platform.accounts.models import User

NAMES_NOBODY: Final = frozenset({"voyage"})  # kinds of item that an entry may be linked to and still be quoted
MAX_LINES: Final = 200  # the newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Entries of a period. `withheld`: types and times of those that are not quoted; `types`: how many of each type."""

    lines: list[dict[str, Any]]
    withheld: list[tuple[str, datetime]]

    @property
    def types(self) -> Mapping[str, int]:
        return Counter(type for type, _at in self.withheld)


def offered(user: User, begins: datetime, ends: datetime) -> Offer:
    """Return the entries of the period in the log of the person's organisation, in the order of their times.

    Left out: entries that a later one corrects, whose text has been removed, or that the system wrote at a handover.
    """
    own = entries_of(user)
    rows = own.filter(at__gte=begins, at__lt=ends).exclude(act=EntryType.HANDOVER)
    found = [row for row in with_corrected(rows[:MAX_LINES], own) if not row.is_corrected]
    quoted = [row for row in found if _names_nobody(row) and not row.is_blank()]
    return Offer(
        lines=[_line(row) for row in reversed(quoted)],
        withheld=[(row.act, row.at) for row in reversed(found) if not _names_nobody(row)],
    )


def chosen(offer: Offer, entries: Collection[int]) -> list[dict[str, Any]]:
    """Return the lines of these entries that are offered."""
    return [line for line in offer.lines if line["entry"] in entries]


def _names_nobody(row: LogEntry) -> bool:
    return all(link.kind in NAMES_NOBODY for link in row.links.all())


def _line(row: LogEntry) -> dict[str, Any]:
    return {
        "entry": row.pk,
        "number": f"{row.log.day:%Y-%m-%d}/{row.number}",
        "at": row.at.isoformat(timespec="seconds"),
        "type": row.act,
        "text": row.content.get("text", ""),
    }
