"""Lead and officers of a case. They are named officers of its owner; reading and writing need no such role."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.casework.cases.acts import lock_case
from roadstead.casework.cases.models import Case, CaseOfficer
from roadstead.casework.cases.timeline import Act, add
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import OFFICERS, may_work_on_cases


def colleagues(by: User) -> QuerySet[User, User]:
    """Return the officers of the same state or centre, by user name."""
    return User.objects.filter(state=by.state_id, role__in=OFFICERS, is_active=True).order_by("username")


def colleague(username: str, *, by: User) -> User:
    """Return the officer of the own state or centre with that user name. Raise NotAllowed if there is none."""
    found = User.objects.filter(username=username, is_active=True, state=by.state_id).first()
    if found is None or not may_work_on_cases(found):
        raise NotAllowed(_("Choose an officer of your own state or centre."))
    return found


def hand_over(pk: int, username: str, *, by: User, now: datetime, edition: int) -> None:
    """Make another officer of the same owner the lead."""
    case = lock_case(pk, by, edition)
    case.lead = colleague(username, by=by)
    add(case, Act.HANDED_OVER, {"lead": case.lead.username}, by=by, now=now)


def join(pk: int, username: str, *, by: User, now: datetime) -> None:
    """Add an officer of the same owner."""
    case, officer = lock_case(pk, by), colleague(username, by=by)
    if officer == case.lead or case.officers.filter(officer=officer, left_at=None).exists():
        raise NotAllowed(_("This officer already leads the case or works on it. Choose another officer."))
    CaseOfficer.objects.create(case=case, owner=case.owner, officer=officer, joined_at=now)
    add(case, Act.JOINED, {"officer": officer.username}, by=by, now=now)


def leave(pk: int, username: str, *, by: User, now: datetime, edition: int) -> None:
    """Remove an officer, also one whose account is closed. The timeline keeps that they worked on the case."""
    case = lock_case(pk, by, edition)
    row = working(case, by).filter(officer__username=username).first()
    if row is None:
        raise NotAllowed(_("This officer no longer works on the case. Check what has changed."))
    row.left_at = now
    row.save(update_fields=["left_at"])
    add(case, Act.LEFT, {"officer": username}, by=by, now=now)


def working(case: Case, user: User) -> QuerySet[CaseOfficer, CaseOfficer]:
    """Return the officers who work on the case now, without its lead."""
    rows = CaseOfficer.objects.visible_to(user).filter(case=case, left_at=None)
    return rows.exclude(officer=case.lead_id).select_related("officer")
