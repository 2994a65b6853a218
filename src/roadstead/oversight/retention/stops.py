"""Stopped purges, stored and decided by people: no large deletion depends on one person or on a clock alone.

A purge of a large share of what is stored waits for two people of the regional centre, one a data-protection officer:
they go on with it or reject it. A clock that moved too far waits for a filing that agrees with it, or for one of these
people to confirm it. Nothing is ever purged because nobody decided.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from roadstead.engine.reference.settings import SettingName
from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.retention.models import Run, StoppedPurge, StopReason
from roadstead.oversight.retention.purge_size import purge_size
from roadstead.oversight.retention.trusted_clock import TOLERANCE, check_clock, database_now, trust
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.accounts.permissions import may_decide_stopped_purges
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.policies.in_force import setting

DAY: Final = timedelta(days=1)
SEEN_WITHIN: Final = timedelta(hours=1)  # the scheduler checks every ten minutes


class PurgeStopped(Exception):
    """Raised if a purge did not begin. The message says why and what to do next."""

    def __init__(self, stop: StoppedPurge) -> None:
        super().__init__(stop.why)
        self.stop = stop


def stop_by_clock(as_of: datetime, now: datetime, started_by: str) -> None:
    """Raise PurgeStopped if the clock is in doubt; otherwise close the stops of that reason."""
    with scoped(REGION):
        doubt = check_clock(now)
        if doubt is None:
            _close_of_clocks()
            return
        times = {"machine": f"{doubt.machine:%Y-%m-%d %H:%M} UTC", "other": f"{doubt.other:%Y-%m-%d %H:%M} UTC"}
        stop = _store_stop(doubt.reason, as_of, started_by, times)
    raise PurgeStopped(stop)


def stop_by_share(as_of: datetime, started_by: str) -> None:
    """Raise PurgeStopped if too much would be deleted at once."""
    with scoped(REGION):
        share = purge_size(as_of, database_now())
        limit = int(setting(SettingName.PURGE_SHARE))
        if not share.is_over(limit):
            _close(StoppedPurge.objects.filter(reason=StopReason.SHARE, closed_at=None), "purge: no longer large")
            return
        stop = _store_stop(StopReason.SHARE, as_of, started_by, {**share.as_json(), "limit": limit})
    raise PurgeStopped(stop)


def is_stopped_for_now(present: datetime) -> bool:
    """Return True if a large purge was stopped or rejected within a day; after that it is counted again.

    Runs in the region's scope.
    """
    large = StoppedPurge.objects.filter(reason=StopReason.SHARE).filter(Q(closed_at=None) | Q(go_on=False))
    return large.filter(Q(seen_at__gt=present - DAY) | Q(decided_at__gt=present - DAY)).exists()


def to_carry_out() -> StoppedPurge | None:
    """Return a purge that two people have approved and that has not run yet. Runs in the region's scope."""
    decided = StoppedPurge.objects.filter(reason=StopReason.SHARE, go_on=True, decided_at__isnull=False, run=None)
    return decided.order_by("pk").first()


def carried_out(stop: StoppedPurge, run: Run) -> None:
    with scoped(REGION):
        StoppedPurge.objects.filter(pk=stop.pk).update(run=run)


@transaction.atomic
def propose(pk: int, *, go_on: bool, by: User) -> StoppedPurge:
    """Propose to go on with a large purge, or to reject it, as the first of two people. Another one approves or
    rejects.
    """
    stop = _open(pk, by, StopReason.SHARE)
    if stop.proposed_by_id is not None:
        raise NotAllowed("somebody has already made a proposal: approve or reject it")
    stop.proposed_by, stop.proposed_at, stop.go_on = by, database_now(), go_on
    stop.save(update_fields=["proposed_by", "proposed_at", "go_on"])
    _note(by, "purge: go on proposed" if go_on else "purge: rejection proposed", stop)
    return stop


@transaction.atomic
def decide_proposal(pk: int, *, approve: bool, by: User) -> StoppedPurge:
    """Approve the proposal, which decides it, or reject it, so that anybody may propose again."""
    stop = _open(pk, by, StopReason.SHARE)
    if stop.proposed_by is None:
        raise NotAllowed("there is no proposal yet: propose to continue or to reject the deletion")
    if stop.proposed_by_id == by.pk:
        raise NotAllowed("you made this proposal: another person approves or rejects it")
    if not approve:
        stop.proposed_by = stop.proposed_at = stop.go_on = None
        stop.save(update_fields=["proposed_by", "proposed_at", "go_on"])
        _note(by, "purge: proposal rejected", stop)
        return stop
    second_person.check_independent(by, [stop.proposed_by_id], may=may_decide_stopped_purges, now=database_now())
    if not _has_officer(stop.proposed_by, by):
        raise NotAllowed("one of the two must be a data-protection officer: ask yours to decide")
    stop.decided_by = by
    stop.decided_at = stop.closed_at = database_now()
    stop.save(update_fields=["decided_by", "decided_at", "closed_at"])
    _note(by, "purge: approved to go on" if stop.go_on else "purge: rejected", stop)
    return stop


@transaction.atomic
def confirm_clock(pk: int, *, by: User, now: datetime) -> StoppedPurge:
    """Confirm that the machine's clock is right: the system was stopped, and the clock did not jump."""
    stop = _open(pk, by, StopReason.JUMP)
    present = database_now()
    if abs(now - present) > TOLERANCE:
        raise NotAllowed(
            "the clocks of this machine and of the database differ: ask the operator to correct the one that is wrong"
        )
    trust(present)
    stop.go_on, stop.decided_by = True, by
    stop.decided_at = stop.closed_at = present
    stop.save(update_fields=["go_on", "decided_by", "decided_at", "closed_at"])
    _note(by, "purge: clock confirmed", stop)
    return stop


def _store_stop(reason: StopReason, as_of: datetime, started_by: str, detail: dict[str, Any]) -> StoppedPurge:
    """Return the open stop of this reason, or a new one. Numbers and times are updated until somebody proposes."""
    present = database_now()
    stop = StoppedPurge.objects.select_for_update().filter(reason=reason, closed_at=None).first()
    if stop is None:
        stop = StoppedPurge.objects.create(
            reason=reason, as_of=as_of, started_by=started_by, stopped_at=present, seen_at=present, detail=detail
        )
        _note(None, f"purge stopped: {stop.reason}", stop)
        return stop
    stop.seen_at = present
    if stop.proposed_by_id is None:
        stop.as_of, stop.detail = as_of, detail
    stop.save(update_fields=["seen_at", "as_of", "detail"])
    return stop


def _close_of_clocks() -> None:
    """Close stops, as the clock is trusted again. With two schedulers, the one with the wrong clock keeps its stop
    open.
    """
    present = database_now()
    jumped = StoppedPurge.objects.filter(reason=StopReason.JUMP, closed_at=None)
    unseen = StoppedPurge.objects.filter(reason=StopReason.DIFFERS, closed_at=None, seen_at__lt=present - SEEN_WITHIN)
    _close(jumped, "purge: clock trusted again")
    _close(unseen, "purge: clock trusted again")


def _close(stops: Any, action: str) -> None:
    for stop in stops:
        StoppedPurge.objects.filter(pk=stop.pk).update(closed_at=database_now())
        _note(None, action, stop)


def _open(pk: int, by: User, reason: StopReason) -> StoppedPurge:
    if not may_decide_stopped_purges(by):
        raise NotAllowed("only data-protection officers and supervisors of the regional centre decide this")
    stop = StoppedPurge.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if stop is None or stop.reason != reason or stop.closed_at is not None:
        raise NotAllowed("this was settled meanwhile: load the page again")
    return stop


def _has_officer(*people: User) -> bool:
    """Return True if one of them is a data-protection officer, or the centre has none: two supervisors decide."""
    officers = User.objects.filter(role=Role.DATA_PROTECTION, state=None, is_active=True)
    return any(each.role == Role.DATA_PROTECTION for each in people) or not officers.exists()


def _note(by: User | None, action: str, stop: StoppedPurge) -> None:
    states = sorted(State.objects.values_list("code", flat=True))
    log(by, action, f"deletion stopped {stop.pk}", states=states)
