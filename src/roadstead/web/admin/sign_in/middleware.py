"""Check on every request that the account is still valid, and has a second factor if one is required."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages as banner
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.second_factor import has_second_factor, is_required_for
from roadstead.platform.accounts.sign_in_checks import sign_in_refusal
from roadstead.web.admin.sign_in.adapters import refuse_sign_in

# Pages for a user without a second factor: to set one up, to re-authenticate, and to sign out.
ALLOWED_WITHOUT_FACTOR = {
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "account_reauthenticate",
    "sign-out", "healthy", "look",
}  # fmt: skip


class AccountCheck:
    """Checks the account before each view, inside the request's transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User):
            return None
        why = sign_in_refusal(user, timezone.now())
        if why:
            logout(request)
            return refuse_sign_in(request, user, why)
        where = request.resolver_match.url_name if request.resolver_match else ""
        if (
            where in ALLOWED_WITHOUT_FACTOR
            or not is_required_for(user)
            or _has_checked_factor(request, user)
            or has_second_factor(user)
        ):
            return None
        banner.info(request, _("Set up a second factor first. You cannot open other pages without one."))
        return redirect("mfa_index")


def _has_checked_factor(request: HttpRequest, user: User) -> bool:
    """Return True if a second factor was checked in this session, by us or by a single sign-on provider."""
    return any(one["method"] == "mfa" for one in get_authentication_records(request, user))
