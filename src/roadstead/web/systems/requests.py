"""Requests between organisations for a state's system: a list, one with its messages, an act, a file."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from ninja import Path, Query, Router

from roadstead.cooperation.requests.acts import act
from roadstead.cooperation.requests.models import Request, RequestFile
from roadstead.cooperation.requests.receipts import record_read
from roadstead.cooperation.requests.references import normalise_reference
from roadstead.cooperation.requests.waiting import requests_of, requests_waiting_for, requests_waiting_for_others
from roadstead.platform.accounts.models import Organisation, TokenScope
from roadstead.platform.audit.models import log
from roadstead.platform.handling.logic.gate import Medium, any_officer_of, may_leave
from roadstead.platform.timeline.attachments import is_intact
from roadstead.platform.timeline.logic.file_types import KINDS
from roadstead.web.api.answered import once
from roadstead.web.api.refused import Refused
from roadstead.web.api.schemas import Error
from roadstead.web.systems import calls, show_requests
from roadstead.web.systems.access import Caller, caller, officer_of
from roadstead.web.systems.request_schemas import ActIn, RequestDetail, RequestDone, RequestsOut

MAX_REQUESTS: Final = 100  # in one answer
LARGEST: Final = 10**18
NO_REQUEST: Final = "your organisation has no request with this reference; check it for typing errors"
NO_FILE: Final = "the request has no file with this number"
BROKEN: Final = "this file is not the one that was added; do not rely on it, and notify the operator"
Reference = Annotated[str, Path(description="Reference of the request", example="RQ-7KQ4-2FWX", max_length=20)]
File = Annotated[int, Path(description="Number of the file", example=5, ge=1, lt=LARGEST)]
Show = Annotated[
    Literal["ours", "theirs", "all"],
    Query(description="ours: those that wait for your organisation; theirs: for others; all", example="ours"),
]
Before = Annotated[
    int | None, Query(ge=1, lt=LARGEST, description="With all: the next of the answer before", example=812)
]

router = Router(by_alias=True)


@router.get(
    "/requests", response={200: RequestsOut, 401: Error}, summary="Requests", openapi_extra=calls.of("not-understood")
)
def list_requests(request: HttpRequest, show: Show = "ours", before: Before = None) -> HttpResponse:
    """The requests of your organisation: those that wait for it, the first due first; those that wait for others; or
    all, the newest first, page by page.
    """
    of = caller(request, TokenScope.REQUESTS)
    rows = {"ours": requests_waiting_for, "theirs": requests_waiting_for_others}.get(show, requests_of)(of.user)
    if before is not None:
        rows = rows.filter(pk__lt=before).order_by("-pk")
    found = list(rows[: MAX_REQUESTS + 1])
    shown = [row for row in found[:MAX_REQUESTS] if _may_leave(row, of)]
    log(of.user, "read", "exchanges", states=[of.state], detail="by API")
    more = len(found) > MAX_REQUESTS
    answer = {"requests": [show_requests.row(each) for each in shown], "more": more}
    return JsonResponse({**answer, "next": found[MAX_REQUESTS - 1].pk if more and show == "all" else None})


@router.get(
    "/requests/{reference}",
    response={200: RequestDetail, 401: Error},
    summary="One request with its messages",
    openapi_extra=calls.of("no-such-request"),
)
def one_request(request: HttpRequest, reference: Reference) -> HttpResponse:
    """What is asked and why, every message with the receipts of the other side, the files, and what your organisation
    may do now with the fields of each act. Your organisation has the messages from now on: the other side sees that.
    """
    of = caller(request, TokenScope.REQUESTS)
    found = _own(reference, of)
    messages = list(show_requests.messages_of(found, of.user))
    record_read(found, messages, by=of.user, now=timezone.now())
    log(of.user, "read", f"exchange {found.pk}", states=found.states, detail="by API")
    return JsonResponse(show_requests.detail(found, messages, of.user))


@router.post(
    "/requests/{reference}/acts",
    response={201: RequestDone, 401: Error},
    summary="Answer a request, or do something else on it",
    openapi_extra=calls.of_a_post("no-such-request"),
)
def post_act(request: HttpRequest, reference: Reference, body: ActIn) -> HttpResponse:
    """Do one of the acts that the request offers now, with its fields. `edition` is that of the request as your system
    has read it: if a message has come since, the act is refused.
    """
    of, now = caller(request, TokenScope.REQUESTS), timezone.now()
    found = _own(reference, of)
    officer = officer_of(of, body.officer)
    to = Organisation.objects.filter(pk=body.to, until=None).first() if body.to else None

    def done() -> dict[str, Any]:
        row = act(found.pk, body.act, body.fields, by=officer, now=now, edition=body.edition, to=to)
        return {"reference": row.reference, "status": show_requests.status(row), "edition": row.edition}

    return once(request, of.sender, done)


@router.get(
    "/requests/{reference}/files/{number}",
    response={401: Error},
    summary="A file of a request",
    openapi_extra=calls.a_file("no-such-request", "no-such-file", "file-changed"),
)
def request_file(request: HttpRequest, reference: Reference, number: File) -> HttpResponse:
    """The file as it was added; refused if it differs from its message."""
    of = caller(request, TokenScope.REQUESTS)
    found = _own(reference, of)
    row = RequestFile.objects.visible_to(of.user).filter(request=found, pk=number).first()
    if row is None or row.is_restricted:
        raise Refused(404, "no-such-file", NO_FILE)
    if not is_intact(row):
        log(of.user, "found broken", f"exchange {found.pk}", states=found.states, detail=f"file {row.pk}")
        raise Refused(409, "file-changed", BROKEN)
    log(of.user, "read", f"exchange {found.pk}", states=found.states, detail=f"file {row.pk} {row.sha256}")
    response = HttpResponse(bytes(row.content), content_type=KINDS[row.kind].media)
    response["Content-Disposition"] = content_disposition_header(True, row.name)
    return response


def _own(reference: str, of: Caller) -> Request:
    rows = Request.objects.visible_to(of.user).select_related("asking__state", "asked__state")
    found = rows.filter(reference=normalise_reference(reference) or None).first()
    if found is None or not _may_leave(found, of):
        raise Refused(404, "no-such-request", NO_REQUEST)
    return found


def _may_leave(row: Request, of: Caller) -> bool:
    return may_leave(row, any_officer_of(of.state, Medium.API)).is_yes
