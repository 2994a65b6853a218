"""Events for the webhooks of a state's organisations: what happened, a reference and where to ask. No content.

Of containers the number, port, status and time are sent, since terminals need nothing else; never a reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from roadstead.casework.alerts.models import Alert, Detention, Event
from roadstead.casework.examinations.containers import status_of
from roadstead.config import config
from roadstead.cooperation.requests.models import Message
from roadstead.outbound.notifications.models import CarrierDelivery, CarrierWebhook, DeliveryStatus, StateEvent
from roadstead.platform.handling.logic.gate import Medium, any_officer_of, may_leave
from roadstead.platform.outbox.models import OutboxEvent

KEPT: Final = timedelta(days=30)  # deliveries that are done


def notify_systems_of_alerts(events: Iterable[Event]) -> None:
    """Write a delivery for each state that may know of a step of an alert: its own steps, and those that all see."""
    hooks = _hooks(StateEvent.ALERT)
    for event in events if hooks else ():
        alert = event.alert
        for state in alert.states:
            if (not event.by_state or event.by_state == state) and state in hooks and _may_leave(alert, state):
                _write(hooks[state], StateEvent.ALERT, _named(str(alert.pk), f"/api/v1/state/alerts/{alert.pk}"))


def notify_systems_of_requests(rows: Sequence[OutboxEvent], _now: datetime) -> None:
    """Write a delivery for the organisation to which a message of a request has come."""
    hooks = _hooks(StateEvent.REQUEST)
    messages = Message.objects.filter(pk__in=[row.subject for row in rows]) if hooks else Message.objects.none()
    for message in messages.select_related("request__asking", "request__asked").order_by("pk"):
        request = message.request
        to = request.asking if message.organisation_id != request.asking_id else request.asked
        of = [hook for hook in hooks.get(to.state_id or "", ()) if hook.organisation == to.pk]
        _write(of, StateEvent.REQUEST, _named(request.reference, f"/requests/{request.reference}"))


def notify_systems_of_containers(rows: Sequence[OutboxEvent], _now: datetime) -> None:
    """Handle `EventKind.CONTAINER`: a container is held, or nothing holds it any more."""
    hooks = _hooks(StateEvent.CONTAINER)
    found = Detention.objects.filter(pk__in=[row.subject for row in rows], owner__in=hooks)
    for each in found.select_related("selection__voyage").order_by("pk"):
        status = status_of(each)
        if status is None:
            continue
        content = {
            **_named(each.container or each.bill, f"/api/v1/state/containers?port={each.port}"),
            "container": each.container,
            "bill": each.bill,
            "port": each.port,
            "status": status.value,
            "at": (each.released_at or each.detained_at).isoformat(timespec="seconds"),
        }
        _write(hooks[each.owner], StateEvent.CONTAINER, content)


def delete_old(now: datetime) -> None:
    """Delete deliveries of states that are done, some time after. Call it in the region's scope."""
    done = CarrierDelivery.objects.filter(message=None, next_at__lt=now - KEPT)
    done.exclude(status__in=[DeliveryStatus.PENDING, DeliveryStatus.SENDING]).delete()


def _may_leave(alert: Alert, state: str) -> bool:
    return may_leave(alert, any_officer_of(state, Medium.WEBHOOK)).is_yes


def _named(reference: str, path: str) -> dict[str, str]:
    return {"reference": reference, "link": f"{config().url.rstrip('/')}{path}"}


def _hooks(topic: StateEvent) -> Mapping[str, list[CarrierWebhook]]:
    """Return by state the webhooks in use that ask for the topic."""
    found: dict[str, list[CarrierWebhook]] = defaultdict(list)
    for hook in CarrierWebhook.objects.filter(active=True, carrier="", topics__contains=[topic.value]):
        found[hook.owner].append(hook)
    return found


def _write(hooks: Collection[CarrierWebhook], event: StateEvent, content: Mapping[str, Any]) -> None:
    """Write a delivery for each webhook, unless the very same waits there and nobody has tried to send it yet."""
    said = {"event": event.value, **content}
    waits = CarrierDelivery.objects.filter(
        webhook__in=hooks, status=DeliveryStatus.PENDING, attempts=0, content=said
    ).values_list("webhook", flat=True)
    known = set(waits)
    CarrierDelivery.objects.bulk_create(
        CarrierDelivery(
            webhook=hook, event=event, owner=hook.owner, organisation=hook.organisation, carrier="", content=said
        )
        for hook in hooks
        if hook.pk not in known
    )
