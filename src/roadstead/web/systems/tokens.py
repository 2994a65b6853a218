"""Tokens of a state's systems: made by a supervisor of the organisation or an administrator, revoked at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from roadstead.config import config
from roadstead.engine.refusals import FieldRefused
from roadstead.platform.accounts.models import Organisation, TokenScope, User
from roadstead.platform.accounts.permissions import may_manage_state_webhooks, may_manage_systems
from roadstead.platform.audit.models import log
from roadstead.platform.invitations import system_tokens
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.page_form import PageForm


class SystemForm(PageForm):
    """A new token."""

    marks_optional = False
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"))
    name = forms.CharField(
        label=gettext_lazy("Name of the system"),
        help_text=gettext_lazy(
            "For example Border management. It is shown with everything that the system reads or posts. A token of the"
            " same name replaces the earlier one."
        ),
        max_length=system_tokens.MAX_NAME_CHARS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What the system may do"),
        choices=[(each.value, gettext_lazy(each.label)) for each in TokenScope],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose what the system may do.")},
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ChoiceField)
        organisation.choices = [(each.pk, f"{each}, {each.state}") for each in organisations]


@allowed(may_manage_systems)
@require_http_methods(["GET", "HEAD", "POST"])
def systems(request: HttpRequest) -> HttpResponse:
    """Show the tokens of the own organisation's systems, or of every state's for an administrator; issue a new one,
    which is shown this once.
    """
    user = current_user(request)
    organisations = list(system_tokens.organisations_with_systems(user))
    form = SystemForm(request.POST if request.method == "POST" else None, organisations=organisations)
    if request.method != "POST":
        log(user, "read", "systems", states=_states(user))
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=400)
    given = form.cleaned_data
    try:
        secret = system_tokens.issue(given["organisation"], given["name"], given["scopes"], by=user, now=timezone.now())
    except FieldRefused as refused:
        form.refuse(refused, refused.field)
        return _page(request, form, status=409)
    of = next(each for each in organisations if each.pk == given["organisation"])
    log(user, "token issued", f"organisation {of.pk}", states=[of.state_id or ""], detail=given["name"])
    return _page(request, SystemForm(organisations=organisations), secret=secret, name=given["name"])


@allowed(may_manage_systems)
@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a token, which stops at once. One person may: nothing is opened by it."""
    user = current_user(request)
    found = get_object_or_404(system_tokens.tokens_of_systems(user), pk=pk)
    system_tokens.revoke(found.pk, by=user, now=timezone.now())
    of = found.organisation
    states = [of.state_id] if of and of.state_id else []
    log(user, "token revoked", f"organisation {found.organisation_id}", states=states, detail=found.name)
    banner.success(request, _("The token of %(name)s no longer works.") % {"name": found.name})
    return redirect("systems")


def _states(user: User) -> list[str]:
    return [user.state_id] if user.state_id else []


def _page(
    request: HttpRequest, form: SystemForm, *, secret: str = "", name: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "tokens": list(system_tokens.tokens_of_systems(current_user(request))),
        "secret": secret,
        "name": name,
        "may_webhooks": may_manage_state_webhooks(current_user(request)),
        "api": f"{config().url.rstrip('/')}/api/v1/state",
    }
    return render(request, "systems.html", context, status=status)
