"""Selections for examination: made, changed and ended, in step with the alert that is their reason (decision 0043)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F

from roadstead.casework.alerts.detentions import detain, release_locked
from roadstead.casework.alerts.logic.examination import (
    ALREADY_SELECTED,
    EXAMINED,
    IN_THE_PAST,
    KIND_BY_ALERT_STATE,
    NO_REASON,
    NOT_DONE,
    NOT_OF_VOYAGE,
    NOT_OUR_PORT,
    ONLY_OF_THE_STATE,
    OPEN,
    CheckKind,
    SelectionState,
    check_container_number,
)
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.seizure import Seizure, items_as_json
from roadstead.casework.alerts.models import Alert, Selection
from roadstead.casework.alerts.models.selections import IS_OPEN, SELECTED_ONCE
from roadstead.casework.alerts.selection_events import SelectionAct, add_event
from roadstead.engine.reference.places import country_of, shorten_place
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.text.identifiers import container as container_numbers
from roadstead.filings.cargo.models import Bill, VoyageContainer
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import OFFICERS
from roadstead.platform.handling.ceiling import check_ceiling

CLOCKS_DIFFER: Final = timedelta(minutes=5)
MINUTE: Final = timedelta(minutes=1)  # forms send times without seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Check of goods as an officer orders it. `detains`: the goods may not leave the port before they are released."""

    kind: CheckKind
    port: str
    planned_at: datetime
    officer: User
    place: str = ""
    reason: str = ""
    detains: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """Goods to select: a container, a bill, or a container of a bill, by number. `alert`: the reason, if it is one."""

    voyage: Voyage
    bill: str = ""
    container: str = ""
    alert: Alert | None = None


def assignable(by: User) -> Iterable[User]:
    """Return the officers of the own state, of whom one is in charge of an examination."""
    return User.objects.filter(state=by.state_id, role__in=OFFICERS, is_active=True).order_by("last_name", "pk")


def select(goods: Goods, plan: Plan, *, by: User, now: datetime) -> Selection:
    """Store a selection with its first event. Raise NotAllowed with the reason if number, time or officer is wrong, or
    the goods are selected already.
    """
    if not plan.reason.strip():
        raise FieldRefused(NO_REASON, field="reason")
    _check_plan(plan, by, now)
    _check_container(goods, by)
    return _create(goods, plan, by=by, now=now)


def change(selection: Selection, plan: Plan, *, by: User, now: datetime) -> None:
    """Change kind, place, time or officer of an open selection, which the caller has locked. It is then to be done,
    also if it was in progress.
    """
    check_ceiling(plan.reason, plan.place)
    if abs(plan.planned_at - selection.planned_at) >= MINUTE or plan.officer.pk != selection.officer_id:
        _check_plan(plan, by, now)
    if plan.kind != selection.kind:
        selection.state = SelectionState.SELECTED
    for name in ("kind", "port", "place", "planned_at", "officer"):
        setattr(selection, name, getattr(plan, name))
    add_event(selection, SelectionAct.CHANGED, {**_planned(plan), "why": plan.reason.strip()}, by=by, now=now)
    if plan.detains:
        detain(selection, by=by, now=now)


def end(
    selection: Selection,
    state: SelectionState,
    content: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    now: datetime,
) -> None:
    """Close a selection, which the caller has locked, as examined or cancelled. A second result follows the first."""
    selection.state, selection.ended_at = state, at
    act = SelectionAct.EXAMINED if state is SelectionState.EXAMINED else SelectionAct.CANCELLED
    add_event(selection, act, content, by=by, now=now)


def reopen(selection: Selection, why: str, *, by: User, now: datetime) -> None:
    """Open a closed selection again, which the caller has locked: its result was recorded by mistake. Raise NotAllowed
    if the goods were selected again meanwhile.
    """
    selection.state, selection.ended_at = SelectionState.SELECTED, None
    goods = Goods(voyage=selection.voyage, bill=selection.bill, container=selection.container, alert=selection.alert)
    with _selected_once(goods, by):
        add_event(selection, SelectionAct.RETURNED, {"why": why}, by=by, now=now)


def port_of_state(ports: Iterable[str], state: str) -> str:
    """Return the first of these ports that is in the state, as a code; the first of all if none is."""
    known = [shorten_place(port) for port in ports if port]
    return next((port for port in known if country_of(port) == state), known[0] if known else "")


def port_of_alert(alert: Alert, state: str) -> str:
    """Return the port where customs of the state reach the goods: of arrival, of loading, or of a call between."""
    return port_of_goods(alert.voyage, alert.bill, state)


def port_of_goods(voyage: Voyage, bill: Bill | None, state: str) -> str:
    """Return the same for a bill, or for the whole voyage."""
    arrival = bill.arrival_on(voyage) if bill else voyage
    ends = [arrival.destination, bill.load if bill else voyage.origin]
    first = port_of_state(ends, state)
    if country_of(first) == state:
        return first
    calls = voyage.legs.order_by("position").values_list("destination", flat=True)
    return port_of_state([first, *calls], state)


# ── In step with the alert


def follow_decision(
    alert: Alert, plan: Plan | None, container: str, note: str, *, by: User, now: datetime, releases: bool = False
) -> Selection | None:
    """Make, change or cancel the selection of an alert on goods after a decision. `plan`: None unless a check is
    ordered. Another container is another selection. `releases`: what is detained for it is free.
    """
    found, goods = _newest_of(alert, by), _goods_of(alert, container)
    if found is not None and found.is_open:
        if plan is not None and goods.container in {"", found.container}:
            change(found, plan, by=by, now=now)
            return found
        end(found, SelectionState.CANCELLED, {"why": note}, by=by, at=now, now=now)
    if found is not None and releases and (held := list(found.detentions.filter(released_at=None))):
        release_locked(found, held, note, by=by, now=now)
    return select(goods, plan, by=by, now=now) if plan is not None else None


def follow_outcome(
    alert: Alert, what: OutcomeType, seizure: Seizure | None, *, at: datetime, by: User, now: datetime
) -> Selection | None:
    """Close the selection of an alert on cargo by its outcome, and return it. Goods that were examined without being
    selected get a selection now, to which photographs and the record belong.
    """
    found = _newest_of(alert, by)
    if what not in EXAMINED:
        if found is None or not found.is_open:
            return None
        end(found, SelectionState.CANCELLED, {"what": what.value}, by=by, at=at, now=now)
        return found
    if found is None or found.state in NOT_DONE:
        port = port_of_alert(alert, by.state_id or "")
        plan = Plan(kind=CheckKind.EXAMINE, port=port, planned_at=at, officer=by)
        found = _create(_goods_of(alert, seizure.container if seizure else ""), plan, by=by, now=now)
    end(found, SelectionState.EXAMINED, examined_content(what, seizure), by=by, at=at, now=now)
    return found


def examined_content(what: OutcomeType, seizure: Seizure | None) -> Mapping[str, Any]:
    """Return the content of the event of an examination: what was found, with all that identifies it."""
    return {"what": what.value, "items": items_as_json(seizure)}


def follow_return(alert: Alert, why: str, *, by: User, now: datetime) -> None:
    """Open the selection again whose outcome was recorded by mistake. If an alert on goods is to be decided again, it
    is cancelled instead.
    """
    rows = Selection.objects.visible_to(by).select_for_update(of=("self",)).filter(alert=alert)
    found = rows.exclude(state__in=OPEN).exclude(outcomes=None).order_by("-ended_at", "-pk").first()
    if found is None:
        return
    if alert.state in KIND_BY_ALERT_STATE or not alert.is_goods:
        reopen(found, why, by=by, now=now)
    elif found.state not in NOT_DONE:
        end(found, SelectionState.CANCELLED, {"why": why}, by=by, at=now, now=now)


def open_selection(alert: Alert, by: User) -> Selection | None:
    """Return the open selection of this alert by the person's state; None if there is none."""
    return Selection.objects.visible_to(by).filter(alert=alert, state__in=OPEN).order_by("-pk").first()


def _newest_of(alert: Alert, by: User) -> Selection | None:
    """Return the selection of this alert by the person's state, locked: the open one, else the newest."""
    rows = Selection.objects.visible_to(by).select_for_update(of=("self",)).filter(alert=alert)
    return rows.order_by(F("ended_at").desc(nulls_first=True), "-pk").first()


def _goods_of(alert: Alert, container: str) -> Goods:
    return Goods(
        voyage=alert.voyage,
        bill=alert.bill.number if alert.bill else "",
        container=container_numbers.normalise(container)[:20],
        alert=alert,
    )


def _create(goods: Goods, plan: Plan, *, by: User, now: datetime) -> Selection:
    made = Selection(
        voyage=goods.voyage,
        alert=goods.alert,
        rule=goods.alert.rule if goods.alert else "",
        owner=by.state_id or "",
        bill=goods.bill,
        container=goods.container,
        kind=plan.kind,
        port=plan.port,
        place=plan.place.strip(),
        planned_at=plan.planned_at,
        officer=plan.officer,
        reason=plan.reason.strip(),
        state=SelectionState.SELECTED,
        selected_by=by,
        selected_at=now,
    )
    with _selected_once(goods, by):
        made.save(force_insert=True)
    of = {"bill": goods.bill, "container": goods.container}
    add_event(made, SelectionAct.SELECTED, {**of, **_planned(plan), "reason": made.reason}, by=by, now=now)
    if plan.detains:
        detain(made, by=by, now=now)
    return made


@contextmanager
def _selected_once(goods: Goods, by: User) -> Iterator[None]:
    """Raise NotAllowed with the number of the open selection if the database refuses a second one of the same goods. It
    waits for an officer who is selecting them at this moment.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if SELECTED_ONCE not in str(error):
            raise
        of = {"voyage": goods.voyage, "bill": goods.bill, "container": goods.container, "alert": goods.alert}
        found = Selection.objects.visible_to(by).filter(IS_OPEN, **of).first()
        if found is None:  # closed since
            raise
        what = goods.container or goods.bill or "goods of the voyage"
        raise NotAllowed(ALREADY_SELECTED, what=what, number=found.pk) from None


def _planned(plan: Plan) -> dict[str, str]:
    return {
        "kind": plan.kind.value,
        "port": plan.port,
        "place": plan.place.strip(),
        "planned": plan.planned_at.isoformat(timespec="minutes"),
        "officer": plan.officer.username,
    }


def _check_plan(plan: Plan, by: User, now: datetime) -> None:
    if by.state_id is None:
        raise NotAllowed(ONLY_OF_THE_STATE)
    check_ceiling(plan.reason, plan.place)
    if country_of(plan.port) not in {"", by.state_id}:
        raise FieldRefused(NOT_OUR_PORT, field="port")
    if plan.planned_at < now - CLOCKS_DIFFER:
        raise FieldRefused(IN_THE_PAST, field="planned_at")
    if plan.officer.state_id != by.state_id or plan.officer.role not in OFFICERS or not plan.officer.is_active:
        raise FieldRefused("choose one of the officers offered", field="officer")


def _check_container(goods: Goods, by: User) -> None:
    """Raise FieldRefused unless the voyage carries the container. A wrong check digit that was declared is the
    carrier's; where no list names any container, every right number may be carried.
    """
    known = VoyageContainer.objects.visible_to(by).filter(voyage=goods.voyage)
    if not goods.container or known.filter(number=goods.container).exists():
        return
    check_container_number(goods.container)
    if known.exists():
        raise FieldRefused(NOT_OF_VOYAGE, field="container", number=goods.container)
