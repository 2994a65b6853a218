"""Mails to one person of ours (accounts.models.AccountNotice), where an address is known: not about an alert.

A notice may be mailed twice after a crash, and is never left out because of one: it may warn of a take-over.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from roadstead.config import Config
from roadstead.outbound.notifications import breaker, mail
from roadstead.outbound.notifications.models import Standing
from roadstead.outbound.notifications.outcome import Outcome
from roadstead.platform.accounts.models import AccountNotice
from roadstead.platform.accounts.notifying import subject_of, text_of
from roadstead.platform.database.scope import REGION, scoped

MAX_ATTEMPTS: Final = 8
MAX_AGE: Final = timedelta(days=3)  # older ones are read at the next sign-in
LEASE: Final = timedelta(seconds=30)  # longer than any delivery


def send_one(config: Config, *, now: datetime) -> int:
    """Send the oldest one that is due; return how many were tried."""
    found = claim(config, now=now)
    if found is None:
        return 0
    settle(found, send(found, config, now), now)
    return 1


def claim(config: Config, *, now: datetime) -> AccountNotice | None:
    """Return the oldest one that is due, put off for the time of the lease before a byte goes out.

    None without a mail server, and while it is paused after failures.
    """
    if not config.smtp_url:
        return None
    with scoped(REGION):
        if breaker.mail_server_is_paused(now):
            return None
        rows = AccountNotice.objects.filter(
            mailed_at=None, next_at__lte=now, attempts__lt=MAX_ATTEMPTS, made_at__gt=now - MAX_AGE
        ).exclude(person__email="")
        found = rows.select_related("person").select_for_update(of=("self",), skip_locked=True).order_by("id").first()
        if found is not None:
            found.attempts, found.next_at = found.attempts + 1, now + LEASE
            found.save(update_fields=["attempts", "next_at"])
        return found


def send(notice: AccountNotice, config: Config, now: datetime) -> Outcome:
    """Touches the network alone."""
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


def settle(notice: AccountNotice, outcome: Outcome, now: datetime) -> None:
    """Record what came of it."""
    is_sent = outcome.standing == Standing.SENT
    wait = timedelta(seconds=2**notice.attempts * 15)
    with scoped(REGION):
        breaker.note_mail_server(outcome, now)
        AccountNotice.objects.filter(pk=notice.pk).update(
            mailed_at=now if is_sent else None, result=outcome.words[:100], next_at=now + wait
        )
