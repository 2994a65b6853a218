"""Acts that a state's system posts about an alert: an outcome at the border, and a check made elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from roadstead.casework.alerts.checks import CheckStatement, record_check
from roadstead.casework.alerts.logic.seizure import Seizure, SeizureFormError, parse_form
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.outcomes import record
from roadstead.casework.alerts.state_decisions import as_acted_on_by
from roadstead.outbound.notifications.acknowledgement import acknowledge_for_alert
from roadstead.platform.accounts.models import TokenScope
from roadstead.web.api.answered import once
from roadstead.web.api.refused import Refused
from roadstead.web.api.schemas import Error
from roadstead.web.systems import calls, show
from roadstead.web.systems.access import caller, officer_of
from roadstead.web.systems.alerts import Ref, visible_alert
from roadstead.web.systems.bodies import CheckIn, FoundIn, OutcomeIn, moment
from roadstead.web.systems.schemas import CheckDone, OutcomeDone

router = Router(by_alias=True)


@router.post(
    "/alerts/{ref}/outcome",
    response={201: OutcomeDone, 401: Error},
    summary="Post an outcome",
    openapi_extra=calls.of_a_post("no-such-alert"),
)
def post_outcome(request: HttpRequest, ref: Ref, body: OutcomeIn) -> HttpResponse:
    """Record what happened at your border. It closes the alert for your state alone; other states are not affected.

    The rules and the sentences are those of the page. Before the arrival send `early_reason`. An outcome is never
    changed: post another one to correct it.
    """
    of, now = caller(request, TokenScope.OUTCOMES), timezone.now()
    found = visible_alert(ref, of)
    officer = officer_of(of, body.officer)
    at, seizure = moment(body.at, now), seizure_in(body.found)

    def act() -> dict[str, Any]:
        made = record(
            found.pk,
            body.what,
            at=at,
            text=body.note,
            by=officer,
            now=now,
            seizure=seizure,
            early_reason=body.early_reason,
        )
        row = as_acted_on_by(Alert.objects.visible_to(officer).get(pk=found.pk), officer)
        acknowledge_for_alert(row, by=officer, now=now)
        return {"alert": row.pk, "outcome": made.pk, "status": show.status(row)}

    return once(request, of.sender, act)


@router.post(
    "/alerts/{ref}/checks",
    response={201: CheckDone, 401: Error},
    summary="Record a check made elsewhere",
    openapi_extra=calls.of_a_post("no-such-alert"),
)
def post_check(request: HttpRequest, ref: Ref, body: CheckIn) -> HttpResponse:
    """Record on the alert what was looked up in another system: INTERPOL documents through the national bureau,
    national police, immigration history. Roadstead sends nothing to any of them.

    With the result `waiting` the check stays on the officers' list of open work until a reply to it is recorded.
    """
    of, now = caller(request, TokenScope.OUTCOMES), timezone.now()
    found = visible_alert(ref, of)
    officer = officer_of(of, body.officer)
    said = CheckStatement(
        system=body.system,
        result=body.result,
        at=moment(body.at, now),
        asked=body.asked,
        reference=body.reference,
        words=body.words,
        reply_to=body.reply_to,
    )

    def act() -> dict[str, Any]:
        made = record_check(found.pk, said, by=officer, now=now)
        return {"alert": found.pk, "check": made.pk}

    return once(request, of.sender, act)


def seizure_in(found: FoundIn | None) -> Seizure | None:
    """Return what was found, checked as on the page. Raise Refused with the sentences of the page."""
    if found is None:
        return None
    cells = {"hidden": found.hidden, "where": found.where, "container": found.container}
    for at, item in enumerate(found.items, 1):
        cells |= {
            f"{name}-{at}": text for name, text in item.dict().items() if name not in {"what", "quantity", "unit"}
        }
        cells |= {f"seized-{at}": item.what.value, f"quantity-{at}": f"{item.quantity:.10g}", f"unit-{at}": item.unit}
    try:
        return parse_form(cells)
    except SeizureFormError as wrong:
        text = " ".join(f"found.{name}: {why}" for name, why in wrong.faults.items())
        raise Refused(400, "not-understood", text) from None
