"""Actions on an organisation's page: by its editors, by the person named as a holder, and contacts by any officer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final, TypeVar

from django.contrib import messages as banner
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.permissions import may_edit_directory, may_record_contact, may_see_directory
from roadstead.platform.directory import contacts, editing, sharing
from roadstead.platform.directory.models import Competence, ContactMethod, ContactPoint, ContactPointHolder
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.cooperation.directory import organisation_page

MAX_DIGITS: Final = 18
Found = TypeVar("Found", bound=Model)
Act = Callable[[Organisation, QueryDict, User, datetime], object]


def _number(form: QueryDict, name: str) -> int:
    given = form.get(name, "")
    return int(given) if given.isdecimal() and len(given) <= MAX_DIGITS else 0


def _found(rows: QuerySet[Found, Found], form: QueryDict) -> Found:
    return get_object_or_404(rows, pk=_number(form, "number"))


def _point(organisation: Organisation, form: QueryDict, by: User) -> ContactPoint:
    rows = ContactPoint.objects.visible_to(by).filter(organisation=organisation, until=None)
    return _found(rows.select_related("organisation"), form)


def _holder(organisation: Organisation, form: QueryDict, by: User) -> ContactPointHolder:
    rows = ContactPointHolder.objects.visible_to(by).filter(contact_point__organisation=organisation)
    return _found(rows.select_related("contact_point__organisation"), form)


def _method(organisation: Organisation, form: QueryDict, by: User) -> ContactMethod:
    rows = ContactMethod.objects.visible_to(by).filter(contact_point__organisation=organisation)
    return _found(rows.select_related("contact_point__organisation"), form)


def _competence(organisation: Organisation, form: QueryDict, by: User) -> Competence:
    rows = Competence.objects.visible_to(by).filter(contact_point__organisation=organisation)
    return _found(rows.select_related("contact_point__organisation"), form)


def _words(form: QueryDict, name: str) -> list[str]:
    return form.get(name, "").replace(",", " ").split()


def _add_method(organisation: Organisation, form: QueryDict, by: User, now: datetime) -> object:
    more = {"hours": form.get("hours", "").strip()[:120], "languages": _words(form, "languages")[:4]}
    if not all(len(each) <= 3 for each in more["languages"]):
        raise NotAllowed("Write languages as two letters, as in en es.")
    point = _point(organisation, form, by)
    return editing.add_method(point, form.get("method", ""), form.get("target", ""), by=by, now=now, **more)


def _name_holder(organisation: Organisation, form: QueryDict, by: User, now: datetime) -> object:
    person = User.objects.filter(pk=_number(form, "person"), is_active=True, carrier=None).first()
    given: Mapping[str, Any] = {name: form.get(name, "").strip() for name in ("name", "mail", "telephone", "kind")}
    return editing.name_holder(_point(organisation, form, by), by=by, now=now, user=person, **given)


def _add_competence(organisation: Organisation, form: QueryDict, by: User, now: datetime) -> object:
    return editing.add_competence(
        _point(organisation, form, by),
        form.get("measure", ""),
        form.get("source", ""),
        by=by,
        today=now.date(),
        urgent_only=form.get("urgent_only") == "yes",
    )


def _propose_agreement(organisation: Organisation, form: QueryDict, by: User, now: datetime) -> object:
    given = {name: form.get(name, "").strip() for name in ("purpose", "strictest_tlp", "reference")}
    categories = [each.strip()[:40] for each in form.get("categories", "").split(",") if each.strip()]
    return sharing.propose(
        organisation,
        reason=form.get("reason", ""),
        by=by,
        now=now,
        categories=categories,
        retention=form.get("retention", "").strip()[:40],
        onward_transfer=form.get("onward_transfer") == "yes",
        valid_from=_day(form, "valid_from"),
        valid_to=_day(form, "valid_to"),
        **given,
    )


def _day(form: QueryDict, name: str) -> date | None:
    try:
        return date.fromisoformat(given) if (given := form.get(name, "").strip()) else None
    except ValueError:
        raise NotAllowed("Write a day as in 2027-01-31.") from None


def _unknown_act(*_given: object) -> object:
    raise NotAllowed("Choose what to change on the page.")


ACTS: Final[Mapping[str, Act]] = {
    "add-point": lambda organisation, form, by, now: editing.add_point(
        organisation, form.get("title", ""), form.getlist("function"), by=by, today=now.date()
    ),
    "end-point": lambda organisation, form, by, now: editing.end_point(
        _point(organisation, form, by), by=by, today=now.date()
    ),
    "name": _name_holder,
    "accept": lambda organisation, form, by, now: editing.accept(_holder(organisation, form, by), by=by, now=now),
    "end-holder": lambda organisation, form, by, now: editing.end_holder(
        _holder(organisation, form, by), by=by, today=now.date()
    ),
    "add-method": _add_method,
    "remove-method": lambda organisation, form, by, now: editing.remove_method(_method(organisation, form, by), by=by),
    "add-competence": _add_competence,
    "propose-agreement": _propose_agreement,
    "end-competence": lambda organisation, form, by, now: editing.end_competence(
        _competence(organisation, form, by), by=by, today=now.date()
    ),
}


@allowed(may_see_directory)
@require_POST
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Perform the action in `act`. The directory itself checks who may, because a person who is named accepts
    here too.
    """
    organisation = get_object_or_404(Organisation.objects.select_related("state"), pk=code)
    try:
        ACTS.get(request.POST.get("act", ""), _unknown_act)(
            organisation, request.POST, current_user(request), timezone.now()
        )
    except NotAllowed as refused:
        return organisation_page(request, organisation, error=refusal_text(refused))
    proposed = request.POST.get("act") == "propose-agreement"
    done = (
        _("Proposed. It holds once a second person approves it.") if proposed else _("The directory has been changed.")
    )
    banner.success(request, done)
    return redirect("organisation", organisation.pk)


@allowed(may_edit_directory)
@require_POST
def decide_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or reject an agreement that waits, or withdraw it."""
    by = current_user(request)
    row = get_object_or_404(sharing.own(by), pk=pk)
    try:
        sharing.decide(pk, request.POST.get("act") == "approve", by=by, now=timezone.now())
    except NotAllowed as refused:
        return organisation_page(request, row.partner, error=refusal_text(refused))
    banner.success(request, _("Done."))
    return redirect("organisation", row.partner_id)


@allowed(may_record_contact)
@require_POST
def record_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Record one attempt: somebody answered, or nobody did."""
    by = current_user(request)
    rows = ContactMethod.objects.visible_to(by).select_related("contact_point__organisation")
    method = get_object_or_404(rows, pk=pk)
    get = request.POST.get
    try:
        contacts.record_contact(method, get("result", ""), by=by, now=timezone.now(), words=get("note", ""))
    except NotAllowed as refused:
        return organisation_page(request, method.contact_point.organisation, error=refusal_text(refused))
    banner.success(request, _("The contact has been recorded."))
    return redirect("organisation", method.contact_point.organisation_id)
