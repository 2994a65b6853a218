"""Conditions of sign-in: certificate and clearance are current, and the account was not disused for long (S27)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadstead.platform.accounts.models import Role, User

REVIEW_INTERVAL = timedelta(days=92)  # interval in which every account is confirmed again


def sign_in_refusal(user: User, now: datetime) -> str:
    """Return why this person may not sign in, with what to do; "" if they may."""
    today = now.date()
    if not user.is_active:
        return _("This account is closed. If you need it, ask the administrator of your service.")
    if user.certificate_until and user.certificate_until < today:
        return _(
            "Your training certificate expired on %(day)s. Renew it, then ask your supervisor or administrator to"
            " record the new date."
        ) % {"day": date_format(user.certificate_until, "j F Y")}
    if user.clearance_until and user.clearance_until < today:
        return _(
            "Your security clearance expired on %(day)s. Ask your supervisor or administrator to record its renewal."
        ) % {"day": date_format(user.clearance_until, "j F Y")}
    if is_unused(user, now):
        days = max_unused_days(user)
        return ngettext(
            "This account was not used for more than %(days)d day, so it is locked. Ask your supervisor or"
            " administrator to reopen it.",
            "This account was not used for more than %(days)d days, so it is locked. Ask your supervisor or"
            " administrator to reopen it.",
            days,
        ) % {"days": days}
    return ""


def is_unused(user: User, now: datetime) -> bool:
    return now - last_used(user) > timedelta(days=max_unused_days(user))


def last_used(user: User) -> datetime:
    """Return the last sign-in, or the day the account was made or opened again, whichever is later."""
    return max(user.opened_at, user.last_login or user.opened_at)


def max_unused_days(user: User) -> int:
    days: int = settings.CARRIER_UNUSED_DAYS if user.role == Role.CARRIER else settings.UNUSED_DAYS
    return days


def is_overdue(user: User, now: datetime) -> bool:
    """Return True if nobody has confirmed for a quarter that this account is needed (S27)."""
    return now - (user.certified_at or user.date_joined) > REVIEW_INTERVAL
