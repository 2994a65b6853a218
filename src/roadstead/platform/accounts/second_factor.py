"""Second factors: who needs one, and who has one. Tables and codes are django-allauth's."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext_noop as _

from roadstead.platform.accounts.models import User

KINDS = {"totp": _("app"), "webauthn": _("passkey")}  # recovery codes are no factor of their own


def is_required_for(user: User) -> bool:
    """Return True if the user needs one: all but accounts of the demonstration region, where so set (decision 0011)."""
    mode = settings.SECOND_FACTOR
    return bool(mode == "required" or (mode == "demo" and not user.demo))


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=KINDS).exists())


def factors_by_user(users: Iterable[User]) -> dict[int, list[str]]:
    """Return the factors by account, "app" and "passkey", each once; accounts without a factor are missing."""
    found: dict[int, list[str]] = {}
    rows = Authenticator.objects.filter(user__in=[user.pk for user in users], type__in=KINDS)
    for user, kind in rows.values_list("user_id", "type").distinct().order_by("type"):
        found.setdefault(user, []).append(KINDS[kind])
    return found
