"""Freshness of a contact method: an answer confirms it, and the confirmation ages. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from roadstead.engine.rules.routing import Freshness as Freshness

FRESH_FOR: Final = timedelta(days=90)
TO_CONFIRM_FOR: Final = timedelta(days=14)  # then
MAX_UNANSWERED: Final = 3  # consecutive
COUNTS_AGAIN_AFTER: Final = timedelta(hours=1)  # for one caller, who could otherwise record three within seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRecord:
    """Last time that somebody answered or the owner confirmed the method, and unanswered contacts since."""

    confirmed_at: datetime | None = None
    unanswered: int = 0


def freshness(reached: ContactRecord, now: datetime) -> Freshness:
    """Return the freshness; stale at once after three unanswered contacts."""
    if reached.confirmed_at is None or reached.unanswered >= MAX_UNANSWERED:
        return Freshness.STALE
    age = now - reached.confirmed_at
    if age <= FRESH_FOR:
        return Freshness.FRESH
    return Freshness.TO_CONFIRM if age <= FRESH_FOR + TO_CONFIRM_FOR else Freshness.STALE


def after_contact(reached: ContactRecord, *, answered: bool, at: datetime, alone: bool) -> ContactRecord:
    """Return the state after a test call or another contact. An answer makes even a stale method fresh.

    `alone`: the caller is from outside, and nobody else has called in vain since the last answer; such calls alone
    never make it stale.
    """
    if answered:
        return ContactRecord(confirmed_at=max(at, reached.confirmed_at or at))
    most = MAX_UNANSWERED - 1 if alone else MAX_UNANSWERED
    return replace(reached, unanswered=max(reached.unanswered, min(reached.unanswered + 1, most)))


def best_freshness(found: Iterable[Freshness]) -> Freshness:
    """Return the freshness of a contact point: that of its best method; stale without any."""
    return max(found, default=Freshness.STALE)
