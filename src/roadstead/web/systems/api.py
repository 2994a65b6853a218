"""The API for the systems of states, version 1. Its guide is docs/guide/national-systems.md."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from roadstead import __version__
from roadstead.config import config
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.web.api.limits import as_extension
from roadstead.web.api.refused import Refused, refusal, refuse_as_json
from roadstead.web.common.refusals import refusal_text
from roadstead.web.systems import acts, alerts, calls, containers, requests, selections, vetting
from roadstead.web.systems.access import SystemToken
from roadstead.web.systems.limits import LIMITS

MAX_NAMED: Final = 5  # wrong values that one refusal names
NOT_JSON: Final = "the body is not JSON; send it as application/json, as in the example of the call"
GONE: Final = "this was deleted or withdrawn meanwhile; fetch it again"

api = NinjaAPI(
    title="Roadstead for states",
    version=__version__,
    description=calls.DESCRIPTION,
    urls_namespace="state-api",
    auth=SystemToken(),
    docs_url=None,
    servers=[{"url": config().url.rstrip("/"), "description": "This installation"}],
    openapi_extra=as_extension(LIMITS),
)
refuse_as_json(api)
for each in (alerts, acts, selections, containers, requests, vetting):
    api.add_router("", each.router)


@api.exception_handler(NotAllowed)
def _not_allowed(request: HttpRequest, refused: NotAllowed) -> HttpResponse:
    """Give the sentence of the page; for a field with its name."""
    text = refusal_text(refused)
    named = f"{refused.field}: {text}" if isinstance(refused, FieldRefused) else text
    return refusal(api, request, Refused(409, "not-allowed", named))


@api.exception_handler(ObjectDoesNotExist)
def _gone(request: HttpRequest, _error: ObjectDoesNotExist) -> HttpResponse:
    """Refuse an act on what the officer may not see, or what was deleted since it was looked up."""
    return refusal(api, request, Refused(404, "no-such-alert", GONE))


@api.exception_handler(HttpError)
def _not_json(request: HttpRequest, _error: HttpError) -> HttpResponse:
    return refusal(api, request, Refused(400, "not-understood", NOT_JSON))


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name each wrong value by its place, never by what was sent."""
    said = [f"{_place(each['loc'])}: {each['msg']}" for each in error.errors[:MAX_NAMED]]
    return refusal(api, request, Refused(400, "not-understood", "; ".join(said)))


def _place(loc: tuple[Any, ...]) -> str:
    """Return `found.items.0.unit` for the place of a value; the kind of parameter and the name of the body left out."""
    kind, *rest = map(str, loc)
    return ".".join(rest[1:] if kind == "body" else rest) or kind
