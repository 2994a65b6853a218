"""What leaves the system: reference, state, urgency, arrival, link, and whether it is about people, cargo or craft.
Nothing of a traveller, bill, party, list or entry (S6, S25)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from roadstead.casework.standing import dealt_for
from roadstead.casework.urgency import urgency
from roadstead.dissemination.models import Notice

URGENT, SOON = 40.0, 10.0  # of casework.urgency's hundred
SAID: Final = {
    "new": "1 possible match",
    "changed": "a possible match has changed",
    "lapsed": "a possible match has lapsed",
    "referred": "a possible match is referred",
    "to agree to": "a confirmation waits for a second officer",
    "confirmed": "a match is confirmed",
}
TEST: Final = "test"
WHERE: Final = {"people": "a voyage", "cargo": "a bill", "craft": "a voyage"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The payload of a webhook, and all that a mail is written from."""

    reference: str
    state: str
    kind: str
    urgency: str  # urgent, soon, later
    arrives_at: str | None  # ISO 8601 with offset
    link: str
    about: str = ""  # people, cargo, craft, as the queue is narrowed; "" of a test

    @property
    def subject(self) -> str:
        if self.kind == TEST:
            return "Roadstead: a test of this channel, there is nothing to do"
        arrives = f"arriving {_day(self.arrives_at)}" if self.arrives_at else "with no arrival declared"
        return f"Roadstead: {SAID[self.kind]} on {WHERE[self.about]} {arrives}, ref {self.reference}"

    def payload(self) -> dict[str, str | None]:
        return asdict(self)


def said(notice: Notice, base: str, now: datetime) -> Said:
    alert, arrives = notice.alert, notice.alert.arrival.arrives_at
    number = urgency(int(alert.seriousness), alert.kind, alert.score, arrives, now, cargo=alert.of_cargo,
                     dealt=dealt_for(alert, notice.state) is not None).number  # fmt: skip
    return Said(
        reference=notice.reference, state=notice.state, kind=notice.kind,
        urgency="urgent" if number >= URGENT else "soon" if number >= SOON else "later",
        arrives_at=arrives.isoformat(timespec="minutes") if arrives else None,
        link=f"{base.rstrip('/')}/notices?ref={notice.reference}", about=notice.alert.about,
    )  # fmt: skip


def a_test(state: str, base: str) -> Said:
    """What a supervisor sends to see whether a channel works."""
    return Said(
        reference="TEST", state=state, kind=TEST, urgency="later", arrives_at=None, link=f"{base.rstrip('/')}/notices"
    )


def _day(iso: str) -> str:
    at = datetime.fromisoformat(iso)
    return f"{at:%a %d %b %H:%M} {at.tzname() or ''}".strip()
