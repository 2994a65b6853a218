"""Mail to a guest: that a message is waiting, and nothing of it. The PIN comes by telephone."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from roadstead.cooperation.requests.guests import secret_of
from roadstead.cooperation.requests.models import GuestLink
from roadstead.outbound.notifications.models import DeliveryStatus
from roadstead.outbound.notifications.outcome import Outcome


def guest_mail(link: GuestLink) -> tuple[str, str, str]:
    """Return subject, text and the path of the link, in the language that its sender chose."""
    with translation.override(link.language):
        text = _(
            "A message is waiting for you in Roadstead, the region’s system for border and security cooperation. Open"
            " the link below before %(end)s UTC. It asks for a PIN, which whoever sent the message reads out to you by"
            " telephone. If nobody telephones you, do not answer this mail: ask your duty desk."
        )
        return (
            _("Roadstead: a message is waiting for you"),
            text % {"end": f"{link.ends_at:%Y-%m-%d %H:%M}"},
            f"/guest/link/{secret_of(link)}",
        )


def record_mail(pk: int, outcome: Outcome, now: datetime) -> None:
    """Record on the link when its mail was sent, or why it was not."""
    is_sent = outcome.status == DeliveryStatus.SENT
    told = {"mailed_at": now, "mail_error": ""} if is_sent else {"mail_error": outcome.words[:200]}
    GuestLink.objects.filter(pk=pk).update(**told)
