"""The carriers' interface, version 1: file a list, ask what became of it.

A carrier sees its own receipts and the problems of its own messages: never a list, a score or a reason (C13).
"""

from __future__ import annotations

import zlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.security import HttpBearer

from roadstead import __version__
from roadstead.accounts.models import Carrier, Token
from roadstead.config import config
from roadstead.database.scope import Scope, enter
from roadstead.intake.models import Message
from roadstead.intake.receipts import normalise
from roadstead.intake.receive import NothingReceived, receive
from roadstead.web.receipt import receipt_view


class Refused(Exception):
    """The request cannot be taken: an HTTP status, a stable code, and what to do."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text


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
def file_manifest(request: HttpRequest) -> tuple[int, dict[str, Any]]:
    """Keep the body as it is and answer with a receipt number; it is read and screened right after.

    202 means: stored and queued, both committed. The same body sent again gets the same receipt.
    """
    raw = _body(request)
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
    return 202, answer


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


def _body(request: HttpRequest) -> bytes:
    """The body, unpacked if it came gzipped, never more than the limit in memory."""
    limit = config().max_body
    if int(request.headers.get("Content-Length") or 0) > limit:
        raise Refused(413, "body-too-large", f"the body is larger than {limit} bytes; send the list in parts")
    raw = request.read(limit + 1)
    if request.headers.get("Content-Encoding", "").strip().lower() == "gzip":
        raw = _unzip(raw, limit)
    if len(raw) > limit:
        raise Refused(413, "body-too-large", f"the body is larger than {limit} bytes; send the list in parts")
    return raw


def _unzip(packed: bytes, limit: int) -> bytes:
    """At most one byte more than `limit`, however much is packed in there."""
    try:
        return zlib.decompressobj(wbits=31).decompress(packed, limit + 1)
    except zlib.error:
        raise Refused(400, "not-gzip", "Content-Encoding says gzip, but the body is not; send it as it is") from None
