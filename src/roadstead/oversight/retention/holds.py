"""Holds: voyages kept beyond their schedule for a court or an inquiry, always with an end and a review (S6, S29).

A hold keeps the whole voyage, for every state that it concerns, until its last day or until it is lifted. One
supervisor places it, before anything is deleted; two lift it, since what it kept is then deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention.models import Hold, HoldLifting
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.courses import check_courses
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_lift_holds, may_place_holds
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.approvals.models import Decision
from roadstead.platform.audit.models import log
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind

# Our own choice, not a law: a longer need takes a new hold with its own reason.
MAX_HOLD: Final = timedelta(days=5 * 365)
LOOK_WITHIN: Final = timedelta(days=183)
MAX_REASON_CHARS: Final = 2000  # characters of a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHold:
    """Form content for a hold. `until`, `review_on`: days as 2027-01-31; `review_on` "" is the latest allowed."""

    reason: str
    until: str
    review_on: str = ""


@transaction.atomic
def place(voyage: Voyage, wanted: NewHold, *, by: User, now: datetime) -> Hold:
    """Place a hold for the person's own state, or the centre. Several may hold one voyage, each for its own reason."""
    _may(by)
    until = _day(wanted.until, "until", now, MAX_HOLD)
    review_on = _day(wanted.review_on, "review_on", now, LOOK_WITHIN) if wanted.review_on.strip() else None
    latest = min(until, now.date() + LOOK_WITHIN)
    made = Hold.objects.create(
        voyage=voyage,
        reason=_checked_text(wanted.reason, "reason"),
        until=until,
        review_on=min(review_on or latest, latest),
        placed_by=by,
        placed_at=now,
        states=[by.state_id] if by.state_id else [],
    )
    log(by, "hold placed", f"hold {made.pk}", states=made.states, detail=f"voyage {voyage.pk} until {until}")
    return made


@transaction.atomic
def confirm_hold(pk: int, review_on: str, *, by: User, now: datetime) -> Hold:
    """Confirm that the hold is still needed; it is reviewed again by `review_on`."""
    hold = _lock_hold(pk, by, now)
    hold.review_on = min(_day(review_on, "review_on", now, LOOK_WITHIN), hold.until)
    hold.save(update_fields=["review_on"])
    log(by, "hold looked at", f"hold {pk}", states=hold.states, detail=f"again by {hold.review_on}")
    return hold


@transaction.atomic
def propose_to_lift(pk: int, why: str, *, by: User, now: datetime) -> HoldLifting:
    """Propose to lift the hold, which stays until another supervisor approves."""
    check_courses(may_lift_holds, by)
    hold = _lock_hold(pk, by, now)
    if hold.liftings.filter(decision="").exists():
        raise NotAllowed("somebody has already proposed to lift this hold: another supervisor decides")
    made = HoldLifting(hold=hold, states=hold.states)
    approvals.propose(made, reason=_checked_text(why, "why"), by=by, now=now)
    made.save()
    outbox.write(EventKind.PROPOSAL, made.pk, of="hold")
    log(by, "hold lift proposed", f"hold {pk}", states=hold.states, detail=f"voyage {hold.voyage_id}")
    return made


@transaction.atomic
def decide_to_lift(pk: int, *, approve: bool, by: User, now: datetime, reason: str = "") -> Hold:
    """Decide the proposal to lift this hold. Its proposer may withdraw it.

    Once approved, the voyage's own schedules apply: what has expired is deleted with the next purge.
    """
    hold = _lock_hold(pk, by, now)
    lifting = hold.liftings.select_for_update().filter(decision="").first()
    if lifting is None:
        raise NotAllowed(approvals.ALREADY_DECIDED)
    if not approve:
        second_person.reject(lifting, by=by, now=now, reason=reason)
        word = "taken back" if lifting.decision == Decision.WITHDRAWN else "rejected"
        log(by, f"hold lift {word}", f"hold {pk}", states=hold.states)
        return hold
    second_person.approve(lifting, by=by, may=may_lift_holds, now=now, reason=reason)
    hold.lifted_by, hold.lifted_at, hold.lifted_why = by, now, lifting.reason
    hold.save(update_fields=["lifted_by", "lifted_at", "lifted_why"])
    log(by, "hold lifted", f"hold {pk}", states=hold.states, detail=f"voyage {hold.voyage_id}")
    return hold


def _lock_hold(pk: int, by: User, now: datetime) -> Hold:
    """Return a hold in force of the person's own state or centre."""
    _may(by)
    hold = Hold.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    if hold.states != ([by.state_id] if by.state_id else []):
        raise NotAllowed("only supervisors of the state or centre that placed a hold may change it")
    if hold.lifted_at or hold.until < now.date():
        raise NotAllowed("this hold has ended: place a new one if the voyage must be kept")
    return hold


def _may(by: User) -> None:
    if not may_place_holds(by):
        raise NotAllowed("only supervisors place and lift holds: ask your supervisor")


def _checked_text(text: str, field: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > MAX_REASON_CHARS:
        most = f"{MAX_REASON_CHARS:,}"
        raise FieldRefused("write a reason of at most %(most)s characters", field=field, most=most)
    return text


def _day(text: str, field: str, now: datetime, within: timedelta) -> date:
    """Parse a day from tomorrow on. `field`: of the form, for the refusal."""
    latest = now.date() + within
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise FieldRefused("write a day as year-month-day, for example 2027-01-31", field=field) from None
    if not now.date() < day <= latest:
        raise FieldRefused(
            "choose a day after today and not after %(latest)s: to keep the voyage longer, place a new hold later",
            field=field,
            latest=latest,
        )
    return day
