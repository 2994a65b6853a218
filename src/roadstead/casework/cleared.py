"""Pairs that officers have cleared: this person is not that entry, as long as both sides' identifiers hold (S35).

It is the pair that is cleared, not the person; for the states of the officer who cleared it, or everywhere when the
regional centre did.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from roadstead.casework.evidence import Meeting
from roadstead.casework.models import ClearedPair

Pair = tuple[str, str, str, str]  # person, list, entry, the entry's content


class Memory:
    """What was cleared of the meetings of one screening, asked of the database once."""

    def __init__(self, met: Iterable[Meeting], now: datetime) -> None:
        self.now = now
        self.applied: set[int] = set()
        self.pairs: dict[Pair, list[ClearedPair]] = {}
        persons = {meeting.person_key for meeting in met if meeting.person_key}
        for row in ClearedPair.objects.filter(person_key__in=persons, withdrawn_at=None):
            key = (row.person_key, row.list_name, row.entry_id, row.entry_hash)
            self.pairs.setdefault(key, []).append(row)

    def not_cleared(self, meeting: Meeting) -> list[str]:
        """The states of the meeting for which nobody has cleared it."""
        key = (meeting.person_key, meeting.hit.list, meeting.hit.entry, meeting.entry_hash)
        pairs = self.pairs.get(key, []) if meeting.person_key and meeting.hit.entry else []
        self.applied |= {row.pk for row in pairs}
        if any(row.everywhere for row in pairs):
            return []
        cleared = {state for row in pairs for state in row.states}
        return [state for state in meeting.states if state not in cleared]

    def count(self) -> None:
        """Every suppression is counted, so that it can be seen and questioned."""
        ClearedPair.objects.filter(pk__in=self.applied).update(
            times_applied=F("times_applied") + 1, last_applied_at=self.now
        )
