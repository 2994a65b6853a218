"""A test of one channel, asked for on its page. At most once: it is taken off before a byte goes out."""

from __future__ import annotations

import uuid
from datetime import datetime

from roadstead.audit.models import note
from roadstead.config import Config
from roadstead.database.scope import REGION, scoped
from roadstead.dissemination.models import Channel, Standing
from roadstead.dissemination.ways import send_by
from roadstead.dissemination.words import a_test

UNANSWERED = "Unsure whether it was sent"


def try_out(config: Config, *, now: datetime) -> int:
    """One test, if one is asked for; how many."""
    channel = _claim(now)
    if channel is None:
        return 0
    outcome = send_by(channel, a_test(channel.state, config.url), key=str(uuid.uuid4()), config=config, now=now)
    word = {Standing.SENT: "Sent", Standing.UNSURE: UNANSWERED}.get(outcome.standing, "Not sent")
    with scoped(REGION):
        Channel.objects.filter(pk=channel.pk).update(test_said=f"{word}: {outcome.words}")
        note(None, "tried out", f"channel {channel.pk}", states=channel.states, detail=outcome.words)
    return 1


def _claim(now: datetime) -> Channel | None:
    with scoped(REGION):
        rows = Channel.objects.filter(test_asked_at__isnull=False).order_by("test_asked_at")
        found = rows.select_for_update(skip_locked=True).first()
        if found is not None:
            found.test_asked_at, found.tested_at, found.test_said = None, now, UNANSWERED
            found.save(update_fields=["test_asked_at", "tested_at", "test_said"])
        return found
