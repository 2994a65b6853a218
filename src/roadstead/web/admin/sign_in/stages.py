"""Sign-in stages after the password."""

from __future__ import annotations

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest


class SecondFactor(AuthenticateStage):  # type: ignore[misc]
    """Ask users who have a second factor for it, unless a single sign-on provider has asked for two factors."""

    def _should_handle(self, request: HttpRequest) -> bool:
        told = get_authentication_records(request, self.login.user)
        if any(one.get("type") == "single_sign_on" for one in told):
            return False
        return bool(super()._should_handle(request))
