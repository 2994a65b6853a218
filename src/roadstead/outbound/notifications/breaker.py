"""Circuit breaker: after consecutive failures a channel, or the mail server, is paused for a growing time.

A slow or broken receiver costs a sender one attempt a pause, and does not hold up deliveries to others.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from roadstead.outbound.notifications.models import CarrierWebhook, Channel, DeliveryStatus, MailServer, Transport
from roadstead.outbound.notifications.outcome import Outcome

Paused = QuerySet[Channel] | QuerySet[CarrierWebhook] | QuerySet[MailServer]
MAX_FAILURES: Final = 3  # consecutive, before the first pause
FIRST_PAUSE, MAX_PAUSE = timedelta(seconds=30), timedelta(minutes=15)


def pause_after(failures: int) -> timedelta:
    """Return the pause after so many consecutive failures; from MAX_FAILURES on it doubles with each."""
    if failures < MAX_FAILURES:
        return timedelta(0)
    pause: timedelta = FIRST_PAUSE * 2 ** min(failures - MAX_FAILURES, 16)
    return min(pause, MAX_PAUSE)


def paused(now: datetime) -> Q:
    """Return the condition of paused channels. One that is switched off is not paused: its deliveries fail at once."""
    no_mail = Q(Exists(MailServer.objects.filter(paused_until__gt=now)), way=Transport.MAIL)
    return Q(active=True) & (Q(paused_until__gt=now) | no_mail)


def has_paused_channel(now: datetime) -> Exists:
    """Return the condition of rows whose channel is paused."""
    return Exists(Channel.objects.filter(paused(now), pk=OuterRef("channel")))


def probe(channel: Channel, *, until: datetime) -> None:
    """Send one mail at a time while the mail server is in doubt: the others wait for its result."""
    if channel.way == Transport.MAIL:
        MailServer.objects.filter(failures__gte=MAX_FAILURES).update(paused_until=until)


def record_outcome(channel: Channel | CarrierWebhook, outcome: Outcome, now: datetime) -> None:
    """Count a failure, or reset the count after a success. A failure that no pause mends (FAILED) is not counted."""
    if outcome.status == DeliveryStatus.FAILED:
        return
    if channel.way == Transport.MAIL:
        record_mail_server(outcome, now)
    if outcome.is_mail_server_failure:
        return
    table: type[Channel] | type[CarrierWebhook] = type(channel)
    rows: Any = table.objects.filter(pk=channel.pk)
    if outcome.status == DeliveryStatus.SENT:
        _reset(rows)
    else:
        _count(rows, rows.select_for_update(no_key=True).only("failures").get().failures, now)


def record_mail_server(outcome: Outcome, now: datetime) -> None:
    """Count a failure of the mail server itself, or reset the count after it answered."""
    rows = MailServer.objects.filter(pk=1)
    if not outcome.is_mail_server_failure:
        _reset(rows)
        return
    server, _ = MailServer.objects.select_for_update(no_key=True).get_or_create(pk=1)
    _count(rows, server.failures, now)


def mail_server_is_paused(now: datetime) -> bool:
    return MailServer.objects.filter(paused_until__gt=now).exists()


def end_pause(channel: Channel) -> None:
    """End the pause, as a supervisor asks: the channel is tried at once, and another failure begins a longer pause."""
    Channel.objects.filter(pk=channel.pk).update(paused_until=None)


def _reset(rows: Paused) -> None:
    """Reset the count. Nothing is written if nothing had failed, as after almost every delivery."""
    rows.exclude(failures=0, paused_until=None).update(failures=0, paused_until=None)


def _count(rows: Paused, failures: int, now: datetime) -> None:
    pause = pause_after(failures + 1)
    rows.update(failures=failures + 1, paused_until=now + pause if pause else None)
