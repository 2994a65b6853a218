"""Forms for a code of an app or from the recovery list: correct, and never used before."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.core.cache import cache

# Longer than a code is valid with one step of tolerance to either side; django-allauth remembers it for one step only.
REMEMBER_SECONDS = 120  # seconds
WRONG = (
    "This code is not right. Take the one that your app shows now, or one from your recovery list that you have not"
    " used. After five wrong codes wait five minutes."
)


class UnusedCode:
    """Mixin for django-allauth's forms that refuses a code used before."""

    user: Any

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            raise forms.ValidationError(WRONG) from None
        key = f"code-used-{self.user.pk}-{normalize_user_code(code)}"
        if not cache.add(key, "y", REMEMBER_SECONDS):
            raise forms.ValidationError("This code was used already. Wait until your app shows the next one.")
        return code


class SignInCode(UnusedCode, AuthenticateForm):  # type: ignore[misc]
    """Code at sign-in."""


class ReauthenticationCode(UnusedCode, ReauthenticateForm):  # type: ignore[misc]
    """Code before factors are changed."""
