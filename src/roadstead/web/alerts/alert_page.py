"""Page of one alert: declared and listed data side by side, its reasons, its history. People decide here (S13, S14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from roadstead.casework.alerts.compare import firm_before, history_of, is_child, side_by_side, who_is_it
from roadstead.casework.alerts.decide import WORDS, comparable, is_early, may_record, possible_acts, that_fit
from roadstead.casework.alerts.follow_ups import assignable, follow_ups_of, may_assign, may_end
from roadstead.casework.alerts.logic.compare import ATTRIBUTES, FINDINGS, Row, of_bill, usual_reasons
from roadstead.casework.alerts.logic.seizure import ROWS, UNITS, Seized
from roadstead.casework.alerts.logic.seizure import WORDS as WORDS_OF_THINGS
from roadstead.casework.alerts.logic.urgency import urgency
from roadstead.casework.alerts.logic.workflow import GOODS_ACTS, NEEDS_BOTH_SIDES, NEEDS_NOTE, Act, AlertState
from roadstead.casework.alerts.models import Alert, CasePolicy, ClearedPair, Event, Outcome
from roadstead.casework.alerts.queue import BEAT, Asked, look, next_of, others
from roadstead.casework.alerts.standing import open_for, own, policy_of, spoken, waits_for_decision
from roadstead.engine.records import Action
from roadstead.engine.reference.places import country_of, place, zones_in
from roadstead.outbound.notifications.answering import opened, told
from roadstead.oversight.retention.models import Correction
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_compare_versions, may_decide_alerts, may_see_alerts
from roadstead.platform.audit.models import note
from roadstead.platform.database.scope import Scope, enter, widened
from roadstead.platform.directory.roster import zone_of
from roadstead.platform.handling.logic.gate import may_leave
from roadstead.platform.timeline.events import broken_in, first_broken, with_head
from roadstead.web.common.guard import allowed, on_page, who, with_message

PURPOSE = "to decide whether it is the same person, with earlier travel and alerts"


@allowed(may_see_alerts)
@require_safe
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one alert, with its reasons in words and what may be done about it. From a notification: it is
    acknowledged.
    """
    found = alert_as_seen(request, pk)
    note(who(request), "read", f"alert {found.pk}", states=found.states, detail=PURPOSE)
    look(found, who(request), timezone.now())
    if request.method == "GET":
        opened(request.GET.get("notice", ""), found, by=who(request), now=timezone.now())
    return page_of_alert(request, found)


def alert_as_seen(request: HttpRequest, pk: int) -> Alert:
    rows = Alert.objects.visible_to(who(request)).select_related("voyage", "traveller", "bill", "holder")
    rows = rows.prefetch_related(with_message("traveller__manifest__message"))
    found = own(get_object_or_404(rows, pk=pk), who(request))
    if not may_leave(found, on_page(who(request))).is_yes:
        raise Http404
    if found.is_restricted and enter_if_opened(request, found, by=who(request), now=timezone.now()):
        return own(rows.get(pk=pk), who(request))
    return found


def page_of_alert(
    request: HttpRequest,
    found: Alert,
    *,
    error: str = "",
    faults: Mapping[str, str] | None = None,
    early: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Render the alert. `faults`: by field of the form of outcomes, what is to be corrected. `early`: the form asks
    whether to record an outcome although the voyage has not arrived.
    """
    user, now, asked = who(request), timezone.now(), Asked.of(request.GET.dict())
    everything = everything_about(found, user, now, typed=request.POST, usual=request.GET.get("reasons") == "usual")
    context: dict[str, Any] = {
        **everything,
        "holds": holds(found, everything["events"], scope_of(request, found, by=user, now=now)),
        "error": error,
        "faults": dict(faults or {}),
        "early": early,
        "beside": beside(others(found, user, now)),
        "next": next_of(user, asked, now, found.pk),
        "kept": asked.address,
        "told": told(found, user),
        "may_open": found.is_restricted and may_open(found, user),
    }
    return render(request, "alert.html", context, status=status)


def beside(names: list[str]) -> str:
    """Return `Ann Analyst has this alert open too.`, or ""."""
    if not names:
        return ""
    return gettext("%(names)s: has this alert open too.") % {"names": ", ".join(names)}


# Instruction of each action if list and entry give none, by whether it is about cargo.
INSTRUCTIONS: Final[Mapping[tuple[str, bool], str | Promise]] = {
    (Action.STOP, False): _("Stop the person or the craft, and call before you decide who may go on."),
    (Action.REFER, False): _("Refer the person to secondary inspection, or check the craft on arrival."),
    (Action.DISCREET, False): _("Do not stop the person and do not mention the list. Inform the list owner."),
    (Action.STOP, True): _("Hold the goods, and call before you release them."),
    (Action.REFER, True): _("Check the goods before you release them."),
    (Action.DISCREET, True): _("Do not hold the goods and do not mention the list. Inform the list owner."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """Instructions of the list's owner: those of the entry before those of the list, else the action's."""

    instruction: str | Promise = ""
    contact: str = ""
    two_officers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the comparison, with the officer's own finding beside it ("" until one is chosen)."""

    row: Row
    asked: bool
    chosen: str


def everything_about(
    alert: Alert, user: User, now: datetime, *, typed: Mapping[str, Any], usual: bool
) -> dict[str, Any]:
    """Return the context of alert.html, except for what depends on the query string."""
    rows, policy, acts = side_by_side(alert), policy_of(alert), possible_acts(alert, user)
    events = events_seen(alert, user)
    outcomes = list(Outcome.objects.visible_to(user).filter(alert=alert).select_related("recorded_by"))
    zone = zone_at(alert, user)
    namesake = usual_reasons(rows) if comparable(alert) else None
    filled = _filled(namesake, typed) if usual and namesake else typed
    return {
        "alert": alert,
        "corrections": list(Correction.objects.visible_to(user).filter(traveller=alert.traveller_id)),
        "lines": _lines(rows, filled),
        "comparable": comparable(alert),
        "findings": FINDINGS,
        "typed": filled,
        "usual": namesake is not None and not usual,
        "urgent": _urgent(alert, now),
        "wants": wants_of(alert, policy),
        "child": is_child(alert, now.date()),
        "acts": acts,
        "needs_note": [each for each in acts if each in NEEDS_NOTE and each is not Act.RETURN],
        "decides": not alert.is_goods and any(each in NEEDS_BOTH_SIDES for each in acts),
        "checks": alert.is_goods and any(each in {*GOODS_ACTS, Act.PROPOSE, Act.AGREE} for each in acts),
        "goods": _goods(alert, events, typed, user),
        "needs_border": Act.CLOSE in acts,
        "spoken": spoken(alert, user),
        "events": events,
        "removed": any(event.removed_at for event in events),
        "decision": _decision(alert, events, user),
        "pairs": _pairs(alert, user),
        "history": history_of(alert, user),
        "told_of": of_bill(alert.declared),
        "firm_before": firm_before(alert, user),
        "outcomes": outcomes,
        "dealt": _newest(outcomes, user) if alert.dealt_at else None,
        "to_write": waits_for_decision(alert, user.state_id or ""),
        "may_record": may_record(alert, user),
        "not_arrived": is_early(alert, now),
        "zone": zone.key,
        "here": now.astimezone(zone),
        "follow_ups": _follow_ups(alert, user),
        "officers": assignable(user) if user.state_id else [],
        "whats": [(what.value, WORDS[what]) for what in that_fit(alert)],
        "seizable": [(each.value, WORDS_OF_THINGS[each]) for each in Seized] if alert.of_cargo else [],
        "units": UNITS,
        "rows": range(1, ROWS + 1),
        "may_compare": may_compare_versions(user),
        "may_decide": may_decide_alerts(user),
        "alike": _against_the_same(alert, user) if alert.entry_id else 0,
        "beat": BEAT,
        "now": now,
        "today": now.date(),
    }


def _urgent(alert: Alert, now: datetime) -> str:
    arrives, cargo = alert.arrival.arrives_at, alert.of_cargo
    found = urgency(
        int(alert.seriousness),
        alert.kind,
        alert.score,
        arrives,
        now,
        cargo=cargo,
        mode=alert.voyage.mode,
        dealt=alert.dealt_at is not None,
    )
    return found.said(gettext)


def zone_at(alert: Alert, user: User) -> ZoneInfo:
    """Return the time zone in which this user writes times: the state's as set, else that of its ports, else UTC."""
    own = zone_of(user.state_id or "")
    of_ports = zones_in(user.state_id or "")
    return ZoneInfo(next(iter(of_ports))) if own.key == "UTC" and len(of_ports) == 1 else own


def _newest(outcomes: list[Outcome], user: User) -> Outcome | None:
    """Return what the own state recorded last; for the region, what any state did."""
    own = [each for each in outcomes if user.state_id in {None, each.state}]
    return own[-1] if own else None


def _follow_ups(alert: Alert, user: User) -> list[Any]:
    """Return the tasks of the alert, with what this user may do."""
    rows = follow_ups_of(alert, user)
    for row in rows:
        row.may_end, row.may_assign = may_end(row, user), may_assign(row, user)
    return rows


def _goods(alert: Alert, events: list[Event], typed: Mapping[str, Any], user: User) -> dict[str, Any]:
    """Return container and place of a check: as typed, else as decided before, else the bill's only container and the
    port of the own state, where the goods arrive or are loaded.
    """
    told = of_bill(alert.declared)
    containers = list(told.bill.containers) if told else []
    before: dict[str, str] = next((event.goods for event in reversed(events) if event.goods), {})
    ports = [alert.arrival.destination, alert.bill.load if alert.bill else ""]
    code = next((each for each in ports if country_of(each) == user.state_id), ports[0])
    where = place(code)
    port = f"{where.name} ({code})" if where else code
    alone = containers[0] if len(containers) == 1 else ""
    return {
        "container": typed.get("container") or before.get("container") or alone,
        "place": typed.get("place") or before.get("place") or port,
        "containers": containers,
    }


def _decision(alert: Alert, events: list[Event], user: User) -> Event | None:
    """Return the act behind the alert's state for this user: of the own state's officer, else of anybody."""
    beside = {Act.OUTCOME, Act.RETURN} if alert.state != AlertState.CLOSED else {Act.RETURN}
    acts = [each for each in reversed(events) if each.who_id and each.after == alert.state and each.act not in beside]
    return next((each for each in acts if each.of == (user.state_id or "")), acts[0] if acts else None)


def wants_of(alert: Alert, policy: CasePolicy | None) -> Wants:
    listed = alert.listed
    return Wants(
        instruction=str(listed.get("instruction") or (policy.instruction if policy else ""))
        or INSTRUCTIONS.get((alert.action, alert.of_cargo), ""),
        contact=str(listed.get("contact") or (policy.contact if policy else "")),
        two_officers=bool(policy and policy.confirm_needs_second),
    )


def _lines(rows: list[Row], typed: Mapping[str, Any]) -> list[Line]:
    return [
        Line(row=row, asked=row.key in ATTRIBUTES, chosen=str(typed.get(f"compared-{row.key}", ""))) for row in rows
    ]


def _filled(namesake: Any, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the usual reasons as if the officer had typed them; what was typed already is kept."""
    ticks = {f"compared-{name}": found for name, found in namesake.compared.items()}
    words = {name: getattr(namesake, name) for name in ("reasons_for", "reasons_against", "note")}
    return {**ticks, **words, **{name: value for name, value in typed.items() if value}}


def _against_the_same(alert: Alert, user: User) -> int:
    """Return the number of other open alerts against the entry."""
    rows = open_for(user).filter(entry_id=alert.entry_id, list_name=alert.list_name, owner=alert.owner)
    return rows.exclude(pk=alert.pk).count()


def _pairs(found: Alert, user: User) -> QuerySet[ClearedPair, ClearedPair]:
    """Return earlier decisions about the same person or party and the same entry, in force or not."""
    known_by = found.known_by
    same = Q(person_key=known_by) | Q(who=who_is_it(found))
    rows = ClearedPair.objects.visible_to(user).filter(list_name=found.list_name, entry_id=found.entry_id)
    if not found.entry_id or not known_by:
        return rows.none()
    return rows.filter(same).select_related("proposed_by")


def events_seen(alert: Alert, user: User) -> list[Any]:
    """Return the events in order, as far as this user may see them: other states' events are theirs (decision 0022)."""
    return list(with_head(Event.objects.visible_to(user).filter(alert=alert)))


def holds(alert: Alert, seen: list[Any], back: Scope) -> bool:
    """Return True if nothing in the whole history was changed, `seen` being what this user sees of it.

    If that is not all, the rest is read with the scope of screening, and nobody is shown which event is meant. `back`:
    the scope to which this user's transaction returns.
    """
    if len(seen) == (seen[0].edition if seen else alert.edition):
        return not broken_in(seen)
    with widened(back):
        return not first_broken(alert)


# ── A restricted row, opened by a user who decides its alert: with a reason, for fifteen minutes, on its page (S34).


KEPT: Final = "opened"  # in the session: by the alert's id, until when


def may_open(alert: Alert, user: User) -> bool:
    """Return True if the user may decide the alert, and it is still open."""
    return alert.traveller_id is not None and alert.is_open and may_decide_alerts(user)


def enter_if_opened(request: HttpRequest, alert: Alert, *, by: User, now: datetime) -> bool:
    """Return True if this user has opened the alert: then the rest of this request reads its row, and no other
    restricted one.
    """
    scope = scope_of(request, alert, by=by, now=now)
    if not scope.opened:
        return False
    enter(scope)
    return True


def scope_of(request: HttpRequest, alert: Alert, *, by: User, now: datetime) -> Scope:
    """Return the scope of this request: with the alert's restricted row if this user has opened it."""
    until = request.session.get(KEPT, {}).get(str(alert.pk), "")
    if not until or datetime.fromisoformat(until) < now or not may_open(alert, by):
        return by.scope
    return replace(by.scope, opened=alert.traveller_id or 0)
