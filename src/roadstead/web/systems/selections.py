"""Goods that a state's system selects for examination, and the result."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Path, Router

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.models import OFF_PAGE, Alert, Selection
from roadstead.casework.alerts.selections import Goods, Plan, assignable
from roadstead.casework.examinations.acts import ACT_BY_KIND, Result, record_result, select_all
from roadstead.engine.refusals import FieldRefused
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage
from roadstead.outbound.responses.refresh_queue import queue_refresh
from roadstead.platform.accounts.models import TokenScope, User
from roadstead.platform.audit.models import log
from roadstead.web.api.answered import once
from roadstead.web.api.refused import Refused
from roadstead.web.api.schemas import Error
from roadstead.web.systems import calls, show
from roadstead.web.systems.access import Caller, caller, officer_of
from roadstead.web.systems.acts import seizure_in
from roadstead.web.systems.alerts import LARGEST, NO_VOYAGE, visible_alert
from roadstead.web.systems.bodies import ResultIn, SelectionIn, moment
from roadstead.web.systems.schemas import SelectionDone, SelectionOut

Number = Annotated[int, Path(description="Number of the selection", example=9, ge=1, lt=LARGEST)]
NO_SELECTION = "your state has no selection with this number"
NO_GOODS = "send the number of a bill or of a container of this voyage"
NO_BILL = "no bill of this voyage has this number; check it, or leave it out and send the container"
NOT_IN_CHARGE = "%(name)s is not the user name of an officer of your state"

router = Router(by_alias=True)


@router.post(
    "/selections",
    response={201: SelectionDone, 401: Error},
    summary="Select goods for examination",
    openapi_extra=calls.of_a_post("no-such-voyage", "no-such-alert"),
)
def post_selection(request: HttpRequest, body: SelectionIn) -> HttpResponse:
    """Select a bill, a container, or a container of a bill for a documentary check, a scan or a physical examination;
    with `detain` it may not leave the port before it is released.

    With an `alert` about goods this is the decision about it, as on the page of the alert.
    """
    of, now = caller(request, TokenScope.SELECTIONS), timezone.now()
    voyage = Voyage.objects.visible_to(of.user).filter(pk=body.voyage).first()
    if voyage is None:
        raise Refused(404, "no-such-voyage", NO_VOYAGE)
    reason = visible_alert(body.alert, of) if body.alert is not None else None
    if reason is not None and reason.voyage_id != voyage.pk:
        raise Refused(404, "no-such-alert", "this alert is about another voyage; send the key of its voyage")
    officer = officer_of(of, body.officer)
    plan = Plan(
        kind=body.kind,
        port=body.port.strip().upper(),
        place=body.place,
        planned_at=moment(body.planned_at, now, "planned_at"),
        officer=_in_charge(body.in_charge, officer),
        reason=body.reason,
        detains=body.detain,
    )

    def act() -> dict[str, Any]:
        made = _selected(voyage, reason, body, plan, officer)
        return {"selection": made.pk, "status": show.selection_status(made)}

    return once(request, of.sender, act)


@router.get(
    "/selections/{number}",
    response={200: SelectionOut, 401: Error},
    summary="One selection",
    openapi_extra=calls.of("no-such-selection"),
)
def selection(request: HttpRequest, number: Number) -> HttpResponse:
    """What is to be examined, where and when, and what became of it."""
    of = caller(request, TokenScope.SELECTIONS)
    found = _visible_selection(number, of)
    log(of.user, "read", f"selection {found.pk}", states=[found.owner], detail="by API")
    return JsonResponse(show.selection(found))


@router.post(
    "/selections/{number}/result",
    response={201: SelectionDone, 401: Error},
    summary="Post the result of an examination",
    openapi_extra=calls.of_a_post("no-such-selection"),
)
def post_result(request: HttpRequest, number: Number, body: ResultIn) -> HttpResponse:
    """Record what was found and close the selection, and the alert that was its reason. `release` lets go what is
    detained for it.
    """
    of, now = caller(request, TokenScope.SELECTIONS), timezone.now()
    found = _visible_selection(number, of)
    officer = officer_of(of, body.officer)
    result = Result(
        what=body.what,
        at=moment(body.at, now),
        note=body.note,
        seizure=seizure_in(body.found),
        early_reason=body.early_reason,
        releases=body.release,
    )

    def act() -> dict[str, Any]:
        record_result(found.pk, result, by=officer, now=now)
        row = Selection.objects.visible_to(officer).get(pk=found.pk)
        return {"selection": row.pk, "status": show.selection_status(row)}

    return once(request, of.sender, act)


def _selected(voyage: Voyage, alert: Alert | None, body: SelectionIn, plan: Plan, by: User) -> Selection:
    now = timezone.now()
    if alert is not None and alert.is_goods:
        words = DecisionText(
            note=plan.reason,
            container=body.container,
            port=plan.port,
            place=plan.place,
            planned_at=plan.planned_at,
            officer=plan.officer,
            detains=plan.detains,
        )
        queue_refresh(decide(alert.pk, ACT_BY_KIND[plan.kind], by=by, words=words, now=now))
        return Selection.objects.visible_to(by).filter(alert=alert).order_by("-pk")[0]
    if not (body.bill or body.container):
        raise FieldRefused(NO_GOODS, field="container")
    if body.bill and not Bill.objects.visible_to(by).filter(voyage=voyage, number=body.bill).exists():
        raise FieldRefused(NO_BILL, field="bill")
    goods = Goods(voyage=voyage, bill=body.bill, container=_normal(body.container), alert=alert)
    return select_all([goods], plan, by=by, now=now)[0]


def _normal(container: str) -> str:
    return "".join(container.split()).replace("-", "").upper()


def _in_charge(username: str, officer: User) -> User:
    if not username:
        return officer
    found = next((each for each in assignable(officer) if each.username == username), None)
    if found is None:
        raise FieldRefused(NOT_IN_CHARGE, field="in_charge", name=username)
    return found


def _visible_selection(number: int, of: Caller) -> Selection:
    """Return a selection of the state, unless only some officers may know of the alert that is its reason."""
    rows = Selection.objects.visible_to(of.user).select_related("officer")
    found = rows.filter(pk=number).first()
    known = found is not None and (
        found.alert_id is None or Alert.objects.visible_to(of.user).filter(OFF_PAGE, pk=found.alert_id).exists()
    )
    if found is None or not known:
        raise Refused(404, "no-such-selection", NO_SELECTION)
    return found
