"""Result of one attempt to send."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.outbound.notifications.models import Standing


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result: `standing` is SENT, UNSURE, PENDING (certainly not sent: retry) or FAILED (a retry is no use)."""

    standing: Standing
    words: str  # a code or the type of failure; never the other side's text, which may quote anything
    of_mail_server: bool = False  # the mail server failed, so mails by other channels would fail as well
