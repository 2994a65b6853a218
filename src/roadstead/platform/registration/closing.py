"""Accounts that registered themselves, as administrators see and close them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.registration.models import SelfRegistered


def self_registered_accounts() -> QuerySet[User]:
    """Return the accounts that registered themselves, the newest first."""
    rows = User.objects.filter(carrier__self_registered__isnull=False)
    return rows.select_related("carrier__self_registered__closed_by").order_by("-opened_at", "-pk")


@transaction.atomic
def close(account: User, *, reason: str, by: User, now: datetime) -> None:
    """Close the account and end its tokens: nothing more can be filed with it. What was filed stays.

    Raises NotAllowed without a reason, or if it is closed already.
    """
    row = SelfRegistered.objects.select_for_update().get(carrier=account.carrier_id)
    if not reason.strip():
        raise FieldRefused(_("Give the reason. The auditors read it."), field="reason")
    if not account.is_active:
        raise NotAllowed(_("This account is closed already."))
    row.closed_at, row.closed_by, row.closing_reason = now, by, reason.strip()
    row.save(update_fields=["closed_at", "closed_by", "closing_reason"])
    User.objects.filter(carrier=row.carrier_id).update(is_active=False)
    row.carrier.tokens.filter(revoked_at=None).update(revoked_at=now)
    log(by, "account closed", f"user {account.pk}", detail="self-registered")


@transaction.atomic
def reopen(account: User, *, by: User, now: datetime) -> None:
    """Open a closed account again. Raises NotAllowed if it is open."""
    row = SelfRegistered.objects.select_for_update().get(carrier=account.carrier_id)
    if account.is_active:
        raise NotAllowed(_("This account is open already."))
    row.closed_at, row.closed_by, row.closing_reason = None, None, ""
    row.save(update_fields=["closed_at", "closed_by", "closing_reason"])
    User.objects.filter(pk=account.pk).update(is_active=True, opened_at=now)
    log(by, "account opened", f"user {account.pk}", detail="self-registered")
