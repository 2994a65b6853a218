"""A draft of a warrant: new, from a form as JSON, or changed."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roadstead.cooperation.warrants.draft import change, draft, draft_from_form, faults
from roadstead.cooperation.warrants.logic.content import Purpose
from roadstead.cooperation.warrants.logic.statuses import WarrantAct, is_possible
from roadstead.cooperation.warrants.models import Warrant
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import may_draft_warrants
from roadstead.platform.accounts.models import User
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.warrants.forms import FormFileForm, WarrantForm, typed
from roadstead.web.warrants.warrant_page import own_warrant


@allowed(may_draft_warrants)
@require_http_methods(["GET", "HEAD", "POST"])
def new_warrant(request: HttpRequest) -> HttpResponse:
    """Show the form, or store the draft that was typed or read from a form as JSON."""
    user = current_user(request)
    if request.method != "POST":
        return _page(request, WarrantForm(initial={"purpose": Purpose.PROSECUTE.value}), FormFileForm())
    if request.POST.get("act") == "read":
        return _read(request, user)
    form = WarrantForm(request.POST)
    if made := _saved(form, user, None):
        banner.success(request, _("Draft saved. Add the offences next."))
        return redirect("warrant", reference=made.reference)
    return _page(request, form, FormFileForm(), status=400)


@allowed(may_draft_warrants)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_warrant(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the draft, or store its change."""
    found, user = own_warrant(request, reference), current_user(request)
    if not is_possible(found.state, WarrantAct.CHANGED):
        return redirect("warrant", reference=reference)
    if request.method != "POST":
        return _page(request, WarrantForm(initial=typed(found)), None, found=found)
    form = WarrantForm(request.POST)
    if _saved(form, user, found):
        banner.success(request, _("Draft saved."))
        return redirect("warrant", reference=reference)
    return _page(request, form, None, found=found, status=400)


def _read(request: HttpRequest, user: User) -> HttpResponse:
    """Make a draft of the uploaded form; a refusal names its field."""
    form = FormFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            made = draft_from_form(form.cleaned_data["form"].read(), by=user, now=timezone.now())
        except NotAllowed as refused:
            form.refuse(refused, "form")
        else:
            banner.success(request, _("Draft made from the form. Check every field, and write the legal basis."))
            return redirect("edit-warrant", reference=made.reference)
    return _page(request, WarrantForm(initial={"purpose": Purpose.PROSECUTE.value}), form, sent=form, status=400)


def _saved(form: WarrantForm, user: User, found: Warrant | None) -> Warrant | None:
    """Store what was typed; None if it cannot be, with the errors at the form."""
    now = timezone.now()
    if form.is_valid():
        form.add_faults(faults(form.new_warrant(), user.state_id or "", now))
    if not form.is_valid():
        return None
    try:
        if found is None:
            return draft(form.new_warrant(), by=user, now=now)
        return change(found.pk, form.new_warrant(), by=user, now=now)
    except NotAllowed as refused:
        form.refuse(refused, getattr(refused, "field", None))
        return None


def _page(
    request: HttpRequest,
    form: WarrantForm,
    file_form: FormFileForm | None,
    *,
    found: Warrant | None = None,
    sent: FormFileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": sent or form, "draft": form, "file_form": file_form, "warrant": found}
    return render(request, "warrant_new.html", context, status=status)
