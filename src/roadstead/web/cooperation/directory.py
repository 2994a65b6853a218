"""Directory: contact points of each state by function, when they last answered, and where there are none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django import forms
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.cases.export.handed_out import count_handed_out
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import (
    may_edit_directory,
    may_propose_agreements,
    may_record_contact,
    may_see_directory,
)
from roadstead.platform.accounts.models import Organisation, State, User
from roadstead.platform.accounts.organisations import OrganisationType
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
from roadstead.platform.directory.sharing import agreements, may_decide, waiting
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.status_tags import Tag
from roadstead.web.cooperation.freshness_tags import NO_HOLDER, NOT_COVERED, TAGS
from roadstead.web.cooperation.organisation_forms import (
    AgreementForm,
    CompetenceForm,
    ContactForm,
    HolderForm,
    MethodForm,
    OrganisationForm,
    PointForm,
)
from roadstead.web.cooperation.routing import SearchForm, search_context, state_names
from roadstead.web.forms.acts import ActForm, shown
from roadstead.web.forms.page_form import PageForm

MAX_CONTACTS: Final = 10  # on the page of an organisation, the newest
POINTS_PER_PAGE: Final = 15  # of the directory


class DirectoryFilter(PageForm):
    """The state whose contact points are listed."""

    auto_id, marks_optional = "filter-%s", False
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, states: Iterable[State], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        named = [(each.pk, each.name) for each in states]
        field.choices = [("", _("All")), *named, (REGION, _("Regional centre"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A contact point as the pages show it. `fresh` None: nobody holds it."""

    point: Any  # with `held_by` and `competent_for`, see current_points
    fresh: Freshness | None

    @property
    def tag(self) -> Tag:
        return NO_HOLDER if self.fresh is None else TAGS[self.fresh]


class Row(NamedTuple):
    """One state, or the region, with its cells in the order of Function."""

    name: str
    cells: list[tuple[str, Tag]]


@allowed(may_see_directory)
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Show the directory, open to every member; `state` narrows it to one, `q` asks who answers."""
    user = current_user(request)
    log(user, "read", "directory", states=list(user.scope.states))
    if text := request.GET.get("q", "").strip():
        return _answers(request, text)
    return _directory(request)


def _answers(request: HttpRequest, text: str) -> HttpResponse:
    """Show the contact points that a search asks for."""
    search = SearchForm(request.GET)
    found = search_context(text, current_user(request), timezone.now()) if search.is_valid() else {}
    return render(request, "answers.html", {"search": search, "form": search, **found})


def _directory(request: HttpRequest, sent: PageForm | None = None) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    states = list(State.objects.order_by("name"))
    filters = DirectoryFilter(request.GET, states=states)
    filters.is_valid()
    state = filters.cleaned_data.get("state", "")
    points = point_views(current_points(user), now)
    listed = [each for each in points if state in ("", each.point.owner)]
    organisations = Organisation.objects.select_related("state").filter(until=None)
    context: dict[str, Any] = {
        "rows": list(_rows(states, points)),
        "functions": Function.labels,
        "page": Paginator(listed, POINTS_PER_PAGE).get_page(request.GET.get("page")),
        "without": organisations.exclude(pk__in={each.point.organisation_id for each in points}),
        "filters": filters,
        "search": SearchForm(),
        "card": next(((code, name) for code, name in state_names().items() if code == (state or user.state_id)), None),
        "may_edit": may_edit_directory(user),
        "form": sent or filters,
        "new": sent or OrganisationForm(),
    }
    return render(request, "directory.html", context, status=400 if sent else 200)


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
                (label, TAGS[best_freshness(cell)] if cell else NOT_COVERED)
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


def organisation_page(request: HttpRequest, found: Organisation, sent: PageForm | None = None) -> HttpResponse:
    """Render the organisation; after a refusal with `sent`, the form that was sent, with its errors."""
    user, now = current_user(request), timezone.now()
    contacts = Contact.objects.visible_to(user).filter(method__contact_point__organisation=found)
    points = current_points(user).filter(organisation=found)
    people = list(people_of(found, user)) if may_edit(user, found) else []
    context: dict[str, Any] = {
        "organisation": found,
        "points": [
            (each, _methods(each.point, now, sent), _point_forms(each.point, people, sent))
            for each in point_views(points, now)
        ],
        "contacts": contacts.select_related("method__contact_point", "by")[:MAX_CONTACTS],
        **(_agreements(user, found, now) if found.type == OrganisationType.PARTNER else {}),
        "may_edit": may_edit(user, found),
        "may_record": may_record_contact(user),
        "form": sent,
        "new_point": shown(sent, PointForm),
        "agreement": shown(sent, AgreementForm),
    }
    return render(request, "organisation.html", context, status=400 if sent else 200)


def _point_forms(point: ContactPoint, people: Iterable[User], sent: PageForm | None) -> dict[str, ActForm]:
    """Return the forms that change a contact point."""
    return {
        "holder": shown(sent, HolderForm, row=point.pk, people=people),
        "method": shown(sent, MethodForm, row=point.pk),
        "competence": shown(sent, CompetenceForm, row=point.pk),
    }


def _agreements(user: User, partner: Organisation, now: datetime) -> dict[str, Any]:
    """Return the further context of a partner's page."""
    in_force = list(agreements(user, now.date()).filter(partner=partner))
    handed_out = count_handed_out(user, in_force)
    return {
        "agreements": [(each, handed_out.get(each.pk)) for each in in_force],
        "proposals": [(each, may_decide(user, each)) for each in waiting(user).filter(partner=partner)],
        "may_propose": may_propose_agreements(user),
    }


def people_of(found: Organisation, user: User) -> QuerySet[User]:
    """Return the users who may hold a post there; nobody names themselves."""
    people = User.objects.filter(state=found.state, carrier=None, is_active=True).exclude(pk=user.pk)
    return people.order_by("last_name", "pk")


def _methods(point: ContactPoint, now: datetime, sent: PageForm | None) -> list[tuple[ContactMethod, Tag, ActForm]]:
    """Return each contact method with its freshness, and the form that records a contact."""
    return [
        (each, TAGS[freshness_of([each], now)], shown(sent, ContactForm, row=each.pk)) for each in point.methods.all()
    ]


@allowed(may_edit_directory)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add an organisation of the own state, or of the region."""
    form = OrganisationForm(request.POST)
    if not form.is_valid():
        return _directory(request, form)
    given = form.cleaned_data
    try:
        made = add_organisation(
            given["code"], given["name"], given["type"], by=current_user(request), source=given["source"]
        )
    except NotAllowed as refused:
        form.refuse(refused, "code")
        return _directory(request, form)
    return redirect("organisation", made.pk)
