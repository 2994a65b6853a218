"""Deletion of personal data in the directory by the retention policy of its category (S6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.db.models import Case, DateTimeField, F, Model, When
from django.db.models.functions import Cast, Coalesce

from roadstead.engine.deadlines.spans import Span
from roadstead.platform.directory.models import Contact, ContactPointHolder, Qualification

MAX_ROWS: Final = 1000  # at a time, the oldest first
# Date from which a closed account counts: its last use, as far as known.
CLOSED: Final = Case(When(user__is_active=False, then=Coalesce("user__last_login", "user__opened_at")))
EXPIRED: Final = Cast("until", DateTimeField()) + timedelta(days=1)
EXPIRED_AT: Final = Coalesce("revoked_at", CLOSED, EXPIRED)


def delete_old(period: str, now: datetime) -> int:
    """Delete what ended longer ago than `period` ("12 months"); return the number of rows.

    These are holders without an account, contacts, and qualifications that expired, were revoked or whose account is
    closed. Holders with an account are named by the account.
    """
    rows = (
        (Contact, Contact.objects.annotate(over=F("at"))),
        (ContactPointHolder, ContactPointHolder.objects.filter(user=None).annotate(over=F("valid_to"))),
        (Qualification, Qualification.objects.annotate(over=EXPIRED_AT)),
    )
    return sum(
        _delete_expired(
            model, list(found.exclude(over=None).order_by("over").values_list("pk", "over")[:MAX_ROWS]), period, now
        )
        for model, found in rows
    )


def _delete_expired(model: type[Model], rows: list[tuple[int, date | datetime]], keep: str, now: datetime) -> int:
    over = [pk for pk, ended in rows if Span.parse(keep).after(_moment(ended)) <= now]
    model._base_manager.filter(pk__in=over).delete()
    return len(over)


def _moment(ended: date | datetime) -> datetime:
    return ended if isinstance(ended, datetime) else datetime.combine(ended, time.max, UTC)
