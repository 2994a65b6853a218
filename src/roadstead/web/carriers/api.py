"""The carriers' API, version 1: file a list, ask for its receipt and for the answers about its people.

A carrier sees its own receipts, the problems of its own messages and the answers about its own people: never a list, a
score or a reason (C13). A test list is answered in the same way and counts for nothing.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from ninja import NinjaAPI, Path, Query, Router
from ninja.errors import ValidationError
from ninja.security import HttpBearer

from roadstead import __version__
from roadstead.config import config
from roadstead.filings.intake.models import SandboxMessage, Status
from roadstead.filings.intake.receive import NothingReceived, OverLimit, receive
from roadstead.filings.intake.sandbox import TooLarge, TooMany, receive_test
from roadstead.outbound.responses import edifact
from roadstead.platform.accounts.models import Carrier, Token
from roadstead.platform.database.scope import Scope, enter
from roadstead.web.api.refused import Refused, refusal, refuse_as_json
from roadstead.web.api.schemas import Error
from roadstead.web.carriers import api_calls
from roadstead.web.carriers.answer_pages import MAX_ON_PAGE, Page
from roadstead.web.carriers.api_schemas import EXAMPLE, Answers, FiledReceipt, Receipt
from roadstead.web.carriers.body import body_of
from roadstead.web.carriers.found import Found, answers_of, aperak_of, contrl_of, cusres_of, find, receipt_of
from roadstead.web.carriers.response_views import EDIFACT
from roadstead.web.carriers.waiting import requested_wait, respond_when_read

Number = Annotated[str, Path(description="The receipt number, in capitals or not", example=EXAMPLE)]
Since = Annotated[int, Query(description="The newest of an earlier call: only what changed since", example=4711)]
Limit = Annotated[
    int | None,
    Query(ge=1, le=MAX_ON_PAGE, description="Answers in a page; without it all of them come at once", example=500),
]
After = Annotated[
    str | None, Query(description="The next of the page before, with the same since", example="0-500-4711")
]


class CarrierToken(HttpBearer):
    """`Authorization: Bearer …` with the token given to the carrier; the database then shows only the
    carrier's rows.
    """

    def authenticate(self, request: HttpRequest, token: str) -> Carrier | None:
        carrier = Token.carrier_of(token)
        if carrier:
            enter(Scope(carrier=carrier.code))
        return carrier


api = NinjaAPI(
    title="Roadstead",
    version=__version__,
    description=api_calls.DESCRIPTION,
    urls_namespace="api",
    auth=CarrierToken(),
    docs_url=None,
    default_router=Router(by_alias=True),
    servers=[{"url": config().url.rstrip("/"), "description": "This installation"}],
    openapi_extra=api_calls.OF_THE_WHOLE,
)


refuse_as_json(api)


@api.exception_handler(ValidationError)
def _not_a_number(request: HttpRequest, error: ValidationError) -> HttpResponse:
    if any("limit" in each["loc"] for each in error.errors):
        return refusal(
            api, request, Refused(400, "limit-not-a-number", f"limit is a whole number from 1 to {MAX_ON_PAGE}")
        )
    text = "since is not a whole number; send the newest of an earlier call"
    return refusal(api, request, Refused(400, "since-not-a-number", text))


@api.post(
    "/manifests", response={202: FiledReceipt, 401: Error}, summary="File a list", openapi_extra=api_calls.FILE_A_LIST
)
def file_manifest(request: HttpRequest) -> HttpResponseBase:
    """Store the body as it is and respond with a receipt number; it is read and screened right after.

    202 means: stored and queued, both committed. The same body sent again gets the same receipt. `?wait=SECONDS` (at
    most 10): the body of the response is sent once the list has been read, with the answers. `Accept:
    application/edifact`: a CONTRL, or with `wait` the CUSRES; the receipt number is in the header X-Receipt.

    `X-Test: true` (or `?test=1`): the list is read and answered, and counts for nothing. Nobody is screened, no state
    sees it, and it is deleted after seven days at the latest. Its receipt begins with TEST.
    """
    raw, seconds, is_test = body_of(request), requested_wait(request), _is_test(request)
    sent: dict[str, Any] = {
        "carrier": _carrier(request).code,
        "channel": "api",
        "now": timezone.now(),
        "filename": request.headers.get("X-File-Name", ""),
    }
    message: Found
    try:
        if is_test:
            message, repeated = receive_test(raw, **sent)
        else:
            received = receive(raw, **sent)
            message, repeated = received.message, received.repeated
    except NothingReceived as nothing:
        raise Refused(400, "empty-body", str(nothing)) from None
    except TooLarge as refused:
        raise Refused(413, "test-too-large", str(refused)) from None
    except TooMany as refused:
        raise Refused(429, "too-many-tests", str(refused)) from None
    except OverLimit as refused:
        raise Refused(429, "too-many-filings", str(refused)) from None
    # The response is sent only after the commit: the middleware's transaction ends before it.
    return _with_receipt(_filed(request, message, raw, seconds, repeated=repeated), message)


def _filed(request: HttpRequest, message: Found, raw: bytes, seconds: int, *, repeated: bool) -> HttpResponseBase:
    at_once = edifact.receipt_contrl(message, raw, at=timezone.now()) if _wants_edifact(request) else b""
    if seconds and at_once:
        return respond_when_read(
            message, seconds, lambda read: _in_edifact(read) or at_once, content_type=EDIFACT, status=202
        )
    if at_once:
        return HttpResponse(at_once, content_type=EDIFACT, status=202)
    if seconds:
        return _waited(message, seconds, {"repeated": repeated}, status=202)
    return api.create_response(request, receipt_of(message) | {"repeated": repeated}, status=202)


def _in_edifact(message: Found) -> bytes:
    """Return the answers, or if there are none the result of the interchange (CONTRL)."""
    now = timezone.now()
    return cusres_of(message, since=0, at=now) or contrl_of(message, at=now)


@api.get(
    "/receipts/{number}",
    response={200: Receipt, 401: Error},
    summary="What became of a list",
    openapi_extra=api_calls.RECEIPT,
)
def receipt(request: HttpRequest, number: Number) -> HttpResponseBase:
    """Status, what was understood, every problem by message, segment and field, and the answer about each person."""
    message, seconds = _message(request, number), requested_wait(request)
    if seconds:
        return _waited(message, seconds, {}, status=200)
    return api.create_response(request, receipt_of(message), status=200)


@api.get(
    "/receipts/{number}/answers",
    response={200: Answers, 401: Error},
    summary="The answer about each person",
    openapi_extra=api_calls.ANSWERS,
)
def answers(
    request: HttpRequest, number: Number, since: Since = 0, limit: Limit = None, after: After = None
) -> HttpResponse:
    """The answers in force; with `since` (the `newest` of an earlier call) only those that changed. As CUSRES if
    requested.

    A long list page by page: send `limit`, then `after` with the `next` of each page until a page has none. `newest` is
    the same on all of them: what changes meanwhile comes with `since` afterwards. CUSRES has no pages.
    """
    message = _message(request, number)
    try:
        page = Page.parse(limit, after)
    except ValueError:
        text = "after is not the next of a page of these answers; ask for the first page, without after"
        raise Refused(400, "after-not-understood", text) from None
    if _wants_edifact(request):
        return _as_edifact(cusres_of(message, since=since, at=timezone.now()), "nobody-answered")
    return api.create_response(request, answers_of(message, since=since, page=page), status=200)


@api.get("/receipts/{number}/answers.edi", summary="The answers as CUSRES", openapi_extra=api_calls.ANSWERS_EDI)
def answers_edi(request: HttpRequest, number: Number, since: Since = 0) -> HttpResponse:
    """CUSRES: the response (BGM 962), or with `since` the notice of what changed (BGM 132)."""
    return _as_edifact(cusres_of(_message(request, number), since=since, at=timezone.now()), "nobody-answered")


@api.get(
    "/receipts/{number}/contrl", summary="What became of the interchange, as CONTRL", openapi_extra=api_calls.CONTRL
)
def contrl(request: HttpRequest, number: Number) -> HttpResponse:
    """Acknowledged or rejected, with the segments and elements at fault."""
    message = _message(request, number)
    waits = isinstance(message, SandboxMessage) and message.status == Status.RECEIVED
    if waits:
        return _as_edifact(b"", "not-read-yet")
    return _as_edifact(contrl_of(message, at=timezone.now()), "not-edifact")


@api.get("/receipts/{number}/aperak", summary="The problems of the list, as APERAK", openapi_extra=api_calls.APERAK)
def aperak(request: HttpRequest, number: Number) -> HttpResponse:
    """Every problem with its segment, and what to do about it."""
    return _as_edifact(aperak_of(_message(request, number), at=timezone.now()), "not-read-yet")


# ── Shared helpers.

NOTHING: Final = {
    "nobody-answered": "there is no response, or none that changed: the list may wait to be read, or declare nobody",
    "not-edifact": "the list is not an EDIFACT interchange, so there is no CONTRL; read the receipt instead",
    "not-read-yet": "the list has not been read yet; try again in some seconds",
}
YES, NO = frozenset({"1", "true", "yes"}), frozenset({"", "0", "false", "no"})


def _is_test(request: HttpRequest) -> bool:
    """Return True if the list is only a test. Raise Refused if that cannot be told: it must not be filed by mistake."""
    said = {request.headers.get("X-Test", "").strip().lower(), request.GET.get("test", "").strip().lower()}
    if not said <= YES | NO:
        raise Refused(400, "test-not-understood", "X-Test and test take true or false; nothing was stored")
    return bool(said & YES)


def _as_edifact(written: bytes, otherwise: str) -> HttpResponse:
    if not written:
        raise Refused(404, otherwise, NOTHING[otherwise])
    return HttpResponse(written, content_type=EDIFACT)


def _waited(message: Found, seconds: int, also: dict[str, Any], *, status: int) -> HttpResponseBase:
    return respond_when_read(
        message,
        seconds,
        lambda read: msgspec.json.encode(receipt_of(read) | also),
        content_type="application/json; charset=utf-8",
        status=status,
    )


def _with_receipt(response: HttpResponseBase, message: Found) -> HttpResponseBase:
    response.headers["X-Receipt"] = message.receipt
    if isinstance(message, SandboxMessage):
        response.headers["X-Test"] = "true"
    return response


def _wants_edifact(request: HttpRequest) -> bool:
    return EDIFACT in request.headers.get("Accept", "").lower()


def _message(request: HttpRequest, number: str) -> Found:
    message = find(_carrier(request).code, number)
    if message is None:
        raise Refused(404, "no-such-receipt", "no receipt of yours has this number; check it for typing errors")
    return message


def _carrier(request: HttpRequest) -> Carrier:
    carrier: Carrier = request.auth  # type: ignore[attr-defined]
    return carrier
