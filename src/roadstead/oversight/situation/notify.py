"""Notify the recipients of a report that was issued. The mail is a link: nothing of the report is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from roadstead.oversight.situation.models import SituationReport
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.cooperation_permissions import LOG_WRITERS
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.directory.roster import roster_of
from roadstead.platform.outbox.models import OutboxEvent


def notify_of_reports(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.SITUATION`: notify people of each recipient who may read the report."""
    rows = SituationReport.objects.filter(pk__in=[event.subject for event in events], issued_at__isnull=False)
    for row in rows.select_related("organisation").defer("pdf").order_by("pk"):
        to = Organisation.objects.filter(pk__in=row.recipients)
        people = (person for each in to for person in people_of(each, now))
        account_notices.notify(people, "situation issued", now, number=row.pk, sender=row.organisation)


def people_of(organisation: Organisation, now: datetime) -> Iterator[User]:
    """Yield who is notified: people of the organisation on duty, else all who write its log; and who wants to be."""
    readers = User.objects.filter(
        organisation=organisation, state=organisation.state_id, is_active=True, role__in=LOG_WRITERS | {Role.AUDITOR}
    )
    able = readers.filter(role__in=LOG_WRITERS)
    on_duty = able.filter(pk__in=roster_of(organisation.state_id or organisation.pk, since=now).on_duty(now))
    yield from on_duty if on_duty.exists() else able
    yield from readers.filter(log_mail__reports=True)
