"""Pairs that officers have cleared: this person is not that entry, as long as both sides' identifiers hold (S35).

It is the pair that is cleared, not the person; for the states of the officer who cleared it, or everywhere when the
regional centre did. It ends on its day, when either side changes, and when the entry comes onto another list.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Q

from roadstead.casework.alerts.evidence import Meeting
from roadstead.casework.alerts.models import ClearedPair
from roadstead.casework.alerts.other_lists import OtherLists
from roadstead.casework.alerts.redress import Honoured

Sides = tuple[str, str]  # list, entry
# Why a pair that was cleared keeps nothing from being raised, as the history of the new alert says it.
WORDS: Final = {
    "withdrawn": "the decision was taken back",
    "waiting": "a second person has not agreed yet",
    "expired": "the time for which it held is over",
    "entry": "the entry says something else now",
    "person": "what is declared of the person has changed",
    "party": "what is declared of the party has changed",
    "lists": "the entry now stands on another list as well",
}


class Answer(NamedTuple):
    """Of one meeting: the states for which nobody has cleared it, the pairs that speak for the others, and whether
    only the redress number made one hold."""

    states: list[str]
    pairs: list[ClearedPair]
    by_redress: bool


class Memory:
    """What was cleared of the meetings of one screening, asked of the database once."""

    def __init__(self, met: Iterable[Meeting], now: datetime) -> None:
        people = [meeting for meeting in met if meeting.of_somebody and meeting.hit.entry]
        self.today = now.date()
        self.redress = Honoured.of({meeting.traveller.pk: meeting.declared for meeting in people if meeting.traveller})
        self.pairs: dict[Sides, list[ClearedPair]] = {}
        for row in _rows(people, self.redress):
            self.pairs.setdefault((row.list_name, row.entry_id), []).append(row)
        self.lists = OtherLists([row for rows in self.pairs.values() for row in rows])

    def ask(self, meeting: Meeting) -> Answer:
        """For whom the meeting is raised, and why not for the others."""
        holding = [row for row in self._of(meeting) if not self.ended(row, meeting)]
        cleared = {state for row in holding for state in row.of_these(meeting.states)}
        by_number = bool(holding) and all(row.person_key != meeting.known_by for row in holding)
        return Answer([state for state in meeting.states if state not in cleared], holding, by_number)

    def before(self, meeting: Meeting) -> str:
        """What the history of an alert says of a decision that no longer holds, or ""."""
        for row in self._of(meeting):
            why = self.ended(row, meeting)
            if why and row.of_these(meeting.states):
                return f"Cleared before, on {row.cleared_at:%Y-%m-%d}; raised again since {WORDS[why]}"
        return ""

    def ended(self, row: ClearedPair, meeting: Meeting) -> str:
        """Why it does not hold for this meeting, a key of WORDS, or ""."""
        standing = row.standing(self.today)
        if standing != "holds":
            return standing
        if row.entry_hash != meeting.entry_hash:
            return "entry"
        if not self._same_person(row, meeting):
            return "person" if meeting.traveller else "party"
        return "lists" if self.lists.new(row) else ""

    def _of(self, meeting: Meeting) -> list[ClearedPair]:
        """Of the same two sides, the newest first, whether it holds or not."""
        rows = self.pairs.get((meeting.hit.list, meeting.hit.entry), []) if meeting.of_somebody else []
        return [row for row in rows if _concerns(row, meeting) or self.redress.recalls(row, meeting)]

    def _same_person(self, row: ClearedPair, meeting: Meeting) -> bool:
        if meeting.known_by and row.person_key == meeting.known_by:
            return True
        return self.redress.recalls(row, meeting) and not meeting.by_document


def _concerns(row: ClearedPair, meeting: Meeting) -> bool:
    return row.person_key == meeting.known_by or bool(row.who and row.who == meeting.who)


def _rows(people: list[Meeting], redress: Honoured) -> Iterable[ClearedPair]:
    keys = {meeting.known_by for meeting in people} - {""}
    who = {meeting.who for meeting in people} - {""}
    if not keys and not who and not redress.numbers:
        return ()
    named = Q(person_key__in=keys) | Q(who__in=who) | Q(redress__in=redress.numbers)
    return ClearedPair.objects.filter(named, entry_id__in={meeting.hit.entry for meeting in people}).order_by("-id")
