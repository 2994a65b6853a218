"""Retention times computed from a policy, for one state and one category of data (S6, S7, S8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from roadstead.engine.deadlines.spans import Span
from roadstead.engine.reference.retention import Policy, policy_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Times for one state and category. `mask_at` is never after `expires_at`; `policy`: the row that set them."""

    state: str
    category: str
    mask_at: datetime
    expires_at: datetime
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class RetainedItem:
    """Subject of retention: states concerned, mode of transport, and times of travel and receipt."""

    states: Sequence[str]
    mode: str
    received: datetime
    travelled: datetime | None = None  # None: no travel date is known


def clocks(subject: RetainedItem, categories: Iterable[str], rows: Sequence[Policy]) -> list[Times]:
    """Return the times for each state and category; for a subject that concerns no known state, under state ""."""
    return [_times(subject, state, category, rows) for state in subject.states or [""] for category in categories]


def _times(subject: RetainedItem, state: str, category: str, rows: Sequence[Policy]) -> Times:
    travelled = subject.travelled or subject.received
    policy = policy_for(rows, state=state, category=category, mode=subject.mode, on=travelled.date())
    start = travelled if policy.counts_from == "travel" else max(travelled, subject.received)
    expires = Span.parse(policy.keep).after(start)
    mask = min(Span.parse(policy.mask_after).after(start), expires)
    return Times(state=state, category=category, mask_at=mask, expires_at=expires, policy=policy)
