"""Actions on an organisation's page: by its editors, by the person named as a holder, and contacts by any officer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from django.contrib import messages as banner
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import (
    may_edit_directory,
    may_record_contact,
    may_see_directory,
)
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.directory import contacts, editing, sharing
from roadstead.platform.directory.models import Competence, ContactMethod, ContactPoint, ContactPointHolder
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.cooperation.directory import organisation_page, people_of
from roadstead.web.cooperation.organisation_forms import (
    AgreementForm,
    CompetenceForm,
    ContactForm,
    DecisionForm,
    HolderForm,
    MethodForm,
    PointForm,
    RowForm,
)
from roadstead.web.forms.acts import ActForm, ChosenAct

Found = TypeVar("Found", bound=Model)
Given = dict[str, Any]  # cleaned values of the form
Run = Callable[[Organisation, Given, User, datetime], object]


@dataclass(frozen=True, slots=True)
class OrganisationAct:
    """A button: the form that it sends, its action, and the field at which a refusal is shown."""

    form: type[ActForm]
    run: Run
    field: str = ""


def _found(rows: QuerySet[Found, Found], given: Given) -> Found:
    return get_object_or_404(rows, pk=given["number"])


def _point(organisation: Organisation, given: Given, by: User) -> ContactPoint:
    rows = ContactPoint.objects.visible_to(by).filter(organisation=organisation, until=None)
    return _found(rows.select_related("organisation"), given)


def _holder(organisation: Organisation, given: Given, by: User) -> ContactPointHolder:
    rows = ContactPointHolder.objects.visible_to(by).filter(contact_point__organisation=organisation)
    return _found(rows.select_related("contact_point__organisation"), given)


def _method(organisation: Organisation, given: Given, by: User) -> ContactMethod:
    rows = ContactMethod.objects.visible_to(by).filter(contact_point__organisation=organisation)
    return _found(rows.select_related("contact_point__organisation"), given)


def _competence(organisation: Organisation, given: Given, by: User) -> Competence:
    rows = Competence.objects.visible_to(by).filter(contact_point__organisation=organisation)
    return _found(rows.select_related("contact_point__organisation"), given)


def _add_point(organisation: Organisation, given: Given, by: User, now: datetime) -> None:
    editing.add_point(organisation, given["title"], given["function"], by=by, today=now.date())


def _end_point(organisation: Organisation, given: Given, by: User, now: datetime) -> None:
    editing.end_point(_point(organisation, given, by), by=by, today=now.date())


def _name_holder(organisation: Organisation, given: Given, by: User, now: datetime) -> None:
    person = User.objects.filter(pk=given["person"]).first() if given["person"] else None
    named = {name: given[name] for name in ("name", "mail", "telephone", "kind")}
    editing.name_holder(_point(organisation, given, by), by=by, now=now, user=person, **named)


def _accept(organisation: Organisation, given: Given, by: User, now: datetime) -> None:
    editing.accept(_holder(organisation, given, by), by=by, now=now)


def _end_holder(organisation: Organisation, given: Given, by: User, now: datetime) -> None:
    editing.end_holder(_holder(organisation, given, by), by=by, today=now.date())


def _add_method(organisation: Organisation, given: Given, by: User, now: datetime) -> None:
    more = {name: given[name] for name in ("hours", "languages")}
    editing.add_method(_point(organisation, given, by), given["method"], given["target"], by=by, now=now, **more)


def _remove_method(organisation: Organisation, given: Given, by: User, now: datetime) -> None:
    editing.remove_method(_method(organisation, given, by), by=by)


def _add_competence(organisation: Organisation, given: Given, by: User, now: datetime) -> None:
    editing.add_competence(
        _point(organisation, given, by),
        given["measure"],
        given["source"],
        by=by,
        today=now.date(),
        **{name: given[name] for name in ("crimes", "stage", "urgent_only")},
    )


def _end_competence(organisation: Organisation, given: Given, by: User, now: datetime) -> None:
    editing.end_competence(_competence(organisation, given, by), by=by, today=now.date())


def _propose_agreement(organisation: Organisation, given: Given, by: User, now: datetime) -> None:
    sharing.propose(organisation, by=by, now=now, **given)


ACTS: Final[Mapping[str, OrganisationAct]] = {
    "add-point": OrganisationAct(PointForm, _add_point, "title"),
    "end-point": OrganisationAct(RowForm, _end_point),
    "name": OrganisationAct(HolderForm, _name_holder, "name"),
    "accept": OrganisationAct(RowForm, _accept),
    "end-holder": OrganisationAct(RowForm, _end_holder),
    "add-method": OrganisationAct(MethodForm, _add_method, "target"),
    "remove-method": OrganisationAct(RowForm, _remove_method),
    "add-competence": OrganisationAct(CompetenceForm, _add_competence, "measure"),
    "end-competence": OrganisationAct(RowForm, _end_competence),
    "propose-agreement": OrganisationAct(AgreementForm, _propose_agreement, "valid_to"),
}


@allowed(may_see_directory)
@require_POST
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Perform the action in `act`. The directory itself checks who may, because a person who is named accepts
    here too.
    """
    organisation = get_object_or_404(Organisation.objects.select_related("state"), pk=code)
    user, chosen = current_user(request), ChosenAct(request.POST, ACTS)
    if not chosen.is_valid():
        return organisation_page(request, organisation, chosen)
    wanted = ACTS[chosen.cleaned_data["act"]]
    people = {"people": people_of(organisation, user)} if wanted.form is HolderForm else {}
    form = wanted.form(request.POST, **people)
    if not form.is_valid():
        return organisation_page(request, organisation, form)
    try:
        wanted.run(organisation, form.cleaned_data, user, timezone.now())
    except NotAllowed as refused:
        form.refuse(refused, wanted.field)
        return organisation_page(request, organisation, form)
    if wanted.form is AgreementForm:
        banner.success(request, _("Agreement proposed. It is in force once a second person approves it."))
    else:
        banner.success(request, _("Directory updated."))
    return redirect("organisation", organisation.pk)


@allowed(may_edit_directory)
@require_POST
def decide_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or reject an agreement that waits, or withdraw it."""
    by, form = current_user(request), DecisionForm(request.POST)
    row = get_object_or_404(sharing.own(by), pk=pk)
    if not form.is_valid():
        return organisation_page(request, row.partner, form)
    try:
        sharing.decide(pk, form.cleaned_data["act"] == "approve", by=by, now=timezone.now())
    except NotAllowed as refused:
        form.refuse(refused)
        return organisation_page(request, row.partner, form)
    banner.success(request, _("Decision saved."))
    return redirect("organisation", row.partner_id)


@allowed(may_record_contact)
@require_POST
def record_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Record one attempt: somebody answered, or nobody did."""
    by, form = current_user(request), ContactForm(request.POST, row=pk)
    rows = ContactMethod.objects.visible_to(by).select_related("contact_point__organisation")
    method = get_object_or_404(rows, pk=pk)
    organisation = method.contact_point.organisation
    if not form.is_valid():
        return organisation_page(request, organisation, form)
    given = form.cleaned_data
    try:
        contacts.record_contact(method, given["result"], by=by, now=timezone.now(), words=given["note"])
    except NotAllowed as refused:
        form.refuse(refused)
        return organisation_page(request, organisation, form)
    banner.success(request, _("Contact recorded."))
    return redirect("organisation", organisation.pk)
