"""URLs of signing in and of the user's own account. Names with mfa_ or account_ are django-allauth's."""

from __future__ import annotations

from typing import Any

from django.urls import path

from roadstead.platform.accounts.permissions import may_manage_own_account
from roadstead.web.admin import account, mails, sessions, sign_in_views, single_sign_on
from roadstead.web.common.guard import allowed


def own(view: Any) -> Any:
    """Return the view of a page of the user's own account, with the access check."""
    return allowed(may_manage_own_account)(view.as_view())


urlpatterns = [
    path("sign-in", sign_in_views.SignIn.as_view(), name="sign-in"),
    path("sign-in", sign_in_views.SignIn.as_view(), name="account_login"),
    path("sign-in/second-factor", sign_in_views.SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey", sign_in_views.Passkey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/single", single_sign_on.redirect_to_provider, name="single-sign-on"),
    path("sign-in/<str:provider_id>/back", single_sign_on.return_from_provider, name="openid_connect_callback"),
    path("sign-out", sign_in_views.SignOut.as_view(), name="sign-out"),
    path("account/second-factor", own(account.Factors), name="mfa_index"),
    path("account/second-factor/app", own(account.AddApp), name="mfa_activate_totp"),
    path("account/second-factor/app/remove", own(account.RemoveApp), name="mfa_deactivate_totp"),
    path("account/second-factor/passkey", own(account.AddPasskey), name="mfa_add_webauthn"),
    path("account/second-factor/passkey/<int:pk>/remove", own(account.RemovePasskey), name="mfa_remove_webauthn"),
    path("account/recovery-codes", own(account.RecoveryCodes), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new", own(account.NewRecoveryCodes), name="mfa_generate_recovery_codes"),
    path("account/again", own(account.ReauthenticateByPassword), name="account_reauthenticate"),
    path("account/again/code", own(account.ReauthenticateByCode), name="mfa_reauthenticate"),
    path("account/again/passkey", own(account.ReauthenticateByPasskey), name="mfa_reauthenticate_webauthn"),
    path("account/password", own(account.ChangePassword), name="account_change_password"),
    path("account/mails", mails.choose_mails, name="filer-mails"),
    path("account/sessions", sessions.sessions, name="sessions"),
    path("account/sessions/others/end", sessions.end_others, name="end-others"),
    path("account/sessions/<int:pk>/end", sessions.end_session, name="end-session"),
]
