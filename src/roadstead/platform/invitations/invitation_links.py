"""Accounts are made by invitation: a link valid for 72 hours, used once, with which the person sets a password.

A link that is made on the pages opens nothing until an independent second person has confirmed it, whoever made it and
whoever it is for. Links of the command line work at once. A link lets its person read what their organisation is sent,
so supervisors make links for their own organisation, and administrators for the others.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.required_courses import Work
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts import account_notices, second_person
from roadstead.platform.accounts.courses import needs_course_for
from roadstead.platform.accounts.models import NO_DATA_ROLES, Carrier, Invitation, Organisation, Role, State, User
from roadstead.platform.accounts.organisations import WITHOUT_PEOPLE, first_organisation
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.approvals.models import WAITING
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind

LINK_VALIDITY = timedelta(hours=72)
# Roles that a supervisor may give to people of the own state or centre. Not the roles that oversee supervisors, and not
# the supervisor's own: the second person who approves must not be one whom the first has made.
ROLES_BY_SUPERVISOR = (Role.ANALYST, Role.OFFICER, Role.WATCHLIST_OWNER, Role.FOCAL_POINT, Role.COURT)
OTHER_ORGANISATION = _(
    "you cannot create links for people of another organisation: ask its supervisor or an administrator"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """Person to invite, with role and employer.

    `organisation` None: the own one of a supervisor who invites, otherwise the first of the state, or the centre.
    `email` is needed for single sign-on only.
    """

    username: str
    name: str
    role: Role
    state: State | None = None
    carrier: Carrier | None = None
    organisation: Organisation | None = None
    email: str = ""
    certificate_until: date | None = None
    clearance_until: date | None = None


def roles_for(inviter: User) -> tuple[Role, ...]:
    """Return the roles that this person may give."""
    if inviter.role == Role.ADMINISTRATOR:
        return tuple(Role)
    if inviter.role == Role.SUPERVISOR:
        wrong = Role.ANALYST if inviter.state_id else None
        return tuple(role for role in ROLES_BY_SUPERVISOR if role != wrong)
    return ()


@transaction.atomic
def invite(wanted: NewAccount, *, by: User | None, now: datetime) -> tuple[User, str]:
    """Create an account that is closed until its link is used; return it and the link's secret.

    `by` None: command line.
    """
    own = by.organisation if by and by.role == Role.SUPERVISOR else None
    if by is not None:
        _check_may_give(wanted, by)
    organisation = organisation_for(wanted.role, wanted.state, wanted.organisation or own)
    if by and organisation and not organisations_for(by).filter(pk=organisation.pk).exists():
        raise NotAllowed(OTHER_ORGANISATION)
    first, _, last = wanted.name.partition(" ")
    user = User(
        username=wanted.username,
        first_name=first[:150],
        last_name=last[:150],
        role=wanted.role,
        state=wanted.state,
        carrier=wanted.carrier,
        organisation=organisation,
        email=wanted.email,
        certificate_until=wanted.certificate_until,
        clearance_until=wanted.clearance_until,
        certified_at=now,
        opened_at=now,
        is_active=False,
    )
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise NotAllowed(refusal(str(error))) from None
    account_notices.notify_of_new_account(user, by=by, now=now)
    return user, _new_link(user, by=by, now=now)


def organisations_for(inviter: User) -> QuerySet[Organisation]:
    """Return the organisations to which this person may add people.

    Administrators: all. Supervisors: their own, and those of their own state that never had people.
    """
    rows = Organisation.objects.filter(until=None).select_related("state")
    if inviter.role == Role.ADMINISTRATOR:
        return rows
    return rows.filter(Q(pk=inviter.organisation_id) | WITHOUT_PEOPLE, state=inviter.state)


def organisation_for(role: Role, state: State | None, named: Organisation | None) -> Organisation | None:
    """Return the organisation of a new account: the one named, or the first of the state. None for carriers' people.

    Raises NotAllowed for one of another state.
    """
    if role == Role.CARRIER:
        return None
    if named and named.state_id != (state.pk if state else None):
        raise NotAllowed(
            "this organisation belongs to another state: choose one of the person's own state, or leave it empty"
        )
    return named or first_organisation(state)


def was_never_opened(user: User) -> bool:
    """Return True if the account is closed because nobody has used its first link yet."""
    return not (
        user.is_active
        or user.last_login
        or user.has_usable_password()
        or user.invitations.exclude(used_at=None).exists()
    )


def accounts_managed_by(user: User) -> QuerySet[User]:
    """Return the accounts that this person administers.

    Administrators: all. Supervisors: those of the own state or centre, except of those who oversee supervisors or run
    the system.
    """
    everybody = User.objects.select_related("state", "carrier", "organisation").order_by("role", "username")
    if user.role == Role.ADMINISTRATOR:
        return everybody
    return everybody.filter(state=user.state, carrier=None, role__in=[*ROLES_BY_SUPERVISOR, Role.SUPERVISOR])


def may_change(user: User, account: User) -> bool:
    """Return True if `user` may change the account: not their own, and a supervisor not another supervisor's.

    Administrators change those.
    """
    if user.role == Role.ADMINISTRATOR:
        return account != user
    of_own = account.state_id == user.state_id and account.role in ROLES_BY_SUPERVISOR
    return user.role == Role.SUPERVISOR and of_own and account != user


def may_replace_link(by: User, account: User) -> bool:
    """Return True if this person may replace the link: a new link opens the account to whoever has it.

    Supervisors may for their own organisation only.
    """
    return by.role != Role.SUPERVISOR or account.organisation_id == by.organisation_id


def new_link(user: User, *, by: User | None, now: datetime) -> str:
    """Return the secret of a new link for this account; earlier links end. Raises NotAllowed (`may_replace_link`).

    For people whose first link expired, or who lost their password or second factor: these are notified.
    """
    if by and not may_replace_link(by, user):
        raise NotAllowed(OTHER_ORGANISATION)
    return _new_link(user, by=by, now=now)


def _new_link(user: User, *, by: User | None, now: datetime) -> str:
    user.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    secret = secrets.token_urlsafe(32)
    made = Invitation(user=user, sha256=_hash(secret), expires_at=now + LINK_VALIDITY, needs_second=by is not None)
    approvals.propose(made, reason="", by=by, now=now)
    if by is None:
        approvals.approve_alone(made, by=None, now=now)
    made.save()
    if by is not None:
        outbox.write(EventKind.PROPOSAL, made.pk, of="link")
    if not made.is_first:
        account_notices.notify_of_new_link(user, now=now)
    return secret


def confirmable_by(user: User, *, now: datetime) -> QuerySet[Invitation]:
    """Return the links that wait for a second person, and that `user` may confirm.

    Administrators: all. Supervisors: those of accounts of their state or centre; the centre's supervisors those of
    carriers too. Never the links that `user` made or that are for `user`.
    """
    rows = Invitation.objects.filter(WAITING, used_at=None, withdrawn_at=None)
    rows = rows.filter(expires_at__gt=now).exclude(user=user).exclude(proposed_by=user)
    rows = rows.select_related("user__state", "user__carrier", "user__organisation", "proposed_by")
    if user.role == Role.ADMINISTRATOR:
        return rows
    if user.role != Role.SUPERVISOR:
        return rows.none()
    mine = rows.filter(user__state=user.state_id)
    return mine.filter(user__carrier=None) if user.state_id else mine


@needs_course_for(Work.APPROVE)
def may_confirm_links(user: User) -> bool:
    """Return True for administrators, and for supervisors of a state or the centre (see `confirmable_by`)."""
    return user.role in {Role.ADMINISTRATOR, Role.SUPERVISOR}


@needs_course_for(Work.APPROVE)
def may_confirm_for_carriers(user: User) -> bool:
    """Return True for administrators and for supervisors of the regional centre."""
    return user.role == Role.ADMINISTRATOR or (user.role == Role.SUPERVISOR and user.state_id is None)


def has_unconfirmed_link(user: User) -> bool:
    """Return True if the newest link of the account has still to be confirmed."""
    newest = user.invitations.order_by("-pk").first()
    return newest is not None and newest.is_waiting


@transaction.atomic
def confirm(invitation_id: int, *, by: User, now: datetime) -> Invitation:
    """Confirm a link, which from now on opens the account.

    Raises Invitation.DoesNotExist if this person may not confirm it, or not any more; NotAllowed if the person is not
    independent of its maker.
    """
    found = confirmable_by(by, now=now).select_for_update(of=("self",)).get(pk=invitation_id)
    second_person.approve(found, by=by, may=may_confirm_links, now=now, others=[found.user_id])
    return found


@transaction.atomic
def reject(invitation_id: int, *, by: User, now: datetime) -> Invitation:
    """Reject a link as the second person: it ends. Raises Invitation.DoesNotExist as `confirm` does."""
    found = confirmable_by(by, now=now).select_for_update(of=("self",)).get(pk=invitation_id)
    second_person.reject(found, by=by, now=now)
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    return found


def open_invitation(secret: str) -> Invitation | None:
    """Return the open invitation of this link, locked until the transaction ends; None if there is none (any more)."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("user")
    found = rows.filter(sha256=_hash(secret)).first()
    return found if found and found.is_open else None


def is_unconfirmed(secret: str) -> bool:
    """Return True if the link with this secret still waits for its second person. Only its holder has the secret."""
    found = Invitation.objects.filter(sha256=_hash(secret)).first()
    return found is not None and found.may_be_confirmed


def accept(invitation: Invitation, *, password: str | None, now: datetime) -> User:
    """Use the link: set the password and open the account. `password` None: the person comes by single sign-on.

    Second factors from before end, and with them every session.
    """
    user = invitation.user
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.is_active, user.opened_at = True, now
    user.save(update_fields=["password", "is_active", "opened_at"])
    Authenticator.objects.filter(user_id=user.pk).delete()
    Invitation.objects.filter(pk=invitation.pk).update(used_at=now)
    return user


# Message for each database constraint, by a part of its name.
CONSTRAINT_MESSAGES = {
    "email": _("another account has this e-mail address: enter a different one"),
    "username": _("this user name is taken: choose another"),
    "a_carriers_user": _("choose a carrier and no state for the role Carrier, and no carrier for other roles"),
    "an_officer_has": _("choose a state for officers and focal points, and none for analysts and operators"),
}


def refusal(error: str) -> str:
    return next((why for rule, why in CONSTRAINT_MESSAGES.items() if rule in error), error)


def _check_may_give(wanted: NewAccount, by: User) -> None:
    if wanted.role not in roles_for(by):
        raise NotAllowed("only an administrator can give this role")
    if by.role == Role.SUPERVISOR and (wanted.state or None) != by.state:
        raise NotAllowed("supervisors can invite people to their own state or centre only")
    if wanted.role in NO_DATA_ROLES and wanted.state is not None:
        raise NotAllowed("administrators and operators belong to no state: leave the state empty")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
