"""Directory: who can be reached for what in which state, how fresh that is, and where nobody can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import Organisation, State, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.accounts.permissions import (
    may_edit_directory,
    may_propose_agreements,
    may_record_contact,
    may_see_directory,
)
from roadstead.platform.audit.models import log
from roadstead.platform.directory.contacts import freshness_of
from roadstead.platform.directory.editing import add_organisation, in_force, may_edit
from roadstead.platform.directory.logic.freshness import Freshness, best_freshness
from roadstead.platform.directory.models import (
    Competence,
    Contact,
    ContactMethod,
    ContactPoint,
    ContactPointHolder,
    Function,
    HolderContact,
)
from roadstead.platform.directory.sharing import TLP, agreements, may_decide, waiting
from roadstead.platform.handling import labels
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.templatetags.statuses import Tag

TAGS: Final = {
    Freshness.FRESH: Tag("green", "✓", gettext_lazy("Fresh")),
    Freshness.TO_CONFIRM: Tag("orange", "?", gettext_lazy("To confirm")),
    Freshness.STALE: Tag("red", "!", gettext_lazy("Stale")),
}
NOBODY: Final = Tag("red", "×", gettext_lazy("Nobody"))
MAX_CONTACTS: Final = 10  # on the page of an organisation, the newest


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A contact point as the pages show it. `fresh` None: nobody holds it."""

    point: Any  # with `held_by` and `competent_for`, see current_points
    fresh: Freshness | None

    @property
    def tag(self) -> Tag:
        return NOBODY if self.fresh is None else TAGS[self.fresh]


class Row(NamedTuple):
    """One state, or the region, with its cells in the order of Function."""

    name: str
    cells: list[tuple[str, Tag]]


@allowed(may_see_directory)
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Show the directory, open to every member; `state` narrows it to one."""
    user = current_user(request)
    log(user, "read", "directory", states=list(user.scope.states))
    return _directory(request)


def _directory(request: HttpRequest, **more: object) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    states = list(State.objects.order_by("name"))
    points = point_views(current_points(user), now)
    state = request.GET.get("state", "")
    listed = [each for each in points if state in ("", each.point.owner)]
    organisations = Organisation.objects.select_related("state").filter(until=None)
    context: dict[str, Any] = {
        "rows": list(_rows(states, points)),
        "functions": Function.labels,
        "listed": listed,
        "without": organisations.exclude(pk__in={each.point.organisation_id for each in points}),
        "states": states,
        "state": state,
        "types": OrganisationType.choices,
        "may_edit": may_edit_directory(user),
        "typed": request.POST,
    }
    return render(request, "directory.html", context | more, status=400 if more else 200)


def _rows(states: Iterable[State], points: Iterable[PointView]) -> Iterable[Row]:
    found: dict[tuple[str, str], list[Freshness]] = defaultdict(list)
    for each in points:
        if (fresh := each.fresh) is not None:
            for function in each.point.functions:
                found[each.point.owner, function].append(fresh)
    for owner, name in [*((state.pk, state.name) for state in states), (REGION, _("Regional centre"))]:
        best = [found.get((owner, function)) for function in Function.values]
        yield Row(
            name,
            [
                (label, TAGS[best_freshness(cell)] if cell else NOBODY)
                for label, cell in zip(Function.labels, best, strict=True)
            ],
        )


def current_points(user: User) -> QuerySet[Any, Any]:
    """Return the points that have not ended, with `held_by` and `competent_for` of today, in a few queries."""
    today = timezone.now().date()
    contact: Prefetch[Any] = Prefetch("contact", HolderContact.objects.visible_to(user))
    holders = ContactPointHolder.objects.visible_to(user).filter(in_force(today)).select_related("user")
    competences = Competence.objects.visible_to(user).filter(in_force(today))
    more: list[Any] = [
        "methods",
        Prefetch("holders", holders.prefetch_related(contact), to_attr="held_by"),
        Prefetch("competences", competences, to_attr="competent_for"),
    ]
    rows = ContactPoint.objects.visible_to(user).filter(until=None).select_related("organisation__state")
    return rows.prefetch_related(*more)


def point_views(points: Iterable[Any], now: datetime) -> list[PointView]:
    """Return the points with their freshness. A point that nobody holds reaches nobody, whatever methods it has."""
    return [
        PointView(point=each, fresh=freshness_of(each.methods.all(), now) if each.held_by else None) for each in points
    ]


@allowed(may_see_directory)
@require_safe
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """Show one organisation with its contact points; forms for its editors."""
    found = get_object_or_404(Organisation.objects.select_related("state", "parent"), pk=code)
    log(current_user(request), "read", f"organisation {found.pk}", states=list(current_user(request).scope.states))
    return organisation_page(request, found)


def organisation_page(request: HttpRequest, found: Organisation, **more: object) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    contacts = Contact.objects.visible_to(user).filter(method__contact_point__organisation=found)
    points = current_points(user).filter(organisation=found)
    context: dict[str, Any] = {
        "organisation": found,
        "points": [(each, methods(each.point, now)) for each in point_views(points, now)],
        "contacts": contacts.select_related("method__contact_point", "by")[:MAX_CONTACTS],
        **(_agreements(user, found, now) if found.type == OrganisationType.PARTNER else {}),
        "may_edit": may_edit(user, found),
        "may_record": may_record_contact(user),
        "functions": Function.choices,
        "methods": ContactMethod.Method.choices,
        "kinds": ContactPointHolder.Kind.choices,
        "people": _people(found).exclude(pk=user.pk) if may_edit(user, found) else [],
        "typed": request.POST,
    }
    return render(request, "organisation.html", context | more, status=400 if more else 200)


def _agreements(user: User, partner: Organisation, now: datetime) -> dict[str, Any]:
    """Return the further context of a partner's page."""
    return {
        "agreements": agreements(user, now.date()).filter(partner=partner),
        "proposals": [(each, may_decide(user, each)) for each in waiting(user).filter(partner=partner)],
        "may_propose": may_propose_agreements(user),
        "codes": [(code, labels.TLP[code]) for code in TLP],
    }


def _people(found: Organisation) -> QuerySet[User]:
    """Return the users who may hold a post there."""
    return User.objects.filter(state=found.state, carrier=None, is_active=True).order_by("last_name", "pk")


def methods(point: ContactPoint, now: datetime) -> list[tuple[ContactMethod, Tag]]:
    return [(each, TAGS[freshness_of([each], now)]) for each in point.methods.all()]


@allowed(may_edit_directory)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add an organisation of the own state, or of the region."""
    get = request.POST.get
    try:
        made = add_organisation(
            get("code", "").strip(),
            get("name", ""),
            get("type", ""),
            by=current_user(request),
            source=get("source", ""),
        )
    except NotAllowed as refused:
        return _directory(request, error=refusal_text(refused))
    return redirect("organisation", made.pk)
