"""Sending of one payload by one channel, mail or webhook, as the settings of the installation allow."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop as _

from roadstead.config import Config, secret_key
from roadstead.outbound.notifications import mail, webhook
from roadstead.outbound.notifications.models import Channel, DeliveryStatus, Transport
from roadstead.outbound.notifications.outcome import Outcome
from roadstead.outbound.notifications.payload import Payload

log = logging.getLogger("roadstead.outbound.notifications")
INVALID: Final = _("the address or a setting is invalid")


def send_by_channel(channel: Channel, content: Payload, *, key: str, config: Config, now: datetime) -> Outcome:
    """Send and return the result. Never raises, as that would leave the delivery without a result."""
    try:
        return _send(channel, content, key=key, config=config, now=now)
    except ValueError as error:  # UnicodeError too: a retry would fail in the same way
        log.error("channel %s: %s", channel.pk, type(error).__name__)
        return Outcome(DeliveryStatus.FAILED, f"{INVALID} ({type(error).__name__})")
    except Exception as error:  # noqa: BLE001
        log.error("channel %s: %s", channel.pk, type(error).__name__)
        return Outcome(DeliveryStatus.PENDING, type(error).__name__)


def _send(channel: Channel, content: Payload, *, key: str, config: Config, now: datetime) -> Outcome:
    if not channel.active:
        return Outcome(DeliveryStatus.FAILED, "the channel was switched off")
    if channel.way == Transport.WEBHOOK:
        secret = webhook.signing_secret(secret_key(config), channel.pk)
        private = config.webhook_private
        return webhook.send(content.payload(), channel.target, secret=secret, key=key, private=private, now=now)
    if not config.smtp_url:
        return Outcome(DeliveryStatus.FAILED, "ROADSTEAD_SMTP_URL is not set")
    message = mail.compose(content, to=channel.target, sender=config.mail_from, key=key, now=now)
    return mail.send(message, config.smtp_url)
