"""The carriers' API, version 1: file a list, ask for its receipt and for the answers about its people.

A carrier sees its own receipts, the problems of its own messages and the answers about its own people: never a list, a
score or a reason (C13).
"""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from ninja import NinjaAPI
from ninja.security import HttpBearer

from roadstead import __version__
from roadstead.filings.intake.models import Message
from roadstead.filings.intake.receive import NothingReceived, Received, normalise_receipt, receive
from roadstead.outbound.responses import edifact
from roadstead.platform.accounts.models import Carrier, Token
from roadstead.platform.database.scope import Scope, enter
from roadstead.web.carriers.body import Refused, body_of
from roadstead.web.carriers.receipt import receipt_view
from roadstead.web.carriers.response_views import EDIFACT, as_cusres, responses_view
from roadstead.web.carriers.waiting import requested_wait, respond_when_read


class CarrierToken(HttpBearer):
    """`Authorization: Bearer …` with the token given to the carrier; the database then shows only the
    carrier's rows.
    """

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
def file_manifest(request: HttpRequest) -> HttpResponseBase:
    """Store the body as it is and respond with a receipt number; it is read and screened right after.

    202 means: stored and queued, both committed. The same body sent again gets the same receipt. `?wait=SECONDS` (at
    most 10): the body of the response is sent once the list has been read, with the answers. `Accept:
    application/edifact`: a CONTRL, or with `wait` the CUSRES; the receipt number is in the header X-Receipt.
    """
    raw, seconds = body_of(request), requested_wait(request)
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
    # The response is sent only after the commit: the middleware's transaction ends before it.
    return _with_receipt(_filed(request, received, raw, seconds), received.message)


def _filed(request: HttpRequest, received: Received, raw: bytes, seconds: int) -> HttpResponseBase:
    message, repeated = received.message, received.repeated
    at_once = edifact.receipt_contrl(message, raw, at=timezone.now()) if _wants_edifact(request) else b""
    if seconds and at_once:
        return respond_when_read(
            message, seconds, lambda read: _in_edifact(read) or at_once, content_type=EDIFACT, status=202
        )
    if at_once:
        return HttpResponse(at_once, content_type=EDIFACT, status=202)
    if seconds:
        return _waited(message, seconds, {"repeated": repeated}, status=202)
    return api.create_response(request, receipt_view(message) | {"repeated": repeated}, status=202)


def _in_edifact(message: Message) -> bytes:
    """Return the answers, or if there are none the result of the interchange (CONTRL)."""
    now = timezone.now()
    return as_cusres(message, since=0, at=now) or edifact.contrl(message, at=now)


@api.get("/receipts/{number}", response=dict[str, Any], summary="What became of a list")
def receipt(request: HttpRequest, number: str) -> HttpResponseBase:
    """Status, what was understood, every problem by message, segment and field, and the answer about each person."""
    message, seconds = _message(request, number), requested_wait(request)
    if seconds:
        return _waited(message, seconds, {}, status=200)
    return api.create_response(request, receipt_view(message), status=200)


@api.get("/receipts/{number}/answers", response=dict[str, Any], summary="The answer about each person")
def answers(request: HttpRequest, number: str, since: int = 0) -> HttpResponse:
    """The answers in force; with `since` (the `newest` of an earlier call) only those that changed. As CUSRES if
    requested.
    """
    message = _message(request, number)
    if _wants_edifact(request):
        return _as_edifact(as_cusres(message, since=since, at=timezone.now()), "nobody-answered")
    return api.create_response(request, responses_view(message, since=since), status=200)


@api.get("/receipts/{number}/answers.edi", summary="The answers as CUSRES")
def answers_edi(request: HttpRequest, number: str, since: int = 0) -> HttpResponse:
    """CUSRES: the response (BGM 962), or with `since` the notice of what changed (BGM 132)."""
    return _as_edifact(as_cusres(_message(request, number), since=since, at=timezone.now()), "nobody-answered")


@api.get("/receipts/{number}/contrl", summary="What became of the interchange, as CONTRL")
def contrl(request: HttpRequest, number: str) -> HttpResponse:
    """Acknowledged or rejected, with the segments and elements at fault."""
    return _as_edifact(edifact.contrl(_message(request, number), at=timezone.now()), "not-edifact")


@api.get("/receipts/{number}/aperak", summary="The problems of the list, as APERAK")
def aperak(request: HttpRequest, number: str) -> HttpResponse:
    """Every problem with its segment, and what to do about it."""
    return _as_edifact(edifact.aperak(_message(request, number), at=timezone.now()), "not-read-yet")


# ── Shared helpers.

NOTHING = {
    "nobody-answered": "there is no answer, or none that changed: the list may wait, or declare nobody",
    "not-edifact": "what was filed is no EDIFACT interchange, so no CONTRL answers it; ask for the receipt itself",
    "not-read-yet": "the list has not been read yet; ask again in some seconds",
}


def _as_edifact(written: bytes, otherwise: str) -> HttpResponse:
    if not written:
        raise Refused(404, otherwise, NOTHING[otherwise])
    return HttpResponse(written, content_type=EDIFACT)


def _waited(message: Message, seconds: int, also: dict[str, Any], *, status: int) -> HttpResponseBase:
    return respond_when_read(
        message,
        seconds,
        lambda read: msgspec.json.encode(receipt_view(read) | also),
        content_type="application/json; charset=utf-8",
        status=status,
    )


def _with_receipt(response: HttpResponseBase, message: Message) -> HttpResponseBase:
    response.headers["X-Receipt"] = message.receipt
    return response


def _wants_edifact(request: HttpRequest) -> bool:
    return EDIFACT in request.headers.get("Accept", "").lower()


def _message(request: HttpRequest, number: str) -> Message:
    message = Message.objects.filter(carrier=_carrier(request).code, receipt=normalise_receipt(number)).first()
    if message is None:
        raise Refused(404, "no-such-receipt", "no receipt of yours has this number; check it for a slip of the pen")
    return message


def _carrier(request: HttpRequest) -> Carrier:
    carrier: Carrier = request.auth  # type: ignore[attr-defined]
    return carrier
