"""Forms of signing in: django-allauth's, with our labels, hints and errors; a code is accepted once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from roadstead.platform.accounts.addresses import username_of
from roadstead.web.forms.page_form import set_error_texts

# Longer than a code is valid with one step of tolerance to either side; django-allauth remembers it for one step only.
REMEMBER_SECONDS = 120  # seconds
WRONG: Final = _(
    "This code is wrong. Enter the code that your app shows now, or a recovery code that you have not used. After 5"
    " wrong codes, wait 5 minutes."
)
USED: Final = _("This code has been used. Wait until your app shows the next one.")
CODE: Final = _("Code")
CODE_HINT: Final = _("The 6 digits that your app shows now, or a recovery code")
PASSWORD: Final = _("Password")
PASSWORD_HINT: Final = _("At least 12 characters. Three or four unrelated words make a good password.")

Texts = Mapping[str, tuple[Any, Any, int]]  # by field: label, hint (translated when shown), width in characters


class OurTexts:
    """Mixin for forms of django-allauth and Django: label, hint and width of each field, and no placeholders."""

    fields: dict[str, forms.Field]
    texts: ClassVar[Texts]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, width) in self.texts.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs |= {
                "class": f"govuk-input--width-{width}",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
            set_error_texts(field)


class SignInForm(OurTexts, LoginForm):  # type: ignore[misc]
    """User name, or e-mail address, and password."""

    texts: ClassVar[Texts] = {"login": (_("User name or e-mail address"), "", 20), "password": (PASSWORD, "", 20)}

    def clean_login(self) -> str:
        """Return the user name, by which wrong passwords are counted, whichever of the two was typed."""
        return username_of(str(super().clean_login()))


class PasswordAgain(OurTexts, PasswordForm):  # type: ignore[misc]
    """Password before factors are changed."""

    texts: ClassVar[Texts] = {"password": (PASSWORD, "", 20)}


class NewPassword(OurTexts, ChangePasswordForm):  # type: ignore[misc]
    """The present password, and the new one twice."""

    texts: ClassVar[Texts] = {
        "oldpassword": (_("Current password"), "", 20),
        "password1": (_("New password"), PASSWORD_HINT, 20),
        "password2": (_("Repeat the new password"), "", 20),
    }


class FirstPassword(OurTexts, SetPasswordForm):  # type: ignore[type-arg]
    """Password of an invited person, twice."""

    error_messages = {
        "password_mismatch": _("The two passwords are different. Enter the same password twice."),
    }
    texts: ClassVar[Texts] = {
        "new_password1": (PASSWORD, PASSWORD_HINT, 20),
        "new_password2": (_("Repeat the password"), "", 20),
    }


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
            raise forms.ValidationError(USED)
        return code


class SignInCode(OurTexts, UnusedCode, AuthenticateForm):  # type: ignore[misc]
    """Code at sign-in."""

    texts: ClassVar[Texts] = {"code": (CODE, CODE_HINT, 10)}


class ReauthenticationCode(OurTexts, UnusedCode, ReauthenticateForm):  # type: ignore[misc]
    """Code before factors are changed."""

    texts: ClassVar[Texts] = {"code": (CODE, CODE_HINT, 10)}


class FirstCode(OurTexts, ActivateTOTPForm):  # type: ignore[misc]
    """First code of an app, which shows that the app works."""

    texts: ClassVar[Texts] = {"code": (CODE, _("The 6 digits that your app shows now"), 10)}
