"""Sections of the home page: a title, how many items wait, the first few of them, and where all are.

Each builder reads only rows that this user may see, and returns None where the role has no such work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadstead.casework.alerts.queue import AlertFilters, load_rows, queue
from roadstead.casework.cases.tasks import tasks_seen
from roadstead.outbound.notifications.acknowledgement import notices_calling
from roadstead.oversight.approvals.waiting import waiting_for
from roadstead.platform.accounts import permissions
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.roster import own_state_code, roster_of
from roadstead.platform.timeline.tasks import assigned_to
from roadstead.web.common.board import BoardFilters, voyages
from roadstead.web.templatetags.declared import declared_as
from roadstead.web.templatetags.names import port, voyage_name

MAX_LINES: Final = 5
SHIFT: Final = "next-6"  # of PERIODS: arrivals of the next six hours, and those whose people are still at the desks
GAPS_WITHIN: Final = timedelta(days=7)

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item. `at`: when it is due or arrives."""

    text: Text
    href: str
    detail: Text = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Work of one kind. `count`: all of it; `lines`: the first few; `empty`: the sentence if there is none."""

    title: Text
    empty: Text
    href: str
    link: Text
    count: int
    lines: tuple[Line, ...] = ()


Builder = Callable[[User, datetime], Section | None]


def build(builders: Iterable[Builder], user: User, now: datetime) -> list[Section]:
    """Return the sections that apply to this user, in order."""
    return [section for builder in builders if (section := builder(user, now))]


def my_alerts(user: User, now: datetime) -> Section | None:
    """Alerts that this person has taken, else those that nobody has."""
    if not permissions.may_see_alerts(user):
        return None
    return _alerts(AlertFilters(assignee="mine"), _("My alerts"), _("You have taken no alert."), user, now)


def alerts_to_decide(user: User, now: datetime) -> Section | None:
    """Open alerts by urgency."""
    if not permissions.may_see_alerts(user):
        return None
    return _alerts(AlertFilters(), _("Alerts to decide"), _("No alert waits for a decision."), user, now)


def selected_goods(user: User, now: datetime) -> Section | None:
    """Goods selected for a check, the next arrival first."""
    if not permissions.may_see_alerts(user):
        return None
    asked = AlertFilters(show="selected")
    return _alerts(asked, _("Goods selected for a check"), _("No goods are selected for a check."), user, now)


def cargo_alerts(user: User, now: datetime) -> Section | None:
    """Open alerts about cargo by urgency."""
    if not permissions.may_see_alerts(user):
        return None
    asked = AlertFilters(about="cargo")
    return _alerts(asked, _("Cargo alerts to decide"), _("No cargo alert waits for a decision."), user, now)


def arrivals(user: User, now: datetime) -> Section | None:
    """Voyages of the next six hours, and those whose people are still at the desks."""
    if not permissions.may_see_arrivals(user):
        return None
    rows = voyages(user, BoardFilters(when=SHIFT, state=user.state_id or ""), now)
    return Section(
        title=_("Arrivals in the next 6 hours"),
        empty=_("Nothing arrives in the next 6 hours."),
        href=f"{reverse('arrivals')}?when={SHIFT}" + (f"&state={user.state_id}" if user.state_id else ""),
        link=_("All arrivals"),
        count=rows.count(),
        lines=tuple(
            Line(
                text=voyage_name(row),
                href=reverse("voyage", args=[row.pk]),
                detail=_with_alerts(f"{port(row.origin)} → {port(row.destination)}", row.open_alerts),
                at=row.arrives_at,
            )
            for row in rows[:MAX_LINES]
        ),
    )


def approvals(user: User, now: datetime) -> Section | None:
    """Proposals that wait for this person as the second of two."""
    if not permissions.may_see_second_approvals(user):
        return None
    found = waiting_for(user, now=now)
    return Section(
        title=_("Waiting for my approval"),
        empty=_("Nothing waits for your approval."),
        href=reverse("second-approvals"),
        link=_("All second approvals"),
        count=len(found),
        lines=tuple(
            Line(
                text=each.label,
                href=reverse(each.page, args=[] if each.number is None else [each.number]),
                detail=_("proposed"),
                at=each.since,
            )
            for each in found[:MAX_LINES]
        ),
    )


def unanswered(user: User, _now: datetime) -> Section | None:
    """Notifications that nobody has acknowledged and that call this person."""
    if not permissions.may_see_alerts(user):
        return None
    rows = notices_calling(user).order_by("created_at", "pk")
    return Section(
        title=_("Notifications not acknowledged"),
        empty=_("Every notification is acknowledged."),
        href=f"{reverse('notices')}?show=waiting",
        link=_("All notifications"),
        count=rows.count(),
        lines=tuple(
            Line(text=row.reference, href=f"{reverse('notices')}?ref={row.reference}", at=row.created_at)
            for row in rows[:MAX_LINES]
        ),
    )


def tasks(user: User, now: datetime) -> Section | None:
    """Open case tasks of this person and of nobody, the next one due first."""
    if not permissions.may_see_cases(user):
        return None
    rows = tasks_seen(user).filter(assigned_to(user), ended_at=None).order_by("due_at", "pk")
    return Section(
        title=_("My case tasks"),
        empty=_("You have no case task."),
        href=reverse("case-tasks"),
        link=_("All case tasks"),
        count=rows.count(),
        lines=tuple(
            Line(
                text=row.what,
                href=reverse("case", args=[row.case_id]),
                detail=_("overdue") if row.due_at < now else _("due"),
                at=row.due_at,
            )
            for row in rows[:MAX_LINES]
        ),
    )


def roster_gaps(user: User, now: datetime) -> Section | None:
    """Hours of the next seven days in which nobody is on duty."""
    if not permissions.may_manage_channels(user):
        return None
    gaps = roster_of(own_state_code(user), since=now).gaps(now, now + GAPS_WITHIN)
    return Section(
        title=_("Gaps in the roster, next 7 days"),
        empty=_("Somebody is on duty at all hours, or there is no roster yet."),
        href=reverse("duty"),
        link=_("Duty roster"),
        count=len(gaps),
        lines=tuple(
            Line(text=_("Nobody on duty from"), href=reverse("duty"), at=begins) for begins, _ends in gaps[:MAX_LINES]
        ),
    )


def _alerts(asked: AlertFilters, title: Text, empty: Text, user: User, now: datetime) -> Section:
    rows = queue(user, asked, now)
    return Section(
        title=title,
        empty=empty,
        href=reverse("queue") + asked.query_string,
        link=_("All of these alerts"),
        count=rows.order_by().count(),
        lines=tuple(
            Line(
                text=declared_as(row),
                href=reverse("alert", args=[row.pk]) + asked.query_string,
                detail=voyage_name(row.voyage),
                at=row.arrival.arrives_at,
            )
            for row in load_rows(rows[:MAX_LINES], user)
        ),
    )


def _with_alerts(route: str, number: int) -> str:
    if not number:
        return route
    alerts = ngettext("%(number)d alert", "%(number)d alerts", number) % {"number": number}
    return f"{route} · {alerts}"
