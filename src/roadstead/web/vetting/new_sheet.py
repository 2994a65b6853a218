"""A new sheet of applicants."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roadstead.casework.vetting.receive import SentSheet, receive
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import may_send_vetting
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.vetting.forms import SheetForm


@allowed(may_send_vetting)
@require_http_methods(["GET", "HEAD", "POST"])
def new_vetting(request: HttpRequest) -> HttpResponse:
    """Show the form, and store the sheet that was sent. Good rows are searched, whatever is wrong with others."""
    if request.method != "POST":
        return render(request, "vetting_new.html", {"form": SheetForm()})
    form = SheetForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        sent = SentSheet(
            name=given["file"].name, raw=given["file"].read(), urgent=given["urgent"], reason=given["reason"]
        )
        try:
            made = receive(sent, by=current_user(request), now=timezone.now())
        except NotAllowed as refused:
            form.refuse(refused, getattr(refused, "field", None))
        else:
            banner.success(request, _("The sheet has been received. You are notified when the letter is ready."))
            return redirect("vetting-sheet", pk=made.pk)
    return render(request, "vetting_new.html", {"form": form}, status=400)
