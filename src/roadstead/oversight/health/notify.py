"""Notification of a standstill to the centre's supervisors: once, and once more when it is over.

Sent directly, not through the outbox, whose own process may be the one that hangs.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import close_old_connections, connection
from django.db.models import Q

from roadstead.config import Config
from roadstead.engine.reference.caricom import CENTRE
from roadstead.outbound.notifications.models import Channel, DeliveryStatus
from roadstead.outbound.notifications.payload import Payload
from roadstead.outbound.notifications.transports import send_by_channel
from roadstead.oversight.health.checks import Check, run_checks
from roadstead.oversight.health.models import Standstill, lasted
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import REGION, scoped

logger = logging.getLogger("roadstead.oversight.health")
LOCK: Final = 7_210_031  # advisory lock of the process that records the checks; an arbitrary number
SENDING: Final = timedelta(minutes=3)  # time for one process to send before another tries
TRIES: Final = 8
BEGAN, OVER = "standstill", "standstill over"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandstillNotice(Payload):
    """Payload of a notification: process names and numbers, no data of travellers."""

    reasons: str
    at: str  # when it began, or ended

    @property
    def subject(self) -> str:
        if self.kind == BEGAN:
            return f"Roadstead: standstill since {self.at}. {self.reasons}"
        return f"Roadstead: back to normal since {self.at}. Causes of the standstill: {self.reasons}"

    @property
    def request(self) -> str:
        return "The operators' handbook says what to do (section Monitoring). Sign in to see the current status:"


def watch(config: Config, *, now: datetime) -> None:
    """Run the checks once, record the result, and send what is due."""
    close_old_connections()
    checks = run_checks(config)
    record(checks, config, now=now)
    send_due(config, now=now)


def record(checks: Sequence[Check], config: Config, *, now: datetime) -> None:
    """Open, continue or end a standstill. It ends after half the time until a notification within every limit.

    Nothing can be stored without a database: /readyz reports that.
    """
    failing = [check for check in checks if not check.ok]
    if any(check.name == "database" for check in failing):
        return
    with scoped(REGION):
        if not _is_ours():
            return
        row = Standstill.objects.filter(ended_at=None).first()
        if failing:
            _keep_open(row, failing, now)
        elif row and now - row.failing_at >= timedelta(seconds=config.standstill_seconds / 2):
            row.ended_at, row.attempts, row.sending_until = row.failing_at, 0, None
            row.save(update_fields=["ended_at", "attempts", "sending_until"])
            logger.warning("back to normal")


def _is_ours() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _keep_open(row: Standstill | None, failing: Sequence[Check], now: datetime) -> None:
    if row is None:
        stood = timedelta(seconds=max(check.stood_seconds for check in failing))
        row = Standstill(began_at=now - stood, reasons={})
        logger.error("standstill: %s", " ".join(check.text for check in failing))
    row.failing_at = now
    row.reasons = row.reasons | {check.name: check.text for check in failing}
    row.save()


def send_due(config: Config, *, now: datetime) -> bool:
    """Send the notification that is due, unless another process does; return True if one was due."""
    claimed = _claim(config, now)
    if claimed is None:
        return False
    row, kind = claimed
    with scoped(REGION):
        channels = list(_channels())
    outcomes = {
        channel: _send(channel, row, kind, config, now) for channel in channels if _mark(kind, channel) not in row.sent
    }
    _settle(row, kind, outcomes, now)
    return True


def _claim(config: Config, now: datetime) -> tuple[Standstill, str] | None:
    began = Q(ended_at=None, notified_at=None) & lasted(config.standstill_seconds)
    over = Q(ended_at__isnull=False, notified_at__isnull=False, end_notified_at=None)
    free = Q(sending_until=None) | Q(sending_until__lte=now)
    with scoped(REGION):
        rows = Standstill.objects.filter(began | over).filter(free).order_by("id")
        row = rows.select_for_update(skip_locked=True).first()
        if row is None:
            return None
        row.sending_until, row.attempts = now + SENDING, row.attempts + 1
        row.save(update_fields=["sending_until", "attempts"])
        return row, BEGAN if row.ended_at is None else OVER


def _channels() -> list[Channel]:
    """Return the centre's own channels and those of its supervisors, on duty or not."""
    rows = Channel.objects.filter(state=CENTRE, active=True)
    return list(rows.filter(Q(person=None) | Q(person__role=Role.SUPERVISOR, person__is_active=True)).order_by("id"))


def _send(channel: Channel, row: Standstill, kind: str, config: Config, now: datetime) -> DeliveryStatus:
    """Send on one channel, with a key of its own, by which a duplicate can be recognised."""
    at = row.began_at if kind == BEGAN else row.ended_at or now
    said = StandstillNotice(
        reference=f"STANDSTILL-{row.pk}",
        state=CENTRE,
        kind=kind,
        urgency="urgent" if kind == BEGAN else "later",
        arrives_at=None,
        link=config.url.rstrip("/"),
        reasons=" ".join(row.reasons.values()),
        at=f"{at:%d %b %H:%M} UTC",
    )
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"{config.url}/standstill/{row.pk}/{kind}/{channel.pk}/{row.began_at}")
    return DeliveryStatus(send_by_channel(channel, said, key=str(key), config=config, now=now).status)


def _mark(kind: str, channel: Channel) -> str:
    return f"{kind} {channel.pk}"


def _settle(row: Standstill, kind: str, outcomes: dict[Channel, DeliveryStatus], now: datetime) -> None:
    """Finish when no channel has to be tried again. A centre without a channel sees it on its pages."""
    again = [channel for channel, standing in outcomes.items() if standing == DeliveryStatus.PENDING]
    with scoped(REGION):
        kept = Standstill.objects.select_for_update().get(pk=row.pk)
        kept.sent = [*row.sent, *(_mark(kind, channel) for channel in outcomes if channel not in again)]
        kept.sending_until = now + timedelta(seconds=2**row.attempts)
        if not again or row.attempts >= TRIES:
            field = "notified_at" if kind == BEGAN else "end_notified_at"
            setattr(kept, field, now)
            kept.attempts, kept.sending_until = 0, None
        kept.save(update_fields=["sent", "sending_until", "notified_at", "end_notified_at", "attempts"])
        for channel, standing in outcomes.items():
            detail = f"{kind}; by channel {channel.pk} ({channel.way})"
            log(None, f"notified: {standing}", f"standstill {row.pk}", states=[], detail=detail)
    logger.info(
        "standstill %s, %s: notification sent by %s of %s channels",
        row.pk,
        kind,
        len(outcomes) - len(again),
        len(outcomes),
    )


# ── Standstill shown on pages to those who run the centre


SHOWN_AFTER_END: Final = timedelta(hours=1)


def standstill_for(user: User, *, seconds: int, now: datetime) -> Standstill | None:
    """Return the current standstill, or one that ended within the hour, for the centre's supervisors and operators.

    One shorter than `seconds` is not shown.
    """
    if not (user.role == Role.OPERATOR or (user.role == Role.SUPERVISOR and not user.state_id)):
        return None
    lasts = Q(ended_at=None) & lasted(seconds)
    is_over = Q(ended_at__gte=now - SHOWN_AFTER_END, notified_at__isnull=False)
    return Standstill.objects.filter(lasts | is_over).first()
