"""Tokens of a state's systems: named, for one organisation, with the parts of the API that they open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.engine.refusals import FieldRefused
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import Organisation, Role, Token, TokenScope, User
from roadstead.platform.approvals.models import WAITING

MAX_TOKENS: Final = 10  # of one organisation in use or waiting
MAX_NAME_CHARS: Final = 30  # the audit log names the system beside the officer's role and state
NAME_FIRST: Final = _("name the system, for example Border management")
NO_SCOPE: Final = _("choose what the system may do")
TOO_MANY: Final = _("your organisation has %(most)s tokens, which is the most: revoke one first")
NO_ORGANISATION: Final = _("choose one of the organisations offered")


def organisations_with_systems(user: User) -> QuerySet[Organisation]:
    """Return the organisations for which this person maintains tokens: an administrator of a state for those of that
    state, one of no state for all, a supervisor for the own one.
    """
    rows = Organisation.objects.filter(until=None, state__isnull=False).select_related("state").order_by("code")
    if user.role == Role.ADMINISTRATOR:
        return rows.filter(state=user.state_id) if user.state_id else rows
    return rows.filter(pk=user.organisation_id, state=user.state_id) if user.role == Role.SUPERVISOR else rows.none()


def tokens_of_systems(user: User) -> QuerySet[Token]:
    """Return the tokens that this person maintains, those that were revoked left out."""
    rows = Token.objects.filter(organisation__in=organisations_with_systems(user), revoked_at=None)
    return rows.select_related("organisation__state", "proposed_by", "decided_by").order_by(
        "organisation", "name", "pk"
    )


@transaction.atomic
def issue(organisation_code: str, name: str, scopes: Sequence[str], *, by: User, now: datetime) -> str:
    """Return the secret of a new token, which waits for a second person. One of the same name in use stays valid until
    then.
    """
    of = organisations_with_systems(by).select_for_update(of=("self",)).filter(pk=organisation_code).first()
    if of is None:
        raise FieldRefused(NO_ORGANISATION, field="organisation")
    called = " ".join(name.split())[:MAX_NAME_CHARS]
    if not called:
        raise FieldRefused(NAME_FIRST, field="name")
    chosen = [each for each in TokenScope if each.value in scopes]
    if not chosen:
        raise FieldRefused(NO_SCOPE, field="scopes")
    own = Token.objects.filter(organisation=of, revoked_at=None)
    own.filter(WAITING, name=called).update(revoked_at=now)
    if own.exclude(name=called).count() >= MAX_TOKENS:
        raise FieldRefused(TOO_MANY, field="name", most=MAX_TOKENS)
    account_notices.notify_of_system_token(of, called, by=by, now=now)
    return Token.issue(of, called, by=by, scopes=chosen)


def revoke(token_id: int, *, by: User, now: datetime) -> Token:
    """Revoke a token: it is not accepted any more from this moment. Raise Token.DoesNotExist if it is not theirs."""
    found = tokens_of_systems(by).get(pk=token_id)
    Token.objects.filter(pk=found.pk).update(revoked_at=now)
    return found
