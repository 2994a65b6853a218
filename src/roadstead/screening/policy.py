"""What alerts, whatever the evidence, and what does not. Agreed by people and versioned; the matcher only weighs."""

from __future__ import annotations

from datetime import date
from typing import Final

from roadstead.model import Entry, ListedName
from roadstead.screening.side import Side

POLICY_VERSION: Final = "2026-11"
DEFAULT_THRESHOLD: Final = 15.0  # bits


def in_force(entry: Entry, today: date) -> bool:
    """An entry past its expiry never alerts. An expiry that is no date is taken for none: better one alert too many."""
    try:
        return not entry.expires or date.fromisoformat(entry.expires[:10]) >= today
    except ValueError:
        return True


def enough_known(name: ListedName, side: Side) -> bool:
    """A weak alias alerts only with a second identifier: the birth date, wholly or in part."""
    return not name.weak or side.birth_date.bits > 0


def same_name_alerts(side: Side) -> bool:
    """The full name being equal, it is shown unless the birth dates contradict, though a common name has few bits."""
    return not side.contradicted
