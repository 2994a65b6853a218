"""From events to notices: each event once, in one transaction with its notices and their deliveries (outbox)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from roadstead.casework.evidence import CENTRE
from roadstead.casework.models import Alert, Event
from roadstead.casework.standing import dealt_for
from roadstead.database.scope import REGION, scoped
from roadstead.dissemination.duty import roster_of
from roadstead.dissemination.escalation import UNSET, Level, Steps, due
from roadstead.dissemination.models import Channel, Delivery, Notice, Patience, Waiting
from roadstead.dissemination.routing import ASKS, KINDS, Audience, Told, leaves_the_page, route

ALERT: Final = ("alert__voyage", "alert__bill")
NOT_TOLD: Final = ("alert__bill__declared",)
MOST: Final = 100  # events, or notices that escalate, in one transaction


def spread(*, now: datetime) -> int:
    """Tell of the events that wait; how many. Two workers never take the same one."""
    with scoped(REGION):
        waiting = list(Waiting.objects.select_for_update(skip_locked=True).order_by("event_id")[:MOST])
        for event in Event.objects.filter(pk__in=[row.pk for row in waiting]).select_related(*ALERT).defer(*NOT_TOLD):
            _tell(event, now)
        Waiting.objects.filter(pk__in=[row.pk for row in waiting]).delete()
        return len(waiting)


def _tell(event: Event, now: datetime) -> None:
    alert, kind = event.alert, KINDS.get(event.act, "")
    if not kind:
        return
    told_of = [state for state in alert.states if not event.of or state == event.of]
    for told in route(states=told_of, action=alert.action, named=alert.named):
        asks = kind in ASKS and dealt_for(alert, told.state) is None
        notice = Notice.objects.create(
            alert=alert, event=event, state=told.state, audience=told.audience, kind=kind, created_at=now,
            escalates_at=_due(told.state, alert, now) if asks else None,
            states=[told.state], on_duty=_on_duty(told, now),
        )  # fmt: skip
        _deliver(notice, told.state, Level.DUTY, now)


def _on_duty(told: Told, now: datetime) -> list[int]:
    """Whom the roster names. Keepers and those named by a list's owner are told, whoever is on duty."""
    return sorted(roster_of(told.state, since=now).on_duty(now)) if told.audience == Audience.DUTY else []


def escalate(*, now: datetime) -> int:
    """Notices that nobody acknowledged in time go one level up; how many."""
    with scoped(REGION):
        late = Notice.objects.filter(acknowledged_at=None, escalates_at__lte=now)
        late = late.select_related(*ALERT).defer(*NOT_TOLD)
        rows = list(late.select_for_update(of=("self",), skip_locked=True).order_by("escalates_at")[:MOST])
        for notice in rows:
            _up(notice, now)
        return len(rows)


def _up(notice: Notice, now: datetime) -> None:
    level = None if dealt_for(notice.alert, notice.state) else notice.goes_to
    notice.escalates_at = None
    if level is not None:
        notice.level = level
        if notice.goes_to is not None:
            notice.escalates_at = _due(notice.state, notice.alert, now)
        _deliver(notice, CENTRE if level is Level.CENTRE else notice.state, level, now)
    notice.save(update_fields=["level", "escalates_at"])


def _deliver(notice: Notice, state: str, level: Level, now: datetime) -> None:
    """By every channel of the level. A centre has one level: its channels are of duty."""
    if not leaves_the_page(notice.audience):
        return
    wanted = Level.DUTY if state == CENTRE else level
    for channel in _channels(Channel.objects.filter(state=state, level=wanted, active=True), notice, level):
        Delivery.objects.get_or_create(
            notice=notice, channel=channel, defaults={"next_at": now, "states": list({notice.state, state})}
        )


def _channels(rows: QuerySet[Channel, Channel], notice: Notice, level: Level) -> QuerySet[Channel, Channel]:
    """Those of whoever is on duty; where they have none, or nobody is named, the desks."""
    of_people = rows.filter(person__in=notice.on_duty if level is Level.DUTY else [])
    return of_people if of_people.exists() else rows.filter(person=None)


def _due(state: str, alert: Alert, now: datetime) -> datetime | None:
    return due(steps_of(state, now), alert.arrival.arrives_at, now, cargo=alert.of_cargo)


def steps_of(state: str, now: datetime) -> Steps:
    found = Patience.objects.filter(state=state, since__lte=now.date()).first()
    return [(float(hours), float(minutes)) for hours, minutes in found.steps] if found else UNSET
