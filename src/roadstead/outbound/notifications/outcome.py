"""Result of one attempt to send."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.outbound.notifications.models import DeliveryStatus


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result: `status` is SENT, UNSURE, PENDING (certainly not sent: retry) or FAILED (a retry is no use)."""

    status: DeliveryStatus
    words: str  # a code or the type of failure; never the other side's text, which may quote anything
    is_mail_server_failure: bool = False  # the mail server failed, so mails by other channels would fail as well
