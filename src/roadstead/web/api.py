"""The carriers' interface, version 1: file a list, ask what became of it.

A carrier sees its own receipts and the problems of its own messages: never a list, a score or a reason (C13).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.security import HttpBearer

from roadstead import __version__
from roadstead.accounts.models import Carrier, Token
from roadstead.database.scope import Scope, enter
from roadstead.intake.models import Message
from roadstead.intake.receipts import normalise
from roadstead.intake.receive import NothingReceived, receive
from roadstead.web.body import Refused, body_of
from roadstead.web.receipt import receipt_view


class CarrierToken(HttpBearer):
    """`Authorization: Bearer …` with the token the carrier was given; the database then sees only its rows."""

    def authenticate(self, request: HttpRequest, token: str) -> Carrier | None:
        carrier = Token.carrier_of(token)
        if carrier:
            enter(Scope(carrier=carrier.code))
        return carrier


api = NinjaAPI(title="Roadstead", version=__version__, urls_namespace="api", auth=CarrierToken(), docs_url=None)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return api.create_response(request, {"code": refused.code, "text": refused.text}, status=refused.status)


@api.post("/manifests", response={202: dict[str, Any]}, summary="File a list")
def file_manifest(request: HttpRequest) -> HttpResponse:
    """Keep the body as it is and answer with a receipt number; it is read and screened right after.

    202 means: stored and queued, both committed. The same body sent again gets the same receipt.
    """
    raw = body_of(request)
    try:
        received = receive(
            raw,
            carrier=_carrier(request).code,
            channel="api",
            now=timezone.now(),
            filename=request.headers.get("X-File-Name", ""),
        )
    except NothingReceived as nothing:
        raise Refused(400, "empty-body", str(nothing)) from None
    answer = receipt_view(received.message) | {"repeated": received.repeated}
    # The answer leaves only after the commit: the middleware's transaction ends before the response is sent.
    return api.create_response(request, answer, status=202)


@api.get("/receipts/{number}", response=dict[str, Any], summary="What became of a list")
def receipt(request: HttpRequest, number: str) -> dict[str, Any]:
    """Status, what was understood, and every problem by message, segment and field."""
    message = Message.objects.filter(carrier=_carrier(request).code, receipt=normalise(number)).first()
    if message is None:
        raise Refused(404, "no-such-receipt", "no receipt of yours has this number; check it for a slip of the pen")
    return receipt_view(message)


def _carrier(request: HttpRequest) -> Carrier:
    carrier: Carrier = request.auth  # type: ignore[attr-defined]
    return carrier
