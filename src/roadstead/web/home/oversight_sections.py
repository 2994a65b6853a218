"""Sections of the home page for oversight, lists and accounts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from roadstead.engine.reference.caricom import REGION
from roadstead.oversight.retention.models import NotificationDuty, StoppedPurge, SubjectRequest
from roadstead.platform.accounts import permissions
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import Checkpoint
from roadstead.platform.invitations.invitation_links import accounts_managed_by
from roadstead.targeting.watchlists.models import WatchList
from roadstead.web.home.sections import MAX_LINES, Line, Section

OLD_LIST: Final = timedelta(days=30)


def subject_requests(user: User, now: datetime) -> Section | None:
    """Data subject requests without an answer, the next one due first. Names stay on their own page."""
    if not permissions.may_see_subject_requests(user):
        return None
    rows = SubjectRequest.objects.visible_to(user).filter(answered_at=None).order_by("due_at", "pk")
    return Section(
        title=_("Data subject requests to answer"),
        empty=_("Every data subject request is answered."),
        href=reverse("subject-requests"),
        link=_("All data subject requests"),
        count=rows.count(),
        lines=tuple(
            Line(
                text=row.reference,
                href=reverse("subject-request", args=[row.pk]),
                detail=_("overdue") if row.due_at < now else _("due"),
                at=row.due_at,
            )
            for row in rows[:MAX_LINES]
        ),
    )


def breach_notices(user: User, now: datetime) -> Section | None:
    """Authorities that have to be notified of an incident and have not been."""
    if not permissions.may_see_incidents(user):
        return None
    rows = NotificationDuty.objects.visible_to(user).filter(notified_at=None).order_by("due_at", "pk")
    return Section(
        title=_("Authorities to notify of an incident"),
        empty=_("No authority waits for a notification."),
        href=reverse("incidents"),
        link=_("All incidents"),
        count=rows.count(),
        lines=tuple(
            Line(
                text=_("Incident %(number)d") % {"number": row.incident_id},
                href=reverse("incident", args=[row.incident_id]),
                detail=_("overdue") if row.due_at < now else _("due"),
                at=row.due_at,
            )
            for row in rows[:MAX_LINES]
        ),
    )


def stopped_deletions(user: User, _now: datetime) -> Section | None:
    """Deletions that were stopped and wait for people."""
    if not permissions.may_see_stopped_purges(user):
        return None
    rows = StoppedPurge.objects.filter(closed_at=None).order_by("stopped_at", "pk")
    return Section(
        title=_("Stopped deletions"),
        empty=_("No deletion is stopped."),
        href=reverse("stopped-purges"),
        link=_("All stopped deletions"),
        count=rows.count(),
        lines=tuple(
            Line(text=_(row.get_reason_display()), href=reverse("stopped-purges"), at=row.stopped_at)
            for row in rows[:MAX_LINES]
        ),
    )


def audit_chain(user: User, _now: datetime) -> Section | None:
    """Last verification of the audit log."""
    if not permissions.may_see_audit(user):
        return None
    last = Checkpoint.objects.first()
    broken = Checkpoint.objects.exclude(fault="").first()
    lines = [
        Line(text=text, href=reverse("audit"), at=row.at)
        for row, text in ((broken, _("The chain is broken")), (last, _("Last verified")))
        if row
    ]
    return Section(
        title=_("Audit log"),
        empty=_("The audit log has not been verified yet."),
        href=reverse("audit"),
        link=_("Audit log"),
        count=1 if broken else 0,
        lines=tuple(lines),
    )


def lists(user: User, now: datetime) -> Section | None:
    """Lists of the own state or of the region, the oldest version first."""
    if not permissions.may_see_lists(user):
        return None
    rows = WatchList.objects.visible_to(user).filter(owner=user.state_id or REGION).prefetch_related("versions")
    aged = sorted(((max((each.loaded_at for each in row.versions.all()), default=None), row) for row in rows), key=_age)
    return Section(
        title=_("Lists by age"),
        empty=_("You have no list."),
        href=reverse("lists"),
        link=_("All lists"),
        count=sum(loaded is None or now - loaded > OLD_LIST for loaded, _row in aged),
        lines=tuple(
            Line(text=row.name, href=reverse("list", args=[row.pk]), detail=_("last loaded"), at=loaded)
            for loaded, row in aged[:MAX_LINES]
        ),
    )


def certificates(user: User, now: datetime) -> Section | None:
    """Accounts whose training certificate or clearance ends within 30 days."""
    if not permissions.may_manage_accounts(user):
        return None
    until = (now + OLD_LIST).date()
    rows = accounts_managed_by(user).filter(is_active=True, certificate_until__lte=until)
    rows = rows.order_by(F("certificate_until"), "pk")
    return Section(
        title=_("Training certificates that end within 30 days"),
        empty=_("No certificate ends within 30 days."),
        href=reverse("people"),
        link=_("All people"),
        count=rows.count(),
        lines=tuple(
            Line(text=str(row), href=reverse("person", args=[row.pk]), detail=f"{row.certificate_until:%Y-%m-%d}")
            for row in rows[:MAX_LINES]
        ),
    )


def _age(aged: tuple[datetime | None, WatchList]) -> tuple[bool, float]:
    loaded, _row = aged
    return loaded is not None, loaded.timestamp() if loaded else 0.0
