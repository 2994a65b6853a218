"""Adapters of django-allauth: who may sign in, what is asked of them, and which account a single sign-on means."""

from __future__ import annotations

import base64
import time
from functools import cache
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.second_factor import KINDS, is_required_for
from roadstead.platform.accounts.sign_in_checks import sign_in_refusal
from roadstead.platform.audit.models import log
from roadstead.platform.invitations import invitation_links
from roadstead.web.common.guard import own_states
from roadstead.web.common.senders import client_address


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Password, sessions and re-authentication."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "The user name or the password is wrong. Check both and try again. Capital letters matter in the password."
        ),
        "incorrect_password": _("This is not your password. Check it and try again. Capital letters matter."),
        "enter_current_password": _("This is not your current password. Check it and try again."),
        "too_many_login_attempts": _("There were too many attempts. Wait 5 minutes, then try again."),
        "rate_limited": _("There were too many attempts. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Do nothing: axes counts wrong passwords, in the database and for all processes."""

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuse a closed, unused or expired account, however the person signs in (S27)."""
        why = sign_in_refusal(user, timezone.now())
        return refuse_sign_in(request, user, why) if why else None

    def login(self, request: HttpRequest, user: User) -> None:
        user.backend = "roadstead.platform.directory.backend.PeopleBackend"
        super().login(request, user)
        how = sorted({one.get("type") or one["method"] for one in get_authentication_records(request, user)})
        log(user, "signed in", f"user {user.pk}", states=own_states(user), detail=", ".join(how))
        for text in account_notices.take_unseen(user, timezone.now()):
            banner.info(request, text)

    def get_login_stages(self) -> list[str]:
        return ["roadstead.web.admin.sign_in.stages.SecondFactor"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return True unless the user has signed in or re-authenticated within the last minutes."""
        request = context.request
        proved = [one["at"] for one in get_authentication_records(request, request.user)]
        return not proved or time.time() - max(proved) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Show only the texts of django-allauth's refusals: our views confirm what was done."""
        if kwargs.get("message"):
            banner.add_message(request, level, kwargs["message"])

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Do nothing: no mail is sent yet; the audit log has the event."""


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: encrypted, named after the account; the last one cannot be removed if one is required."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code or passkey was not accepted. Try again."),
    }

    def encrypt(self, text: str) -> str:
        return _encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return _decrypt(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return "Roadstead"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=KINDS)
        return not is_required_for(authenticator.user) or others.exclude(pk=authenticator.pk).exists()


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on for invited people only: an account is found by its e-mail address, never created."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        told = sociallogin.account.extra_data.get("id_token", {})
        if not sociallogin.is_existing:
            user = _invited(told)
            if user is None:
                raise ImmediateHttpResponse(refuse_sign_in(request, None, str(UNKNOWN)))
            sociallogin.connect(request, user)
            log(user, "single sign-on joined", f"user {user.pk}", states=own_states(user))
        if has_second_factor(told):
            record_authentication(request, sociallogin.user, "mfa", type="single_sign_on")

    def on_authentication_error(self, request: HttpRequest, provider: Any, *args: Any, **kwargs: Any) -> None:
        raise ImmediateHttpResponse(refuse_sign_in(request, None, str(FAILED)))


UNKNOWN = _(
    "You have no account in Roadstead, or your organisation has not confirmed your e-mail address. Ask your supervisor"
    " or administrator for an invitation."
)
FAILED = _("Your organisation did not confirm who you are. Try again, or sign in with your user name and password.")


def has_second_factor(claims: dict[str, Any]) -> bool:
    """Return True if the provider states that it asked for two factors: RFC 8176's `amr`, or `acr`."""
    given = claims.get("amr") or []
    return bool({*([given] if isinstance(given, str) else given), claims.get("acr")} & {*settings.OIDC_SECOND_FACTOR})


def _invited(told: dict[str, Any]) -> User | None:
    """Return the account with this confirmed e-mail address: open, or with an open invitation, which is then
    accepted.
    """
    email = str(told.get("email") or "")
    if not email or told.get("email_verified") is not True:
        return None
    user = User.objects.select_for_update(of=("self",)).filter(email__iexact=email).first()
    if user is None or user.is_active:
        return user
    waiting = next((one for one in user.invitations.filter(used_at=None, withdrawn_at=None) if one.is_open), None)
    return invitation_links.accept(waiting, password=None, now=timezone.now()) if waiting else None


def refuse_sign_in(request: HttpRequest, user: User | None, why: str) -> HttpResponse:
    """Redirect to the sign-in page with the reason, and log the refusal."""
    clear_login(request)
    about = f"user {user.pk}" if user else "unknown user"
    log(None, "sign-in refused", about, states=own_states(user) if user else [], detail="")
    banner.error(request, why)
    return redirect("sign-in")


# ── Secrets of second factors are encrypted in the database; the key is derived from the signing key, which is not
# there.


def _encrypt(text: str) -> str:
    return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()


def _decrypt(text: str) -> str:
    """Decrypt the text. Raise ValueError if it was encrypted with another signing key: the second factor has to be set
    up again.
    """
    try:
        return _cipher(settings.SECRET_KEY).decrypt(text.encode()).decode()
    except InvalidToken:
        raise ValueError("a second factor was encrypted with another signing key") from None


@cache
def _cipher(signing_key: str) -> Fernet:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"roadstead second factors")
    return Fernet(base64.urlsafe_b64encode(kdf.derive(signing_key.encode())))
