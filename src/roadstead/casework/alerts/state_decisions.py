"""Status of an alert for the reader: for a state its own decision, for the region those of all states (decision
0022).

An alert that concerns one state has one standing, which is the alert's own. Of several states each decides for itself:
its decision is a `StateDecision`, and the alert's own standing is the decision of the regional centre.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    F,
    FilteredRelation,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from roadstead.casework.alerts.logic.workflow import (
    DECIDED,
    FOR_ALL,
    OPEN,
    Act,
    AlertState,
    has_work,
    state_for_one,
    state_for_region,
)
from roadstead.casework.alerts.models import Alert, Event, StateDecision
from roadstead.engine.reference.settings import SettingName
from roadstead.platform.accounts.models import User
from roadstead.platform.policies.in_force import any_has, setting

# ── Policies on alerts of a list: second officer for confirmations, seriousness, instruction and contact
#
# As for thresholds (decision 0010), a supervisor of the owner proposes and another one approves.


ALONE: Final = Q(states__len__lte=1)
# Columns that an act changes, of an alert or of one state's decision.
STANDING: Final = ("state", "assignee", "dealt_at")
TEXT: Final = CharField()


class RecordedDecision(NamedTuple):
    """Decision of one state, or of the region (`by_state` ""). `event`: its newest act, None if there is none yet."""

    by_state: str
    state: AlertState
    event: Event | None


def visible_alerts(user: User) -> QuerySet[Any, Any]:
    """Return the alerts that this person may see, as they stand for this person.

    Annotations: `effective_state` (workflow.AlertState), `effective_assignee` (id of the assignee) and
    `effective_dealt_at` (when it was dealt with at the border; null if it was not).
    """
    rows: QuerySet[Any, Any] = Alert.objects.visible_to(user)
    if user.state_id is None:
        has_standing = Q(region_standing__isnull=False)
        of_all: QuerySet[Any, Any] = rows.annotate(
            effective_state=Coalesce(F("region_standing__state"), F("state")),
            effective_assignee=F("assignee_id"),
            effective_dealt_at=Case(
                When(has_standing, then=F("region_standing__dealt_at")),
                When(ALONE, then=F("dealt_at")),
                output_field=DateTimeField(),
            ),
        )
        return of_all
    # A state decides an alert once, so that the join adds no row; one subquery for each annotation costs far more.
    own = FilteredRelation("state_decisions", condition=Q(state_decisions__by_state=user.state_id))
    has_own = Q(own__isnull=False)
    shared = Case(When(ALONE | Q(state__in=FOR_ALL), then=F("state")), default=Value(AlertState.NEW), output_field=TEXT)
    of_one: QuerySet[Any, Any] = rows.annotate(own=own).annotate(
        effective_state=Coalesce(F("own__state"), shared),
        effective_assignee=Case(
            When(has_own, then=F("own__assignee_id")),
            When(ALONE, then=F("assignee_id")),
            output_field=IntegerField(),
        ),
        effective_dealt_at=Case(
            When(has_own, then=F("own__dealt_at")),
            When(ALONE, then=F("dealt_at")),
            output_field=DateTimeField(),
        ),
    )
    return of_one


def open_alerts_for(user: User) -> QuerySet[Any, Any]:
    """Return those of `visible_alerts` that wait for a decision of this person or their colleagues."""
    return visible_alerts(user).filter(in_states(OPEN))


def in_states(states: Collection[AlertState], *, dealt: bool = False) -> Q:
    """Return the condition that a row of `visible_alerts` is in one of `states` and needs work.

    `dealt`: dealt with at the border.
    """
    # `open_somewhere` has an index. The planner expects half of the rows to meet a case, but one in ten thousand to
    # meet two conditions on subqueries, and then it reads all bills for each alert.
    stands = Q(effective_state__in=sorted(states), effective_dealt_at__isnull=not dealt)
    as_one = Case(When(stands, then=Value(True)), default=Value(False), output_field=BooleanField())
    return Q(open_somewhere=True) & Q(as_one)


def as_seen_by(rows: Iterable[Any], user: User) -> list[Any]:
    """Return these alerts with `state`, `assignee` and `dealt_at` as they are for this person. Read-only: never save
    them.
    """
    alerts = list(rows)
    stands = _decisions_by_alert(alerts)
    for alert in alerts:
        if user.state_id:
            _apply_state(alert, stands[alert.pk], user.state_id)
        else:
            _apply_region(alert, stands[alert.pk])
    return alerts


def as_acted_on_by(alert: Alert, user: User) -> Alert:
    """Return the alert as this person may act on it: with several states, an officer acts on their state's own
    decision.
    """
    if user.state_id:
        _apply_state(alert, _decisions_by_alert([alert])[alert.pk], user.state_id)
    return alert


def deciding_state(alert: Alert, user: User) -> str:
    """Return the state for which alone this person's acts on the alert count; "" if they count for the alert.

    `Event.by_state` is the officer's state in either case: what a state wrote stays its own when the route grows.
    """
    of = user.state_id or ""
    return of if len(alert.states) > 1 or StateDecision.objects.filter(alert=alert, by_state=of).exists() else ""


def save_standing(alert: Alert, of: str) -> None:
    """Store `state`, `assignee` and `dealt_at` as they now are, for the alert ("") or for one state."""
    if of:
        now = {"state": alert.state, "assignee": alert.assignee, "dealt_at": alert.dealt_at, "states": [of]}
        StateDecision.objects.update_or_create(alert=alert, by_state=of, defaults=now)
    else:
        alert.save(update_fields=STANDING)


def split_decision(alert: Alert, concerned: Sequence[str]) -> None:
    """Make the decision of the only state so far its own when the route grows, so that the other states decide
    themselves.
    """
    untouched = alert.state in {AlertState.NEW, AlertState.EXPIRED} and alert.dealt_at is None
    if len(alert.states) != 1 or len(concerned) <= 1 or untouched:
        return
    latest, (state,) = alert.events.filter(act__in=list(Act)).order_by("-id").first(), alert.states
    if latest is None or latest.by_state != state:
        return
    save_standing(alert, state)
    alert.refresh_from_db(fields=["state_decisions"])
    alert.state, alert.assignee, alert.dealt_at = AlertState.NEW, None, None
    save_standing(alert, "")


def is_open_somewhere(alert: Alert) -> bool:
    """Return True if a state that it concerns (the region if there is none) has work left, or a task is open."""
    if alert.follow_ups.filter(ended_at=None).exists():
        return True
    several = len(alert.states) > 1
    shared = state_for_one(None, alert.state, several=several), None if several else alert.dealt_at
    said = {each.by_state: (AlertState(each.state), each.dealt_at) for each in alert.state_decisions.all()}
    return any(
        has_work(state, dealt_at, is_goods=alert.is_goods) and (dealt_at is None or is_decision_written(of))
        for of in {*alert.states, *said} or {""}
        for state, dealt_at in [said.get(of, shared)]
    )


def dealt_for(alert: Alert, state: str) -> datetime | None:
    """Return when `state` dealt with it at its border; None if it has not."""
    own = next((each for each in alert.state_decisions.all() if each.by_state == state), None)
    if own is not None:
        return own.dealt_at
    return alert.dealt_at if len(alert.states) <= 1 else None


def waits_for_decision(alert: Alert, state: str) -> bool:
    """Return True if it was dealt with at the border and its written decision is missing (for `state`; "": any).

    An examination decides about goods; about people and firms an officer writes a decision, unless the state's practice
    asks for none (the setting `written_decision`).
    """
    return alert.is_open and alert.dealt_at is not None and not alert.is_goods and is_decision_written(state)


def is_decision_written(state: str) -> bool:
    """Return True if the practice of `state` ("": of any state) asks for a written decision after an outcome."""
    if not state:
        return any_has(SettingName.WRITTEN_DECISION, "yes")
    return setting(SettingName.WRITTEN_DECISION, state) == "yes"


def decisions(alert: Alert, user: User) -> list[RecordedDecision]:
    """Return the decisions on an alert of several states that this person may know of, the region's first."""
    stands = list(StateDecision.objects.visible_to(user).filter(alert=alert))
    if len(alert.states) <= 1 and not stands:
        return []
    acts = Event.objects.visible_to(user).filter(alert=alert, act__in=list(Act)).select_related("who").order_by("id")
    newest = {event.by_state: event for event in acts}
    of_all = newest.get("")
    first = RecordedDecision("", AlertState(of_all.after) if of_all else AlertState.NEW, of_all)
    return [
        first,
        *(RecordedDecision(each.by_state, AlertState(each.state), newest.get(each.by_state)) for each in stands),
    ]


def _apply_region(alert: Alert, stands: Sequence[StateDecision]) -> None:
    alert.state = state_for_region(alert.state, [each.state for each in stands], concerned=len(alert.states))
    if stands:
        done = [each for each in stands if each.state in DECIDED or each.dealt_at]
        newest = max((each.dealt_at for each in done if each.dealt_at), default=None)
        alert.dealt_at = newest if len(done) >= len(alert.states) else None
    elif len(alert.states) > 1:
        alert.dealt_at = None


def _decisions_by_alert(alerts: Sequence[Alert]) -> dict[int, list[StateDecision]]:
    found: dict[int, list[StateDecision]] = defaultdict(list)
    for row in StateDecision.objects.filter(alert__in=alerts).select_related("assignee"):
        found[row.alert_id].append(row)
    return found


def _apply_state(alert: Alert, stands: Sequence[StateDecision], state: str) -> None:
    own = next((each for each in stands if each.by_state == state), None)
    several = len(alert.states) > 1
    alert.state = state_for_one(own.state if own else None, alert.state, several=several)
    alert.assignee = own.assignee if own else None if several else alert.assignee
    alert.dealt_at = own.dealt_at if own else None if several else alert.dealt_at
