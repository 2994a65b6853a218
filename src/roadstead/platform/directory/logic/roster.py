"""Roster calculation: people on duty at a time, and gaps, from a weekly pattern and changes that replace it. Pure.

Hours of the pattern are in the state's time zone; instants are aware. A turn that ends at or before its beginning ends
on the next day. While a change lasts it counts alone: its people are on duty, or nobody, whatever the pattern says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

DAY = timedelta(days=1)
Span = tuple[datetime, datetime]  # begin and end, the end excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Weekly turn of one person. `days`: 0 is Monday."""

    person: int
    days: frozenset[int]
    begins: time
    ends: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Change that replaces the pattern. `person` None: nobody is on duty, deliberately."""

    person: int | None
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    turns: tuple[Turn, ...] = ()
    changes: tuple[Change, ...] = ()
    zone: tzinfo = UTC

    @property
    def exists(self) -> bool:
        """Return True if there is a roster; without one, everybody of the state counts as on duty."""
        return bool(self.turns or self.changes)

    def on_duty(self, at: datetime) -> frozenset[int]:
        """Return the ids of the people on duty; empty in a gap."""
        instead = [each.person for each in self.changes if each.begins <= at < each.ends]
        if instead:
            return frozenset(person for person in instead if person is not None)
        turns = ((turn.person, self._spans(turn, at, at)) for turn in self.turns)
        return frozenset(person for person, spans in turns if any(begins <= at < ends for begins, ends in spans))

    def gaps(self, first: datetime, until: datetime) -> list[Span]:
        """Return the periods without anybody on duty between `first` and `until`; none if there is no roster."""
        return self._spans_where(lambda people: not people, first, until) if self.exists else []

    def shifts(self, person: int, first: datetime, until: datetime) -> list[Span]:
        """Return the periods between `first` and `until` in which this person is on duty."""
        own = replace(self, turns=tuple(turn for turn in self.turns if turn.person == person))  # others' change nothing
        return own._spans_where(lambda people: person in people, first, until)

    def _spans_where(self, fits: Callable[[frozenset[int]], bool], first: datetime, until: datetime) -> list[Span]:
        """Return the longest periods whose people on duty fit."""
        edges = sorted({first, until, *(edge for edge in self._edges(first, until) if first < edge < until)})
        found: list[Span] = []
        for begins, ends in pairwise(edges):
            if not fits(self.on_duty(begins)):
                continue
            joins = found and found[-1][1] == begins
            found[-1:] = [(found[-1][0], ends)] if joins else [*found[-1:], (begins, ends)]
        return found

    def _edges(self, first: datetime, until: datetime) -> Iterator[datetime]:
        for turn in self.turns:
            for span in self._spans(turn, first, until):
                yield from span
        for change in self.changes:
            yield from (change.begins, change.ends)

    def _spans(self, turn: Turn, first: datetime, until: datetime) -> Iterator[Span]:
        """Yield the spans that begin on a day between the one before `first` and that of `until`."""
        day, last = first.astimezone(self.zone).date() - DAY, until.astimezone(self.zone).date()
        while day <= last:
            if day.weekday() in turn.days:
                on = day + DAY if turn.ends <= turn.begins else day
                yield self._at(day, turn.begins), self._at(on, turn.ends)
            day += DAY

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)
