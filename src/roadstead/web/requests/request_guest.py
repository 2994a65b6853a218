"""Send a guest a link to a request, or end it: the asking side's part of guest access."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.cooperation.requests.guests import end_link, make_link
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import may_write_requests
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.forms.acts import refused as refused_form
from roadstead.web.requests.guest_panel import GuestForm
from roadstead.web.requests.request_page import own_request, render_request


@allowed(may_write_requests)
@require_POST
def request_guest(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the link that the form describes, or end the open one (`act`: end). A refusal keeps what was typed."""
    found, user, now = own_request(request, reference), current_user(request), timezone.now()
    form = GuestForm(request.POST)
    try:
        if request.POST.get("act") == "end":
            end_link(found.pk, by=user, now=now)
            banner.success(request, _("The link has ended. Nobody opens the request with it any more."))
            return redirect("request", reference=reference)
        if form.is_valid():
            make_link(found.pk, **form.cleaned_data, by=user, now=now)
            banner.success(request, _("The link is on its way. Now telephone, and read out the PIN."))
            return redirect("request", reference=reference)
    except NotAllowed as refused:
        return render_request(request, found, sent=refused_form(refusal_text(refused)), status=409)
    return render_request(request, found, sent=form, status=409)
