"""Mails to one person: notices (accounts.models.AccountNotice) where an address is known, and links of registrations
and guests.

A mail may be sent twice after a crash, but is never left out because of one: it may warn of an account take-over.
Without a mail server, or if the server refuses the address, a notice is read at the next sign-in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import translation

from roadstead.config import Config
from roadstead.cooperation.requests.models import GuestLink
from roadstead.outbound.notifications import breaker, mail
from roadstead.outbound.notifications.guest_mail import guest_mail, record_mail
from roadstead.outbound.notifications.models import DeliveryStatus
from roadstead.outbound.notifications.outcome import Outcome
from roadstead.outbound.notifications.registration_mail import registration_mail
from roadstead.platform.accounts.account_notices import path_of, subject_of, text_of
from roadstead.platform.accounts.models import AccountNotice
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import MAX_ATTEMPTS, EventKind, OutboxEvent
from roadstead.platform.registration.models import FilerMail, Registration

log = logging.getLogger("roadstead.outbound.notifications")
LEASE: Final = timedelta(seconds=30)  # longer than any delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMail:
    """Mail that is being sent, and its outbox event. `path`: of the page that it links to."""

    event: OutboxEvent
    to: str
    subject: str
    text: str
    path: str
    key: str


def send_one(config: Config, *, now: datetime) -> int:
    """Send the oldest due mail; return the number tried."""
    found = claim(now=now)
    if found is None:
        return 0
    settle(found, send(found, config, now), now)
    return 1


def claim(*, now: datetime) -> AccountMail | None:
    """Return the oldest due mail, held before a byte goes out. None while the mail server is paused.

    Links go first: somebody waits for each, and there are few.
    """
    with scoped(REGION):
        if breaker.mail_server_is_paused(now):
            return None
        for kind, make in MAKE.items():
            while event := outbox.claim(kind, now=now, lease=LEASE):
                if found := make(event):
                    return found
                outbox.finish(event)  # the account, its address or the registration is gone
        return None


def _notice(event: OutboxEvent) -> AccountMail | None:
    notices = AccountNotice.objects.filter(pk=event.subject).exclude(person__email="")
    notice = notices.select_related("person").first()
    if notice is None:
        return None
    wanted = FilerMail.objects.filter(person=notice.person_id).first()
    with translation.override(wanted.language if wanted else "en"):
        return AccountMail(
            event=event,
            to=notice.person.email,
            subject=subject_of(notice, translated=wanted is not None),
            text=text_of(notice, translated=wanted is not None),
            path=path_of(notice),
            key=f"account-notice-{notice.pk}",
        )


def _registration(event: OutboxEvent) -> AccountMail | None:
    registration = Registration.objects.filter(pk=event.subject).first()
    if registration is None:
        return None
    subject, text, path = registration_mail(registration)
    key = f"registration-{registration.pk}"
    return AccountMail(event=event, to=registration.email, subject=subject, text=text, path=path, key=key)


def _guest_link(event: OutboxEvent) -> AccountMail | None:
    link = GuestLink.objects.filter(pk=event.subject, ended_at=None).first()
    if link is None:
        return None
    subject, text, path = guest_mail(link)
    key = f"guest-link-{link.pk}-{event.pk}"  # mailed again for another message
    return AccountMail(event=event, to=link.mail, subject=subject, text=text, path=path, key=key)


MAKE: Final[Mapping[EventKind, Callable[[OutboxEvent], AccountMail | None]]] = {
    EventKind.GUEST_LINK: _guest_link,
    EventKind.REGISTRATION: _registration,
    EventKind.ACCOUNT_NOTICE: _notice,
}


def send(found: AccountMail, config: Config, now: datetime) -> Outcome:
    """Send a mail. Uses the network only, not the database."""
    if not config.smtp_url:
        return Outcome(DeliveryStatus.FAILED, "ROADSTEAD_SMTP_URL is not set")
    message = mail.compose_text(
        found.subject,
        f"{found.text}\n\n{config.url.rstrip('/')}{found.path}\n",
        to=found.to,
        sender=config.mail_from,
        key=found.key,
        now=now,
    )
    return mail.send(message, config.smtp_url)


def settle(found: AccountMail, outcome: Outcome, now: datetime) -> None:
    """Record the result. An unavailable mail server is not counted against a mail."""
    event = found.event
    is_away = outcome.is_mail_server_failure and outcome.status == DeliveryStatus.PENDING
    with scoped(REGION):
        breaker.record_mail_server(outcome, now)
        if outcome.status in {DeliveryStatus.PENDING, DeliveryStatus.UNSURE} and (
            is_away or event.attempts < MAX_ATTEMPTS
        ):
            outbox.postpone(event, outcome.words, now=now, is_counted=not is_away)
            return
        outbox.finish(event)
        if outcome.status != DeliveryStatus.SENT:
            log.warning("%s %s was not emailed: %s", event.kind, event.subject, outcome.words)
        if event.kind == EventKind.GUEST_LINK:
            record_mail(event.subject, outcome, now)
        elif event.kind == EventKind.ACCOUNT_NOTICE and outcome.status == DeliveryStatus.SENT:
            AccountNotice.objects.filter(pk=event.subject).update(mailed_at=now)
