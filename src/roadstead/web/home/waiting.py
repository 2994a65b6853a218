"""Work that waits for the user: alerts, notifications, requests, second approvals, tasks, and duties of oversight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadstead.casework.alerts.logic.examination import OPEN
from roadstead.casework.alerts.models import Selection
from roadstead.casework.alerts.queue import AlertFilters, load_alerts, takeable
from roadstead.casework.cases.models import CaseTask
from roadstead.casework.cases.tasks import tasks_seen
from roadstead.casework.examinations.daily_list import seen
from roadstead.casework.log.handover import open_handovers
from roadstead.casework.log.models import OPEN as OPEN_HANDOVER
from roadstead.casework.log.models import ShiftHandover
from roadstead.casework.rooms.models import RoomMember, RoomTask
from roadstead.casework.vetting.models import SheetStatus, VettingSheet
from roadstead.cooperation.requests.models import Request
from roadstead.cooperation.requests.waiting import hide_targets, load_sides, requests_waiting_for
from roadstead.outbound.notifications.acknowledgement import notices_calling
from roadstead.oversight.approvals.waiting import WaitingProposal
from roadstead.oversight.registers.models import DecisionEffect
from roadstead.oversight.retention.models import NotificationDuty, StoppedPurge, SubjectRequest
from roadstead.oversight.situation.models import OPEN as OPEN_REPORT
from roadstead.oversight.situation.models import SituationReport
from roadstead.platform.accounts import cooperation_permissions, permissions
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.approvals.models import Decision
from roadstead.platform.audit.models import Checkpoint
from roadstead.platform.timeline.tasks import assigned_to
from roadstead.web.common.tables import capped
from roadstead.web.home.effects import effects
from roadstead.web.home.rooms import room_invitations, room_tasks
from roadstead.web.home.work import MAX_COUNTED, MAX_LINES, Builders, Item, Moment, Source, Text, first_of
from roadstead.web.templatetags.declared import declared_as
from roadstead.web.templatetags.names import code_label, port, voyage_name


def alerts(user: User, now: datetime) -> list[Source]:
    """Open alerts that this person has taken, and those that nobody has, by urgency; both read at once."""
    if not permissions.may_decide_alerts(user):
        return []
    about = "cargo" if _is_of_customs(user) else ""
    found = takeable(user, AlertFilters(about=about), now)[: 2 * (MAX_COUNTED + 1)]
    mine = [row for row in found if row.effective_assignee is not None]
    free = [row for row in found if row.effective_assignee is None]
    loaded = load_alerts([row.pk for row in (*mine[:MAX_LINES], *free[:MAX_LINES])], user) if found else {}
    return [
        _alert_source(AlertFilters(assignee="mine", about=about), _("My alerts"), mine, loaded),
        _alert_source(AlertFilters(assignee="unassigned", about=about), _("Alerts to decide"), free, loaded),
    ]


def notifications(user: User) -> Source | None:
    """Notifications that nobody has acknowledged and that call this person, as one item: its page lists them."""
    if not permissions.may_see_alerts(user):
        return None
    found, number = first_of(notices_calling(user).order_by("created_at", "pk").values_list("created_at", flat=True))
    href = f"{reverse('notices')}?show=waiting"
    items = () if not found else (_calling(found[0], number, href),)
    return Source(name=_("Notifications"), type=_("Notification"), href=href, count=number, items=items)


def _calling(since: datetime, number: int, href: str) -> Item:
    return Item(
        text=ngettext("%(number)s notification to acknowledge", "%(number)s notifications to acknowledge", number)
        % {"number": number},
        href=href,
        at=since,
        moment=Moment.SINCE,
    )


def requests(user: User, _now: datetime) -> Source | None:
    """Requests between states that wait for this person's organisation, the first due first."""
    if not cooperation_permissions.may_write_requests(user):
        return None
    found, number = first_of(requests_waiting_for(user).prefetch_related(None))
    hide_targets(found, user)
    return request_source(found, number, reverse("requests"))


def request_source(found: Sequence[Request], number: int, href: str) -> Source:
    """Return these requests as work: the first, the number of all, and where all of them are."""
    load_sides(found)
    items = tuple(
        Item(
            text=row.title,
            href=reverse("request", args=[row.reference]),
            detail=f"{row.reference}: {row.asking} → {row.asked}",
            at=row.due_at,
            moment=(Moment(row.due_kind) if row.due_kind else Moment.DUE) if row.can_be_late else Moment.ENDS,
        )
        for row in found
    )
    return Source(name=_("Requests"), type=_("Request"), href=href, count=number, items=items)


def approvals(found: Sequence[WaitingProposal]) -> Source:
    """Proposals that wait for this person as the second of two."""
    items = (
        Item(
            text=each.label,
            href=reverse(each.page, args=[] if each.number is None else [each.number]),
            detail=_("Approve or reject"),
            at=each.since,
            moment=Moment.SINCE,
        )
        for each in found[:MAX_LINES]
    )
    return Source(
        name=_("Second approvals"),
        type=_("Second approval"),
        href=reverse("second-approvals"),
        count=len(found),
        items=tuple(items),
    )


def examinations(user: User, _now: datetime) -> Source | None:
    """Goods that are still to be examined, the next one first; work of customs."""
    if not permissions.may_see_examinations(user) or not _is_of_customs(user):
        return None
    rows = seen(user).filter(state__in=sorted(OPEN))
    found, number = first_of(rows)
    items = (
        Item(
            text=row.container or row.bill or _("Goods of the voyage"),
            href=reverse("selection", args=[row.pk]),
            detail=f"{code_label(row.kind)}, {port(row.port)}",
            at=row.planned_at,
            moment=Moment.PLANNED,
        )
        for row in found
    )
    return Source(
        name=_("Goods to examine"),
        type=_("Goods to examine"),
        href=reverse("examinations"),
        count=number,
        items=tuple(items),
    )


def tasks(user: User, _now: datetime) -> Source | None:
    """Open case tasks of this person and of nobody, the next one due first."""
    if not permissions.may_see_cases(user):
        return None
    rows = tasks_seen(user).filter(assigned_to(user), ended_at=None).order_by("due_at", "pk")
    found, number = first_of(rows)
    items = (
        Item(
            text=row.what,
            href=reverse("case", args=[row.case_id]),
            detail=_("Case %(number)d") % {"number": row.case_id},
            at=row.due_at,
        )
        for row in found
    )
    return Source(
        name=_("Case tasks"), type=_("Case task"), href=reverse("case-tasks"), count=number, items=tuple(items)
    )


def subject_requests(user: User, _now: datetime) -> Source | None:
    """Data subject requests without an answer, the next one due first. Names stay on their own page."""
    if not permissions.may_see_subject_requests(user):
        return None
    rows = SubjectRequest.objects.visible_to(user).filter(answered_at=None).order_by("due_at", "pk")
    found, number = first_of(rows)
    items = (
        Item(text=row.reference, href=reverse("subject-request", args=[row.pk]), detail=_("Answer"), at=row.due_at)
        for row in found
    )
    href = reverse("subject-requests")
    return Source(
        name=_("Data subject requests"),
        type=_("Data subject request"),
        href=href,
        count=number,
        items=tuple(items),
    )


def breach_notifications(user: User, _now: datetime) -> Source | None:
    """Authorities that have to be notified of an incident and have not been."""
    if not permissions.may_see_incidents(user):
        return None
    rows = NotificationDuty.objects.visible_to(user).filter(notified_at=None).order_by("due_at", "pk")
    found, number = first_of(rows)
    items = (
        Item(
            text=_("Incident %(number)d") % {"number": row.incident_id},
            href=reverse("incident", args=[row.incident_id]),
            detail=_("Notify the authority"),
            at=row.due_at,
        )
        for row in found
    )
    return Source(name=_("Incidents"), type=_("Incident"), href=reverse("incidents"), count=number, items=tuple(items))


def stopped_deletions(user: User, _now: datetime) -> Source | None:
    """Deletions that were stopped and wait for people."""
    if not permissions.may_see_stopped_purges(user):
        return None
    rows = StoppedPurge.objects.filter(closed_at=None).order_by("stopped_at", "pk")
    href = reverse("stopped-purges")
    found, number = first_of(rows)
    items = (Item(text=_(row.get_reason_display()), href=href, at=row.stopped_at, moment=Moment.SINCE) for row in found)
    return Source(name=_("Stopped deletions"), type=_("Stopped deletion"), href=href, count=number, items=tuple(items))


def broken_audit(user: User, _now: datetime) -> Source | None:
    """Faults of the audit log."""
    if not permissions.may_see_audit(user):
        return None
    rows = Checkpoint.objects.exclude(fault="")
    href = reverse("audit")
    found, number = first_of(rows)
    items = (Item(text=_("The chain is broken"), href=href, at=row.at, moment=Moment.SINCE) for row in found)
    return Source(name=_("Audit log"), type=_("Audit log"), href=href, count=number, items=tuple(items))


def handovers(user: User, _now: datetime) -> Source | None:
    """Handovers of a shift that this person has to take over."""
    return _handovers(user, _("Take over the shift"), incoming=user)


def own_handovers(user: User, _now: datetime) -> Source | None:
    """Handovers that this person has signed, and the other one has not."""
    return _handovers(user, _("The other person has not signed"), outgoing=user)


def _handovers(user: User, detail: str, **of: User) -> Source | None:
    if not cooperation_permissions.may_write_watch_log(user):
        return None
    found, number = first_of(open_handovers(user).filter(**of))
    href = reverse("log-handover")
    items = tuple(
        Item(
            text=_("%(outgoing)s hands over to %(incoming)s") % {"outgoing": row.outgoing, "incoming": row.incoming},
            href=href,
            detail=detail,
            at=row.signed_out_at,
            moment=Moment.SINCE,
            is_urgent="incoming" in of,
        )
        for row in found
    )
    return Source(name=_("Shift handovers"), type=_("Shift handover"), href=href, count=number, items=items)


def situation_reports(user: User, _now: datetime) -> Source | None:
    """Drafts of situation reports of the own organisation, for those who issue them."""
    if not cooperation_permissions.may_issue_situation_reports(user) or user.organisation_id is None:
        return None
    rows = SituationReport.objects.visible_to(user).filter(OPEN_REPORT, organisation=user.organisation_id)
    found, number = first_of(rows.defer("pdf").order_by("prepared_at", "pk"))
    items = (
        Item(
            text=row.headline or _("Situation report %(number)d") % {"number": row.pk},
            href=reverse("situation-report", args=[row.pk]),
            detail=_("Draft: read, change and issue it"),
            at=row.prepared_at,
            moment=Moment.SINCE,
        )
        for row in found
    )
    return Source(
        name=_("Situation reports"),
        type=_("Situation report"),
        href=f"{reverse('situation-reports')}?show=draft",
        count=number,
        items=tuple(items),
    )


def vetting_sheets(user: User, _now: datetime) -> Source | None:
    """Vetting sheets that wait for their letter, the first due first."""
    if not cooperation_permissions.may_decide_vetting(user):
        return None
    rows = VettingSheet.objects.visible_to(user).filter(status=SheetStatus.OPEN).select_related("organisation")
    rows = rows.defer("file", "letter", "problems", "basis").order_by("-urgent", "due_at", "pk")
    found, number = first_of(rows)
    items = tuple(
        Item(
            text=_("Vetting sheet %(number)d") % {"number": row.pk},
            href=reverse("vetting-sheet", args=[row.pk]),
            detail=str(row.organisation),
            at=row.due_at,
            moment=Moment(row.due_kind or Moment.TARGET),
            is_urgent=row.urgent,
        )
        for row in found
    )
    return Source(name=_("Vetting"), type=_("Vetting sheet"), href=reverse("vetting"), count=number, items=items)


WAITING: Final[Builders] = {
    handovers: lambda: ShiftHandover.objects.filter(OPEN_HANDOVER),
    vetting_sheets: lambda: VettingSheet.objects.filter(status=SheetStatus.OPEN),
    requests: None,
    room_invitations: lambda: RoomMember.objects.filter(accepted_at=None, left_at=None),
    room_tasks: lambda: RoomTask.objects.filter(ended_at=None),
    examinations: lambda: Selection.objects.filter(state__in=sorted(OPEN)),
    tasks: lambda: CaseTask.objects.filter(ended_at=None),
    subject_requests: lambda: SubjectRequest.objects.filter(answered_at=None),
    breach_notifications: lambda: NotificationDuty.objects.filter(notified_at=None),
    stopped_deletions: lambda: StoppedPurge.objects.filter(closed_at=None),
    situation_reports: lambda: SituationReport.objects.filter(OPEN_REPORT),
    effects: lambda: DecisionEffect.objects.filter(start=None, decision__decision=Decision.APPROVED),
    broken_audit: lambda: Checkpoint.objects.exclude(fault=""),
}


def _alert_source(asked: AlertFilters, name: Text, rows: Sequence[Any], loaded: Mapping[int, Any]) -> Source:
    items = (_alert_item(loaded[row.pk], asked) for row in rows[:MAX_LINES] if row.pk in loaded)
    href = reverse("queue") + asked.query_string
    return Source(name=name, type=_("Alert"), href=href, count=capped(len(rows), MAX_COUNTED), items=tuple(items))


def _alert_item(row: Any, asked: AlertFilters) -> Item:
    return Item(
        text=declared_as(row),
        href=reverse("alert", args=[row.pk]) + asked.query_string,
        detail=voyage_name(row.voyage),
        at=row.arrival.arrives_at,
        moment=Moment.ARRIVES,
    )


def _is_of_customs(user: User) -> bool:
    return user.organisation is not None and user.organisation.type == OrganisationType.CUSTOMS
