"""Drafts at the hour that an organisation has set, and daily mails about its watch log. Nothing is issued here."""

from __future__ import annotations

from datetime import date, datetime

from roadstead.casework.log.models import OPEN as OPEN_HANDOVER
from roadstead.casework.log.models import EntryType, LogEntry, ShiftHandover
from roadstead.oversight.situation.acts import discard_row, make_draft, next_period
from roadstead.oversight.situation.figures import DAY
from roadstead.oversight.situation.models import OPEN, LogMail, SituationHour, SituationReport
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.cooperation_permissions import may_see_watch_log
from roadstead.platform.accounts.models import Organisation
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.directory.roster import local_zone


def prepare_drafts(*, now: datetime) -> int:
    """Prepare the drafts that are due; return their number. One that nobody has changed gives way to the new one."""
    made = 0
    with scoped(REGION):
        rows = SituationHour.objects.select_for_update(of=("self",)).select_related("organisation__state")
        for row in rows:
            today = _due_on(row.organisation, row.hour, row.last_day, now)
            if today is None:
                continue
            untouched = SituationReport.objects.filter(
                OPEN, organisation=row.organisation, prepared_by=None, edition=0, replaces=None
            )
            for old in untouched.select_for_update():
                discard_row(old, now=now)
            make_draft(row.organisation, *next_period(row.organisation, now), now=now, by=None)
            row.last_day = today
            row.save(update_fields=["last_day"])
            made += 1
    return made


def mail_digests(*, now: datetime) -> int:
    """Mail the daily numbers of their log to those who want them and have not had them today; return their number.

    Whoever may no longer read the log loses the choice.
    """
    sent = 0
    with scoped(REGION):
        LogMail.objects.filter(person__is_active=False).delete()
        rows = LogMail.objects.select_for_update(of=("self",)).filter(digest=True)
        for row in rows.select_related("person__organisation__state"):
            person, organisation = row.person, row.person.organisation
            if organisation is None or not may_see_watch_log(person):
                row.delete()
                continue
            today = _due_on(organisation, row.hour, row.last_day, now)
            if today is None:
                continue
            account_notices.notify_by_mail([person], "log digest", now, **_numbers(organisation, now))
            row.last_day = today
            row.save(update_fields=["last_day"])
            sent += 1
    return sent


def _due_on(organisation: Organisation, hour: int, last: date | None, now: datetime) -> date | None:
    """Return the day of the organisation's clock for which something is due; None if its hour has not come, or it was
    done.
    """
    local = now.astimezone(local_zone(organisation))
    is_due = local.hour >= hour and (last is None or last < local.date())
    return local.date() if is_due else None


def _numbers(organisation: Organisation, now: datetime) -> dict[str, int]:
    rows = LogEntry.objects.filter(organisation=organisation, at__gte=now - DAY, at__lt=now).order_by()
    handovers = ShiftHandover.objects.filter(OPEN_HANDOVER, organisation=organisation)
    return {
        "number": rows.count(),
        "faults": rows.filter(act=EntryType.FAULT).count(),
        "decisions": rows.filter(act=EntryType.DECISION).count(),
        "handovers": handovers.count(),
    }
