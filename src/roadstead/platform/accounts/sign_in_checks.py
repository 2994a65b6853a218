"""Conditions of sign-in: certificate and clearance are current, and the account was not disused for long (S27)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from roadstead.platform.accounts.models import Role, User

REVIEW_INTERVAL = timedelta(days=92)  # interval in which every account is confirmed again


def sign_in_refusal(user: User, now: datetime) -> str:
    """Return why this person may not sign in, with what to do; "" if they may."""
    today = now.date()
    if not user.is_active:
        return "This account is closed. Ask the administrator of your service if you need it."
    if user.certificate_until and user.certificate_until < today:
        return (
            f"Your training certificate ended on {user.certificate_until:%d %B %Y}."
            " Renew it, then ask your supervisor or administrator to record the new date."
        )
    if user.clearance_until and user.clearance_until < today:
        return (
            f"Your security clearance ended on {user.clearance_until:%d %B %Y}."
            " Ask your supervisor or administrator to record its renewal."
        )
    if is_unused(user, now):
        return (
            f"This account was not used for more than {max_unused_days(user)} days and is off."
            " Ask your supervisor or administrator to open it again."
        )
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
