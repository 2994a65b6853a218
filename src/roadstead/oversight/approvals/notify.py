"""Notifications of waiting proposals to those who may approve them: one until the next sign-in, however many wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from roadstead.oversight.approvals.waiting import waiting_for
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import AccountNotice, Role, User
from roadstead.platform.outbox.models import OutboxEvent

KIND = "proposal"  # kind of notice: a key of notice_texts.TEXTS


def notify_of_proposals(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.PROPOSAL`. Nobody is notified of what was decided meanwhile."""
    by_kind: dict[str, set[int]] = {}
    for event in events:
        by_kind.setdefault(event.codes["of"], set()).add(event.subject)
    for of, subjects in by_kind.items():
        people = [
            user
            for user in _people()
            if any(waiting.subject in subjects for waiting in waiting_for(user, now=now, of=of))
        ]
        account_notices.notify(people, KIND, now)


def _people() -> QuerySet[User]:
    """Return staff who have seen their last notification."""
    unseen = AccountNotice.objects.filter(kind=KIND, seen_at=None).values("person")
    return User.objects.filter(is_active=True).exclude(role=Role.CARRIER).exclude(pk__in=unseen)
