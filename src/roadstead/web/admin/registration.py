"""Self-registration of captains and small agents: ask for an account, and confirm the address by the link in the mail.

Every answer is the same for an address that has an account and for one that has none.
"""

from __future__ import annotations

from typing import Final

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core.internal.ratelimit import consume
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from roadstead.engine.reference.settings import SettingName
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import nobodys_scope
from roadstead.platform.registration.limits import limit
from roadstead.platform.registration.models import CraftKind, Registration
from roadstead.platform.registration.register import Wanted, ask_for_account, create_account, open_registration
from roadstead.web.admin.sign_in.forms import FirstPassword
from roadstead.web.common.guard import scope_of
from roadstead.web.forms.page_form import PageForm

TOO_OFTEN: Final = _("There were too many registrations from your network. Wait an hour, then try again.")
UNSEEN: Final = _("The name has characters that cannot be seen. Type it again with letters alone.")
KINDS: Final = {
    CraftKind.YACHT: _("A yacht or another small vessel"),
    CraftKind.AIRCRAFT: _("A private aircraft"),
    CraftKind.AGENT: _("An agent for small vessels or private aircraft"),
}


class RegistrationForm(PageForm):
    """Name, address and kind of somebody who registers; the password is chosen once the address is confirmed."""

    name = forms.CharField(
        label=_("Your name, or the name of your firm"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send a link there. You sign in with this address."),
        error_messages={"invalid": _("This is not an e-mail address. Write it as name@example.com.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label=_("What do you file for?"),
        choices=[(kind.value, words) for kind, words in KINDS.items()],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of our mails"),
        choices=settings.LANGUAGES,
        widget=forms.Select(attrs={"class": "govuk-input--width-10"}),
    )

    def clean_name(self) -> str:
        """Refuse characters that nobody sees, such as those that turn the direction of writing."""
        name = str(self.cleaned_data["name"])
        if not name.isprintable():
            raise forms.ValidationError(UNSEEN, code="invalid")
        return name

    def wanted(self) -> Wanted:
        return Wanted(**self.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Show the form, or take a registration in and send a mail. 404 if the operator has not switched it on."""
    _check_is_on()
    form = RegistrationForm(request.POST or None, initial={"language": get_language()})
    if not form.is_valid():
        return render(request, "registration/register.html", {"form": form})
    if not _is_within_rate(request):
        log(None, "registration refused", "network over its limit")
        form.add_error(None, str(TOO_OFTEN))
        return render(request, "registration/register.html", {"form": form}, status=429)
    try:
        with nobodys_scope(back=scope_of(request)):
            ask_for_account(form.wanted(), now=timezone.now())
    except NotAllowed as refused:
        log(None, "registration refused", "limit reached")
        form.refuse(refused, refused.field if isinstance(refused, FieldRefused) else None)
        return render(request, "registration/register.html", {"form": form}, status=429)
    return redirect("registered")


@require_safe
def registered(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way."""
    _check_is_on()
    return render(request, "registration/registered.html")


@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Let the reader of the mailbox choose a password, then make the account and sign in. Opening the page makes
    nothing: programs that check mails open links too. Once the operator has switched registration off, no link works.
    """
    with nobodys_scope(back=scope_of(request)):
        registration = open_registration(secret, now=timezone.now()) if settings.SELF_REGISTRATION else None
    if registration is None:
        log(None, "registration refused", "unknown link")
        return render(request, "registration/over.html", {"is_open": settings.SELF_REGISTRATION}, status=404)
    form = FirstPassword(_person(registration), request.POST or None)
    if not form.is_valid():
        return render(request, "registration/confirm.html", {"form": form, "registration": registration})
    try:
        with nobodys_scope(back=scope_of(request)):
            user = create_account(registration, form.cleaned_data["new_password1"], now=timezone.now())
    except NotAllowed as refused:
        form.add_error(None, str(refused))
        return render(request, "registration/confirm.html", {"form": form, "registration": registration}, status=409)
    login = Login(user=user, redirect_url=reverse("home"))
    response: HttpResponse = perform_password_login(request, {"username": user.username}, login)
    return response


def _check_is_on() -> None:
    if not settings.SELF_REGISTRATION:
        raise Http404


def _is_within_rate(request: HttpRequest) -> bool:
    """Return True if this network has not registered too often in the last hour, and count this registration."""
    rates = {"register": f"{limit(SettingName.REGISTRATION_TRIES)}/h/ip"}
    return consume(request, app="roadstead", action="register", config=rates) is not None


def _person(registration: Registration) -> User:
    """Return the account as it will be, with which a password must not be similar."""
    return User(email=registration.email, first_name=registration.name)
