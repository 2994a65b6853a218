"""Slots of a sender: a slow receiver takes one slot, and neither a state nor the mail server can take all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Self

from django.db.models import QuerySet

from roadstead.outbound.notifications.models import Channel, Transport

SLOTS: Final = 8  # simultaneous deliveries
MAIL_SLOTS: Final = 4  # a mail server that hangs must leave slots for webhooks
STATE_SLOTS: Final = 2  # webhooks of one state


@dataclass(frozen=True, slots=True)
class Skip:
    """Channels that get no slot now."""

    channels: Collection[int] = ()
    states: Collection[str] = ()  # their webhooks
    mail: bool = False

    @classmethod
    def beside(cls, in_hand: Iterable[Channel]) -> Self:
        """Return the channels to skip while these are in use."""
        channels = list(in_hand)
        webhooks = Counter(channel.state for channel in channels if channel.way == Transport.WEBHOOK)
        return cls(
            channels=[channel.pk for channel in channels],
            states=[state for state, number in webhooks.items() if number >= STATE_SLOTS],
            mail=sum(channel.way == Transport.MAIL for channel in channels) >= MAIL_SLOTS,
        )

    def applied(self, rows: QuerySet[Channel, Channel]) -> QuerySet[Channel, Channel]:
        rows = rows.exclude(pk__in=self.channels).exclude(way=Transport.WEBHOOK, state__in=self.states)
        return rows.exclude(way=Transport.MAIL) if self.mail else rows
