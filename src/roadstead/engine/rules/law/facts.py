"""Facts of adherence by state and instrument: approved ones before shipped ones, conflicting ones beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from roadstead.engine.reference.law.adherence import Adherence, Event, Happened
from roadstead.engine.reference.policy import ANY

Key = tuple[str, str, Event]  # state, instrument, event


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """An event on which sources disagree: whether it happened, or when."""

    state: str  # alpha-3, or * for the instrument itself
    event: Event
    rows: tuple[Adherence, ...]


class LegalFacts:
    """Known facts of every state. Made once from the rows in force, and then only read."""

    def __init__(self, rows: Iterable[Adherence]) -> None:
        found: dict[Key, list[Adherence]] = defaultdict(list)
        for row in rows:
            found[row.state, row.instrument, row.event].append(row)
        self._rows: Final[Mapping[Key, tuple[Adherence, ...]]] = {key: _override(each) for key, each in found.items()}
        self._conflicts: dict[tuple[str, str], list[Conflict]] = defaultdict(list)
        for (state, instrument, event), each in self._rows.items():
            if _disagree(each):
                self._conflicts[state, instrument].append(Conflict(state=state, event=event, rows=each))

    def rows(self, state: str, instrument: str, event: Event) -> tuple[Adherence, ...]:
        """Return the rows of a state for an event; where it has none, the row that it was not found of any state."""
        return self._rows.get((state, instrument, event)) or self._rows.get((ANY, instrument, event), ())

    def conflicts(self, state: str, instrument: str) -> tuple[Conflict, ...]:
        return tuple(self._conflicts.get((state, instrument), ()))


def _override(rows: list[Adherence]) -> tuple[Adherence, ...]:
    """Leave out the shipped rows where a state has approved its own."""
    return tuple([row for row in rows if row.is_approved] or rows)


def _disagree(rows: tuple[Adherence, ...]) -> bool:
    """Return True if two rows say different things; a day that is more exact than another, or unknown, is no conflict.

    A row that was ended says what was, and conflicts with none.
    """
    said = [row for row in rows if row.happened != Happened.NOT_FOUND and not row.valid_to]
    return any(
        one.happened != other.happened
        or not (one.valid_from.startswith(other.valid_from) or other.valid_from.startswith(one.valid_from))
        for one, other in combinations(said, 2)
    )
