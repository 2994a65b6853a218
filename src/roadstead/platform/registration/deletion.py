"""Deletion of registrations and of accounts that registered themselves, by the retention policy of their category."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Max, QuerySet
from django.db.models.functions import Greatest

from roadstead.engine.deadlines.spans import Span
from roadstead.platform.accounts.models import AccountNotice, User
from roadstead.platform.accounts.sign_in_checks import last_used
from roadstead.platform.audit.models import log
from roadstead.platform.registration.closing import self_registered_accounts
from roadstead.platform.registration.models import FilerMail, Registration, SelfRegistered

MAX_ROWS: Final = 1000  # at a time, the oldest first


def delete_registrations(period: str, now: datetime) -> int:
    """Delete registrations older than `period` ("24 hours"), confirmed or not; return their number."""
    oldest = Registration.objects.order_by("made_at").values_list("pk", "made_at")[:MAX_ROWS]
    over = [pk for pk, made_at in oldest if Span.parse(period).after(made_at) <= now]
    Registration.objects.filter(pk__in=over).delete()
    return len(over)


def delete_unused_accounts(period: str, now: datetime) -> int:
    """Delete what identifies the holder of an account unused for longer than `period`; return the number of accounts.

    The row of the account stays, closed and without name and address, because the audit log refers to it by number.
    """
    over = [user for user in _least_recently_used() if Span.parse(period).after(_last_used(user)) <= now]
    for user in over:
        _erase(user)
    return len(over)


def _least_recently_used() -> QuerySet[User]:
    rows = self_registered_accounts().annotate(token_used_on=Max("carrier__tokens__used_on"))
    return rows.order_by(Greatest("opened_at", "last_login"), "pk")[:MAX_ROWS]


def _last_used(user: User) -> datetime:
    """Return the last sign-in, or the last day on which a system of this carrier has filed."""
    by_person = last_used(user)
    day = getattr(user, "token_used_on", None)
    by_system = datetime.combine(day, datetime.max.time(), by_person.tzinfo) if day else by_person
    return max(by_person, by_system)


@transaction.atomic
def _erase(user: User) -> None:
    carrier = user.carrier
    assert carrier is not None
    for rows in (
        Authenticator.objects.filter(user_id=user.pk),
        UserSession.objects.filter(user_id=user.pk),
        AccountNotice.objects.filter(person=user.pk),
        FilerMail.objects.filter(person=user.pk),
        SelfRegistered.objects.filter(carrier=carrier.pk),
        carrier.tokens.all(),
    ):
        rows.delete()
    user.first_name = user.last_name = user.email = ""
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["first_name", "last_name", "email", "is_active", "password"])
    carrier.name = carrier.code
    carrier.save(update_fields=["name"])
    log(None, "account deleted", f"user {user.pk}", detail="unused, self-registered")
