"""The user's own account: second factors, recovery codes, password and sessions. Changing a factor needs
re-authentication.
"""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordChangeView, ReauthenticateView
from allauth.mfa.base.views import IndexView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.contrib import messages as banner
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _

from roadstead.platform.accounts.second_factor import has_second_factor, is_required_for
from roadstead.platform.audit.models import log
from roadstead.web.admin.people import qualification_context
from roadstead.web.common.guard import current_user, own_states


def log_and_confirm(request: HttpRequest, act: str, said: str) -> None:
    """Log a change to the user's own account, and confirm it on the next page."""
    user = current_user(request)
    log(user, act, f"user {user.pk}", states=own_states(user))
    banner.success(request, said)


class Factors(IndexView):  # type: ignore[misc]
    """The second factors of this account, and what is missing."""

    template_name = "account/factors.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = current_user(self.request)
        own = qualification_context(user, user, timezone.now())
        return (
            super().get_context_data(**kwargs)
            | own
            | {"missing": is_required_for(user) and not has_second_factor(user)}
        )


class AddApp(ActivateTOTPView):  # type: ignore[misc]
    """Add an authenticator app (TOTP, RFC 6238)."""

    template_name = "account/add_app.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret: str = context["form"].secret
        groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return context | {"picture": _drawing(context["totp_svg"]), "secret": groups}

    def form_valid(self, form: Form) -> HttpResponse:
        log_and_confirm(
            self.request, "second factor added", _("Your app is set up. From now on you need its code to sign in.")
        )
        return super().form_valid(form)


class RemoveApp(DeactivateTOTPView):  # type: ignore[misc]
    template_name = "account/remove_app.html"

    def form_valid(self, form: Form) -> HttpResponse:
        log_and_confirm(self.request, "second factor removed", _("The app has been removed. Its codes no longer work."))
        return super().form_valid(form)


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey of the device, or a security key (WebAuthn level 2)."""

    template_name = "account/add_passkey.html"

    def form_valid(self, form: Form) -> HttpResponse:
        log_and_confirm(self.request, "second factor added", _("Your passkey is set up."))
        return super().form_valid(form)


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    template_name = "account/remove_passkey.html"
    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"kept": not _may_remove(self.get_object())}

    def form_valid(self, form: Form) -> HttpResponse:
        if not _may_remove(self.get_object()):
            banner.error(self.request, _("You cannot remove your only second factor. Set up another one first."))
            return self.get(self.request)
        log_and_confirm(
            self.request, "second factor removed", _("The passkey has been removed. Delete it on your device as well.")
        )
        return super().form_valid(form)


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]
    """The recovery codes, shown once."""

    template_name = "account/recovery_codes.html"


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    template_name = "account/new_recovery_codes.html"

    def form_valid(self, form: Form) -> HttpResponse:
        log_and_confirm(
            self.request, "recovery codes made", _("New recovery codes created. Your earlier codes no longer work.")
        )
        return super().form_valid(form)


class ReauthenticateByPassword(ReauthenticateView):  # type: ignore[misc]
    """Re-authenticate by password."""

    template_name = "account/again_password.html"


class ReauthenticateByCode(CodeAgainView):  # type: ignore[misc]
    template_name = "account/again_code.html"


class ReauthenticateByPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    template_name = "account/again_passkey.html"


class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    """Change the password; other sessions end."""

    template_name = "account/password.html"
    success_url = reverse_lazy("mfa_index")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not current_user(request).has_usable_password():
            banner.info(request, _("You use single sign-on, so you have no password here."))
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        log_and_confirm(
            self.request,
            "password changed",
            _("Your password has been changed. You are signed out on all other devices."),
        )
        return super().form_valid(form)


def _may_remove(factor: Authenticator) -> bool:
    from roadstead.web.admin.sign_in.adapters import Factors as Adapter

    return Adapter().can_delete_authenticator(factor)


def _drawing(svg: str) -> str:
    """Return the drawing without the XML declaration, which only a file needs."""
    return svg[svg.index("<svg") :]
