"""Search ends where the state's retention ends, even where the deletion of the day has not run yet (S6)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q

from roadstead.engine.deadlines.spans import Span
from roadstead.engine.reference.caricom import participants
from roadstead.engine.reference.retention import RETENTION, Category, policy_for
from roadstead.oversight.retention.mask import CREW
from roadstead.oversight.retention.models import RetentionSchedule
from roadstead.platform.accounts.models import User
from roadstead.platform.policies.in_force import in_force

MODES: Final = ("air", "sea", "road")


def retained(user: User, category: Category, now: datetime, voyage: str = "voyage") -> Q:
    """Return the condition that data of this category of the row's voyage are neither due for masking nor over, for the
    user's state; for the region, in one state at least.
    """
    of_voyage = RetentionSchedule.objects.filter(voyage=OuterRef(voyage), category=category)
    if user.state_id:
        return ~Q(Exists(of_voyage.filter(state=user.state_id, mask_at__lte=now)))
    return ~Q(Exists(of_voyage.filter(mask_at__lte=now))) | Q(Exists(of_voyage.filter(mask_at__gt=now)))


def retained_people(user: User, now: datetime) -> Q:
    """Return the condition for travellers: passengers and crew have retention periods of their own."""
    crew = Q(role__in=CREW)
    return (crew & retained(user, Category.CREW_API, now)) | (~crew & retained(user, Category.API, now))


def retained_since(user: User, now: datetime) -> datetime:
    """Return the moment since when voyages that have arrived are kept for this user, by the policies in force."""
    states = [user.state_id] if user.state_id else [state.code for state in participants()]
    rows = in_force(RETENTION)
    policies = [
        policy_for(rows, state=state, category=category, mode=mode, on=now.date())
        for state in states
        for category in (Category.API, Category.CREW_API)
        for mode in MODES
    ]
    return min(max(_before(now, each.keep), _before(now, each.mask_after)) for each in policies)


def _before(now: datetime, span: str) -> datetime:
    read = Span.parse(span)
    return Span(-read.number, read.unit).after(now)


def arrival_order(arrives_at: datetime | None, now: datetime) -> float:
    """Return seconds between now and the arrival, to sort by; a voyage without a declared arrival comes last."""
    return abs((arrives_at - now).total_seconds()) if arrives_at else float("inf")
