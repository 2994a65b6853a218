"""Breaches of personal data: recorded once known, with each state's deadline to notify its authority (S32).

Deadlines count from when somebody became aware, whatever else is known. Later findings are added; the draft of the
notice says what is not known yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.deadlines import TIMERS, timer_for
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.oversight.retention.due_notices import write_breach
from roadstead.oversight.retention.models import Incident, NotificationDuty
from roadstead.platform.accounts.models import State, User
from roadstead.platform.accounts.permissions import may_record_incidents
from roadstead.platform.audit.models import log
from roadstead.platform.policies.calendars import calendar_of
from roadstead.platform.policies.in_force import in_force

MAX_TEXT_CHARS: Final = 4000  # characters of each text
MAX_AUTHORITY_CHARS: Final = 200
LATER: Final = ("kinds", "consequences", "measures")  # fields that may become known later
CONTENTS: Final[dict[str, str]] = {
    "what": "What happened",
    "kinds": "Which people and data are affected, and how many",
    "consequences": "Likely consequences",
    "measures": "Measures taken, and what the people affected can do",
}
MISSING: Final[dict[str, str]] = {"what": _("write what happened"), "whom": _("write whom you notified, and how")}
UNKNOWN: Final = "Not known yet. We will report it as soon as it is known."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIncident:
    """Form content on a breach. `known_at`: 2026-11-25T14:30 in UTC. `states`: those with people concerned, alpha-3."""

    what: str
    known_at: str
    states: Sequence[str]
    kinds: str = ""
    consequences: str = ""
    measures: str = ""


@transaction.atomic
def record(known: NewIncident, *, by: User, now: datetime) -> Incident:
    """Record a breach with a duty for each state. A state's supervisor records for that state, the centre's for any."""
    _may(by)
    states = [by.state_id] if by.state_id else _states(known.states)
    made = Incident.objects.create(
        owner=by.state_id or "REGION",
        what=_required_text(known.what, "what"),
        known_at=_moment(known.known_at, now),
        recorded_by=by,
        recorded_at=now,
        states=states,
        **{name: _text(getattr(known, name), name) for name in LATER},
    )
    for duty in NotificationDuty.objects.bulk_create([_duty(made, state) for state in states]):
        write_breach(duty, now)
    log(by, "incident recorded", f"incident {made.pk}", states=states)
    return made


@transaction.atomic
def add_to(pk: int, told: Mapping[str, str], *, by: User) -> Incident:
    """Add what became known later; empty fields stay as they are."""
    incident = _owned(pk, by)
    for name in LATER:
        setattr(incident, name, _text(told.get(name, ""), name) or getattr(incident, name))
    incident.save(update_fields=[*LATER])
    log(by, "incident added to", f"incident {pk}", states=incident.states)
    return incident


@transaction.atomic
def record_notification(pk: int, duty: int, whom: str, *, by: User, now: datetime) -> NotificationDuty:
    """Record that a state's authority was notified: by its own supervisor, or the centre's if that recorded it."""
    _open(pk, by)
    row = NotificationDuty.objects.visible_to(by).select_for_update(of=("self",)).filter(incident=pk, pk=duty).first()
    if row is None or row.notified_at:
        raise NotAllowed("this notification is already recorded: load the page again")
    row.notified_at, row.notified_by, row.notified_authority = (
        now,
        by,
        _required_text(whom, "whom", MAX_AUTHORITY_CHARS),
    )
    row.save(update_fields=["notified_at", "notified_by", "notified_authority"])
    log(by, "authority told", f"incident {pk}", states=row.states, detail=f"{row.state}, due {row.due_at:%Y-%m-%d}")
    return row


@transaction.atomic
def close(pk: int, *, by: User, now: datetime) -> Incident:
    """Close the incident once all authorities are notified. Only those who recorded it may."""
    incident = _owned(pk, by)
    if incident.duties.filter(notified_at=None).exists():
        raise NotAllowed("some authorities are not notified yet: notify them, record it, then close the incident")
    incident.closed_at = now
    incident.save(update_fields=["closed_at"])
    log(by, "incident closed", f"incident {pk}", states=incident.states)
    return incident


def draft(incident: Incident, duty: NotificationDuty) -> list[tuple[str, str]]:
    """Return the notice to one state's authority as headings and texts, which say what is not known yet."""
    known = incident.known_at.astimezone(UTC)
    said = [(words, getattr(incident, name) or UNKNOWN) for name, words in CONTENTS.items()]
    return [
        ("Notification of a personal data breach", f"Reference I-{incident.pk}-{duty.state}."),
        ("When we became aware of it", f"{known:%Y-%m-%d %H:%M} UTC."),
        *said,
        ("Contact", "The data-protection officer of the service: write name, telephone number and address here."),
    ]


def _duty(incident: Incident, state: str) -> NotificationDuty:
    on = incident.known_at.date()
    timer = timer_for(in_force(TIMERS), state=state, matter="breach", on=on)
    return NotificationDuty(
        incident=incident,
        state=state,
        due_at=timer.ends(incident.known_at, calendar_of(state)),
        due_source=timer.source[:600],
        due_text=timer.text[:600],
        states=[state],
    )


def _open(pk: int, by: User) -> Incident:
    _may(by)
    incident = Incident.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    if incident.closed_at:
        raise NotAllowed("this incident is closed: record new findings as another incident")
    return incident


def _owned(pk: int, by: User) -> Incident:
    incident = _open(pk, by)
    if incident.owner != (by.state_id or "REGION"):
        raise NotAllowed(
            "only supervisors of the state or centre that recorded an incident may change it: tell them what is new"
        )
    return incident


def _may(by: User) -> None:
    if not may_record_incidents(by):
        raise NotAllowed("only supervisors record incidents: tell yours at once, as the deadline counts from now")


def _states(wanted: Sequence[str]) -> list[str]:
    known = sorted(State.objects.filter(code__in=wanted).values_list("code", flat=True))
    if not known or len(known) < len(set(wanted)):
        raise FieldRefused("choose the affected states; if you do not know them, choose all", field="state")
    return known


def _moment(text: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip()).replace(tzinfo=UTC)
    except ValueError:
        raise FieldRefused("write day and time in UTC, for example 2026-11-25T14:30", field="known_at") from None
    if moment > now:
        raise FieldRefused(
            "this time is in the future: write when somebody became aware of the incident, in UTC", field="known_at"
        )
    return moment


def _required_text(text: str, field: str, most: int = MAX_TEXT_CHARS) -> str:
    found = _text(text, field, most)
    if not found:
        raise FieldRefused(MISSING[field], field=field)
    return found


def _text(text: str, field: str, most: int = MAX_TEXT_CHARS) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > most:
        raise FieldRefused("shorten this text to at most %(most)s characters", field=field, most=f"{most:,}")
    return text
