"""What came of an alert at the border, recorded by an officer of the state whose border it is, for the list's owner.

Facts, not decisions: they change nothing of the alert, and are never taken back, only followed by another.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from roadstead.accounts.models import User
from roadstead.accounts.permissions import may_record_outcomes
from roadstead.audit.models import note as audit
from roadstead.casework.models import Alert, Outcome
from roadstead.casework.outcome_words import OF_CARGO, OF_PEOPLE, WORDS, What
from roadstead.casework.seizure import Seizure, kept
from roadstead.casework.workflow import NotAllowed
from roadstead.watchlists.models import REGION

__all__ = ["WORDS", "What", "may_record", "record", "that_fit"]
NEEDS_WORDS: Final = frozenset({What.REFUSED, What.MISSED, What.SENT_BACK})
CLOCKS_DIFFER: Final = timedelta(minutes=5)


def that_fit(alert: Alert) -> tuple[What, ...]:
    """What can come of it: customs examine a consignment, and nobody is admitted."""
    return OF_CARGO if alert.of_cargo else OF_PEOPLE


def may_record(alert: Alert, by: User) -> bool:
    """An officer of a state on the way of the voyage, or of the bill: each state knows its own border."""
    return may_record_outcomes(by) and by.state_id is not None and by.state_id in alert.on_the_way


def _who_reads(alert: Alert, by: User) -> list[str]:
    """The state whose border it was, and the owner of the list: no other state on the way (decision 0022)."""
    return sorted({by.state_id or "", alert.owner} - {"", REGION})


@transaction.atomic
def record(
    alert_id: int, what: What, *, at: datetime, text: str, by: User, now: datetime, seizure: Seizure | None = None
) -> Outcome:
    """Write it down, or raise NotAllowed with the reason."""
    alert = Alert.objects.visible_to(by).select_related("voyage", "bill").get(pk=alert_id)
    if not may_record(alert, by):
        raise NotAllowed("what came of it is recorded by an officer of the state at whose border it was")
    if what not in that_fit(alert):
        raise NotAllowed("that cannot come of this alert: choose one of the outcomes that the page offers")
    if (what is What.SEIZED) != (seizure is not None):
        raise NotAllowed("say what was found and how much where something was found, and nothing of it otherwise")
    if at > now + CLOCKS_DIFFER:
        raise NotAllowed("that time has not come yet: record what has happened")
    if what in NEEDS_WORDS and not text.strip():
        raise NotAllowed("write down how it came about: “%(what)s” needs a note", what=WORDS[what])
    made = Outcome.objects.create(
        alert=alert,
        what=what,
        state=by.state_id or "",
        at=at,
        note=text.strip(),
        seizure=kept(seizure),
        recorded_by=by,
        recorded_at=now,
        owner=alert.owner,
        states=_who_reads(alert, by),
    )
    audit(by, "outcome recorded", f"alert {alert.pk}", states=made.states)
    return made
