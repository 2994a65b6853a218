"""Files of vetting: the empty sheet, the letter, and the check of a letter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from roadstead.casework.vetting.letter import check_letter
from roadstead.casework.vetting.logic.sheet import template
from roadstead.platform.accounts.cooperation_permissions import may_see_vetting, may_send_vetting
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.pdf import pdf_response
from roadstead.web.vetting.forms import CheckForm
from roadstead.web.vetting.sheet_page import own_sheet


@allowed(may_send_vetting)
@require_safe
def vetting_template(request: HttpRequest) -> HttpResponse:
    """Return the empty sheet."""
    headers = {"Content-Disposition": 'attachment; filename="vetting-template.csv"'}
    return HttpResponse(template(), content_type="text/csv; charset=utf-8", headers=headers)


@allowed(may_see_vetting)
@require_safe
def vetting_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the last letter as it was signed; the page of the sheet if there is none."""
    found, user = own_sheet(request, pk, with_letter=True), current_user(request)
    if not found.letter:
        return redirect("vetting-sheet", pk=pk)
    log(user, "exported", f"vetting {pk}", states=found.states, detail=f"letter {found.letter_sha256}")
    return pdf_response(bytes(found.letter), f"vetting-{pk}-letter-{found.letters}.pdf")


@allowed(may_see_vetting)
@require_http_methods(["GET", "HEAD", "POST"])
def check_vetting_letter(request: HttpRequest) -> HttpResponse:
    """Say whether a letter is the last one of its sheet, by its code, and whether a file is that letter unchanged."""
    if request.method != "POST":
        return render(request, "vetting_check.html", {"form": CheckForm()})
    form, user = CheckForm(request.POST, request.FILES), current_user(request)
    found, status = None, 200
    if form.is_valid():
        file = form.cleaned_data["letter"]
        found = check_letter(form.cleaned_data["code"], file.read() if file else None, by=user)
        if found is None:
            form.add_error(
                "code", _("No letter in force has this code. Check it; a newer letter may have replaced it.")
            )
        else:
            log(user, "checked", f"vetting {found[0].pk}", states=found[0].states)
    if form.errors:
        status = 400
    context = {
        "form": form,
        "sheet": found[0] if found else None,
        "is_same": bool(found and found[1]),
        "has_file": bool(form.is_valid() and form.cleaned_data["letter"]),
    }
    return render(request, "vetting_check.html", context, status=status)
