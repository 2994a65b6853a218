"""Alerts for a state's system: of a voyage, new and changed ones, and one with its reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any, Final

from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Path, Query, Router

from roadstead.casework.alerts.models import OFF_PAGE, Alert, Event
from roadstead.casework.alerts.state_decisions import as_acted_on_by, as_seen_by
from roadstead.filings.voyages.models import Voyage
from roadstead.filings.voyages.numbers import voyages_of_day
from roadstead.platform.accounts.models import TokenScope, User
from roadstead.platform.audit.models import log
from roadstead.platform.handling.logic.gate import Medium, any_officer_of, may_leave
from roadstead.web.api.refused import Refused
from roadstead.web.api.schemas import Error
from roadstead.web.systems import calls, show
from roadstead.web.systems.access import Caller, caller
from roadstead.web.systems.schemas import AlertDetail, Changes, VoyagesAlerts

MAX_ON_PAGE: Final = 100  # alerts in one answer
MAX_OF_VOYAGE: Final = 500  # alerts of the voyages of one call
MAX_VOYAGES: Final = 5  # that one number and day may name
FIRST_CHANGES: Final = 1000  # changes with which a system begins that sends no cursor
# A change may become visible this long after a later one: such changes are given again, with their version.
SETTLED: Final = timedelta(minutes=2)
NUMBER_AND_DAY: Final = re.compile(r"(.{1,20})[.](\d{4}-\d{2}-\d{2})")
LARGEST: Final = 10**18
NO_VOYAGE: Final = (
    "no voyage that concerns your state has this key; send its key, or number and day as 2X101.2026-11-26"
)
NO_ALERT: Final = "no alert that your state may see through the API has this number"

Key = Annotated[
    str,
    Path(description="Key of a voyage, or its number and a day of departure or arrival", example="2X101.2026-11-26"),
]
Ref = Annotated[int, Path(description="Number of the alert", example=4711, ge=1, lt=LARGEST)]
Since = Annotated[
    int | None,
    Query(
        ge=0, lt=LARGEST, description="The cursor of an earlier answer; without it the newest changes", example=90211
    ),
]
Limit = Annotated[int, Query(ge=1, le=MAX_ON_PAGE, description="Alerts in an answer", example=50)]

router = Router(by_alias=True)


@router.get(
    "/voyages/{key}/alerts",
    response={200: VoyagesAlerts, 401: Error},
    summary="Alerts of a voyage",
    openapi_extra=calls.of("no-such-voyage"),
)
def voyage_alerts(request: HttpRequest, key: Key) -> HttpResponse:
    """Every alert of one flight or voyage that your state may see, the strongest first, decided ones too.

    `key` is the key of a voyage in an earlier answer, or its number and a day by the clock of the port:
    `2X101.2026-11-26`. Several voyages may have the number on one day: each is given.
    """
    of = caller(request, TokenScope.ALERTS)
    found = _voyages(key, of.user)
    if not found:
        raise Refused(404, "no-such-voyage", NO_VOYAGE)
    rows = _loaded(_visible(of.user).filter(voyage__in=found).order_by("-score", "pk")[: MAX_OF_VOYAGE + 1], of)
    for each in found:
        log(of.user, "read", f"voyage {each.pk}", states=each.states, detail="alerts by API")
    shown = rows[:MAX_OF_VOYAGE]
    _log(shown, of)
    versions = _versions(shown, of.user)
    answer = [
        {
            "voyage": show.voyage(each),
            "alerts": [show.alert(row, versions.get(row.pk, 0)) for row in shown if row.voyage_id == each.pk],
        }
        for each in found
    ]
    return JsonResponse({"voyages": answer, "more": len(rows) > len(shown)})


@router.get(
    "/alerts",
    response={200: Changes, 401: Error},
    summary="New and changed alerts",
    openapi_extra=calls.of("not-understood"),
)
def changed_alerts(request: HttpRequest, since: Since = None, limit: Limit = 50) -> HttpResponse:
    """Alerts that are new or have changed, in the order of the changes. Send the `cursor` of each answer as `since` of
    the next call: at once while `more` is true, then every minute or when a webhook comes.

    Changes of the newest two minutes are given again by the next call, so that none is missed: skip a `version` that
    you have.
    """
    of = caller(request, TokenScope.ALERTS)
    seen = Event.objects.visible_to(of.user).filter(alert__in=_visible(of.user))
    begin = since if since is not None else _beginning(seen)
    newest = seen.filter(pk__gt=begin).order_by().values("alert").annotate(last=Max("pk")).order_by("last")
    changes = list(newest[: limit + 1])
    shown, more = changes[:limit], len(changes) > limit
    rows = {row.pk: row for row in _loaded(_visible(of.user).filter(pk__in=[each["alert"] for each in shown]), of)}
    found = [rows[each["alert"]] for each in shown if each["alert"] in rows]
    _log(found, of)
    cursor = shown[-1]["last"] if shown else begin
    if not more:
        cursor = max(begin, min(cursor, _settled(seen, begin)))
    versions = {each["alert"]: each["last"] for each in shown}
    answer = [show.alert(row, versions[row.pk]) for row in found]
    return JsonResponse({"alerts": answer, "cursor": cursor, "more": more})


@router.get(
    "/alerts/{ref}",
    response={200: AlertDetail, 401: Error},
    summary="One alert with its reasons",
    openapi_extra=calls.of("no-such-alert"),
)
def alert(request: HttpRequest, ref: Ref) -> HttpResponse:
    """One alert with every reason in words and as a code, declared beside listed, and the outcomes and checks that your
    state has recorded.
    """
    of = caller(request, TokenScope.ALERTS)
    found = visible_alert(ref, of)
    _log([found], of)
    return JsonResponse(show.alert_detail(found, _versions([found], of.user).get(found.pk, 0), of.user))


def visible_alert(ref: int, of: Caller) -> Alert:
    """Return an alert that this system may see, as it stands for its state. Raise Refused if there is none."""
    row = _visible(of.user).select_related("voyage", "traveller", "bill", "assignee").filter(pk=ref).first()
    if row is None or not _may_leave(row, of):
        raise Refused(404, "no-such-alert", NO_ALERT)
    return as_acted_on_by(row, of.user)


def _visible(user: User) -> QuerySet[Alert, Alert]:
    """Return the alerts that may leave by other ways than a page."""
    return Alert.objects.visible_to(user).filter(OFF_PAGE)


def _loaded(rows: QuerySet[Alert, Alert], of: Caller) -> list[Any]:
    loaded = as_seen_by(rows.select_related("voyage", "traveller", "bill", "assignee").defer("replay"), of.user)
    return [row for row in loaded if _may_leave(row, of)]


def _versions(rows: Iterable[Alert], user: User) -> dict[int, int]:
    """Return by alert the number of its newest change that the reader may see."""
    seen = Event.objects.visible_to(user).filter(alert__in=rows).order_by()
    return {each["alert"]: each["last"] for each in seen.values("alert").annotate(last=Max("pk"))}


def _may_leave(row: Alert, of: Caller) -> bool:
    return may_leave(row, any_officer_of(of.state, Medium.API)).is_yes


def _log(rows: Iterable[Alert], of: Caller) -> None:
    for row in rows:
        log(of.user, "read", f"alert {row.pk}", states=row.states, detail="by API")


def _voyages(key: str, user: User) -> list[Voyage]:
    if key.isascii() and key.isdecimal() and int(key) < LARGEST:
        return list(Voyage.objects.visible_to(user).filter(pk=int(key)))
    found = NUMBER_AND_DAY.fullmatch(key)
    try:
        day = date.fromisoformat(found[2]) if found else None
    except ValueError:
        day = None
    if found is None or day is None:
        raise Refused(404, "no-such-voyage", NO_VOYAGE)
    return list(voyages_of_day(user, found[1].strip(), day).order_by("arrives_at", "pk")[:MAX_VOYAGES])


def _beginning(seen: QuerySet[Event, Event]) -> int:
    """Return the number before the newest `FIRST_CHANGES` changes."""
    found = list(seen.order_by("-pk").values_list("pk", flat=True)[FIRST_CHANGES - 1 : FIRST_CHANGES])
    return found[0] - 1 if found else 0


def _settled(seen: QuerySet[Event, Event], begin: int) -> int:
    """Return the number of the newest change that no earlier one can follow any more."""
    waiting = seen.filter(pk__gt=begin, at__gt=timezone.now() - SETTLED).order_by("pk")
    first = waiting.values_list("pk", flat=True).first()
    return LARGEST if first is None else first - 1
