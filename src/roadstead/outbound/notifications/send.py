"""Deliveries: claim, send, settle. Each is its own transaction, so that after a crash the row shows the last step.

A webhook whose sender died is sent again with the same key. A mail is not, because it may have been sent: it becomes
UNSURE, the notice escalates at once, and an operator may send it again deliberately (decision 0017).

Only `send_by_channel`, which the sender process (deliver.py) calls in a thread, opens a connection.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_noop as _

from roadstead.config import Config
from roadstead.outbound.notifications import account_mail, carrier_send
from roadstead.outbound.notifications.breaker import end_pause, has_paused_channel, paused, probe, record_outcome
from roadstead.outbound.notifications.due_work import MAX_WAIT_FOR_PAUSED
from roadstead.outbound.notifications.fan_out import HANDLERS, update_notices
from roadstead.outbound.notifications.logic.routing import channel_recipient
from roadstead.outbound.notifications.models import Channel, Delivery, DeliveryStatus, Notice, NoticeAlert, Transport
from roadstead.outbound.notifications.outcome import Outcome
from roadstead.outbound.notifications.payload import Payload, build_payload, sample_payload
from roadstead.outbound.notifications.retries import LEASE, MAX_ATTEMPTS, MAX_REASON_CHARS, retry_after
from roadstead.outbound.notifications.slots import Skip
from roadstead.outbound.notifications.transports import send_by_channel
from roadstead.platform.audit.models import Purpose, log
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.handling.logic.gate import may_leave
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.outbox.queue import Handler

logger = logging.getLogger("roadstead.outbound.notifications")
DIED: Final = _("the sender stopped while sending")
TOO_LONG: Final = _("the channel failed repeatedly and the delivery waited too long")
NOTHING_MAY_LEAVE: Final = _("its alerts may no longer be sent by this channel")
NOT_COMPOSED: Final = _("the message could not be composed")
BATCH_SIZE: Final = 100
# Deliveries that may be sent; others whose sender died are settled without being sent (settle_unsent).
SENDABLE: Final = Q(status=DeliveryStatus.PENDING) | Q(
    status=DeliveryStatus.SENDING, channel__way=Transport.WEBHOOK, attempts__lt=MAX_ATTEMPTS
)
IN_FLIGHT: Final = {"status": DeliveryStatus.SENDING}
LEVELS: Final = {
    DeliveryStatus.FAILED: logging.ERROR,
    DeliveryStatus.UNSURE: logging.ERROR,
    DeliveryStatus.PENDING: logging.WARNING,
}


@dataclass(frozen=True, slots=True)
class Job:
    """One message to send. `delivery` None: the test of a channel."""

    channel: Channel
    content: Payload
    key: str
    delivery: Delivery | None = None


def deliver_due(
    config: Config,
    handlers: Mapping[EventKind, Handler] = HANDLERS,
    *,
    now: datetime,
    most: int = 20,
    lease: timedelta = LEASE,
) -> int:
    """Do all due work in sequence; return the number of things done.

    Events, escalation, tests of channels and webhooks, and up to `most` deliveries. For a single run (`roadstead
    deliver --once`).
    """
    done = update_notices(handlers, now=now) + settle_unsent(now=now) + account_mail.send_one(config, now=now)
    done += carrier_send.settle_died(now=now)
    while job := claim(config, now=now, lease=lease, deliveries=most > 0):
        settle(job, send_job(job, config, now), now)
        done, most = done + 1, most - (job.delivery is not None)
    while most > 0 and (of_carrier := carrier_send.claim(config, now=now, lease=lease)):
        carrier_send.settle(of_carrier, carrier_send.send_job(of_carrier, config, now), now)
        done, most = done + 1, most - 1
    return done


def claim(
    config: Config,
    *,
    now: datetime,
    lease: timedelta = LEASE,
    in_hand: Iterable[Channel] = (),
    deliveries: bool = True,
) -> Job | None:
    """Return a requested test of a channel, else (`deliveries`) a due delivery; None if there is nothing.

    A delivery is marked as being sent and committed before a byte goes out. `in_hand`: channels in use by the sender.
    """
    skip = Skip.beside(in_hand)
    with scoped(REGION):
        return _claim_test(config, now, skip) or (_claim_delivery(config, now, lease, skip) if deliveries else None)


def _claim_delivery(config: Config, now: datetime, lease: timedelta, skip: Skip) -> Job | None:
    """Claim a delivery, never two by one channel: the channel's row is locked first, so that two senders cannot."""
    channel = _free_channel(now, skip)
    if channel is None:
        return None
    due = Delivery.objects.filter(SENDABLE, channel=channel, next_at__lte=now).order_by("next_at", "id")
    found = due.select_related("notice").select_for_update(of=("self",), skip_locked=True).first()
    if found is None or Delivery.objects.filter(channel=channel, **IN_FLIGHT, next_at__gt=now).exists():
        return None
    found.attempts, found.status, found.next_at = found.attempts + 1, DeliveryStatus.SENDING, now + lease
    found.save(update_fields=["attempts", "status", "next_at"])
    probe(channel, until=found.next_at)
    items = _may_be_sent(found.notice, channel)
    if not items:
        _settle(found, Outcome(DeliveryStatus.FAILED, NOTHING_MAY_LEAVE), now)
        return None
    try:
        return Job(channel, build_payload(found.notice, items, config.url, now), str(found.key), found)
    except (ValueError, LookupError, TypeError) as error:  # it must not be claimed again and again
        _settle(found, Outcome(DeliveryStatus.FAILED, f"{NOT_COMPOSED} ({type(error).__name__})"), now)
        return None


def _may_be_sent(notice: Notice, channel: Channel) -> list[NoticeAlert]:
    """Return the alerts that may leave by this channel now: some may have become silent or red since."""
    rows = notice.items.select_related("alert__voyage", "alert__bill").defer("alert__bill__declared")
    rows = rows.prefetch_related("alert__state_decisions")
    to = channel_recipient(channel.way, channel.state)
    return [item for item in rows if may_leave(item.alert, to).is_yes]


def _free_channel(now: datetime, skip: Skip) -> Channel | None:
    """Return the channel with the longest waiting delivery, locked; channels locked by other senders are skipped."""
    of_channel = Delivery.objects.filter(channel=OuterRef("pk"))
    due = of_channel.filter(SENDABLE, next_at__lte=now)
    in_flight = of_channel.filter(**IN_FLIGHT, next_at__gt=now)
    rows = skip.applied(Channel.objects.filter(Exists(due), ~Exists(in_flight)).exclude(paused(now)))
    oldest = Subquery(due.order_by("next_at").values("next_at")[:1])
    return rows.order_by(oldest, "pk").select_for_update(of=("self",), no_key=True, skip_locked=True).first()


def send_job(job: Job, config: Config, now: datetime) -> Outcome:
    """Send a job. Uses the network only: no table is read or written."""
    return send_by_channel(job.channel, job.content, key=job.key, config=config, now=now)


def settle(job: Job, outcome: Outcome, now: datetime) -> None:
    """Record the result of a job."""
    if job.delivery is None:
        _finish(job.channel, outcome)
        return
    with scoped(REGION):
        if _settle(job.delivery, outcome, now):
            record_outcome(job.channel, outcome, now)


def settle_unsent(*, now: datetime) -> int:
    """Settle deliveries whose result is known without sending; return their number.

    A mail whose sender died is unsure. A webhook whose sender died each time has failed, and so has a delivery that
    waited too long for a paused channel.
    """
    died = Delivery.objects.filter(**IN_FLIGHT, next_at__lte=now)
    late = Delivery.objects.filter(
        has_paused_channel(now), status=DeliveryStatus.PENDING, next_at__lte=now - MAX_WAIT_FOR_PAUSED
    )
    return (
        _settle_all(died.filter(channel__way=Transport.MAIL), Outcome(DeliveryStatus.UNSURE, DIED), now)
        + _settle_all(died.filter(attempts__gte=MAX_ATTEMPTS), Outcome(DeliveryStatus.FAILED, DIED), now)
        + _settle_all(late, Outcome(DeliveryStatus.FAILED, TOO_LONG), now)
    )


def _settle_all(rows: QuerySet[Delivery], outcome: Outcome, now: datetime) -> int:
    with scoped(REGION):
        found = rows.select_related("notice", "channel").select_for_update(of=("self",), skip_locked=True)
        done = list(found[:BATCH_SIZE])
        for delivery in done:
            _settle(delivery, outcome, now)
        return len(done)


def _settle(delivery: Delivery, outcome: Outcome, now: datetime) -> bool:
    """Settle what this sender holds; a sender that took it over meanwhile settles it. Disclosures are audited (S28)."""
    status, words = outcome.status, outcome.words[:MAX_REASON_CHARS]
    if status == DeliveryStatus.PENDING and delivery.attempts >= MAX_ATTEMPTS:
        status = DeliveryStatus.FAILED
    sent = status == DeliveryStatus.SENT
    held = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts, status=delivery.status)
    done = held.update(
        status=status,
        sent_at=now if sent else None,
        receipt=words if sent else "",
        reason="" if sent else words,
        next_at=now + retry_after(delivery.attempts),
    )
    subject = f"notice {delivery.notice.reference}"
    if done and status in {DeliveryStatus.UNSURE, DeliveryStatus.FAILED}:
        Notice.objects.filter(pk=delivery.notice_id, acknowledged_at=None, escalates_at__gt=now).update(
            escalates_at=now
        )
    detail = f"{words}; by channel {delivery.channel_id} ({delivery.channel.way})"
    log(None, f"notified: {status}", subject, states=delivery.states, purpose=Purpose.MATCH, detail=detail)
    logger.log(LEVELS.get(status, logging.INFO), "%s by %s: %s, %s", subject, delivery.channel, status, words)
    return bool(done)


def send_again(delivery: int, *, now: datetime) -> bool:
    """Send a failed or unsure delivery again, as an operator asks, with the same key; return True if there was one."""
    with scoped(REGION):
        rows = Delivery.objects.filter(pk=delivery, status__in=[DeliveryStatus.FAILED, DeliveryStatus.UNSURE])
        for found in rows.select_related("channel"):
            end_pause(found.channel)
        return bool(rows.update(status=DeliveryStatus.PENDING, attempts=0, next_at=now, reason=""))


# Test of one channel, requested on its page. At most once: the request is deleted before a byte goes out.


TEST_UNSURE: Final = DeliveryStatus.UNSURE.label
MAX_TEST_RESULT_CHARS: Final = 220  # characters, as in the column


def _claim_test(config: Config, now: datetime, skip: Skip) -> Job | None:
    rows = skip.applied(Channel.objects.filter(test_requested_at__isnull=False)).order_by("test_requested_at")
    found = rows.select_for_update(skip_locked=True, no_key=True).first()
    if found is None:
        return None
    found.test_requested_at, found.tested_at, found.test_result = None, now, TEST_UNSURE
    found.save(update_fields=["test_requested_at", "tested_at", "test_result"])
    return Job(found, sample_payload(found.state, config.url), str(uuid.uuid4()))


def _finish(channel: Channel, outcome: Outcome) -> None:
    """Record the result of a test. After a success the channel is used again at once."""
    word = {DeliveryStatus.SENT: "Sent", DeliveryStatus.UNSURE: TEST_UNSURE}.get(outcome.status, _("Not sent"))
    with scoped(REGION):
        rows = Channel.objects.filter(pk=channel.pk)
        rows.update(test_result=f"{word}: {outcome.words}"[:MAX_TEST_RESULT_CHARS])
        if outcome.status == DeliveryStatus.SENT:
            rows.update(failures=0, paused_until=None)
        log(None, "tried out", f"channel {channel.pk}", states=channel.states, detail=outcome.words)
