"""Tokens of carriers' systems, and of organisations of a state: accepted once an independent second person has
confirmed them. An administrator issues them; for an own organisation its supervisor does.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from roadstead.platform.accounts import account_notices, second_person
from roadstead.platform.accounts.models import Carrier, Role, Token, User
from roadstead.platform.approvals.models import WAITING
from roadstead.platform.invitations.invitation_links import (
    LINK_VALIDITY,
    may_confirm_for_carriers,
    may_confirm_links,
)


@transaction.atomic
def issue(carrier: Carrier, *, by: User, now: datetime) -> str:
    """Return the secret of a new token, which waits for a second person. Tokens in use stay valid until then."""
    Carrier.objects.select_for_update().get(pk=carrier.pk)
    carrier.tokens.filter(WAITING, revoked_at=None).update(revoked_at=now)
    secret = Token.issue(carrier, f"issued by {by.username}", by=by)
    account_notices.notify_of_new_token(carrier, now=now)
    return secret


def confirmable_tokens(user: User, *, now: datetime) -> QuerySet[Token]:
    """Return the tokens of the last 72 hours that wait for a second person, and that `user` may confirm: those of
    carriers at the centre, those of a state's organisations in that state. Administrators confirm either.
    """
    rows = Token.objects.filter(WAITING, revoked_at=None, proposed_at__gt=now - LINK_VALIDITY)
    rows = rows.exclude(proposed_by=user).select_related("carrier", "organisation__state", "proposed_by")
    if not may_confirm_links(user):
        return rows.none()
    if user.role == Role.ADMINISTRATOR:
        return rows
    if may_confirm_for_carriers(user):
        return rows.filter(organisation=None)
    return rows.filter(organisation__state=user.state_id, carrier=None)


@transaction.atomic
def confirm(token_id: int, *, by: User, now: datetime) -> Token:
    """Confirm a token: it is accepted from now on, and earlier ones of the carrier, or of the same system, end.

    Raises Token.DoesNotExist, or NotAllowed with the reason.
    """
    found = confirmable_tokens(by, now=now).select_for_update(of=("self",)).get(pk=token_id)
    second_person.approve(found, by=by, may=may_confirm_for_carriers if found.carrier else may_confirm_links, now=now)
    same = (
        {"carrier": found.carrier_id} if found.carrier else {"organisation": found.organisation_id, "name": found.name}
    )
    Token.objects.filter(revoked_at=None, **same).exclude(pk=found.pk).update(revoked_at=now)
    return found
