"""A new lookout, for a person, a vessel or a vehicle."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roadstead.casework.items import parse_item
from roadstead.cooperation.lookouts.issue import NewLookout, faults, propose
from roadstead.cooperation.lookouts.prefill import prefill
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import may_issue_lookouts
from roadstead.platform.accounts.models import State, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.audit.models import log
from roadstead.platform.directory.models import ContactPoint
from roadstead.targeting.watchlists.models import REGION
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.lookouts.forms import FORMS, LookoutForm, PersonForm

MAX_POINTS: Final = 100  # contact points to choose from


@allowed(may_issue_lookouts)
@require_http_methods(["GET", "HEAD", "POST"])
def new_lookout(request: HttpRequest) -> HttpResponse:
    """Show the form of a kind (`?kind=vessel`), filled with a person of the alert in `?about=alert-17` if one is named,
    and send it for a second approval.
    """
    user, now = current_user(request), timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    of = FORMS.get(asked.get("kind", ""), PersonForm)
    given: dict[str, Any] = {"states": _states(user), "points": _points(user)}
    if request.method != "POST":
        return _page(request, of(**given, initial=_initial(user, asked.get("about", ""))))
    form = of(request.POST, request.FILES, **given)
    form.is_valid()
    new = _new(form)
    form.add_faults(faults(new, now))
    if form.is_valid():
        try:
            made = propose(new, by=user, now=now)
        except NotAllowed as refused:
            form.refuse(refused, getattr(refused, "field", None))
        else:
            banner.success(request, _("Sent for approval. It is live when a second person approves it."))
            return redirect("lookout", reference=made.reference)
    return _page(request, form, status=400)


def _initial(user: User, about: str) -> dict[str, str]:
    """Return the values that the item fills in; reading them is audited."""
    item = parse_item(about)
    found = prefill(item, user) if item else {}
    if item and found:
        log(user, "read", f"{item.kind} {item.number}", states=own_states(user))
    return found


def _new(form: LookoutForm) -> NewLookout:
    """Return what was typed; what is wrong with it is empty, and has its error already."""
    given = form.cleaned_data
    return NewLookout(
        kind=form.kind,
        cells=form.cells,
        why=given.get("why", ""),
        basis=given.get("basis", ""),
        chosen=given.get("chosen", []),
        hours=given.get("hours") or 1,
        contact_point=form.points.get(given.get("contact_point", "")),
        is_child=form.names_a_child,
        centre_calls=bool(given.get("centre_calls")),
        photo=form.photo_change(),
    )


def _states(user: User) -> list[tuple[str, str]]:
    return list(State.objects.exclude(pk=user.state_id).order_by("name").values_list("pk", "name"))


def _points(user: User) -> list[ContactPoint]:
    """Return the contact points of the own state or centre, those of the own organisation first."""
    own = user.organisation_id or first_organisation(user.state).pk
    rows = ContactPoint.objects.visible_to(user).filter(owner=user.state_id or REGION, until=None).order_by("title")
    return sorted(rows[:MAX_POINTS], key=lambda row: row.organisation_id != own)


def _page(request: HttpRequest, form: LookoutForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "kind": form.kind, "kinds": [(k, f.title) for k, f in FORMS.items()]}
    return render(request, "lookout_new.html", context, status=status)
