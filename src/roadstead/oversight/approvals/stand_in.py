"""Approval by the regional centre's duty supervisor for a state with nobody independent on duty.

The state asks. The supervisor sees that one proposal and nothing else of the state: while it is read or decided, the
transaction has the scope of that state, and only the proposal's own lines leave it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_noop

from roadstead.engine.reference.caricom import CENTRE
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.oversight.approvals.kinds import KINDS, Kind
from roadstead.oversight.approvals.models import CentreApproval
from roadstead.oversight.approvals.proposals import Lines, Row
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.courses import Permission, check_courses
from roadstead.platform.accounts.independence import eligible_approvers, independent_of, why_dependent
from roadstead.platform.accounts.models import State, User
from roadstead.platform.accounts.permissions import may_approve_for_state
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.approvals.models import WAITING
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import enter, region_scope
from roadstead.platform.directory.backend import with_courses
from roadstead.platform.directory.roster import roster_of

NO_LONGER_WAITS = gettext_noop("this proposal no longer waits: it was decided, withdrawn or replaced meanwhile")
NOT_ASKABLE = "you cannot see a proposal like this that waits for second approval"


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleApprovers:
    """People of a state who could approve its proposal as the second person. `on_duty` is a part of `independent`."""

    independent: list[User]
    on_duty: list[User]


def possible_approvers(kind: Kind, row: Row, state: str, *, now: datetime) -> PossibleApprovers:
    """Return the people of the state who could approve. Without a roster everybody counts as on duty."""
    people = [each for each in _able(state, kind.may, now) if each.state_id == state]
    independent = independent_of(people, _proposers(kind, row), now)
    return PossibleApprovers(independent=independent, on_duty=_on_duty(independent, state, now))


def centre_approvers(kind: Kind, row: Row, *, by: User, now: datetime) -> list[User]:
    """Return the centre's duty supervisors who are independent of the proposers, and of `by`, who asks."""
    with region_scope(by.scope):  # the state may not read the centre's roster
        return independent_of(duty_supervisors(now), [*_proposers(kind, row), by.pk], now)


def duty_supervisors(now: datetime) -> list[User]:
    """Return the centre's supervisors on duty; all of them if the roster names none, so that nothing waits for ever."""
    people = _able(None, may_approve_for_state, now)
    return _on_duty(people, CENTRE, now) or people


def _able(state: str | None, may: Permission, now: datetime) -> list[User]:
    """Return those who may approve, without people who lack a required course: while on duty they would block the
    centre.
    """
    return [each for each in with_courses(eligible_approvers(state, may=may, now=now)) if may(each)]


def _on_duty(people: list[User], of: str, now: datetime) -> list[User]:
    roster = roster_of(of, since=now) if people else None
    if roster is None or not roster.exists:
        return people
    on = roster.on_duty(now)
    return [each for each in people if each.pk in on]


def _proposers(kind: Kind, row: Row) -> list[int]:
    return [pk for pk in kind.proposers(row) if pk is not None]


@transaction.atomic
def ask(name: str, subject: int, *, by: User, now: datetime) -> CentreApproval:
    """Ask the centre, as a person of the state. Raise NotAllowed if somebody independent of the state is on duty."""
    kind, row = proposal(name, subject, by)
    state = by.state_id or ""
    if not may_ask(kind, row, by):
        raise NotAllowed(
            "only the person who proposed it, or somebody who may approve such proposals, can ask the regional centre"
        )
    if on_duty := possible_approvers(kind, row, state, now=now).on_duty:
        raise NotAllowed("somebody independent is on duty in your state: ask %(names)s", names=_names(on_duty))
    centre = centre_approvers(kind, row, by=by, now=now)
    if not centre:
        raise NotAllowed("no supervisor of the regional centre is independent of you: ask an administrator for help")
    with standing_in(centre[0], state, back=by) as acting:
        if kind.find(acting, subject) is None:
            raise NotAllowed(
                "only named people may see this proposal: ask the list owner to name somebody else as well"
            )
    made, is_new = CentreApproval.objects.get_or_create(
        kind=name,
        subject=subject,
        decision="",
        defaults={"states": [state], "proposed_by": by, "proposed_at": now},
    )
    if is_new:
        log(by, "second approval asked for", f"second approval {made.pk}", states=[state], detail=_about(made))
        people = [*_watching(state), *centre]
        account_notices.notify(
            [each for each in people if each.pk != by.pk], "centre asked", now, place=by.state, number=made.pk
        )
    return made


def proposal(name: str, subject: int, by: User) -> tuple[Kind, Row]:
    """Return the proposal as a person of the state sees it. Raise NotAllowed if there is none."""
    kind = KINDS.get(name)
    row = kind.find(by, subject) if kind and by.state_id else None
    if kind is None or row is None:
        raise NotAllowed(NOT_ASKABLE)
    return kind, row


def may_ask(kind: Kind, row: Row, user: User) -> bool:
    return kind.may(user) or user.pk in _proposers(kind, row)


def read(asked: CentreApproval, *, by: User) -> Lines | None:
    """Return the text of the proposal for the duty supervisor; None if it no longer waits. Nothing else of the state is
    read.
    """
    kind = KINDS[asked.kind]
    with standing_in(by, asked.state) as acting:
        row = kind.find(acting, asked.subject)
        return (
            [
                (label, str(value) if isinstance(value, User) else value)
                for label, value in kind.lines(row)
                if value not in {None, ""}
            ]
            if row
            else None
        )


@transaction.atomic
def decide(pk: int, *, approve: bool, why: str, by: User, now: datetime) -> CentreApproval:
    """Approve or reject as the duty supervisor, the second person. All checks are repeated here, under lock."""
    check_courses(may_approve_for_state, by)
    if not may_approve_for_state(by):
        raise NotAllowed("only the duty supervisor of the regional centre approves a state's proposal")
    asked = CentreApproval.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    if not asked.is_waiting:
        raise NotAllowed(NO_LONGER_WAITS)
    if not why.strip():
        raise FieldRefused("write a reason: it is stored with your name", field="why")
    if by.pk not in {each.pk for each in duty_supervisors(now)}:
        raise NotAllowed("you are not on duty: only the duty supervisor of the regional centre decides")
    with standing_in(by, asked.state) as acting:
        _decide(asked, approve, why, acting, now)
    if approve:
        why_not = partial(why_dependent, by, may=may_approve_for_state, now=now)
        approvals.approve(asked, by=by, now=now, why_not=why_not, reason=why)
    else:
        approvals.reject(asked, by=by, now=now, reason=why)
    word = "second approval given" if approve else "second approval refused"
    log(by, word, f"second approval {pk}", states=asked.states, detail=_about(asked))
    asker = [asked.proposed_by] if asked.proposed_by else []
    account_notices.notify(
        [*_watching(asked.state), *asker],
        "centre decided",
        now,
        by=by,
        number=pk,
        place=State.objects.get(pk=asked.state),
    )
    return asked


def _decide(asked: CentreApproval, approve: bool, why: str, acting: User, now: datetime) -> None:
    kind = KINDS[asked.kind]
    row = kind.find(acting, asked.subject)
    if row is None:
        raise NotAllowed(NO_LONGER_WAITS)
    if approve:
        if on_duty := possible_approvers(kind, row, asked.state, now=now).on_duty:
            raise NotAllowed(
                "somebody independent is now on duty in that state and can decide: %(names)s", names=_names(on_duty)
            )
        if dependent := why_dependent(
            acting, [*_proposers(kind, row), asked.proposed_by_id], may=may_approve_for_state, now=now
        ):
            raise NotAllowed(dependent)
    kind.decide(row, approve, why, acting, now)


@contextmanager
def standing_in(by: User, state: str, *, back: User | None = None) -> Iterator[User]:
    """Yield the supervisor as a user of the state, for one act; never save it.

    The database shows this state alone, and the audit log records for whom it was done. `back`: user whose scope the
    transaction has afterwards, by default the supervisor.
    """
    acting = copy(by)
    acting.state_id, acting.acting_for_state = state, state  # type: ignore[misc]
    enter(acting.scope)
    try:
        yield acting
    finally:
        enter((back or by).scope)


def close_if_gone(asked: CentreApproval, *, now: datetime) -> None:
    """Close the request if the state has decided itself meanwhile."""
    if asked.is_waiting:
        approvals.replace([asked], now=now)


def waiting(user: User) -> int:
    """Return the number of requests for a duty supervisor to decide; 0 for everybody else."""
    return CentreApproval.objects.filter(WAITING).count() if may_approve_for_state(user) else 0


def _watching(state: str) -> list[User]:
    """Return the heads of office, if any, and the auditors of state and centre."""
    return [*account_notices.office_heads(state), *account_notices.auditors(state)]


def _names(people: list[User]) -> str:
    return ", ".join(map(str, people[:3]))


def _about(asked: CentreApproval) -> str:
    return f"{asked.kind} {asked.subject}"


def open_request(name: str, subject: int, user: User) -> CentreApproval | None:
    """Return the open request about a proposal, if the state has asked."""
    return CentreApproval.objects.visible_to(user).filter(WAITING, kind=name, subject=subject).first()
