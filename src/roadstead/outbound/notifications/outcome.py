"""What came of one attempt to send."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.outbound.notifications.models import Standing


@dataclass(frozen=True, slots=True)
class Outcome:
    """`standing` SENT, UNSURE, PENDING (certainly not sent: try again) or FAILED (trying again is no use)."""

    standing: Standing
    words: str  # a code or the kind of failure; never the other side's text, which may quote anything
    of_mail_server: bool = False  # the mail server failed, so mails by other channels would fail as well
