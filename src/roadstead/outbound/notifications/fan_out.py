"""Fan-out of alert events to notices and their deliveries: the handler of `EventKind.ALERT` of the outbox.

A state has one open notice for a voyage, which further alerts and later steps change until it is acknowledged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Max, Q

from roadstead.casework.alerts.models import Alert, Event
from roadstead.casework.alerts.state_decisions import dealt_for
from roadstead.engine.reference.caricom import CENTRE
from roadstead.engine.reference.escalation import ESCALATION
from roadstead.outbound.notifications.logic.escalation import Level, escalation_time
from roadstead.outbound.notifications.logic.routing import (
    NOTICE_KINDS,
    RESPONSE_KINDS,
    SETTLING_KINDS,
    WEIGHT,
    Addressee,
    Audience,
    channel_recipient,
    route,
)
from roadstead.outbound.notifications.models import (
    Channel,
    Delivery,
    DeliveryStatus,
    Notice,
    NoticeAlert,
)
from roadstead.outbound.notifications.payload import urgency_class
from roadstead.outbound.notifications.state_events import notify_systems_of_alerts
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.directory.roster import roster_of
from roadstead.platform.handling.logic.gate import may_leave
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.outbox.queue import Handler, handle
from roadstead.platform.policies.in_force import in_force
from roadstead.targeting.watchlists.models import REGION as OF_REGION

ALERT_RELATIONS: Final = ("alert__voyage", "alert__bill")
DEFERRED_COLUMNS: Final = ("alert__bill__declared",)
BATCH_SIZE: Final = 100  # notices that escalate, in one transaction


@dataclass(slots=True)
class NoticeBatch:
    """Data shared by the notices of one transaction, read once."""

    now: datetime
    _on_duty: dict[str, Collection[int]] = field(default_factory=dict)
    _channels: dict[str, Sequence[Channel]] = field(default_factory=dict)

    def on_duty(self, state: str, audience: str, but: int | None) -> list[int]:
        """Return the people on the roster except the person who acted; []: all.

        The roster only applies to the audience DUTY: keepers and people named by a list's owner are always notified.
        """
        if audience != Audience.DUTY:
            return []
        if state not in self._on_duty:
            self._on_duty[state] = roster_of(state, since=self.now).on_duty(self.now)
        return sorted({*self._on_duty[state]} - {but})

    def channels(self, state: str, level: Level, on_duty: Collection[int]) -> Sequence[Channel]:
        """Return the channels of the people on duty; if they have none, or nobody is named, those of the desks."""
        if state not in self._channels:
            self._channels[state] = list(Channel.objects.filter(state=state, active=True))
        rows = [row for row in self._channels[state] if row.level == level]
        return [row for row in rows if row.person_id in on_duty] or [row for row in rows if row.person_id is None]


def fan_out(rows: Sequence[OutboxEvent], now: datetime) -> None:
    """Make the notices of steps of alerts, in their order."""
    events = (
        Event.objects.filter(pk__in=[row.subject for row in rows])
        .select_related(*ALERT_RELATIONS)
        .defer(*DEFERRED_COLUMNS)
    )
    batch = NoticeBatch(now)
    found = list(events.prefetch_related("alert__state_decisions").order_by("pk"))
    for event in found:
        _notify(event, batch)
    notify_systems_of_alerts(found)


HANDLERS: Final[Mapping[EventKind, Handler]] = {EventKind.ALERT: fan_out}


def update_notices(handlers: Mapping[EventKind, Handler] = HANDLERS, *, now: datetime) -> int:
    """Handle events, and escalate notices that nobody acknowledged; return the number of both.

    Uses no network: the scheduler runs it too for alerts, so that the page Notices is right while no sender runs.
    """
    return handle(handlers, now=now) + escalate(now=now)


def _notify(event: Event, batch: NoticeBatch) -> None:
    alert, kind = event.alert, NOTICE_KINDS.get(event.act) or SETTLING_KINDS.get(event.act)
    if not kind:
        return
    told_of = [state for state in alert.states if not event.by_state or state == event.by_state]
    for told in route(states=told_of, action=alert.action, named=alert.named):
        notice = _open_notice(told, alert)
        if notice is not None:
            _add_alert(notice, event, kind, batch)
        elif event.act in NOTICE_KINDS:
            _create_notice(told, event, kind, batch)


def _open_notice(told: Addressee, alert: Alert) -> Notice | None:
    """Return the open notice of the same voyage, locked. The search starts from the voyage's alerts, since a state may
    have very many open notices.
    """
    region = Q(notice__alert__owner=OF_REGION)
    named = NoticeAlert.objects.filter(
        region if alert.owner == OF_REGION else ~region,
        alert__voyage=alert.voyage_id,
        notice__alert__named=alert.named,
        notice__state=told.state,
        notice__audience=told.audience,
        notice__acknowledged_at=None,
    )
    found = named.aggregate(newest=Max("notice"))["newest"]
    return found and Notice.objects.select_for_update().filter(pk=found, acknowledged_at=None).first()


def _create_notice(told: Addressee, event: Event, kind: str, batch: NoticeBatch) -> None:
    alert, now = event.alert, batch.now
    notice = Notice.objects.create(
        alert=alert,
        event=event,
        state=told.state,
        audience=told.audience,
        kind=kind,
        created_at=now,
        escalates_at=_escalates_at(told.state, alert, now) if _needs_response(kind, alert, told.state) else None,
        acted_by=event.who,
        states=[told.state],
        on_duty=batch.on_duty(told.state, told.audience, event.who_id),
        urgency=urgency_class(alert, now, told.state),
        weight=WEIGHT.get(kind, 0),
    )
    _deliver(notice, told.state, Level.DUTY, batch)


def _add_alert(notice: Notice, event: Event, kind: str, batch: NoticeBatch) -> None:
    """Add another alert of the voyage, or the next step of one. The time until escalation does not start again."""
    item, is_new = NoticeAlert.objects.get_or_create(
        notice=notice, alert=event.alert, defaults={"event": event, "kind": kind, "states": notice.states}
    )
    if not is_new and item.event_id < event.pk:
        item.event, item.kind = event, kind
        item.save(update_fields=["event", "kind"])
    asks = _summarise(notice, event, batch.now)
    if _needs_response(kind, event.alert, notice.state):
        _call_again(notice, event.alert, kind, batch)
    if not asks:
        notice.escalates_at = None
        if event.act in SETTLING_KINDS and event.who is not None:
            notice.acknowledged_by, notice.acknowledged_at = event.who, batch.now
            log(
                event.who,
                "acknowledged",
                f"notice {notice.reference}",
                states=notice.states,
                detail=f"alert {event.alert_id} {kind}",
            )
    notice.save()


def _needs_response(kind: str, alert: Alert, state: str) -> bool:
    """Return True if somebody in `state` must respond: not once it was dealt with at the border."""
    return kind in RESPONSE_KINDS and dealt_for(alert, state) is None


def _summarise(notice: Notice, event: Event, now: datetime) -> bool:
    """Summarise the notice's alerts in its columns; return True if one of them needs a response."""
    items = list(notice.items.select_related("alert", "event").prefetch_related("alert__state_decisions"))
    asking = [item for item in items if _needs_response(item.kind, item.alert, notice.state)]
    foremost = max(asking or items, key=lambda item: (WEIGHT.get(item.kind, 0), item.alert.weight, item.event_id))
    people = {item.event.who_id for item in asking or items}
    notice.alert, notice.kind = foremost.alert, foremost.kind
    notice.acted_by_id = people.pop() if len(people) == 1 else None
    notice.version, notice.updated_at = notice.version + 1, now
    if event.pk > notice.event_id:
        notice.event = event
    return bool(asking)


def _call_again(notice: Notice, alert: Alert, kind: str, batch: NoticeBatch) -> None:
    """Call the people who are on duty now as well.

    Channels are used again only if the notice has become more urgent, or has more weight, than at their last use.
    """
    now, on_duty = batch.now, batch.on_duty(notice.state, notice.audience, notice.acted_by_id)
    notice.on_duty = sorted({*notice.on_duty, *on_duty}) if notice.on_duty and on_duty else []
    goes_up_at = _escalates_at(notice.state, alert, now) if notice.next_level is not None else None
    notice.escalates_at = min((at for at in (notice.escalates_at, goes_up_at) if at), default=None)
    urgency, weight = urgency_class(alert, now, notice.state), WEIGHT.get(kind, 0)
    if urgency > notice.urgency or weight > notice.weight:
        notice.urgency, notice.weight = max(urgency, notice.urgency), max(weight, notice.weight)
        notice.calls += 1
        for level in Level:
            if level <= notice.level:
                _deliver(notice, CENTRE if level is Level.CENTRE else notice.state, level, batch)


def escalate(*, now: datetime) -> int:
    """Escalate notices that nobody acknowledged in time by one level; return their number."""
    with scoped(REGION):
        late = Notice.objects.filter(acknowledged_at=None, escalates_at__lte=now)
        late = late.select_related(*ALERT_RELATIONS).defer(*DEFERRED_COLUMNS)
        batch = NoticeBatch(now)
        rows = list(late.select_for_update(of=("self",), skip_locked=True).order_by("escalates_at")[:BATCH_SIZE])
        for notice in rows:
            _escalate_notice(notice, batch)
        return len(rows)


def _escalate_notice(notice: Notice, batch: NoticeBatch) -> None:
    level = None if dealt_for(notice.alert, notice.state) else notice.next_level
    notice.escalates_at = None
    if level is not None:
        notice.level = level
        if notice.next_level is not None:
            notice.escalates_at = _escalates_at(notice.state, notice.alert, batch.now)
        _deliver(notice, CENTRE if level is Level.CENTRE else notice.state, level, batch)
    notice.save(update_fields=["level", "escalates_at"])


def _deliver(notice: Notice, state: str, level: Level, batch: NoticeBatch) -> None:
    """Create a delivery by each channel of the level by which the alert may leave. The centre has only level DUTY."""
    wanted = Level.DUTY if state == CENTRE else level
    channels = batch.channels(state, wanted, notice.on_duty if level is Level.DUTY else [])
    ways = [each for each in channels if may_leave(notice.alert, channel_recipient(each.way, each.state)).is_yes]
    if not ways:
        return
    # A pending delivery will be sent with the notice's content at that time.
    told = Delivery.objects.filter(Q(status=DeliveryStatus.PENDING) | Q(call=notice.calls), notice=notice)
    has = set(told.values_list("channel_id", flat=True))
    Delivery.objects.bulk_create(
        Delivery(
            notice=notice, channel=channel, call=notice.calls, next_at=batch.now, states=list({notice.state, state})
        )
        for channel in ways
        if channel.pk not in has
    )


def _escalates_at(state: str, alert: Alert, now: datetime) -> datetime | None:
    return escalation_time(in_force(ESCALATION), alert.arrival.arrives_at, now, state=state, cargo=alert.is_about_cargo)
