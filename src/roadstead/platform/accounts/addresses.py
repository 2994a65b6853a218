"""Accounts by e-mail address, which is one person's: capitals make no difference."""

from __future__ import annotations

from django.db.models.functions import Lower

from roadstead.platform.accounts.models import User


def account_with(email: str) -> User | None:
    """Return the account with this e-mail address, open or closed. The index leaves accounts without one out."""
    rows = User.objects.exclude(email="").annotate(address=Lower("email"))
    return rows.filter(address=email.lower()).first() if email else None


def username_of(typed: str) -> str:
    """Return the user name that is meant at sign-in: as typed, or that of the account with this e-mail address."""
    if "@" not in typed or User.objects.filter(username=typed).exists():
        return typed
    account = account_with(typed)
    return account.username if account else typed
