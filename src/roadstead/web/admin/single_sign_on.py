"""Redirects to the single sign-on provider and back. Both URLs return 404 if no provider is configured."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib import messages as banner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from requests import RequestException

from roadstead.web.admin.sign_in.adapters import FAILED
from roadstead.web.admin.sign_in.provider import PROVIDER


class SignedIdentityAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Takes the identity from what the provider has signed, even if it came over our own connection."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("the provider sent no id token")
        return super().complete_login(request, app, token, **kwargs)


@require_safe
def redirect_to_provider(request: HttpRequest) -> HttpResponse:
    """Redirect to the provider's page."""
    return _run_view(OAuth2LoginView, request)


@require_safe
def return_from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Return from the provider with a code that is exchanged for the signed identity."""
    return _run_view(OAuth2CallbackView, request)


def _run_view(view: Any, request: HttpRequest) -> HttpResponse:
    try:
        response: HttpResponse = view.adapter_view(SignedIdentityAdapter(request, PROVIDER))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except RequestException:
        banner.error(request, FAILED)
        return redirect("sign-in")
    return response
