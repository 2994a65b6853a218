"""One lookout: whom to watch for, what to do, the desks, their replies, and a form for each thing that can be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.alerts.state_decisions import as_seen_by
from roadstead.cooperation.lookouts import desks, end, issue
from roadstead.cooperation.lookouts.history import LookoutAct
from roadstead.cooperation.lookouts.models import Lookout, LookoutEvent, Status
from roadstead.cooperation.lookouts.photo import lookout_photo, may_read_content
from roadstead.cooperation.lookouts.raised import alerts_of
from roadstead.engine.rules.routing import RoutingQuestion, Step, route
from roadstead.platform.accounts.cooperation_permissions import (
    may_answer_lookouts,
    may_approve_lookouts,
    may_issue_lookouts,
    may_record_contact,
    may_see_lookouts,
)
from roadstead.platform.accounts.models import State, User
from roadstead.platform.accounts.permissions import may_see_alerts
from roadstead.platform.audit.models import log
from roadstead.platform.directory.models import ContactMethod
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.platform.directory.routing import load_rows
from roadstead.platform.timeline.events import first_broken
from roadstead.targeting.watchlists.models import REGION
from roadstead.web.common.guard import allowed, current_user, page_recipient
from roadstead.web.common.pictures import photo_response
from roadstead.web.forms.act_table import Act, run_act, with_decision, with_why
from roadstead.web.forms.acts import shown
from roadstead.web.forms.page_form import PageForm
from roadstead.web.lookouts import forms
from roadstead.web.templatetags.names import country

MAX_POINTS: Final = 3  # contact points shown for a child
MAX_ALERTS: Final = 20  # alerts shown
PROTECTION: Final = "child_protection"  # the measure
ACT_LABELS: Final[Mapping[str, Promise]] = {
    LookoutAct.PROPOSED: gettext_lazy("Proposed"),
    LookoutAct.ISSUED: gettext_lazy("Approved: live"),
    LookoutAct.RENEWAL: gettext_lazy("Renewal proposed"),
    LookoutAct.RENEWED: gettext_lazy("Renewed"),
    LookoutAct.REJECTED: gettext_lazy("Rejected"),
    LookoutAct.ACKNOWLEDGED: gettext_lazy("Acknowledged"),
    LookoutAct.CALLED: gettext_lazy("Called by telephone"),
    LookoutAct.SEEN: gettext_lazy("Seen"),
    LookoutAct.NOT_SEEN: gettext_lazy("Not seen"),
    LookoutAct.WITHDRAWN: gettext_lazy("Withdrawn"),
    LookoutAct.EXPIRED: gettext_lazy("Ended: the time is up"),
}
CELLS: Final[Mapping[str, Promise]] = {
    "surname": gettext_lazy("Surname or name"),
    "given": gettext_lazy("Given names"),
    "aliases": gettext_lazy("Other names"),
    "born": gettext_lazy("Date of birth"),
    "sex": gettext_lazy("Sex"),
    "nationality": gettext_lazy("Nationality or flag"),
    "documents": gettext_lazy("Identity documents"),
    "imo": gettext_lazy("IMO number"),
    "call_sign": gettext_lazy("Call sign"),
    "mmsi": gettext_lazy("MMSI"),
    "plate": gettext_lazy("Registration number"),
    "chassis": gettext_lazy("Chassis number"),
}
# Of the whole history the centre, which does not read whom a state's lookout names, sees these.
WITHOUT_CONTENT: Final = frozenset({LookoutAct.ISSUED, LookoutAct.RENEWED, LookoutAct.ACKNOWLEDGED, LookoutAct.CALLED})


ACTS: Final = {
    "approve": Act(
        forms.DecideForm,
        with_decision(issue.decide, approve=True),
        gettext_lazy("Approved. It is live at every chosen desk and in screening."),
    ),
    "reject": Act(
        forms.DecideForm,
        with_decision(issue.decide, approve=False),
        gettext_lazy("Rejected. The person who proposed it is notified."),
    ),
    "renew": Act(
        forms.RenewForm,
        lambda pk, form, by, now: issue.renew(pk, form.cleaned_data["hours"], form.cleaned_data["why"], by=by, now=now),
        gettext_lazy("Sent for approval. The lookout ends on time if nobody approves the renewal."),
    ),
    "withdraw": Act(
        forms.WithdrawForm,
        with_why(end.withdraw),
        gettext_lazy("Withdrawn. The other states no longer read it."),
    ),
    "acknowledge": Act(
        forms.AcknowledgeForm,
        lambda pk, _form, by, now: desks.acknowledge(pk, by=by, now=now),
        gettext_lazy("Acknowledged for your desk."),
    ),
    "seen": Act(
        forms.SeenForm,
        lambda pk, form, by, now: desks.reply(
            pk,
            desks.Reply(is_seen=True, **{name: form.cleaned_data[name] for name in ("where", "at", "done")}),
            by=by,
            now=now,
        ),
        gettext_lazy("Sent. The issuing state is notified."),
    ),
    "not-seen": Act(
        forms.NotSeenForm,
        lambda pk, form, by, now: desks.reply(
            pk, desks.Reply(is_seen=False, done=form.cleaned_data["done"]), by=by, now=now
        ),
        gettext_lazy("Saved."),
    ),
    "call": Act(
        forms.CallForm,
        lambda pk, form, by, now: desks.record_call(
            pk,
            form.cleaned_data["desk"],
            form.cleaned_data["answered"] == "yes",
            form.cleaned_data["note"],
            by=by,
            now=now,
        ),
        gettext_lazy("Call recorded."),
    ),
}


@allowed(may_see_lookouts)
@require_safe
def lookout_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one lookout."""
    found = own_lookout(request, reference)
    log(current_user(request), "read", f"lookout {found.pk}", states=found.states)
    return _page(request, found)


@allowed(may_see_lookouts)
@require_safe
def lookout_picture(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the photo of a lookout."""
    found, user = own_lookout(request, reference), current_user(request)
    photo = lookout_photo(found, page_recipient(user), user.scope, with_content=True)
    if photo is None:
        raise Http404
    log(user, "read", f"photo {photo.pk}", states=found.states, detail=f"lookout {found.pk}")
    return photo_response(photo)


@allowed(may_see_lookouts)
@require_POST
def lookout_act(request: HttpRequest, reference: str) -> HttpResponse:
    """Do one thing. Each act checks who may; a refusal says why at the form that was sent, and keeps what was typed."""
    return run_act(
        request,
        ACTS,
        own_lookout(request, reference).pk,
        show=lambda sent: _page(request, own_lookout(request, reference), sent=sent, status=409),
        done=lambda: redirect("lookout", reference=reference),
        more={forms.SeenForm: {"zone": zone_of_officer(current_user(request)), "now": timezone.now()}},
    )


def own_lookout(request: HttpRequest, reference: str) -> Lookout:
    rows = Lookout.objects.visible_to(current_user(request)).select_related("contact_point__organisation", "opened_by")
    found: Lookout = get_object_or_404(rows, reference=reference)
    return found


def _page(request: HttpRequest, found: Lookout, *, sent: PageForm | None = None, status: int = 200) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    is_named = may_read_content(found, page_recipient(user))
    is_own = issue.is_own(found, user)
    desk = desks.desk_of(user)
    rows = list(found.desks.select_related("organisation", "acknowledged_by"))
    mine = next((row for row in rows if desk is not None and row.organisation_id == desk.pk), None)
    now_is = found.status_at(now)
    is_live = now_is == Status.LIVE
    watches = is_live and may_answer_lookouts(user) and user.state_id in found.chosen
    waiting = found.periods.filter(decision="").select_related("proposed_by").first() if is_own else None
    may_call = is_live and may_record_contact(user) and user.state_id is None
    context: dict[str, Any] = {
        "lookout": found,
        "status": now_is.value,
        "is_named": is_named,
        "facts": [(label, _known(name, text)) for name, label in CELLS.items() if (text := found.cells.get(name))],
        "photo": lookout_photo(found, page_recipient(user), user.scope),
        "states": list(State.objects.filter(pk__in=found.chosen).order_by("name")),
        "points": _protection(user, now) if found.is_child and is_named else [],
        "waiting": waiting,
        "may_decide": waiting is not None and may_approve_lookouts(user),
        "may_change": is_own and may_issue_lookouts(user) and now_is != Status.ENDED,
        "may_renew": is_live and waiting is None,
        "watches": watches,
        "must_acknowledge": watches and (mine is None or mine.acknowledged_at is None),
        "desks": [
            (row, shown(sent, forms.CallForm, row=row.pk, initial={"desk": row.pk}) if may_call else None)
            for row in rows
        ]
        if is_own or user.state_id is None
        else [(row, None) for row in rows if row.state == user.state_id],
        "alerts": as_seen_by(alerts_of(found, user)[:MAX_ALERTS], user) if is_named and may_see_alerts(user) else [],
        "silent": sum(row.acknowledged_at is None for row in rows),
        "history": _history(found, user, is_named=is_named),
        "broken": first_broken(found),
        "form": sent,
        "forms": {
            "decide": shown(sent, forms.DecideForm),
            "renew": shown(sent, forms.RenewForm),
            "withdraw": shown(sent, forms.WithdrawForm),
            "seen": shown(sent, forms.SeenForm, zone=zone_of_officer(user), now=now),
            "not_seen": shown(sent, forms.NotSeenForm),
        },
        "now": now,
    }
    return render(request, "lookout.html", context, status=status)


def _known(name: str, text: str) -> str:
    """Return a fact as it is shown: countries by their names."""
    return ", ".join(country(each) for each in text.splitlines()) if name == "nationality" else text


def _history(found: Lookout, user: User, *, is_named: bool) -> list[tuple[LookoutEvent, Any, list[str]]]:
    """Return events with their label and what was written, the newest first."""
    rows = LookoutEvent.objects.visible_to(user).filter(lookout=found).select_related("who", "organisation")
    return [
        (row, ACT_LABELS.get(row.act, row.act), _parts(row) if is_named or row.act == LookoutAct.CALLED else [])
        for row in rows.order_by("-number")
        if is_named or row.act in WITHOUT_CONTENT
    ]


def _parts(row: LookoutEvent) -> list[str]:
    content = row.content
    said = [str(content[name]) for name in ("where", "done", "why", "note") if content.get(name)]
    if "answered" in content:
        said.insert(0, _("answered") if content["answered"] == "yes" else _("no answer"))
    if "hours" in content:
        said.insert(0, _("%(hours)d hours") % {"hours": content["hours"]})
    if content.get("at"):
        said.insert(1, f"{datetime.fromisoformat(content['at']):%Y-%m-%d %H:%M} UTC")
    return said


def _protection(user: User, now: datetime) -> list[tuple[Any, list[ContactMethod]]]:
    """Return the contact points that protect children in the reader's state, best first, with their methods."""
    state = user.state_id or REGION
    rows = {point.pk: (row, point) for row, point in load_rows(user, now, states=[state])}
    choices = route(RoutingQuestion(state=state, measure=PROTECTION, at=now), [point for _row, point in rows.values()])
    named = [each for each in choices if each.step is Step.COMPETENT] or list(choices)
    return [(row, list(row.methods.all())) for each in named[:MAX_POINTS] for row in [rows[each.point.pk][0]]]
