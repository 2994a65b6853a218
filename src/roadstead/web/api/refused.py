"""Refusals of an API: an HTTP status, a stable code, and what to do; given as JSON by every API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError

NO_TOKEN = "the token is missing or not accepted; send Authorization: Bearer TOKEN, or ask for a new token"  # noqa: S105


class Refused(Exception):
    """The request is refused: an HTTP status, a stable code, and what to do."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text


def refuse_as_json(api: NinjaAPI) -> None:
    """Have this API give every refusal, and a missing token, as JSON with code and text."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, found: Refused) -> HttpResponse:
        return refusal(api, request, found)

    @api.exception_handler(AuthenticationError)
    def unknown_token(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        response = refusal(api, request, Refused(401, "token-not-accepted", NO_TOKEN))
        response.headers["WWW-Authenticate"] = "Bearer"
        return response


def refusal(api: NinjaAPI, request: HttpRequest, found: Refused) -> HttpResponse:
    return api.create_response(request, {"code": found.code, "text": found.text}, status=found.status)
