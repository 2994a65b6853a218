"""Vetting for a state's system: send a sheet, follow it, fetch the letter, and record what the state has decided."""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Path, Router

from roadstead.casework.vetting.letter import is_refusal
from roadstead.casework.vetting.logic.sheet import sheet_of
from roadstead.casework.vetting.models import VettingSheet
from roadstead.casework.vetting.outcomes import record_outcome
from roadstead.casework.vetting.receive import SentSheet, receive
from roadstead.engine.refusals import FieldRefused
from roadstead.platform.accounts.models import TokenScope
from roadstead.platform.audit.models import log
from roadstead.web.api.answered import once
from roadstead.web.api.refused import Refused
from roadstead.web.api.schemas import Error
from roadstead.web.common.pdf import pdf_response
from roadstead.web.systems import calls
from roadstead.web.systems.access import Caller, caller, officer_of
from roadstead.web.systems.schemas import code
from roadstead.web.systems.show import iso
from roadstead.web.systems.vetting_schemas import SheetDetail, SheetDone, SheetIn, StateDecisionIn

LARGEST: Final = 10**18
NO_SHEET: Final = "your organisation has no vetting sheet with this number"
NO_LETTER: Final = "there is no letter for this sheet yet, or it was deleted; fetch the sheet to see its status"
ONE_OF_BOTH: Final = "send either applicants or csv"
Number = Annotated[int, Path(description="Number of the sheet", example=7, ge=1, lt=LARGEST)]

router = Router(by_alias=True)


@router.post(
    "/vetting",
    response={201: SheetDone, 401: Error},
    summary="Send applicants to be vetted",
    openapi_extra=calls.of_a_post(),
)
def post_vetting(request: HttpRequest, body: SheetIn) -> HttpResponse:
    """Send applicants for a visa or citizenship, as `applicants` or as the text of a `csv` sheet. A row that cannot be
    searched is named in `refused`, with its problem in the sheet; the others are searched.
    """
    of, now = caller(request, TokenScope.VETTING), timezone.now()
    officer = officer_of(of, body.officer)
    if bool(body.applicants) == bool(body.csv):
        raise FieldRefused(ONE_OF_BOTH, field="applicants")
    raw = body.csv.encode() if body.csv else sheet_of(each.dict() for each in body.applicants)
    sent = SentSheet(name=body.name, raw=raw, urgent=body.urgent, reason=body.reason)

    def done() -> dict[str, Any]:
        made = receive(sent, by=officer, now=now)
        return {"sheet": made.pk, "people": made.people, "refused": _refused(made), "due_at": iso(made.due_at)}

    return once(request, of.sender, done)


@router.get(
    "/vetting/{number}",
    response={200: SheetDetail, 401: Error},
    summary="One vetting sheet",
    openapi_extra=calls.of("no-such-sheet"),
)
def vetting_sheet(request: HttpRequest, number: Number) -> HttpResponse:
    """How far the sheet is, the problems of its rows, and what the last letter says about each applicant."""
    of = caller(request, TokenScope.VETTING)
    found = _own(number, of)
    log(of.user, "read", f"vetting {found.pk}", states=found.states, detail="by API")
    people = found.applicants.order_by("row")
    answer = {
        "sheet": found.pk,
        "status": code(found.status, found.get_status_display()),
        "received_at": iso(found.received_at),
        "due_at": iso(found.due_at),
        "due_kind": found.due_kind,
        "urgent": found.urgent,
        "people": found.people,
        "screened": found.screened,
        "letter": found.letters,
        "letter_code": found.code,
        "letter_sha256": found.letter_sha256,
        "letter_at": iso(found.replied_at),
        "contact": found.contact,
        "problems": [
            {"row": each.get("number"), "severity": each["severity"], "text": each["text"]} for each in found.problems
        ],
        "applicants": [
            {
                "row": row.row,
                "reference": row.person.references.customer,
                "result": row.result,
                "decision": row.outcome,
            }
            for row in people
        ],
    }
    return JsonResponse(answer)


@router.get(
    "/vetting/{number}/letter",
    response={401: Error},
    summary="The letter of a vetting sheet",
    openapi_extra=calls.a_file("no-such-sheet", "no-such-letter"),
)
def vetting_letter(request: HttpRequest, number: Number) -> HttpResponse:
    """The last letter as a signed PDF. The same as data is attached to it as letter.json."""
    of = caller(request, TokenScope.VETTING)
    found = _own(number, of, with_letter=True)
    if not found.letter:
        raise Refused(404, "no-such-letter", NO_LETTER)
    log(of.user, "exported", f"vetting {found.pk}", states=found.states, detail=f"letter {found.letter_sha256}")
    return pdf_response(bytes(found.letter), f"vetting-{found.pk}-letter-{found.letters}.pdf")


@router.post(
    "/vetting/{number}/decisions",
    response={201: SheetDone, 401: Error},
    summary="Record what the state has decided",
    openapi_extra=calls.of_a_post("no-such-sheet"),
)
def post_state_decision(request: HttpRequest, number: Number, body: StateDecisionIn) -> HttpResponse:
    """Record one decision about the applicants in these rows. They are no longer watched."""
    of, now = caller(request, TokenScope.VETTING), timezone.now()
    found = _own(number, of)
    officer = officer_of(of, body.officer)

    def done() -> dict[str, Any]:
        people = list(found.applicants.filter(row__in=body.rows).values_list("pk", flat=True))
        row = record_outcome(found.pk, body.decision, people, by=officer, now=now)
        return {"sheet": row.pk, "people": row.people, "refused": _refused(row), "due_at": iso(row.due_at)}

    return once(request, of.sender, done)


def _refused(sheet: VettingSheet) -> list[int]:
    return sorted({each["number"] for each in sheet.problems if is_refusal(each)})


def _own(number: int, of: Caller, *, with_letter: bool = False) -> VettingSheet:
    rows = VettingSheet.objects.visible_to(of.user).defer(*(("file",) if with_letter else ("file", "letter")))
    found = rows.filter(pk=number).first()
    if found is None:
        raise Refused(404, "no-such-sheet", NO_SHEET)
    return found
