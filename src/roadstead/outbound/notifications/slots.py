"""What a sender has in hand already: one slow receiver takes one slot, and neither a state nor the mail server takes
all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from roadstead.outbound.notifications.models import Channel, Way


@dataclass(frozen=True, slots=True)
class Skip:
    """Channels that get no slot now."""

    channels: Collection[int] = ()
    states: Collection[str] = ()  # their webhooks
    mail: bool = False

    def applied(self, rows: QuerySet[Channel, Channel]) -> QuerySet[Channel, Channel]:
        rows = rows.exclude(pk__in=self.channels).exclude(way=Way.WEBHOOK, state__in=self.states)
        return rows.exclude(way=Way.MAIL) if self.mail else rows


NOTHING: Final = Skip()
