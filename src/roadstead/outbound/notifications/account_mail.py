"""Mails of notices to one person (accounts.models.AccountNotice), where an address is known.

A notice may be mailed twice after a crash, but is never left out because of one: it may warn of an account take-over.
Without a mail server, or if the server refuses the address, it is read at the next sign-in.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from roadstead.config import Config
from roadstead.outbound.notifications import breaker, mail
from roadstead.outbound.notifications.models import DeliveryStatus
from roadstead.outbound.notifications.outcome import Outcome
from roadstead.platform.accounts.account_notices import subject_of, text_of
from roadstead.platform.accounts.models import AccountNotice
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import MAX_ATTEMPTS, EventKind, OutboxEvent

log = logging.getLogger("roadstead.outbound.notifications")
LEASE: Final = timedelta(seconds=30)  # longer than any delivery


@dataclass(frozen=True, slots=True)
class AccountMail:
    """Notice that is being mailed, and its outbox event."""

    event: OutboxEvent
    notice: AccountNotice


def send_one(config: Config, *, now: datetime) -> int:
    """Send the oldest due notice; return the number tried."""
    found = claim(now=now)
    if found is None:
        return 0
    settle(found, send(found, config, now), now)
    return 1


def claim(*, now: datetime) -> AccountMail | None:
    """Return the oldest due notice, held before a byte goes out. None while the mail server is paused."""
    with scoped(REGION):
        if breaker.mail_server_is_paused(now):
            return None
        while event := outbox.claim(EventKind.ACCOUNT_NOTICE, now=now, lease=LEASE):
            notices = AccountNotice.objects.filter(pk=event.subject).exclude(person__email="")
            if notice := notices.select_related("person").first():
                return AccountMail(event, notice)
            outbox.finish(event)  # the account or its address is gone
        return None


def send(found: AccountMail, config: Config, now: datetime) -> Outcome:
    """Send a notice. Uses the network only, not the database."""
    if not config.smtp_url:
        return Outcome(DeliveryStatus.FAILED, "ROADSTEAD_SMTP_URL is not set")
    notice = found.notice
    text = f"{text_of(notice, translated=False)}\n\n{config.url.rstrip('/')}/sign-in\n"
    message = mail.compose_text(
        subject_of(notice),
        text,
        to=notice.person.email,
        sender=config.mail_from,
        key=f"account-notice-{notice.pk}",
        now=now,
    )
    return mail.send(message, config.smtp_url)


def settle(found: AccountMail, outcome: Outcome, now: datetime) -> None:
    """Record the result. An unavailable mail server is not counted against a mail."""
    event, notice = found.event, found.notice
    is_away = outcome.is_mail_server_failure and outcome.status == DeliveryStatus.PENDING
    with scoped(REGION):
        breaker.record_mail_server(outcome, now)
        if outcome.status in {DeliveryStatus.PENDING, DeliveryStatus.UNSURE} and (
            is_away or event.attempts < MAX_ATTEMPTS
        ):
            outbox.postpone(event, outcome.words, now=now, is_counted=not is_away)
            return
        outbox.finish(event)
        if outcome.status == DeliveryStatus.SENT:
            AccountNotice.objects.filter(pk=notice.pk).update(mailed_at=now)
        else:
            log.warning("account notice %s was not emailed: %s", notice.pk, outcome.words)
