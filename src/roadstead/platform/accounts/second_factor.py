"""Who needs a second factor, and who has one. Tables and codes are django-allauth's."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.conf import settings

from roadstead.platform.accounts.models import User

KINDS = {"totp": "app", "webauthn": "passkey"}  # recovery codes are no factor of their own


def is_asked_of(user: User) -> bool:
    """Everybody; only accounts of the made-up region go without where the operator left it so (decision 0011)."""
    mode = settings.SECOND_FACTOR
    return bool(mode == "required" or (mode == "demo" and not user.demo))


def has_one(user: User) -> bool:
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=KINDS).exists())


def of_each(users: Iterable[User]) -> dict[int, list[str]]:
    """By account: "app", "passkey", each once; nothing for who has none."""
    found: dict[int, list[str]] = {}
    rows = Authenticator.objects.filter(user__in=[user.pk for user in users], type__in=KINDS)
    for user, kind in rows.values_list("user_id", "type").distinct().order_by("type"):
        found.setdefault(user, []).append(KINDS[kind])
    return found
