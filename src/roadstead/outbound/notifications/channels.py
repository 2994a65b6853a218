"""Channels by which one state, or the regional centre, is notified: maintained by its own supervisors."""

from __future__ import annotations

from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roadstead.outbound.notifications import webhook
from roadstead.outbound.notifications.breaker import end_pause
from roadstead.outbound.notifications.models import Channel, Delivery, DeliveryStatus, Transport
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import own_state_code

TROUBLE_STATUSES = (DeliveryStatus.FAILED, DeliveryStatus.UNSURE)
MAX_TARGET_CHARS: Final = 300
MAX_LOCAL_CHARS: Final = 64  # before the @ (RFC 5321, 4.5.3.1.1)


def own_channels(user: User) -> QuerySet[Channel, Channel]:
    return Channel.objects.visible_to(user).filter(state=own_state_code(user))


def in_trouble(user: User) -> QuerySet[Delivery, Delivery]:
    """Failed or unsure deliveries by the own channels; red and silent alerts have none."""
    rows = Delivery.objects.visible_to(user).filter(channel__state=own_state_code(user), status__in=TROUBLE_STATUSES)
    return rows.select_related("channel", "notice").order_by("-id")


def target_problem(way: str, target: str, *, private: bool) -> str:
    """Return why nothing can be sent to this address and what to write instead, or ""."""
    if len(target) > MAX_TARGET_CHARS:
        return _("The address has more than %(most)s characters. Write a shorter one.") % {"most": MAX_TARGET_CHARS}
    if way == Transport.MAIL:
        return "" if _is_mail_address(target) else _("Write one e-mail address, for example duty@example.org.")
    if way != Transport.WEBHOOK:
        return _("Choose e-mail or webhook.")
    try:
        webhook.parse(target, private=private)
    except webhook.AddressRefused as no:
        return _(
            "Write an address that begins with https://, for example https://duty.example.org/roadstead. The problem: "
            "%(why)s."
        ) % {"why": _(str(no))}
    return ""


def _is_mail_address(target: str) -> bool:
    """Return True for an address that every mail server accepts (RFC 5321): no quoted local part, only ASCII."""
    local, _at, domain = target.rpartition("@")
    if not (target.isascii() and target.isprintable() and len(local) <= MAX_LOCAL_CHARS) or '"' in target:
        return False
    try:
        validate_email(target)
        Address(addr_spec=target)
    except (ValidationError, ValueError, IndexError, MessageError):
        return False
    return len(domain) <= webhook.MAX_HOST_CHARS


def add(
    way: str, target: str, level: int, *, by: User, now: datetime, person: User | None = None
) -> tuple[Channel, bool]:
    """Add a channel, or switch it on; return it, and True if it is new. `person`: used only while they are on duty."""
    state = own_state_code(by)
    defaults = {"made_at": now, "states": [state], "person": person}
    channel, is_new = Channel.objects.get_or_create(state=state, way=way, target=target, level=level, defaults=defaults)
    set_active(channel, on=True, by=by)
    return channel, is_new


def set_active(channel: Channel, *, on: bool, by: User) -> None:
    channel.active = on
    channel.save(update_fields=["active"])
    end_pause(channel)
    log(by, "set" if on else "switched off", f"channel {channel.pk}", states=channel.states)


def request_test(channel: Channel, *, by: User, now: datetime) -> None:
    """Request a test, which the sender carries out: no page waits for a mail server."""
    channel.test_requested_at = now
    channel.save(update_fields=["test_requested_at"])
    log(by, "asked for a test", f"channel {channel.pk}", states=channel.states)


def resend(delivery: Delivery, *, by: User, now: datetime) -> bool:
    """Send a delivery again on request, with the same id; return True if it still was failed or unsure."""
    rows = in_trouble(by).filter(pk=delivery.pk)
    if not rows.update(status=DeliveryStatus.PENDING, attempts=0, next_at=now, reason=""):
        return False
    end_pause(delivery.channel)
    log(by, "sent again", f"notice {delivery.notice.reference}", states=delivery.states)
    return True
