"""Webhooks of one carrier or organisation, maintained by its own people: add, test, switch off, delete, send again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from roadstead.engine.refusals import FieldRefused
from roadstead.outbound.notifications.models import CarrierDelivery, CarrierWebhook, DeliveryStatus
from roadstead.outbound.notifications.retries import FAILING_TRIES
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.registration.carrier_codes import PREFIX
from roadstead.platform.registration.models import SelfRegistered

MAX_WEBHOOKS: Final = 3  # of one carrier or organisation: each holds a slot of the sender
TOO_MANY: Final = "You have %(most)s webhooks, which is the most. Delete one first."
MAX_RESENT: Final = 200  # at a press
# Deliveries that keep failing: given up, or tried several times without success.
FAILS: Final = Q(status=DeliveryStatus.FAILED) | Q(status=DeliveryStatus.PENDING, attempts__gte=FAILING_TRIES)
KNOWN: Final = "This address is one of your webhooks already."


def own_webhooks(user: User) -> QuerySet[CarrierWebhook, CarrierWebhook]:
    return CarrierWebhook.objects.visible_to(user)


def own_deliveries(user: User) -> QuerySet[CarrierDelivery, CarrierDelivery]:
    """Return the deliveries, newest first, with webhook and message (its receipt alone)."""
    rows = CarrierDelivery.objects.visible_to(user).select_related("webhook", "message")
    return rows.only(
        "event",
        "status",
        "attempts",
        "sent_at",
        "result",
        "content",
        "webhook__target",
        "webhook__owner",
        "message__receipt",
    ).order_by("-id")


def failing_webhooks(user: User) -> QuerySet[CarrierWebhook, CarrierWebhook]:
    """Return the webhooks in use to which something could not be sent, with `failing` (how many deliveries), `given_up`
    (those of them that are not tried again by themselves) and `last_result`.
    """
    last = CarrierDelivery.objects.filter(FAILS, webhook=OuterRef("pk")).order_by("-next_at").values("result")[:1]
    own = CarrierDelivery.objects.visible_to(user).filter(webhook__in=own_webhooks(user))
    rows = (
        own_webhooks(user)
        .filter(active=True)
        .annotate(
            failing=Count("deliveries", filter=Q(deliveries__in=own.filter(FAILS))),
            given_up=Count("deliveries", filter=Q(deliveries__in=own.filter(status=DeliveryStatus.FAILED))),
            last_result=Subquery(last),
        )
    )
    return rows.filter(failing__gt=0)


def add(target: str, *, by: User, now: datetime, topics: Sequence[str] = ()) -> CarrierWebhook:
    """Add a webhook, in use at once. Raise FieldRefused if it is known, or one too many. `topics`: what a state's
    organisation asks for.
    """
    own = own_webhooks(by)
    if own.filter(target=target).exists():
        raise FieldRefused(KNOWN, field="target")
    if own.count() >= MAX_WEBHOOKS:
        raise FieldRefused(TOO_MANY, field="target", most=MAX_WEBHOOKS)
    made = CarrierWebhook.objects.create(
        carrier=by.carrier_id or "",
        owner=by.state_id or "",
        organisation=by.organisation_id or "",
        topics=[*topics],
        target=target,
        made_at=now,
    )
    _log(by, "set", made)
    return made


def request_test(hook: CarrierWebhook, *, by: User, now: datetime) -> None:
    """Request a test, which the sender carries out: no page waits for another system."""
    own_webhooks(by).filter(pk=hook.pk).update(test_requested_at=now)
    _log(by, "asked for a test", hook)


def set_active(hook: CarrierWebhook, *, on: bool, by: User) -> None:
    """Switch a webhook on or off. What waited for one that is switched off is not sent any more."""
    own_webhooks(by).filter(pk=hook.pk).update(active=on, paused_until=None)
    if not on:
        hook.deliveries.filter(status=DeliveryStatus.PENDING).delete()
    _log(by, "set" if on else "switched off", hook)


def delete(hook: CarrierWebhook, *, by: User) -> None:
    """Delete a webhook with its deliveries; its secret ends with it."""
    _log(by, "deleted", hook)
    hook.delete()


def switch_off_all(carrier: str) -> None:
    """Switch off the webhooks of a carrier whose account is closed: nothing more is sent there."""
    CarrierWebhook.objects.filter(carrier=carrier).update(active=False, test_requested_at=None)
    CarrierDelivery.objects.filter(carrier=carrier, status=DeliveryStatus.PENDING).delete()


def delete_of_erased_accounts() -> None:
    """Delete the webhooks of self-registered carriers whose account was erased: an address may name its holder."""
    known = SelfRegistered.objects.values("carrier")
    CarrierWebhook.objects.filter(carrier__startswith=PREFIX).exclude(carrier__in=known).delete()


def resend_failed(hook: CarrierWebhook, *, by: User, now: datetime) -> int:
    """Send everything again that failed, the oldest first; return how much."""
    failed = own_deliveries(by).filter(webhook=hook, status=DeliveryStatus.FAILED).order_by("id")
    return sum(resend(each, by=by, now=now) for each in failed[:MAX_RESENT])


def resend(delivery: CarrierDelivery, *, by: User, now: datetime) -> bool:
    """Send a failed delivery again with the same key; return True if it still was failed."""
    own = CarrierDelivery.objects.visible_to(by)
    rows = own.filter(pk=delivery.pk, status=DeliveryStatus.FAILED)
    if not rows.exists():
        return False
    same = {name: getattr(delivery, name) for name in ("webhook_id", "message_id", "event", "content")}
    if own.filter(**same, status=DeliveryStatus.PENDING, attempts=0).exists():
        rows.delete()  # the same is about to be sent
    else:
        rows.update(status=DeliveryStatus.PENDING, attempts=0, next_at=now, result="")
    own_webhooks(by).filter(pk=delivery.webhook_id).update(paused_until=None)
    _log(by, "sent again", delivery.webhook)
    return True


def _log(by: User, act: str, hook: CarrierWebhook) -> None:
    log(by, act, f"webhook {hook.pk}", states=[hook.owner] if hook.owner else None)
