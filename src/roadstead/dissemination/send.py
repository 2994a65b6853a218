"""The outbox: claim, send, settle. Each its own transaction, so that a crash leaves a row that says where it was.

A webhook whose sender died is sent again with the same key. A mail is not: it may be out, so it becomes UNSURE, the
notice escalates at once, and an operator may send it again knowingly (decision 0017).
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from roadstead.audit.models import note
from roadstead.audit.purposes import Purpose
from roadstead.config import Config
from roadstead.database.scope import REGION, scoped
from roadstead.dissemination.account_mail import mail_account_notice
from roadstead.dissemination.models import Delivery, Notice, Standing, Way
from roadstead.dissemination.outcome import Outcome
from roadstead.dissemination.spread import escalate, spread
from roadstead.dissemination.trial import try_out
from roadstead.dissemination.ways import send_by
from roadstead.dissemination.words import said

log = logging.getLogger("roadstead.dissemination")
LEASE: Final = timedelta(seconds=120)  # longer than any dialogue: seven answers of ten seconds
TRIES: Final = 8
DIED = Outcome(Standing.UNSURE, "the sender died while sending")


def disseminate(config: Config, *, now: datetime, most: int = 20, lease: timedelta = LEASE) -> int:
    """Whatever is due: events told, notices escalated, up to `most` deliveries tried; how many things were done."""
    done = spread(now=now) + escalate(now=now) + try_out(config, now=now) + mail_account_notice(config, now=now)
    for _ in range(most):
        claimed = _claim(now, lease)
        if claimed is None:
            break
        delivery, before = claimed
        _settle(delivery, _sent(delivery, before, config, now), now)
        done += 1
    return done


def _claim(now: datetime, lease: timedelta) -> tuple[Delivery, str] | None:
    """One that is due, now marked as being sent (committed before a byte goes out), and how it stood before."""
    with scoped(REGION):
        ready = Delivery.objects.filter(
            Q(standing=Standing.PENDING) | Q(standing=Standing.SENDING), next_at__lte=now
        ).select_related("channel", "notice__alert__voyage", "notice__alert__bill")
        ready = ready.defer("notice__alert__bill__declared")
        found = ready.select_for_update(of=("self",), skip_locked=True).order_by("next_at", "id").first()
        if found is None:
            return None
        before, found.attempts = found.standing, found.attempts + 1
        found.standing, found.next_at = Standing.SENDING, now + lease
        found.save(update_fields=["attempts", "standing", "next_at"])
        return found, before


def _sent(delivery: Delivery, before: str, config: Config, now: datetime) -> Outcome:
    if before == Standing.SENDING and delivery.channel.way == Way.MAIL:
        return DIED
    content = said(delivery.notice, config.url, now)
    return send_by(delivery.channel, content, key=str(delivery.key), config=config, now=now)


def _settle(delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Only what this sender holds: whoever took it over in the meantime settles it. Disclosures are audited (S28)."""
    standing = outcome.standing
    if standing == Standing.PENDING and delivery.attempts >= TRIES:
        standing = Standing.FAILED
    sent = standing == Standing.SENT
    with scoped(REGION):
        held = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts, standing=Standing.SENDING)
        held.update(
            standing=standing, sent_at=now if sent else None, receipt=outcome.words if sent else "",
            reason="" if sent else outcome.words, next_at=now + timedelta(seconds=2**delivery.attempts * 5),
        )  # fmt: skip
        if standing in {Standing.UNSURE, Standing.FAILED}:
            Notice.objects.filter(pk=delivery.notice_id, acknowledged_at=None, escalates_at__gt=now).update(
                escalates_at=now
            )
        detail = f"{outcome.words}; by channel {delivery.channel_id} ({delivery.channel.way})"
        subject = f"notice {delivery.notice.reference}"
        note(None, f"told: {standing}", subject, states=delivery.states, purpose=Purpose.MATCH, detail=detail)
    log.info("%s by %s: %s", subject, delivery.channel, standing)


def send_again(delivery: int, *, now: datetime) -> bool:
    """A failed or unsure one, on an operator's word, with the same key; whether there was such a one."""
    with scoped(REGION):
        rows = Delivery.objects.filter(pk=delivery, standing__in=[Standing.FAILED, Standing.UNSURE])
        return bool(rows.update(standing=Standing.PENDING, attempts=0, next_at=now, reason=""))
