"""Pages of a guest, who has no account: the PIN, and the one request that their link opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roadstead.cooperation.requests.guests import WrongPin, enter_pin, guest_user, link_for, open_link
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import enter, region_scope
from roadstead.web.common.guard import scope_of
from roadstead.web.common.refusals import refusal_text
from roadstead.web.forms.acts import refused as refused_form
from roadstead.web.forms.page_form import PageForm
from roadstead.web.requests.request_files import BROKEN, give_file, take_file
from roadstead.web.requests.request_page import do_act, request_context, requests_for_page

KEY: Final = "guest_link"  # in the session: the id of the link that was opened with its PIN
SECONDS: Final = 3600  # of a guest's session
LEFT: Final = _("You have left. Your link opens the request again, with its PIN, until it ends.")
P = ParamSpec("P")


class PinForm(PageForm):
    """The PIN that the sender reads out."""

    pin = forms.CharField(
        label=_("PIN"),
        help_text=_("Six digits. Whoever sent the message reads them out to you by telephone."),
        max_length=20,
        error_messages={"required": _("Enter the PIN.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "class": "govuk-input govuk-input--width-10"}
        ),
    )


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def guest_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for the PIN, and open the request with it. Nothing of the request is shown before."""
    form, now = PinForm(request.POST or None), timezone.now()
    try:
        with region_scope(back=scope_of(request)):
            link = link_for(secret, now=now)
            if not form.is_valid():
                return render(request, "guest_pin.html", {"form": form})
            enter_pin(link, form.cleaned_data["pin"], now=now)
    except WrongPin as refused:
        form.refuse(refused, "pin")
        return render(request, "guest_pin.html", {"form": form}, status=403)
    except NotAllowed as refused:
        return _over(request, refused)
    request.session.cycle_key()
    request.session[KEY] = link.pk
    request.session.set_expiry(SECONDS)
    return redirect("guest")


def as_guest(
    view: Callable[Concatenate[HttpRequest, User, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Call the view with the guest of this session, in a scope that sees one request; say so if the link is over."""

    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            with region_scope(back=scope_of(request)):
                guest = guest_user(open_link(request.session.get(KEY, 0), now=timezone.now()))
        except NotAllowed as refused:
            request.session.pop(KEY, None)
            return _over(request, refused)
        enter(guest.scope)
        return view(request, guest, *args, **kwargs)

    return opened


@require_safe
@as_guest
def guest(request: HttpRequest, user: User) -> HttpResponse:
    """Show the guest's request, and record that its messages were read."""
    found = requests_for_page(user).get()
    log(user, "read", f"exchange {found.pk}", states=found.states)
    return _render(request, user)


@require_POST
@as_guest
def guest_act(request: HttpRequest, user: User) -> HttpResponse:
    """Do one thing on the request. A refusal says why at the form that was sent, and keeps what was typed."""
    refused = do_act(request, requests_for_page(user).get(), user)
    return redirect("guest") if refused is None else _render(request, user, sent=refused, status=409)


@require_POST
@as_guest
def add_guest_file(request: HttpRequest, user: User) -> HttpResponse:
    """Add a file to the request; a refusal says why and what to do."""
    refused = take_file(request, requests_for_page(user).get(), user)
    return redirect("guest") if refused is None else _render(request, user, sent=refused, status=409)


@require_safe
@as_guest
def guest_file(request: HttpRequest, user: User, file: int) -> HttpResponse:
    """Return a file of the request as it was added."""
    given = give_file(requests_for_page(user).get(), file, user)
    return given or _render(request, user, sent=refused_form(str(BROKEN)), status=409)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the request in this browser. The link opens it again, with its PIN, until it ends."""
    request.session.pop(KEY, None)
    return render(request, "guest_over.html", {"text": LEFT})


def _render(request: HttpRequest, user: User, *, sent: PageForm | None = None, status: int = 200) -> HttpResponse:
    context = request_context(request, requests_for_page(user).get(), user, sent=sent)
    return render(request, "guest.html", context, status=status)


def _over(request: HttpRequest, refused: NotAllowed) -> HttpResponse:
    return render(request, "guest_over.html", {"text": refusal_text(refused)}, status=403)
