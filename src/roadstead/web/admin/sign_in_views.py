"""Signing in and out, with the audit log: who signed in and out, and who was refused (S28)."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from roadstead.platform.accounts.addresses import username_of
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import own_states


class SignIn(LoginView):  # type: ignore[misc]
    """Sign in with user name and password; the next page asks for a second factor. Failures are logged."""

    template_name = "account/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {"single_sign_on": settings.OIDC_NAME, "self_registration": settings.SELF_REGISTRATION}
        return super().get_context_data(**kwargs) | own

    def form_invalid(self, form: Form) -> HttpResponse:
        """Log the failure without the typed name: people type passwords there."""
        meant = User.objects.filter(username=username_of(form.data.get("login", ""))).first()
        locked = getattr(self.request, "axes_locked_out", False)
        log(None, "sign-in locked" if locked else "sign-in failed", _about(meant), states=_states(meant))
        response: HttpResponse = super().form_invalid(form)
        return response


class SecondFactor(AuthenticateView):  # type: ignore[misc]
    """Check a code or a passkey after the password."""

    template_name = "account/second_factor_asked.html"

    def form_invalid(self, form: Form) -> HttpResponse:
        meant = self.stage.login.user
        log(None, "second factor failed", _about(meant), states=_states(meant))
        return super().form_invalid(form)


class Passkey(LoginWebAuthnView):  # type: ignore[misc]
    """Sign in with a passkey alone: something the user has, unlocked by something the user knows or is."""

    def form_invalid(self, form: Form) -> HttpResponse:
        log(None, "sign-in failed", "unknown passkey")
        return super().form_invalid(form)


class SignOut(LogoutView):
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if isinstance(request.user, User):
            log(request.user, "signed out", f"user {request.user.pk}", states=own_states(request.user))
        return super().post(request, *args, **kwargs)


def _about(meant: User | None) -> str:
    return f"user {meant.pk}" if meant else "unknown user"


def _states(meant: User | None) -> list[str]:
    return own_states(meant) if meant else []
