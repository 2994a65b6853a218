"""Check for due work of a sender, in one statement: most passes find nothing to do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import connection

from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.outbox.models import MAX_ATTEMPTS, EventKind

MAX_WAIT_FOR_PAUSED: Final = timedelta(minutes=30)  # time that a delivery waits for a paused channel
MAILS: Final = (
    EventKind.GUEST_LINK,
    EventKind.REGISTRATION,
    EventKind.ACCOUNT_NOTICE,
)  # sent to one person (account_mail)
SQL: Final = """
select
  exists (select from outbox_event where kind = any (%(kinds)s) and due_at <= %(now)s and attempts < %(most)s)
  or exists (select from notifications_notice where acknowledged_at is null and escalates_at <= %(now)s),
  exists (select from notifications_delivery
          where status = 'sending' and next_at <= %(now)s or status = 'pending' and next_at <= %(overdue)s),
  exists (select from notifications_delivery where status in ('pending', 'sending') and next_at <= %(now)s)
  or exists (select from notifications_channel where test_requested_at is not null),
  exists (select from notifications_carrierdelivery where status in ('pending', 'sending') and next_at <= %(now)s)
  or exists (select from notifications_carrierwebhook where test_requested_at is not null),
  exists (select from outbox_event where kind = any (%(mails)s) and due_at <= %(now)s and attempts < %(most)s)
"""


class DueWork(NamedTuple):
    """Kinds of due work.

    `notices`: events to handle, or notices to escalate. `unsent`: deliveries that may be settled without being sent.
    `deliveries`: those to send, or a test of a channel; `carriers`: the same of carriers' webhooks. `mails`: to one
    person.
    """

    notices: bool
    unsent: bool
    deliveries: bool
    carriers: bool
    mails: bool


def find_due_work(kinds: Collection[EventKind], *, now: datetime) -> DueWork:
    """Return what is due. `kinds`: types of outbox events that this process handles."""
    asked: dict[str, Any] = {
        "kinds": [kind.value for kind in kinds],
        "mails": [kind.value for kind in MAILS],
        "now": now,
        "overdue": now - MAX_WAIT_FOR_PAUSED,
        "most": MAX_ATTEMPTS,
    }
    with scoped(REGION), connection.cursor() as cursor:
        cursor.execute(SQL, asked)
        (row,) = cursor.fetchall()
        return DueWork(*row)
