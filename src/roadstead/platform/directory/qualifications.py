"""Qualifications: recorded, extended and revoked by those who administer the account; each act is audited.

Holders and administrators of their accounts are notified before a qualification expires.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.caricom import REGION
from roadstead.engine.reference.required_courses import a_course
from roadstead.engine.refusals import refuse
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import NO_DATA_ROLES, Organisation, Role, User
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import region_scope
from roadstead.platform.directory.editing import states_of
from roadstead.platform.directory.logic.qualification import WARN_DAYS_BEFORE, Status, day_at
from roadstead.platform.directory.models import Qualification
from roadstead.platform.invitations.invitation_links import ROLES_BY_SUPERVISOR, may_change
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind, OutboxEvent

SHA256_CHARS: Final = 64
NOT_PERMITTED: Final = _(
    "You cannot change the qualifications of this account. Ask the supervisor or administrator who manages it. Nobody"
    " records their own qualifications."
)
REASON_MISSING: Final = _("Enter a reason. It is stored with the qualification.")
COURSE_CODE: Final = _("Enter a course code of 2 to 20 capital letters, digits and hyphens, for example BORDER-1.")
ISSUE_DAY: Final = _("Enter the day of issue. It cannot be in the future.")
ENDS_BEFORE_ISSUE: Final = _("The last day cannot be before the day of issue.")
ALREADY_REVOKED: Final = _("This qualification has been revoked. Record a new one.")


def qualifications_of(account: User, by: User) -> list[Qualification]:
    """Return the qualifications that `by` may see. Reading another person's is written to the audit log."""
    if by != account:
        log(by, "read", f"qualifications of user {account.pk}", states=_states(account))
    with _account_scope(by):
        rows = Qualification.objects.visible_to(by).filter(user=account)
        return list(rows.select_related("issuer", "recorded_by", "extended_by", "revoked_by"))


@transaction.atomic
def record(
    account: User,
    course: str,
    issued_on: date | None,
    until: date | None,
    issuer: Organisation | None,
    *,
    by: User,
    now: datetime,
    evidence_sha256: str = "",
) -> Qualification:
    """Record a course that the person has passed. Notifications are scheduled for before its last day."""
    refuse(
        {
            NOT_PERMITTED: not may_change(by, account),
            _("Qualifications cannot be recorded for a carrier's account."): account.carrier_id is not None,
            COURSE_CODE: bool(a_course(course)),
            ISSUE_DAY: issued_on is None or issued_on > now.date(),
            ENDS_BEFORE_ISSUE: bool(until and issued_on and until < issued_on),
            _("Choose the organisation that issued it."): issuer is None,
            _("Enter the SHA-256 of the evidence: 64 digits and letters from a to f."): bool(evidence_sha256)
            and not _is_sha256(evidence_sha256),
        }
    )
    assert issued_on
    assert issuer
    with _account_scope(by):
        made = Qualification.objects.create(
            user=account,
            owner=account.state_id or REGION,
            course=course,
            issued_on=issued_on,
            until=until,
            issuer=issuer,
            evidence_sha256=evidence_sha256,
            recorded_by=by,
            recorded_at=now,
        )
    for days in WARN_DAYS_BEFORE if until else ():
        due_at = datetime.combine(until or now, time.min, UTC) - timedelta(days=days)
        if due_at > now:
            outbox.write(EventKind.QUALIFICATION, made.pk, due_at=due_at, days=days)
    _log(by, "qualification recorded", made)
    return made


@transaction.atomic
def revoke(pk: int, reason: str, *, account: User, by: User, now: datetime) -> Qualification:
    """Revoke a qualification: from now on it counts for nothing, not even for live alerts."""
    with _account_scope(by):
        row = _locked(pk, account, by)
        refuse(
            {
                NOT_PERMITTED: not may_change(by, account),
                ALREADY_REVOKED: row.revoked_at is not None,
                REASON_MISSING: not reason.strip(),
            }
        )
        row.revoked_by, row.revoked_at, row.revocation_reason = by, now, reason.strip()
        row.save(update_fields=["revoked_by", "revoked_at", "revocation_reason"])
    _log(by, "qualification revoked", row)
    return row


@transaction.atomic
def extend(pk: int, reason: str, *, account: User, by: User, now: datetime) -> Qualification:
    """Keep live alerts open to the holder for 30 more days, once. The auditors are notified."""
    with _account_scope(by):
        row = _locked(pk, account, by)
        is_expired = row.held.status(day_at(now)) == Status.EXPIRED
        refuse(
            {
                NOT_PERMITTED: not may_change(by, account),
                ALREADY_REVOKED: row.revoked_at is not None,
                _("This qualification has not expired. Only an expired one can be extended."): not is_expired,
                _("This qualification was extended before. Record its renewal instead."): row.extended_at is not None,
                REASON_MISSING: not reason.strip(),
            }
        )
        row.extended_by, row.extended_at, row.extension_reason = by, now, reason.strip()
        row.save(update_fields=["extended_by", "extended_at", "extension_reason"])
    _log(by, "qualification extended", row)
    places = {"by": by, "account": row.user, "course": row.course, "until": row.held.alerts_until}
    account_notices.notify(account_notices.auditors(row.user.state_id), "course extended", now, **places)
    return row


def notify_of_expiry(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.QUALIFICATION`: notify the holder and those who administer the account.

    Nobody is notified if it was revoked or renewed, or if the holder's account is closed.
    """
    rows = Qualification.objects.select_related("user").in_bulk([event.subject for event in events])
    for row in filter(None, (rows.get(event.subject) for event in events)):
        if row.revoked_at is None and row.user.is_active and not _is_renewed(row):
            people = [row.user, *_administrators_of(row.user)]
            account_notices.notify(people, "course ends", now, account=row.user, course=row.course, by=row.until)


def _is_renewed(row: Qualification) -> bool:
    others = Qualification.objects.filter(user=row.user_id, course=row.course, revoked_at=None)
    return others.filter(Q(until=None) | Q(until__gt=row.until)).exists()


def _administrators_of(account: User) -> list[User]:
    """Return the supervisors of the state or centre; administrators where supervisors do not administer the account."""
    rows = User.objects.filter(is_active=True)
    if account.role in ROLES_BY_SUPERVISOR:
        return list(rows.filter(role=Role.SUPERVISOR, state=account.state_id))
    return list(rows.filter(role=Role.ADMINISTRATOR).exclude(pk=account.pk))


def _locked(pk: int, account: User, by: User) -> Qualification:
    """Return the locked row. Raises Qualification.DoesNotExist if not the account's, or not visible to this person."""
    rows = Qualification.objects.visible_to(by).select_for_update(of=("self",)).select_related("user")
    return rows.get(pk=pk, user=account)


@contextmanager
def _account_scope(by: User) -> Iterator[None]:
    """Widen the scope for those who run the system and administer accounts, but see no state's rows."""
    if by.role not in NO_DATA_ROLES:
        yield
        return
    with region_scope(by.scope):
        yield


def _is_sha256(text: str) -> bool:
    return len(text) == SHA256_CHARS and set(text) <= set("0123456789abcdef")


def _states(account: User) -> list[str]:
    return states_of(account.state_id or REGION)


def _log(by: User, action: str, row: Qualification) -> None:
    log(by, action, f"qualification {row.pk}", states=_states(row.user), detail=f"user {row.user_id}, {row.course}")
