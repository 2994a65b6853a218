"""Where an alert stands for whoever looks: for a state by its own word, for the region by all of them (decision 0022).

An alert that concerns one state alone has one standing, which is the alert's own. Of several each decides for itself:
its word is a `Stand`, and the alert's own standing is what the regional centre has said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from roadstead.accounts.models import User
from roadstead.casework.models import Alert, Event, Stand
from roadstead.casework.workflow import DECIDED, FOR_ALL, OPEN, Act, AlertState, for_all, for_one

ALONE: Final = Q(states__len__lte=1)
TEXT: Final = CharField()


class Said(NamedTuple):
    """The word of one state, or of the region (`of` ""): its newest act, None where it has done nothing yet."""

    of: str
    state: AlertState
    event: Event | None


def seen_by(user: User) -> QuerySet[Any, Any]:
    """The alerts this person sees, with `stood` (workflow.AlertState) and `stood_with` (the holder's number)."""
    rows: QuerySet[Any, Any] = Alert.objects.visible_to(user)
    if user.state_id is None:
        of_all: QuerySet[Any, Any] = rows.annotate(stood=_for_the_region(), stood_with=F("holder_id"))
        return of_all
    own = Stand.objects.filter(alert=OuterRef("pk"), of=user.state_id).order_by()
    shared = Case(When(ALONE | Q(state__in=FOR_ALL), then=F("state")), default=Value(AlertState.NEW), output_field=TEXT)
    of_one: QuerySet[Any, Any] = rows.annotate(
        stood=Coalesce(Subquery(own.values("state")), shared),
        stood_with=Case(
            When(Exists(own), then=Subquery(own.values("holder_id"))),
            When(ALONE, then=F("holder_id")),
            output_field=IntegerField(),
        ),
    )
    return of_one


def shown(rows: Iterable[Any], user: User) -> list[Any]:
    """These alerts with `state` and `holder` as they are for this person. To be read, never to be saved."""
    alerts = list(rows)
    stands = _stands(alerts)
    for alert in alerts:
        if user.state_id:
            _as_of(alert, stands[alert.pk], user.state_id)
        else:
            spoken = [each.state for each in stands[alert.pk]]
            alert.state = for_all(alert.state, spoken, concerned=len(alert.states))
    return alerts


def own(alert: Alert, user: User) -> Alert:
    """The alert as this person may act on it: of several states a state's officer acts on the state's own word."""
    if user.state_id:
        _as_of(alert, _stands([alert])[alert.pk], user.state_id)
    return alert


def speaker(alert: Alert, user: User) -> str:
    """The state for which alone this person's acts on the alert count; "": they count for the alert.

    (`Event.of` is the officer's state in either case: what a state wrote stays its own when the route grows.)"""
    of = user.state_id or ""
    several = len(alert.states) > 1 or Stand.objects.filter(alert=alert, of=of).exists()
    return of if several else ""


def keep(alert: Alert, of: str) -> None:
    """`state` and `holder` as they now are: of the alert, or of one state."""
    if of:
        now = {"state": alert.state, "holder": alert.holder, "states": [of]}
        Stand.objects.update_or_create(alert=alert, of=of, defaults=now)
    else:
        alert.save(update_fields=["state", "holder"])


def set_apart(alert: Alert, concerned: Sequence[str]) -> None:
    """The route has grown: what the one state had decided is its own word now, and the others decide for themselves."""
    if len(alert.states) != 1 or len(concerned) <= 1 or alert.state in {AlertState.NEW, AlertState.LAPSED}:
        return
    latest, (state,) = alert.events.filter(act__in=list(Act)).order_by("-id").first(), alert.states
    if latest is None or latest.of != state:
        return
    keep(alert, state)
    alert.refresh_from_db(fields=["stands"])
    alert.state, alert.holder = AlertState.NEW, None
    keep(alert, "")


def is_open_somewhere(alert: Alert) -> bool:
    """Whether a state it concerns, or the region of an alert that is nobody's yet, has still to decide."""
    stands = {each.of: each.state for each in alert.stands.all()}
    several = len(alert.states) > 1
    every = [for_one(stands.get(state), alert.state, several=several) for state in {*alert.states, *stands}]
    return any(each in OPEN for each in every or [AlertState(alert.state)])


def spoken(alert: Alert, user: User) -> list[Said]:
    """Whose decisions there are on an alert of several states, as far as this person knows; the region first."""
    stands = list(Stand.objects.visible_to(user).filter(alert=alert))
    if len(alert.states) <= 1 and not stands:
        return []
    acts = Event.objects.visible_to(user).filter(alert=alert, act__in=list(Act)).select_related("who").order_by("id")
    newest = {event.of: event for event in acts}
    of_all = newest.get("")
    first = Said("", AlertState(of_all.after) if of_all else AlertState.NEW, of_all)
    return [first, *(Said(each.of, AlertState(each.state), newest.get(each.of)) for each in stands)]


def _for_the_region() -> Case:
    stands = Stand.objects.filter(alert=OuterRef("pk")).order_by()
    decided = stands.filter(state__in=sorted(DECIDED)).values("alert").annotate(number=Count("pk")).values("number")
    every = Q(states__len__gt=1, state__in=sorted(OPEN), states__len__lte=Coalesce(Subquery(decided), 0))
    return Case(
        When(~Exists(stands), then=F("state")),  # as of nearly all: asked first, and the others not at all
        When(Exists(stands.filter(state=AlertState.CONFIRMED)), then=Value(AlertState.CONFIRMED)),
        When(Exists(stands.filter(state=AlertState.CLOSED)), then=Value(AlertState.CLOSED)),
        When(every, then=Value(AlertState.CLEARED)),
        default=F("state"),
        output_field=TEXT,
    )


def _stands(alerts: Sequence[Alert]) -> dict[int, list[Stand]]:
    found: dict[int, list[Stand]] = defaultdict(list)
    for row in Stand.objects.filter(alert__in=alerts).select_related("holder"):
        found[row.alert_id].append(row)
    return found


def _as_of(alert: Alert, stands: Sequence[Stand], state: str) -> None:
    own = next((each for each in stands if each.of == state), None)
    several = len(alert.states) > 1
    alert.state = for_one(own.state if own else None, alert.state, several=several)
    alert.holder = own.holder if own else None if several else alert.holder
