"""How far a way of contact can be relied on: it is confirmed by an answer, and wears out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

FRESH_FOR: Final = timedelta(days=90)
TO_CONFIRM_FOR: Final = timedelta(days=14)  # after that
MAX_UNANSWERED: Final = 3  # in a row
COUNTS_AGAIN_AFTER: Final = timedelta(hours=1)  # of one caller, who could otherwise press three times in seconds


class Freshness(IntEnum):
    """The higher the better."""

    STALE = 0
    TO_CONFIRM = 1
    FRESH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """When somebody last answered there, or its owner last said that it holds; how often nobody answered since."""

    confirmed_at: datetime | None = None
    unanswered: int = 0


def freshness(reached: Reached, now: datetime) -> Freshness:
    """Stale at once after three test calls that nobody answered."""
    if reached.confirmed_at is None or reached.unanswered >= MAX_UNANSWERED:
        return Freshness.STALE
    age = now - reached.confirmed_at
    if age <= FRESH_FOR:
        return Freshness.FRESH
    return Freshness.TO_CONFIRM if age <= FRESH_FOR + TO_CONFIRM_FOR else Freshness.STALE


def after_contact(reached: Reached, *, answered: bool, at: datetime, alone: bool) -> Reached:
    """What a test call, or any other contact, makes of it. An answer makes even a stale one fresh. `alone`: a caller
    from outside, and nobody else has called in vain since the last answer; that alone never makes it stale."""
    if answered:
        return Reached(confirmed_at=max(at, reached.confirmed_at or at))
    most = MAX_UNANSWERED - 1 if alone else MAX_UNANSWERED
    return replace(reached, unanswered=max(reached.unanswered, min(reached.unanswered + 1, most)))


def of_all(found: Iterable[Freshness]) -> Freshness:
    """Of a contact point that has these ways: its best one's; without any it is stale."""
    return max(found, default=Freshness.STALE)
