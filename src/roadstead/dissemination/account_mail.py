"""Mails about accounts: one notice (accounts.models.AccountNotice) to one person, where an address is known.

A notice may be mailed twice after a crash, and is never left out because of one: it warns of a take-over.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from roadstead.accounts.models import AccountNotice
from roadstead.accounts.notifying import text_of
from roadstead.config import Config
from roadstead.database.scope import REGION, scoped
from roadstead.dissemination import mail
from roadstead.dissemination.models import Standing

MAX_ATTEMPTS: Final = 8
MAX_AGE: Final = timedelta(days=3)  # older ones are read at the next sign-in
LEASE: Final = timedelta(seconds=120)
SUBJECT: Final = "Roadstead: a change to accounts"


def mail_account_notice(config: Config, *, now: datetime) -> int:
    """Send the oldest one that is due; how many were sent. Without a mail server nothing is tried."""
    found = _claim(now) if config.smtp_url else None
    if found is None:
        return 0
    text = f"{text_of(found, translated=False)}\n\n{config.url.rstrip('/')}/sign-in\n"
    message = mail.compose_text(
        SUBJECT, text, to=found.person.email, sender=config.mail_from, key=f"account-notice-{found.pk}", now=now
    )
    outcome = mail.send(message, config.smtp_url)
    is_sent = outcome.standing == Standing.SENT
    wait = timedelta(seconds=2**found.attempts * 15)
    with scoped(REGION):
        AccountNotice.objects.filter(pk=found.pk).update(
            mailed_at=now if is_sent else None, result=outcome.words[:100], next_at=now + wait
        )
    return int(is_sent)


def _claim(now: datetime) -> AccountNotice | None:
    """One that is due, put off for the time of the lease before a byte goes out."""
    with scoped(REGION):
        rows = AccountNotice.objects.filter(
            mailed_at=None, next_at__lte=now, attempts__lt=MAX_ATTEMPTS, made_at__gt=now - MAX_AGE
        ).exclude(person__email="")
        found = rows.select_related("person").select_for_update(of=("self",), skip_locked=True).order_by("id").first()
        if found is not None:
            found.attempts, found.next_at = found.attempts + 1, now + LEASE
            found.save(update_fields=["attempts", "next_at"])
        return found
