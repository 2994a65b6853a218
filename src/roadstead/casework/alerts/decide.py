"""Acts of named officers on an alert, each checked against the workflow and recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from roadstead.casework.alerts.follow_ups import raise_follow_up
from roadstead.casework.alerts.logic.compare import MUST, MUST_OF_A_PARTY, known, missing, speaks_against, speaks_for
from roadstead.casework.alerts.logic.outcome_words import OF_CARGO, OF_PEOPLE, WORDS, What
from roadstead.casework.alerts.logic.seizure import Seizure, kept
from roadstead.casework.alerts.logic.workflow import (
    ANOTHER_AGREES,
    BY_A_SUPERVISOR,
    CONFIRMS,
    GOODS_ACTS,
    GOODS_ARE_CHECKED,
    NEEDS_BOTH_SIDES,
    NEEDS_HOLDER,
    NEEDS_NOTE,
    NOT_ARRIVED,
    NOTHING_TO_RETURN,
    ONE_CONFIRMS,
    ONLY_DECIDERS,
    ONLY_OF_GOODS,
    OPEN,
    OPEN_IT_FIRST,
    SELECTED,
    SUPERVISED,
    TAKE_IT_FIRST,
    TWO_CONFIRM,
    Act,
    AlertState,
    acts,
    after,
)
from roadstead.casework.alerts.models import Alert, Event, Outcome
from roadstead.casework.alerts.pairs import forget, remember
from roadstead.casework.alerts.standing import STANDING, keep, needs_second, own, policy_of, speaker
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_decide_alerts, may_record_outcomes, may_reopen_alerts
from roadstead.platform.audit.models import note as audit
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.timeline.events import add
from roadstead.targeting.watchlists.models import REGION

# ── Outcomes: what happened to an alert at the border, recorded by an officer of that state
#
# An outcome closes the alert for that state: it leaves the open queue, and waits only for its written decision if the
# state's practice asks for one (decision 0022). Other states' view of the alert does not change. Outcomes are never
# changed, only followed by another; one that was recorded by mistake is followed by `Act.RETURN`.


__all__ = ["WORDS", "NotArrived", "What", "is_early", "may_record", "record", "that_fit"]
NEEDS_WORDS: Final = frozenset({What.REFUSED, What.MISSED, What.SENT_BACK})
CLOCKS_DIFFER: Final = timedelta(minutes=5)
AHEAD_OF_TIME: Final = timedelta(minutes=30)  # a flight may land this long before its declared time [D]


class NotArrived(NotAllowed):
    """Raised if the voyage has not arrived and the officer has not confirmed the outcome with a reason."""


def that_fit(alert: Alert) -> tuple[What, ...]:
    """Return the outcomes that fit the alert: those of cargo, which customs examine, or those of people."""
    return OF_CARGO if alert.of_cargo else OF_PEOPLE


def may_record(alert: Alert, by: User) -> bool:
    """Return True for an officer of a state on the route of the voyage or bill: each state knows its own border."""
    return may_record_outcomes(by) and by.state_id is not None and by.state_id in alert.on_the_way


def is_early(alert: Alert, at: datetime) -> bool:
    """Return True if `at` is more than 30 minutes before the declared arrival; False if no arrival is declared."""
    arrives_at = alert.arrival.arrives_at
    return arrives_at is not None and at < arrives_at - AHEAD_OF_TIME


def _who_reads(alert: Alert, by: User) -> list[str]:
    """Return the states that may read an outcome: the border's own and the list's owner, no other on the route
    (decision 0022).
    """
    return sorted({by.state_id or "", alert.owner} - {"", REGION})


@transaction.atomic
def record(
    alert_id: int,
    what: What,
    *,
    at: datetime,
    text: str,
    by: User,
    now: datetime,
    seizure: Seizure | None = None,
    early_reason: str = "",
) -> Outcome:
    """Store the outcome and close the alert for the officer's state.

    Raise NotAllowed with the reason, and NotArrived if the voyage has not arrived and `early_reason` is empty.
    """
    rows = Alert.objects.visible_to(by).select_for_update(of=("self",)).select_related("voyage", "bill", "holder")
    alert = rows.get(pk=alert_id)
    check_ceiling(text, early_reason)
    _check_outcome(alert, what, at, text, by, now, seizure)
    early = is_early(alert, at)
    if early and not early_reason.strip():
        raise NotArrived(NOT_ARRIVED)
    made = Outcome.objects.create(
        alert=alert,
        what=what,
        state=by.state_id or "",
        at=at,
        note=text.strip(),
        is_early=early,
        early_reason=early_reason.strip() if early else "",
        seizure=kept(seizure),
        recorded_by=by,
        recorded_at=now,
        owner=alert.owner,
        states=_who_reads(alert, by),
    )
    audit(by, "outcome recorded", f"alert {alert.pk}", states=made.states, detail="before arrival" if early else "")
    _close(alert, made, by)
    raise_follow_up(made, alert, now)
    return made


def _check_outcome(
    alert: Alert, what: What, at: datetime, text: str, by: User, now: datetime, seizure: Seizure | None
) -> None:
    if not may_record(alert, by):
        raise NotAllowed("an outcome is recorded by an officer of the state at whose border it happened")
    if what not in that_fit(alert):
        raise NotAllowed("that cannot happen to this alert: choose one of the outcomes that the page offers")
    if (what is What.SEIZED) != (seizure is not None):
        raise NotAllowed("write down what was found and how much if something was found, and leave it empty otherwise")
    if at > now + CLOCKS_DIFFER:
        raise NotAllowed("that time is in the future: record what has happened")
    if what in NEEDS_WORDS and not text.strip():
        raise NotAllowed("“%(what)s” needs a note that says how it happened", what=WORDS[what])


def _close(found: Alert, outcome: Outcome, by: User) -> None:
    """Close the alert for the acting state alone: an open or selected one is marked as dealt with, a confirmed one
    closed.
    """
    of, alert = speaker(found, by), own(found, by)
    before = AlertState(alert.state)
    if before in OPEN | SELECTED:
        alert.dealt_at = outcome.at
    elif before is AlertState.CONFIRMED:
        alert.state, alert.dealt_at = AlertState.CLOSED, outcome.at
    else:
        return
    _write(Event(alert=alert, who=by, act=Act.OUTCOME, before=before, after=alert.state, of=by.state_id or ""), of)


def _write(event: Event, of: str) -> None:
    """Store the event, the alert's new standing for `of` (one state; "": all) and the line of the audit log."""
    alert = event.alert
    event.states = [of] if of else alert.states
    if of:
        keep(alert, of)
    add(alert, event, states=event.states, saving=() if of else STANDING)


IN_HAND: Final = frozenset({Act.TAKE, Act.RELEASE})  # possible without seeing the person's data


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Text of an officer for one act: a note, and for a decision the comparison and the evidence (S14).

    `compared`: by attribute same, partly, different or unknown. `reasons_for`, `reasons_against`: evidence for and
    against a match beyond the ticked attributes. `container`, `place`: for a decision about goods, what is to be
    checked and where.
    """

    note: str = ""
    compared: Mapping[str, str] = field(default_factory=dict)
    reasons_for: str = ""
    reasons_against: str = ""
    container: str = ""
    place: str = ""


@transaction.atomic
def decide(alert_id: int, act: Act, *, by: User, words: Words, now: datetime) -> Alert:
    """Do `act` to the alert and return it; raise NotAllowed with the reason. Of two officers at once the second is
    refused.

    For an alert that concerns several states the act counts for the officer's own (standing.own), whose view is
    returned.
    """
    found = Alert.objects.visible_to(by).select_for_update(of=("self",)).select_related("holder").get(pk=alert_id)
    alert, of = own(found, by), speaker(found, by)
    check_ceiling(words.note, words.reasons_for, words.reasons_against)
    _check(alert, act, by, words, now)
    before, alert.state = AlertState(alert.state), _next(alert, act)
    alert.holder = _holder(alert, act, by)
    alert.dealt_at = None if act is Act.RETURN else alert.dealt_at
    event = Event(
        alert=alert,
        who=by,
        act=act,
        before=before,
        after=alert.state,
        note=words.note.strip(),
        compared=known(words.compared),
        reasons_for=words.reasons_for.strip(),
        reasons_against=words.reasons_against.strip(),
        goods=_goods(words) if act in GOODS_ACTS or (alert.is_goods and act in {Act.PROPOSE, Act.AGREE}) else {},
        of=by.state_id or "",
    )
    _write(event, of)
    _remember(alert, act, by, words, now)
    return alert


def possible_acts(alert: Alert, user: User) -> list[Act]:
    """Return the acts (buttons) that this person may do on this alert, which is given as `standing.own` returns it."""
    return [act for act in acts(AlertState(alert.state)) if not _refusal(alert, act, user)]


def comparable(alert: Alert) -> bool:
    """Return True if there are two sides to compare; an alert of a rule that looked nothing up has only one."""
    return bool(alert.listed and alert.declared)


def _next(alert: Alert, act: Act) -> AlertState:
    """Return the state that follows.

    Goods whose examination a second officer approves are selected for it. An alert that is confirmed after its outcome
    was recorded is closed at once.
    """
    found = after(AlertState(alert.state), act)
    if found is not AlertState.CONFIRMED:
        return found
    if alert.is_goods:
        return AlertState.EXAMINE
    return AlertState.CLOSED if alert.dealt_at else found


def _goods(words: Words) -> dict[str, str]:
    """Return container and place of a check, as far as they are filled in."""
    said = {"container": words.container.strip().upper()[:20], "place": words.place.strip()[:200]}
    return {name: text for name, text in said.items() if text}


def _holder(alert: Alert, act: Act, by: User) -> User | None:
    """Return the new assignee: the actor after take and reopen, nobody after release and refer, else no change.

    A rejected proposal therefore stays with its proposer.
    """
    if act in {Act.RELEASE, Act.REFER}:
        return None
    return by if act in {Act.TAKE, Act.REOPEN} else alert.holder


def _check(alert: Alert, act: Act, by: User, words: Words, now: datetime) -> None:
    if act is Act.TAKE and alert.state == AlertState.REVIEWING and alert.holder:
        raise NotAllowed("%(holder)s has taken this alert already: ask them, or take the next one", holder=alert.holder)
    after(AlertState(alert.state), act)
    refusal = _refusal(alert, act, by)
    if refusal:
        raise NotAllowed(refusal)
    if act is Act.AGREE:
        second_person.check(by, [_proposer(alert, by)], may=may_decide_alerts, now=now)
    if act in NEEDS_NOTE and not words.note.strip():
        if alert.is_goods:
            raise NotAllowed("write down what you checked and why you decide so")
        raise NotAllowed("write down what you compared and why you decide so")
    if act in NEEDS_BOTH_SIDES and not alert.is_goods:
        _check_reasons(alert, act, words)


def _check_reasons(alert: Alert, act: Act, words: Words) -> None:
    """Raise NotAllowed unless each required attribute is ticked and both sides are weighed, by ticks or text (S14)."""
    compared = known(words.compared)
    must = MUST_OF_A_PARTY if alert.of_cargo else MUST
    if comparable(alert) and (left := missing(compared, must)):
        raise NotAllowed("compare these first, and choose what you find: %(left)s", left=", ".join(left))
    speaking = words.reasons_for.strip() or speaks_for(compared)
    if not (speaking and (words.reasons_against.strip() or speaks_against(compared))):
        raise NotAllowed("write down the evidence for a match and the evidence against it")


def _refusal(alert: Alert, act: Act, user: User) -> str:
    """Return why this person may not do the act, or ""."""
    if not may_decide_alerts(user):
        return ONLY_DECIDERS
    if alert.is_restricted and act not in IN_HAND:
        return OPEN_IT_FIRST
    if not _fits(alert, act):
        return GOODS_ARE_CHECKED if alert.is_goods else ONLY_OF_GOODS
    if act is Act.RETURN and alert.dealt_at is None:
        return NOTHING_TO_RETURN
    if act is Act.REOPEN and not may_reopen_alerts(user):
        return BY_A_SUPERVISOR
    if second := _second_person(alert, act, user):
        return second
    if act in SUPERVISED and may_reopen_alerts(user):
        return ""
    if act in NEEDS_HOLDER and alert.state == AlertState.REVIEWING and alert.holder_id != user.pk:
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
    if act is Act.AGREE and _proposer(alert, user) == user.pk:
        return ANOTHER_AGREES
    if act not in {Act.CONFIRM, Act.EXAMINE, Act.PROPOSE} or alert.state not in {AlertState.REVIEWING, *SELECTED}:
        return ""
    two = needs_second(alert, policy_of(alert))
    if act is not Act.PROPOSE:
        return TWO_CONFIRM if two else ""
    return "" if two else ONE_CONFIRMS


def _proposer(alert: Alert, user: User) -> int | None:
    put_forward = alert.events.filter(act=Act.PROPOSE).order_by("-id")
    of = speaker(alert, user)
    mine = put_forward.filter(of=of) if of else put_forward
    return mine.values_list("who_id", flat=True).first()


def _remember(alert: Alert, act: Act, by: User, words: Words, now: datetime) -> None:
    """Store the pair of a cleared alert, so that the same identifiers are not raised again; withdraw it on reopening or
    confirming (S35).
    """
    if act is Act.CLEAR:
        remember(alert, by, now)
    elif act is Act.REOPEN or act in CONFIRMS:
        forget(alert, by, words.note, now)
