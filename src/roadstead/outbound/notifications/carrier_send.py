"""Deliveries to the webhooks of carriers and of states' organisations: claim, send, settle, beside the notices to
states and never in their slots.

Each webhook has one delivery at a time and a slot of its own, so that a slow carrier delays nobody else. What is sent
holds references alone: the receipt, its status and where to ask.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from roadstead.config import Config, secret_key
from roadstead.filings.intake.models import Message
from roadstead.outbound.notifications import webhook
from roadstead.outbound.notifications.breaker import record_outcome
from roadstead.outbound.notifications.models import CarrierDelivery, CarrierWebhook, DeliveryStatus
from roadstead.outbound.notifications.outcome import Outcome
from roadstead.outbound.notifications.retries import LEASE, MAX_ATTEMPTS, MAX_REASON_CHARS, retry_after
from roadstead.outbound.notifications.wire import CARRIERS_LOOKUPS
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.registration.carrier_codes import PREFIX

log = logging.getLogger("roadstead.outbound.notifications")
CARRIER_SLOTS: Final = 32  # simultaneous deliveries to carriers; each holds a thread for ten seconds at most
SELF_REGISTERED_SLOTS: Final = 8  # of these for carriers of whom only an e-mail address is known: anybody may be many
TEST: Final = "test"
KIND: Final = "carrier webhook"  # of the rows whose signing secret is derived
MAX_TEST_RESULT_CHARS: Final = 220
SENDABLE: Final = Q(status=DeliveryStatus.PENDING) | Q(status=DeliveryStatus.SENDING, attempts__lt=MAX_ATTEMPTS)
DIED: Final = "the sender stopped while sending"

Payload = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class CarrierJob:
    """One message to send. `delivery` None: the test of a webhook."""

    webhook: CarrierWebhook
    content: Payload
    key: str
    delivery: CarrierDelivery | None = None


def claim(
    config: Config, *, now: datetime, lease: timedelta = LEASE, in_hand: Collection[int] = ()
) -> CarrierJob | None:
    """Return a requested test or a due delivery, marked as being sent and committed before a byte goes out. `in_hand`:
    numbers of webhooks that the sender is using.
    """
    with scoped(REGION):
        return _claim_test(config, now, in_hand) or _claim_delivery(config, now, lease, in_hand)


def _claim_delivery(config: Config, now: datetime, lease: timedelta, in_hand: Collection[int]) -> CarrierJob | None:
    hook = _free_webhook(now, in_hand)
    if hook is None:
        return None
    due = CarrierDelivery.objects.filter(SENDABLE, webhook=hook, next_at__lte=now).order_by("next_at", "id")
    found = due.select_for_update(skip_locked=True).first()
    if found is None:
        return None
    found.attempts, found.status, found.next_at = found.attempts + 1, DeliveryStatus.SENDING, now + lease
    found.save(update_fields=["attempts", "status", "next_at"])
    content: Payload = found.content
    if found.message_id is not None:
        message = Message.objects.only("receipt", "status", "processed_at").get(pk=found.message_id)
        content = payload(found.event, message, config.url)
    return CarrierJob(hook, content, str(found.key), found)


def _free_webhook(now: datetime, in_hand: Collection[int]) -> CarrierWebhook | None:
    """Return the webhook with the longest waiting delivery, locked; never one that another sender is using."""
    of_it = CarrierDelivery.objects.filter(webhook=OuterRef("pk"))
    due = of_it.filter(SENDABLE, next_at__lte=now)
    in_flight = of_it.filter(status=DeliveryStatus.SENDING, next_at__gt=now)
    rows = _beside(in_hand).filter(Exists(due), ~Exists(in_flight), active=True).exclude(paused_until__gt=now)
    oldest = Subquery(due.order_by("next_at").values("next_at")[:1])
    return rows.order_by(oldest, "pk").select_for_update(of=("self",), no_key=True, skip_locked=True).first()


def _beside(in_hand: Collection[int]) -> QuerySet[CarrierWebhook, CarrierWebhook]:
    """Return the webhooks that may get a slot while these are in use."""
    rows = CarrierWebhook.objects.exclude(pk__in=in_hand)
    self_registered = CarrierWebhook.objects.filter(pk__in=in_hand, carrier__startswith=PREFIX)
    if len(in_hand) < SELF_REGISTERED_SLOTS or self_registered.count() < SELF_REGISTERED_SLOTS:
        return rows
    return rows.exclude(carrier__startswith=PREFIX)


def payload(event: str, message: Message, base: str) -> Payload:
    """Return the body: no name, number or answer of a person (docs/guide/webhooks.md)."""
    return {
        "event": event,
        "receipt": message.receipt,
        "status": message.status,
        "processed_at": message.processed_at.isoformat(timespec="seconds") if message.processed_at else None,
        "link": f"{base.rstrip('/')}/api/v1/receipts/{message.receipt}",
    }


def sample_payload(base: str) -> Payload:
    """Return the body with which a carrier tests its webhook."""
    return {
        "event": TEST,
        "receipt": None,
        "status": None,
        "processed_at": None,
        "link": f"{base.rstrip('/')}/api/v1/openapi.json",
    }


def sample_of_state(base: str) -> Payload:
    """Return the body with which an organisation of a state tests its webhook."""
    return {"event": TEST, "reference": None, "link": f"{base.rstrip('/')}/api/v1/state/openapi.json"}


def secret_of(hook: CarrierWebhook, config: Config) -> str:
    return webhook.signing_secret(secret_key(config), hook.pk, of=KIND)


def send_job(job: CarrierJob, config: Config, now: datetime) -> Outcome:
    """Send a job. Uses the network only, and never raises, as that would leave the delivery without a result."""
    try:
        return webhook.send(
            job.content,
            job.webhook.target,
            secret=secret_of(job.webhook, config),
            key=job.key,
            private=config.webhook_private,
            now=now,
            lookups=CARRIERS_LOOKUPS,
        )
    except Exception as error:  # noqa: BLE001
        log.error("%s: %s", job.webhook, type(error).__name__)
        return Outcome(DeliveryStatus.PENDING, type(error).__name__)


def settle(job: CarrierJob, outcome: Outcome, now: datetime) -> None:
    """Record the result. What a sender that died has left is claimed again after its lease, with the same key."""
    if job.delivery is None:
        _finish_test(job.webhook, outcome)
        return
    status, words = outcome.status, outcome.words[:MAX_REASON_CHARS]
    if status == DeliveryStatus.PENDING and job.delivery.attempts >= MAX_ATTEMPTS:
        status = DeliveryStatus.FAILED
    with scoped(REGION):
        held = CarrierDelivery.objects.filter(
            pk=job.delivery.pk, attempts=job.delivery.attempts, status=DeliveryStatus.SENDING
        )
        done = held.update(
            status=status,
            sent_at=now if status == DeliveryStatus.SENT else None,
            result=words,
            next_at=now + retry_after(job.delivery.attempts),
        )
        if done:
            record_outcome(job.webhook, outcome, now)
    level = logging.INFO if status == DeliveryStatus.SENT else logging.WARNING
    log.log(level, "%s by %s: %s, %s", job.delivery, job.webhook, status, words)


def settle_died(*, now: datetime) -> int:
    """Settle deliveries whose sender died at the last attempt; return their number."""
    with scoped(REGION):
        died = CarrierDelivery.objects.filter(
            status=DeliveryStatus.SENDING, next_at__lte=now, attempts__gte=MAX_ATTEMPTS
        )
        return died.update(status=DeliveryStatus.FAILED, result=DIED)


def _claim_test(config: Config, now: datetime, in_hand: Collection[int]) -> CarrierJob | None:
    rows = _beside(in_hand).filter(test_requested_at__isnull=False)
    found = rows.order_by("test_requested_at").select_for_update(skip_locked=True, no_key=True).first()
    if found is None:
        return None
    found.test_requested_at, found.tested_at, found.test_result = None, now, DeliveryStatus.UNSURE.label
    found.save(update_fields=["test_requested_at", "tested_at", "test_result"])
    sample = sample_payload(config.url) if found.carrier else sample_of_state(config.url)
    return CarrierJob(found, sample, str(uuid.uuid4()))


def _finish_test(hook: CarrierWebhook, outcome: Outcome) -> None:
    """Record the result of a test. After a success the webhook is used again at once."""
    is_sent = outcome.status == DeliveryStatus.SENT
    words = f"{'Sent' if is_sent else 'Not sent'}: {outcome.words}"[:MAX_TEST_RESULT_CHARS]
    with scoped(REGION):
        rows = CarrierWebhook.objects.filter(pk=hook.pk)
        rows.update(test_result=words, **({"failures": 0, "paused_until": None} if is_sent else {}))
