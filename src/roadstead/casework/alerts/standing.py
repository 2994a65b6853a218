"""Standing of an alert for the reader: for a state its own decision, for the region those of all states (decision
0022).

An alert that concerns one state has one standing, which is the alert's own. Of several states each decides for itself:
its decision is a `Stand`, and the alert's own standing is the decision of the regional centre.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from roadstead.casework.alerts.logic.urgency import MOST_SERIOUS, seriousness
from roadstead.casework.alerts.logic.workflow import (
    DECIDED,
    FOR_ALL,
    OPEN,
    STRONGEST,
    Act,
    AlertState,
    for_all,
    for_one,
    has_work,
)
from roadstead.casework.alerts.models import Alert, CasePolicy, Event, Stand
from roadstead.engine.records import Action
from roadstead.engine.reference.settings import Name
from roadstead.engine.refusals import refuse
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals.models import Decision
from roadstead.platform.audit.models import note
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.policies.in_force import any_has, setting, strictest_setting
from roadstead.targeting.watchlists.models import REGION, WatchList
from roadstead.targeting.watchlists.two_people import decided, put_forward

# ── Policies on alerts of a list: second officer for confirmations, seriousness, instruction and contact
#
# As for thresholds (decision 0010), a supervisor of the owner proposes and another one approves.


LONGEST_CONTACT = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Proposed policy. `seriousness`: 1 to 5; None: by each entry's action."""

    confirm_needs_second: bool = False
    seriousness: int | None = None
    instruction: str = ""
    contact: str = ""


def in_force(titles: Iterable[str] | None = None) -> dict[str, CasePolicy]:
    """Return the newest approved policies by list title, of all lists or of these."""
    wanted = None if titles is None else set(titles) - {""}
    if wanted is not None and not wanted:
        return {}
    rows = CasePolicy.objects.filter(decision=Decision.APPROVED).select_related("watch_list").order_by("id")
    found = {row.watch_list.title: row for row in rows}
    return found if wanted is None else {title: row for title, row in found.items() if title in wanted}


def policy_of(alert: Alert) -> CasePolicy | None:
    """Return the policy of the alert's list; None for a rule, and for a list without a policy."""
    return in_force([alert.list_name]).get(alert.list_name) if alert.list_name else None


def needs_second(alert: Alert, policy: CasePolicy | None) -> bool:
    """Return True if a confirmation needs a second officer, by the list's policy or the setting of a state."""
    asked = strictest_setting(Name.CONFIRM_SECOND, alert.states)
    stop = asked == "stop" and alert.action == Action.STOP
    return asked == "always" or stop or bool(policy and policy.confirm_needs_second)


@transaction.atomic
def propose(watch_list: WatchList, wanted: Wanted, *, why: str, by: User, now: datetime) -> CasePolicy:
    """Propose a policy; a proposal that waits already is set aside."""
    _check(wanted)
    policy = CasePolicy(
        watch_list=watch_list,
        confirm_needs_second=wanted.confirm_needs_second,
        seriousness=wanted.seriousness,
        instruction=wanted.instruction.strip(),
        contact=wanted.contact.strip(),
    )
    made = put_forward(policy, why=why, by=by, now=now)
    outbox.write(EventKind.PROPOSAL, made.pk, of="case-policy")
    _note(by, "case policy proposed", made)
    return made


@transaction.atomic
def decide(policy_id: int, approve: bool, *, by: User, now: datetime) -> CasePolicy:
    """Approve a policy as the second supervisor, so that it is in force for open alerts too, or reject it.

    The supervisor who proposed it may reject it as well.
    """
    found = decided(CasePolicy.objects.visible_to(by).get(pk=policy_id), approve, by=by, now=now)
    if approve:
        _weigh_anew(found)
    _note(by, "case policy approved" if approve else "case policy declined", found)
    return found


def _weigh_anew(policy: CasePolicy) -> None:
    """Give the open alerts of the list its seriousness; without one, that of their rule or action."""
    rows = Alert.objects.filter(list_name=policy.watch_list.title, owner=policy.owner, state__in=sorted(OPEN))
    for action, rule in set(rows.order_by().values_list("action", "rule")):
        of_both = rows.filter(action=action, rule=rule)
        of_both.update(seriousness=seriousness(action, rule, policy.seriousness))


def _check(wanted: Wanted) -> None:
    serious = wanted.seriousness
    refuse(
        {
            f"seriousness is a number from 1 to {MOST_SERIOUS}": serious is not None
            and not 1 <= serious <= MOST_SERIOUS,
            f"at most {LONGEST_CONTACT} characters are kept of the contact": len(wanted.contact) > LONGEST_CONTACT,
        }
    )


def _note(by: User, action: str, policy: CasePolicy) -> None:
    states = [] if policy.owner == REGION else [policy.owner]
    note(by, action, f"list {policy.watch_list_id} case policy {policy.pk}", states=states)


ALONE: Final = Q(states__len__lte=1)
STANDING: Final = ("state", "holder", "dealt_at")  # columns that an act changes, of an alert or of one state's stand
TEXT: Final = CharField()


class Said(NamedTuple):
    """Decision of one state, or of the region (`of` ""). `event`: its newest act, None if there is none yet."""

    of: str
    state: AlertState
    event: Event | None


def seen_by(user: User) -> QuerySet[Any, Any]:
    """Return the alerts that this person may see, as they stand for this person.

    Annotations: `stood` (workflow.AlertState), `stood_with` (id of the holder) and `stood_dealt` (when it was dealt
    with at the border; null if it was not).
    """
    rows: QuerySet[Any, Any] = Alert.objects.visible_to(user)
    if user.state_id is None:
        of_all: QuerySet[Any, Any] = rows.annotate(
            stood=_for_the_region(), stood_with=F("holder_id"), stood_dealt=_dealt_for_the_region()
        )
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
        stood_dealt=Case(
            When(Exists(own), then=Subquery(own.values("dealt_at"))),
            When(ALONE, then=F("dealt_at")),
            output_field=DateTimeField(),
        ),
    )
    return of_one


def open_for(user: User) -> QuerySet[Any, Any]:
    """Return those of `seen_by` that wait for a decision of this person or their colleagues."""
    return seen_by(user).filter(stands_so(OPEN))


def stands_so(states: Collection[AlertState], *, dealt: bool = False) -> Q:
    """Return the condition that a row of `seen_by` is in one of `states` and needs work. `dealt`: dealt with at the
    border.
    """
    # `open_somewhere` has an index. The planner expects half of the rows to meet a case, but one in ten thousand to
    # meet two conditions on subqueries, and then it reads all bills for each alert.
    stands = Q(stood__in=sorted(states), stood_dealt__isnull=not dealt)
    as_one = Case(When(stands, then=Value(True)), default=Value(False), output_field=BooleanField())
    return Q(open_somewhere=True) & Q(as_one)


def shown(rows: Iterable[Any], user: User) -> list[Any]:
    """Return these alerts with `state`, `holder` and `dealt_at` as they are for this person. Read-only: never save
    them.
    """
    alerts = list(rows)
    stands = _stands(alerts)
    for alert in alerts:
        if user.state_id:
            _as_of(alert, stands[alert.pk], user.state_id)
        else:
            _as_of_the_region(alert, stands[alert.pk])
    return alerts


def own(alert: Alert, user: User) -> Alert:
    """Return the alert as this person may act on it: with several states, an officer acts on their state's own
    decision.
    """
    if user.state_id:
        _as_of(alert, _stands([alert])[alert.pk], user.state_id)
    return alert


def speaker(alert: Alert, user: User) -> str:
    """Return the state for which alone this person's acts on the alert count; "" if they count for the alert.

    `Event.of` is the officer's state in either case: what a state wrote stays its own when the route grows.
    """
    of = user.state_id or ""
    return of if len(alert.states) > 1 or Stand.objects.filter(alert=alert, of=of).exists() else ""


def keep(alert: Alert, of: str) -> None:
    """Store `state`, `holder` and `dealt_at` as they now are, for the alert ("") or for one state."""
    if of:
        now = {"state": alert.state, "holder": alert.holder, "dealt_at": alert.dealt_at, "states": [of]}
        Stand.objects.update_or_create(alert=alert, of=of, defaults=now)
    else:
        alert.save(update_fields=STANDING)


def set_apart(alert: Alert, concerned: Sequence[str]) -> None:
    """Make the decision of the only state so far its own when the route grows, so that the other states decide
    themselves.
    """
    untouched = alert.state in {AlertState.NEW, AlertState.LAPSED} and alert.dealt_at is None
    if len(alert.states) != 1 or len(concerned) <= 1 or untouched:
        return
    latest, (state,) = alert.events.filter(act__in=list(Act)).order_by("-id").first(), alert.states
    if latest is None or latest.of != state:
        return
    keep(alert, state)
    alert.refresh_from_db(fields=["stands"])
    alert.state, alert.holder, alert.dealt_at = AlertState.NEW, None, None
    keep(alert, "")


def is_open_somewhere(alert: Alert) -> bool:
    """Return True if a state that it concerns (the region if there is none) has work left, or a task is open."""
    if alert.follow_ups.filter(ended_at=None).exists():
        return True
    several = len(alert.states) > 1
    shared = for_one(None, alert.state, several=several), None if several else alert.dealt_at
    said = {each.of: (AlertState(each.state), each.dealt_at) for each in alert.stands.all()}
    return any(
        has_work(state, dealt_at, is_goods=alert.is_goods) and (dealt_at is None or is_decision_written(of))
        for of in {*alert.states, *said} or {""}
        for state, dealt_at in [said.get(of, shared)]
    )


def dealt_for(alert: Alert, state: str) -> datetime | None:
    """Return when `state` dealt with it at its border; None if it has not."""
    own = next((each for each in alert.stands.all() if each.of == state), None)
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
        return any_has(Name.WRITTEN_DECISION, "yes")
    return setting(Name.WRITTEN_DECISION, state) == "yes"


def spoken(alert: Alert, user: User) -> list[Said]:
    """Return the decisions on an alert of several states that this person may know of, the region's first."""
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
    place = Case(*(When(state=state, then=Value(at)) for at, state in enumerate(STRONGEST)))
    strongest = stands.filter(state__in=STRONGEST).order_by(place).values("state")[:1]
    said = Case(When(every, then=Value(AlertState.CLEARED)), default=F("state"), output_field=TEXT)
    # For nearly all alerts no state has a decision of its own: that is tested first, and the rest is skipped.
    return Case(When(~Exists(stands), then=F("state")), default=Coalesce(Subquery(strongest), said), output_field=TEXT)


def _dealt_for_the_region() -> Case:
    """Return SQL for the time at which all states concerned have dealt with it at the border, or decided without."""
    stands = Stand.objects.filter(alert=OuterRef("pk")).order_by()
    done = stands.filter(Q(state__in=sorted(DECIDED)) | Q(dealt_at__isnull=False)).values("alert")
    number, newest = done.annotate(number=Count("pk")).values("number"), done.annotate(at=Max("dealt_at")).values("at")
    return Case(
        When(ALONE & ~Exists(stands), then=F("dealt_at")),
        When(states__len__lte=Coalesce(Subquery(number), 0), then=Subquery(newest)),
        output_field=DateTimeField(),
    )


def _as_of_the_region(alert: Alert, stands: Sequence[Stand]) -> None:
    alert.state = for_all(alert.state, [each.state for each in stands], concerned=len(alert.states))
    if stands:
        done = [each for each in stands if each.state in DECIDED or each.dealt_at]
        newest = max((each.dealt_at for each in done if each.dealt_at), default=None)
        alert.dealt_at = newest if len(done) >= len(alert.states) else None
    elif len(alert.states) > 1:
        alert.dealt_at = None


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
    alert.dealt_at = own.dealt_at if own else None if several else alert.dealt_at
