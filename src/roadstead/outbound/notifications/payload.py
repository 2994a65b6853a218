"""Payload that leaves the system: reference, state, urgency, arrival, link, and if it is about people, cargo or craft.

It contains nothing of a traveller, bill, party, list or entry (S6, S25).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from roadstead.casework.alerts.logic.urgency import urgency
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.state_decisions import dealt_for
from roadstead.outbound.notifications.logic.routing import RESPONSE_KINDS, WEIGHT
from roadstead.outbound.notifications.models import Notice, NoticeAlert

URGENT, SOON = 40.0, 10.0  # of the hundred points of alerts.logic.urgency
CLASSES: Final = ("later", "soon", "urgent")
WORDING: Final = {  # wording for one alert, and for several
    "new": ("1 new alert", "%d new alerts"),
    "changed": ("1 alert changed", "%d alerts changed"),
    "lapsed": ("1 alert is no longer a match", "%d alerts are no longer matches"),
    "referred": ("1 alert referred", "%d alerts referred"),
    "to agree to": ("1 match waits for a second officer", "%d matches wait for a second officer"),
    "confirmed": ("1 match confirmed", "%d matches confirmed"),
    "cleared": ("1 alert cleared", "%d alerts cleared"),
    "closed": ("1 alert closed", "%d alerts closed"),
    "dealt with": ("1 alert dealt with at the border", "%d alerts dealt with at the border"),
    "selected": ("goods of 1 alert selected for a check", "goods of %d alerts selected for a check"),
    "released": ("goods of 1 alert released", "goods of %d alerts released"),
}
MAIL_FIELDS: Final = frozenset({"alerts", "summary"})
TEST: Final = "test"
A_VOYAGE: Final = "a voyage"
SUBJECT_WORDS: Final = {"people": A_VOYAGE, "cargo": "a bill", "craft": A_VOYAGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """Payload of a webhook, and the source of a mail's text."""

    reference: str
    state: str
    kind: str
    urgency: str  # urgent, soon, later
    arrives_at: str | None  # ISO 8601 with offset
    link: str
    about: str = ""  # people, cargo or craft of the most urgent alert, as in the queue's filter; "" for a test
    alerts: int = 0  # number of alerts; those that are settled are left out
    summary: str = ""  # the alerts in words, by the last step of each

    @property
    def subject(self) -> str:
        if self.kind == TEST:
            return "Roadstead: test of this channel, no action needed"
        arrives = f"arriving {_day(self.arrives_at)}" if self.arrives_at else "without a declared arrival"
        where = SUBJECT_WORDS[self.about] if self.alerts == 1 else A_VOYAGE
        return f"Roadstead: {self.summary} on {where} {arrives}, ref {self.reference}"

    @property
    def request(self) -> str:
        """Return what the receiver of a mail should do, before the link."""
        return "Sign in to read and acknowledge this notification:"

    def payload(self) -> dict[str, str | None]:
        """Return the payload of a webhook (docs/guide/webhooks.md)."""
        return {name: value for name, value in asdict(self).items() if name not in MAIL_FIELDS}


def build_payload(notice: Notice, items: Sequence[NoticeAlert], base: str, now: datetime) -> Payload:
    """Return the payload. `items`: alerts that the receiver may know, one at least."""
    live = [item for item in items if item.kind in RESPONSE_KINDS and dealt_for(item.alert, notice.state) is None]
    asking = live or list(items)
    foremost = max(asking, key=lambda item: urgency_number(item.alert, now, notice.state))
    arrivals = [at for item in asking if (at := item.alert.arrival.arrives_at)]
    arrives = min(arrivals, default=None)
    return Payload(
        reference=notice.reference,
        state=notice.state,
        kind=notice.kind,
        urgency=CLASSES[urgency_class(foremost.alert, now, notice.state)],
        arrives_at=arrives.isoformat(timespec="minutes") if arrives else None,
        link=f"{base.rstrip('/')}/notices?ref={notice.reference}",
        about=foremost.alert.about,
        alerts=len(asking),
        summary=_summary(Counter(item.kind for item in asking)),
    )


def urgency_number(alert: Alert, now: datetime, state: str) -> float:
    """Return the urgency of an alert for `state`, of the hundred points of alerts.logic.urgency."""
    arrives, dealt = alert.arrival.arrives_at, dealt_for(alert, state) is not None
    return urgency(
        int(alert.seriousness), alert.kind, alert.score, arrives, now, cargo=alert.is_about_cargo, dealt=dealt
    ).number


def urgency_class(alert: Alert, now: datetime, state: str) -> int:
    """Return an index of CLASSES."""
    number = urgency_number(alert, now, state)
    return 2 if number >= URGENT else 1 if number >= SOON else 0


def _summary(kinds: Mapping[str, int]) -> str:
    """Return the kinds in words, the one with most weight first."""
    order = sorted(kinds, key=lambda kind: -WEIGHT.get(kind, 0))
    return ", ".join(WORDING[kind][0] if kinds[kind] == 1 else WORDING[kind][1] % kinds[kind] for kind in order)


def sample_payload(state: str, base: str) -> Payload:
    """Return the payload with which a supervisor tests a channel."""
    return Payload(
        reference="TEST", state=state, kind=TEST, urgency="later", arrives_at=None, link=f"{base.rstrip('/')}/notices"
    )


def _day(iso: str) -> str:
    at = datetime.fromisoformat(iso)
    return f"{at:%a %d %b %H:%M} {at.tzname() or ''}".strip()
