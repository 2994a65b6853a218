"""One thing said by one channel: by mail or by webhook, as the settings of the installation allow."""

from __future__ import annotations

from datetime import datetime

from roadstead.config import Config, secret_key
from roadstead.dissemination import mail, webhook
from roadstead.dissemination.models import Channel, Standing, Way
from roadstead.dissemination.outcome import Outcome
from roadstead.dissemination.words import Said


def send_by(channel: Channel, content: Said, *, key: str, config: Config, now: datetime) -> Outcome:
    if not channel.active:
        return Outcome(Standing.FAILED, "the channel was switched off")
    if channel.way == Way.WEBHOOK:
        secret = webhook.signing_secret(secret_key(config), channel.pk)
        private = config.webhook_private
        return webhook.send(content.payload(), channel.target, secret=secret, key=key, private=private, now=now)
    if not config.smtp_url:
        return Outcome(Standing.FAILED, "ROADSTEAD_SMTP_URL is not set")
    message = mail.compose(content, to=channel.target, sender=config.mail_from, key=key, now=now)
    return mail.send(message, config.smtp_url)
