"""Page of one alert: declared and listed data side by side, its reasons, its history. People decide here (S13, S14)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from roadstead.casework.alerts import checks
from roadstead.casework.alerts.alert_policies import policy_of
from roadstead.casework.alerts.compare import (
    MAX_EARLIER,
    firm_history,
    identity_key,
    is_child,
    person_history,
    side_by_side,
)
from roadstead.casework.alerts.decide import has_two_sides, possible_acts
from roadstead.casework.alerts.follow_ups import assignable, follow_ups_of, may_assign, may_end
from roadstead.casework.alerts.instructions import owner_instructions
from roadstead.casework.alerts.listed_photo import listed_photo
from roadstead.casework.alerts.logic.compare import ComparisonRow, stored_bill
from roadstead.casework.alerts.logic.urgency import urgency
from roadstead.casework.alerts.logic.workflow import GOODS_ACTS, NEEDS_BOTH_SIDES, NEEDS_NOTE, Act, AlertState
from roadstead.casework.alerts.models import Alert, ClearedPair, Event, Outcome
from roadstead.casework.alerts.notice_facts import notice_facts
from roadstead.casework.alerts.outcomes import is_early, may_record
from roadstead.casework.alerts.presence import HEARTBEAT_SECONDS, other_viewers, record_presence
from roadstead.casework.alerts.queue import AlertFilters, next_alert
from roadstead.casework.alerts.state_decisions import as_acted_on_by, decisions, open_alerts_for, waits_for_decision
from roadstead.casework.examinations.daily_list import Checks, checks_of, with_detentions
from roadstead.cooperation.lookouts.raised import lookout_of
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.notifications.acknowledgement import acknowledge_by_opening, notices_of_alert
from roadstead.oversight.retention.models import Correction
from roadstead.platform.accounts.cooperation_permissions import (
    may_issue_lookouts,
    may_see_directory,
    may_see_lookouts,
)
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import (
    may_compare_versions,
    may_decide_alerts,
    may_examine_goods,
    may_see_alerts,
)
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import Scope, enter, region_scope
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.platform.handling.logic.gate import may_leave
from roadstead.platform.timeline.events import first_broken, first_broken_event, with_chain_head
from roadstead.web.alerts.check_form import CheckForm, check_form
from roadstead.web.alerts.comparison import comparison_lines, unfit_reason
from roadstead.web.alerts.decision_forms import (
    ActForm,
    BreakGlassForm,
    ReturnForm,
    decision_form,
    filled_in,
    plan_choices,
)
from roadstead.web.alerts.hit_panel import hit_panel
from roadstead.web.alerts.outcome_forms import AssignForm, DoneForm, OutcomeForm, TaskForm
from roadstead.web.common.guard import allowed, current_user, page_recipient, with_message
from roadstead.web.forms.page_form import PageForm
from roadstead.web.forms.plan_form import PlanChoices

PURPOSE = "to decide whether it is the same person, with earlier travel and alerts"


@allowed(may_see_alerts)
@require_safe
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one alert, with its reasons in words and what may be done about it. From a notification: it is
    acknowledged.
    """
    found = visible_alert(request, pk)
    log(current_user(request), "read", f"alert {found.pk}", states=found.states, detail=PURPOSE)
    record_presence(found, current_user(request), timezone.now())
    if request.method == "GET":
        acknowledge_by_opening(request.GET.get("notice", ""), found, by=current_user(request), now=timezone.now())
    return render_alert(request, found)


def visible_alert(request: HttpRequest, pk: int) -> Alert:
    rows = Alert.objects.visible_to(current_user(request)).select_related("voyage", "traveller", "bill", "assignee")
    rows = rows.prefetch_related(with_message("traveller__manifest__message"))
    found = as_acted_on_by(get_object_or_404(rows, pk=pk), current_user(request))
    if not may_leave(found, page_recipient(current_user(request))).is_yes:
        raise Http404
    if found.is_restricted and enter_break_glass_scope(request, found, by=current_user(request), now=timezone.now()):
        return as_acted_on_by(rows.get(pk=pk), current_user(request))
    return found


def render_alert(
    request: HttpRequest, found: Alert, *, form: PageForm | None = None, status: int = 200
) -> HttpResponse:
    """Render the alert. `form`: the one that was sent, with its errors."""
    user, now, asked = current_user(request), timezone.now(), AlertFilters.parse(request.GET.dict())
    scope = scope_of(request, found, by=user, now=now)
    everything = alert_context(found, user, now, sent=form, fill=request.GET.get("reasons", ""))
    context: dict[str, Any] = {
        **everything,
        "form": form,
        "holds": is_history_unchanged(found, everything["events"], scope),
        "photo": listed_photo(found, page_recipient(user), scope),
        "notice": notice_facts(found, now.date(), scope),
        "may_ask_bureau": may_see_directory(user),
        "beside": presence_sentence(other_viewers(found, user, now)),
        "next": next_alert(user, asked, now, found.pk),
        "kept": asked.query_string,
        "notified": notices_of_alert(found, user),
        "glass": form if isinstance(form, BreakGlassForm) else BreakGlassForm(),
        "may_open": found.is_restricted and may_break_glass(found, user),
    }
    return render(request, "alert.html", context, status=status)


def presence_sentence(names: list[str]) -> str:
    """Return `Ann Analyst has this alert open too.`, or ""."""
    if not names:
        return ""
    return ngettext("%(names)s has this alert open too.", "%(names)s have this alert open too.", len(names)) % {
        "names": ", ".join(names)
    }


def alert_context(alert: Alert, user: User, now: datetime, *, sent: PageForm | None, fill: str) -> dict[str, Any]:
    """Return the context of alert.html, except for what depends on the query string. `sent`: the form that was sent;
    `fill`: what the page fills in (`decision_forms.filled_in`).
    """
    rows, policy, acts = side_by_side(alert), policy_of(alert), possible_acts(alert, user)
    events = visible_events(alert, user)
    outcomes = list(Outcome.objects.visible_to(user).filter(alert=alert).select_related("recorded_by"))
    made, zone = list(checks.checks_of(alert, user)), zone_of_officer(user)
    decides = not alert.is_goods and any(each in NEEDS_BOTH_SIDES for each in acts)
    comparable = has_two_sides(alert)
    before: dict[str, str] = next((event.goods for event in reversed(events) if event.goods), {})
    containers = containers_of(alert)
    container = before.get("container") or (containers[0] if len(containers) == 1 else "")
    plan = plan_choices(alert, user, now, before)
    decision = sent if isinstance(sent, ActForm) else _decision_form(alert, rows, acts, fill, container, plan)
    outcome_form = OutcomeForm(alert=alert, zone=zone, now=now, container=container)
    return {
        "alert": alert,
        "corrections": list(Correction.objects.visible_to(user).filter(traveller=alert.traveller_id)),
        "decision_form": decision,
        "lines": comparison_lines(decision, rows),
        "comparable": comparable,
        "unfit": unfit_reason(rows) if decides and comparable else "",
        "is_filled": not decision.is_bound and bool(decision.initial.get("filled_in")),
        "urgent": _urgent(alert, now),
        "wants": owner_instructions(alert, policy),
        "lookout": lookout_of(alert, user) if may_see_lookouts(user) else None,
        "child": is_child(alert, now.date()),
        "acts": acts,
        "needs_note": [each for each in acts if each in NEEDS_NOTE and each is not Act.RETURN],
        "decides": decides,
        "checks": alert.is_goods and any(each in {*GOODS_ACTS, Act.PROPOSE, Act.APPROVE} for each in acts),
        "spoken": decisions(alert, user),
        "events": events,
        "removed": any(event.removed_at for event in events),
        "decision": _decision(alert, events, user),
        "pairs": _pairs(alert, user),
        "history": person_history(alert, user),
        "told_of": stored_bill(alert.declared),
        "firm_before": firm_history(alert, user),
        "outcomes": outcomes,
        "dealt": _newest(outcomes, user) if alert.dealt_at else None,
        "to_write": waits_for_decision(alert, user.state_id or ""),
        "may_record": may_record(alert, user),
        "outcome_form": sent if isinstance(sent, OutcomeForm) else outcome_form,
        "return_form": sent if isinstance(sent, ReturnForm) else ReturnForm(),
        "checks_made": made,
        "hit": hit_panel(alert, user, now, sent),
        "check_form": sent if isinstance(sent, CheckForm) else check_form(made, user, now),
        "not_arrived": is_early(alert, now, user.state_id or ""),
        "follow_ups": _follow_ups(alert, user, sent),
        "examination": _examination(alert, user),
        "may_select": bool(alert.bill_id) and not alert.is_goods and may_examine_goods(user),
        "may_compare": may_compare_versions(user),
        "may_decide": may_decide_alerts(user),
        "may_issue_lookout": alert.traveller_id is not None and may_issue_lookouts(user),
        "alike": _count_same_entry(alert, user) if alert.entry_id else 0,
        "beat": HEARTBEAT_SECONDS,
        "now": now,
        "today": now.date(),
    }


def _decision_form(
    alert: Alert,
    rows: Sequence[ComparisonRow],
    acts: Collection[Act],
    fill: str,
    container: str,
    plan: PlanChoices | None,
) -> ActForm:
    """Return the form of a decision, filled in as far as was asked for and is offered."""
    try:
        initial = filled_in(fill, rows) if has_two_sides(alert) else {}
    except NotAllowed:  # the comparison has changed since the link was shown
        initial = {}
    hint = gettext("What happened at the border, or why you reopen the decision.") if Act.CLOSE in acts else ""
    if alert.is_goods:
        given: dict[str, Any] = {"containers": containers_of(alert), "plan": plan}
        return decision_form(alert, rows, initial={"container": container}, **given)
    return decision_form(alert, rows, initial=initial, hint=hint)


def containers_of(alert: Alert) -> list[str]:
    told = stored_bill(alert.declared)
    return list(told.bill.containers) if told else []


def _examination(alert: Alert, user: User) -> Checks:
    """Return what customs of the own state do with the goods of the alert, for whatever reason."""
    if alert.bill is None:
        return Checks(selections=list(with_detentions(alert.selections.all(), user)))
    return checks_of(alert.voyage, user)(alert.bill.number, alert.bill.containers)


def _urgent(alert: Alert, now: datetime) -> str:
    arrives, cargo = alert.arrival.arrives_at, alert.is_about_cargo
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
    return found.sentence(gettext)


def _newest(outcomes: list[Outcome], user: User) -> Outcome | None:
    """Return what the own state recorded last; for the region, what any state did."""
    own = [each for each in outcomes if user.state_id in {None, each.state}]
    return own[-1] if own else None


def _follow_ups(alert: Alert, user: User, sent: PageForm | None) -> list[Any]:
    """Return the tasks of the alert, with what this user may do and the forms for it."""
    rows = follow_ups_of(alert, user)
    officers = list(assignable(user)) if user.state_id else []
    for row in rows:
        mine = sent if isinstance(sent, TaskForm) and sent.task == row.pk else None
        row.may_end, row.may_assign = may_end(row, user), may_assign(row, user)
        row.done_form = mine if isinstance(mine, DoneForm) else DoneForm(task=row.pk)
        chosen = {"officer": row.officer.username if row.officer else ""}
        new = AssignForm(task=row.pk, officers=officers, initial=chosen)
        row.assign_form = mine if isinstance(mine, AssignForm) else new
    return rows


def _decision(alert: Alert, events: list[Event], user: User) -> Event | None:
    """Return the act behind the alert's state for this user: of the own state's officer, else of anybody."""
    beside = {Act.OUTCOME, Act.RETURN} if alert.state != AlertState.CLOSED else {Act.RETURN}
    acts = [each for each in reversed(events) if each.who_id and each.after == alert.state and each.act not in beside]
    return next((each for each in acts if each.by_state == (user.state_id or "")), acts[0] if acts else None)


def _count_same_entry(alert: Alert, user: User) -> int:
    """Return the number of other open alerts against the entry."""
    rows = open_alerts_for(user).filter(entry_id=alert.entry_id, list_name=alert.list_name, owner=alert.owner)
    return rows.exclude(pk=alert.pk).count()


def _pairs(found: Alert, user: User) -> QuerySet[ClearedPair, ClearedPair]:
    """Return the newest decisions about the same person or party and the same entry, in force or not."""
    known_by = found.subject_key
    same = Q(person_key=known_by) | Q(identity_key=identity_key(found))
    rows = ClearedPair.objects.visible_to(user).filter(list_name=found.list_name, entry_id=found.entry_id)
    if not found.entry_id or not known_by:
        return rows.none()
    return rows.filter(same).select_related("proposed_by")[:MAX_EARLIER]


def visible_events(alert: Alert, user: User) -> list[Any]:
    """Return the events in order, as far as this user may see them: other states' events are theirs (decision 0022)."""
    return list(with_chain_head(Event.objects.visible_to(user).filter(alert=alert)))


def is_history_unchanged(alert: Alert, seen: list[Any], scope: Scope) -> bool:
    """Return True if nothing in the whole history was changed, `seen` being what this user sees of it.

    If that is not all, the rest is read with the scope of screening, and nobody is shown which event is meant. `scope`:
    that to which this user's transaction returns.
    """
    if len(seen) == (seen[0].edition if seen else alert.edition):
        return not first_broken_event(seen)
    with region_scope(scope):
        return not first_broken(alert)


SESSION_KEY: Final = "opened"  # in the session: by the alert's id, until when


def may_break_glass(alert: Alert, user: User) -> bool:
    """Return True if the user may decide the alert, and it is still open."""
    return alert.traveller_id is not None and alert.is_open and may_decide_alerts(user)


def enter_break_glass_scope(request: HttpRequest, alert: Alert, *, by: User, now: datetime) -> bool:
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
    until = request.session.get(SESSION_KEY, {}).get(str(alert.pk), "")
    if not until or datetime.fromisoformat(until) < now or not may_break_glass(alert, by):
        return by.scope
    return replace(by.scope, opened=alert.traveller_id or 0)
