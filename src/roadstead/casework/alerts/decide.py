"""Acts of named officers on an alert, each checked against the workflow and recorded."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from roadstead.casework.alerts.alert_policies import needs_second, policy_of
from roadstead.casework.alerts.compare import side_by_side
from roadstead.casework.alerts.logic.compare import (
    AS_COMPARED,
    REQUIRED,
    REQUIRED_FOR_PARTY,
    attributes_against,
    attributes_for,
    known_findings,
    missing,
    suggested,
)
from roadstead.casework.alerts.logic.examination import KIND_BY_ALERT_STATE, ONLY_OF_THE_STATE
from roadstead.casework.alerts.logic.workflow import (
    ANOTHER_AGREES,
    BY_A_SUPERVISOR,
    CONFIRMS,
    GOODS_ACTS,
    GOODS_ARE_CHECKED,
    NEEDS_ASSIGNEE,
    NEEDS_BOTH_SIDES,
    NEEDS_NOTE,
    NOTHING_TO_RETURN,
    ONE_CONFIRMS,
    ONLY_DECIDERS,
    ONLY_OF_GOODS,
    OPEN_IT_FIRST,
    SELECTED,
    SUPERVISED,
    TAKE_IT_FIRST,
    TWO_CONFIRM,
    Act,
    AlertState,
    acts_in,
    next_state,
)
from roadstead.casework.alerts.models import Alert, Event
from roadstead.casework.alerts.outcomes import write_event
from roadstead.casework.alerts.pairs import store_pair, withdraw_pairs
from roadstead.casework.alerts.selections import Plan, follow_decision, follow_return, port_of_alert
from roadstead.casework.alerts.state_decisions import as_acted_on_by, deciding_state
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_decide_alerts, may_reopen_alerts
from roadstead.platform.handling.ceiling import check_ceiling

SECOND_ACTS: Final = frozenset({Act.PROPOSE, Act.APPROVE})
IN_HAND: Final = frozenset({Act.TAKE, Act.RELEASE})  # possible without seeing the person's data


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionText:
    """Text of an officer for one act: a note, and for a decision the comparison and the evidence (S14).

    `compared`: by attribute same, partly, different or unknown. `reasons_for`, `reasons_against`: evidence for and
    against a match beyond the ticked attributes. `container`, `port`, `place`, `planned_at`, `officer`, `detains`: for
    a decision about goods what is to be checked, where, when and by whom, and whether it may leave the port before;
    what is left out is the state's port, the arrival, and the person who decides. `filled_in`: attributes whose finding
    the page took over from the comparison.
    """

    note: str = ""
    compared: Mapping[str, str] = field(default_factory=dict)
    reasons_for: str = ""
    reasons_against: str = ""
    container: str = ""
    port: str = ""
    place: str = ""
    planned_at: datetime | None = None
    officer: User | None = None
    detains: bool = False
    filled_in: Collection[str] = ()


@transaction.atomic
def decide(alert_id: int, act: Act, *, by: User, words: DecisionText, now: datetime) -> Alert:
    """Do `act` to the alert and return it; raise NotAllowed with the reason. Of two officers at once the second is
    refused.

    For an alert that concerns several states the act counts for the officer's own (`as_acted_on_by`), whose view is
    returned.
    """
    found = Alert.objects.visible_to(by).select_for_update(of=("self",)).select_related("assignee").get(pk=alert_id)
    alert, of = as_acted_on_by(found, by), deciding_state(found, by)
    check_ceiling(words.note, words.reasons_for, words.reasons_against)
    _check(alert, act, by, words, now)
    before, alert.state = AlertState(alert.state), _next(alert, act)
    alert.assignee = _new_assignee(alert, act, by)
    alert.dealt_at = None if act is Act.RETURN else alert.dealt_at
    event = Event(
        alert=alert,
        who=by,
        act=act,
        before=before,
        after=alert.state,
        note=words.note.strip(),
        compared=_findings(alert, words),
        reasons_for=words.reasons_for.strip(),
        reasons_against=words.reasons_against.strip(),
        goods=_goods(words) if act in GOODS_ACTS or (alert.is_goods and act in SECOND_ACTS) else {},
        by_state=by.state_id or "",
    )
    write_event(event, of)
    _remember(alert, act, by, words, now)
    if alert.is_about_cargo:
        _follow_on_goods(alert, act, by, words, now)
    return alert


def possible_acts(alert: Alert, user: User) -> list[Act]:
    """Return the acts (buttons) that this person may do on this alert, as `as_acted_on_by` returns it."""
    return [act for act in acts_in(AlertState(alert.state)) if not _refusal(alert, act, user)]


def has_two_sides(alert: Alert) -> bool:
    """Return True if there are two sides to compare; an alert of a rule that looked nothing up has only one."""
    return bool(alert.listed and alert.declared)


def _next(alert: Alert, act: Act) -> AlertState:
    """Return the state that follows.

    Goods whose examination a second officer approves are selected for it. An alert that is confirmed after its outcome
    was recorded is closed at once.
    """
    found = next_state(AlertState(alert.state), act)
    if found is not AlertState.CONFIRMED:
        return found
    if alert.is_goods:
        return AlertState.EXAMINE
    return AlertState.CLOSED if alert.dealt_at else found


def _findings(alert: Alert, words: DecisionText) -> dict[str, Any]:
    """Return the findings as stored. Those that the officer took over unchanged from the comparison are named."""
    found = known_findings(words.compared)
    shown = suggested(side_by_side(alert)) if words.filled_in else {}
    unchanged = [name for name in found if name in words.filled_in and found[name] == shown.get(name)]
    return {**found, AS_COMPARED: unchanged} if unchanged else dict(found)


def _goods(words: DecisionText) -> dict[str, str]:
    """Return container, port, place, planned time and officer of a check, as far as they are filled in."""
    said = {
        "container": words.container.strip().upper()[:20],
        "port": words.port,
        "place": words.place.strip()[:200],
        "planned": words.planned_at.isoformat(timespec="minutes") if words.planned_at else "",
        "officer": words.officer.username if words.officer else "",
    }
    return {name: text for name, text in said.items() if text}


def _follow_on_goods(alert: Alert, act: Act, by: User, words: DecisionText, now: datetime) -> None:
    """Keep the selection for examination in step with the alert."""
    if act is Act.RETURN:
        follow_return(alert, words.note.strip(), by=by, now=now)
    if not alert.is_goods:
        return
    orders = act in {*GOODS_ACTS, Act.APPROVE} and alert.state in KIND_BY_ALERT_STATE
    plan = _plan(alert, words, by, now) if orders else None
    if plan or act in {Act.RELEASE_GOODS, Act.REOPEN}:
        frees = act is Act.RELEASE_GOODS
        follow_decision(alert, plan, words.container, words.note.strip(), by=by, now=now, releases=frees)


def _plan(alert: Alert, words: DecisionText, by: User, now: datetime) -> Plan:
    arrives = alert.arrival.arrives_at
    return Plan(
        kind=KIND_BY_ALERT_STATE[alert.state],
        port=words.port or port_of_alert(alert, by.state_id or ""),
        place=words.place,
        planned_at=words.planned_at or max(arrives or now, now).replace(second=0, microsecond=0),
        officer=words.officer or by,
        reason=words.note,
        detains=words.detains,
    )


def _new_assignee(alert: Alert, act: Act, by: User) -> User | None:
    """Return the new assignee: the actor after take and reopen, and after a decision about goods that nobody has taken;
    nobody after release and refer; else no change.

    A rejected proposal therefore stays with its proposer.
    """
    if act in {Act.RELEASE, Act.REFER}:
        return None
    return by if act in {Act.TAKE, Act.REOPEN} or (act in GOODS_ACTS and not alert.assignee) else alert.assignee


def _check(alert: Alert, act: Act, by: User, words: DecisionText, now: datetime) -> None:
    if act is Act.TAKE and alert.state == AlertState.REVIEWING and alert.assignee:
        raise NotAllowed(
            "%(holder)s has taken this alert already. Ask them, or take another alert", holder=alert.assignee
        )
    next_state(AlertState(alert.state), act)
    refusal = _refusal(alert, act, by)
    if refusal:
        raise NotAllowed(refusal)
    if act is Act.APPROVE:
        second_person.check_independent(by, [_proposer(alert, by)], may=may_decide_alerts, now=now)
    if act in NEEDS_NOTE and not words.note.strip():
        if alert.is_goods:
            raise FieldRefused("write down what you checked and why you decide this way", field="note")
        raise FieldRefused("write down what you compared and why you decide this way", field="note")
    if act in NEEDS_BOTH_SIDES and not alert.is_goods:
        _check_reasons(alert, act, words)


def _check_reasons(alert: Alert, act: Act, words: DecisionText) -> None:
    """Raise NotAllowed unless each required attribute is ticked and both sides are weighed, by ticks or text (S14)."""
    compared = known_findings(words.compared)
    must = REQUIRED_FOR_PARTY if alert.is_about_cargo else REQUIRED
    if has_two_sides(alert) and (left := missing(compared, must)):
        first = f"compared-{next(name for name in must if name not in compared)}"
        raise FieldRefused("compare these first, and choose what you find: %(left)s", field=first, left=left)
    speaking = words.reasons_for.strip() or attributes_for(compared)
    if not (speaking and (words.reasons_against.strip() or attributes_against(compared))):
        field = "reasons_against" if speaking else "reasons_for"
        raise FieldRefused(
            "write down the evidence for a match and the evidence against it, or “None” if there is none",
            field=field,
        )


def _refusal(alert: Alert, act: Act, user: User) -> str:
    """Return why this person may not do the act, or ""."""
    if not may_decide_alerts(user):
        return ONLY_DECIDERS
    if alert.is_restricted and act not in IN_HAND:
        return OPEN_IT_FIRST
    if not _fits(alert, act):
        return GOODS_ARE_CHECKED if alert.is_goods else ONLY_OF_GOODS
    if alert.is_goods and act in {*GOODS_ACTS, *SECOND_ACTS} and act is not Act.RELEASE_GOODS and user.state_id is None:
        return ONLY_OF_THE_STATE
    if act is Act.RETURN and alert.dealt_at is None:
        return NOTHING_TO_RETURN
    if act is Act.REOPEN and not may_reopen_alerts(user):
        return BY_A_SUPERVISOR
    if second := _second_person(alert, act, user):
        return second
    if act in SUPERVISED and may_reopen_alerts(user):
        return ""
    if act in NEEDS_ASSIGNEE and alert.state == AlertState.REVIEWING and alert.assignee_id != user.pk:
        return TAKE_IT_FIRST
    return ""


def _fits(alert: Alert, act: Act) -> bool:
    """Return True if the act fits: goods are checked or released, persons and firms are confirmed or cleared."""
    return act not in {Act.CLEAR, Act.CONFIRM} if alert.is_goods else act not in GOODS_ACTS


def _second_person(alert: Alert, act: Act, user: User) -> str:
    """Return why four eyes prevent the act, or "".

    Where policy asks for two officers, one proposes the confirmation (of goods the physical examination) and another
    approves it.
    """
    if act is Act.APPROVE and _proposer(alert, user) == user.pk:
        return ANOTHER_AGREES
    if act not in {Act.CONFIRM, Act.EXAMINE, Act.PROPOSE} or alert.state not in {AlertState.REVIEWING, *SELECTED}:
        return ""
    two = needs_second(alert, policy_of(alert))
    if act is not Act.PROPOSE:
        return TWO_CONFIRM if two else ""
    return "" if two else ONE_CONFIRMS


def _proposer(alert: Alert, user: User) -> int | None:
    put_forward = alert.events.filter(act=Act.PROPOSE).order_by("-id")
    of = deciding_state(alert, user)
    mine = put_forward.filter(by_state=of) if of else put_forward
    return mine.values_list("who_id", flat=True).first()


def _remember(alert: Alert, act: Act, by: User, words: DecisionText, now: datetime) -> None:
    """Store the pair of a cleared alert, so that the same identifiers are not raised again; withdraw it on reopening or
    confirming (S35).
    """
    if act is Act.CLEAR:
        store_pair(alert, by, now)
    elif act is Act.REOPEN or act in CONFIRMS:
        withdraw_pairs(alert, by, words.note, now)
