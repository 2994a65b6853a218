"""The ways by which one state, or the regional centre, is told: kept by its own supervisors."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import QuerySet

from roadstead.accounts.models import User
from roadstead.audit.models import note
from roadstead.casework.evidence import CENTRE
from roadstead.dissemination.models import Channel, Delivery, Standing, Way

TROUBLE = (Standing.FAILED, Standing.UNSURE)


def own_state(user: User) -> str:
    """Alpha-3, or the regional centre's."""
    return user.state_id or CENTRE


def kept_by(user: User) -> QuerySet[Channel, Channel]:
    return Channel.objects.visible_to(user).filter(state=own_state(user))


def in_trouble(user: User) -> QuerySet[Delivery, Delivery]:
    """Deliveries by the own channels that failed, or of which nobody knows; of red and silent alerts there are none."""
    rows = Delivery.objects.visible_to(user).filter(channel__state=own_state(user), standing__in=TROUBLE)
    return rows.select_related("channel", "notice").order_by("-id")


def refused(way: str, target: str, *, private: bool) -> str:
    """Why nothing can be sent there and what to write instead, or ""."""
    if way == Way.MAIL:
        good = re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", target)
        return "" if good else "Write one e-mail address of a desk, as in duty@example.org."
    if way != Way.WEBHOOK:
        return "Choose e-mail or webhook."
    parts = urlsplit(target)
    good_scheme = parts.scheme == "https" or (private and parts.scheme == "http")
    return "" if good_scheme and parts.hostname else "Write a webhook's address so that it begins with https://."


def add(
    way: str, target: str, level: int, *, by: User, now: datetime, person: User | None = None
) -> tuple[Channel, bool]:
    """The channel, now in use, and whether it is a new one. `person`: used only while they are on duty."""
    state = own_state(by)
    defaults = {"made_at": now, "states": [state], "person": person}
    channel, is_new = Channel.objects.get_or_create(state=state, way=way, target=target, level=level, defaults=defaults)
    switch(channel, on=True, by=by)
    return channel, is_new


def switch(channel: Channel, *, on: bool, by: User) -> None:
    channel.active = on
    channel.save(update_fields=["active"])
    note(by, "set" if on else "switched off", f"channel {channel.pk}", states=channel.states)


def ask_for_test(channel: Channel, *, by: User, now: datetime) -> None:
    """The worker sends it: no page waits for a mail server."""
    channel.test_asked_at = now
    channel.save(update_fields=["test_asked_at"])
    note(by, "asked for a test", f"channel {channel.pk}", states=channel.states)


def tell_again(delivery: Delivery, *, by: User, now: datetime) -> bool:
    """Knowingly, with the same id; whether it still was in trouble."""
    rows = in_trouble(by).filter(pk=delivery.pk)
    if not rows.update(standing=Standing.PENDING, attempts=0, next_at=now, reason=""):
        return False
    note(by, "sent again", f"notice {delivery.notice.reference}", states=delivery.states)
    return True
