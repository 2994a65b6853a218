"""A test of one channel, asked for on its page. At most once: it is taken off before a byte goes out."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from roadstead.outbound.notifications.models import Channel, Standing
from roadstead.outbound.notifications.outcome import Outcome
from roadstead.outbound.notifications.slots import NOTHING, Skip
from roadstead.platform.audit.models import note
from roadstead.platform.database.scope import REGION, scoped

UNANSWERED: Final = "Unsure whether it was sent"
MAX_WORDS: Final = 220  # characters, as the column has them


def claim(*, now: datetime, skip: Skip = NOTHING) -> Channel | None:
    """A channel to be tested, if one is asked for."""
    with scoped(REGION):
        rows = skip.applied(Channel.objects.filter(test_asked_at__isnull=False)).order_by("test_asked_at")
        found = rows.select_for_update(skip_locked=True, no_key=True).first()
        if found is not None:
            found.test_asked_at, found.tested_at, found.test_said = None, now, UNANSWERED
            found.save(update_fields=["test_asked_at", "tested_at", "test_said"])
        return found


def finish(channel: Channel, outcome: Outcome) -> None:
    """Record what came of it. After a success the channel is used again at once."""
    word = {Standing.SENT: "Sent", Standing.UNSURE: UNANSWERED}.get(outcome.standing, "Not sent")
    with scoped(REGION):
        rows = Channel.objects.filter(pk=channel.pk)
        rows.update(test_said=f"{word}: {outcome.words}"[:MAX_WORDS])
        if outcome.standing == Standing.SENT:
            rows.update(failures=0, paused_until=None)
        note(None, "tried out", f"channel {channel.pk}", states=channel.states, detail=outcome.words)
