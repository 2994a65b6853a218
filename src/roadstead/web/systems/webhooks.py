"""Webhooks of an organisation of a state, for its alerts, requests and containers: its supervisors maintain them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from roadstead.config import config
from roadstead.engine.refusals import FieldRefused
from roadstead.outbound.notifications import carrier_webhooks as webhooks
from roadstead.outbound.notifications.carrier_send import secret_of
from roadstead.outbound.notifications.models import CarrierWebhook, StateEvent
from roadstead.platform.accounts.permissions import may_manage_state_webhooks
from roadstead.platform.audit.models import log
from roadstead.web.api.webhooks import WebhookForm, change, resend, webhooks_context
from roadstead.web.common.guard import allowed, current_user, own_states


class StateWebhookForm(WebhookForm):
    """A new webhook with its topics."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What the system is told"),
        choices=[(each.value, gettext_lazy(each.label)) for each in StateEvent],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose what the system is told.")},
    )


@allowed(may_manage_state_webhooks)
@require_http_methods(["GET", "HEAD", "POST"])
def system_webhooks(request: HttpRequest) -> HttpResponse:
    """Show the webhooks of the own organisation and what was sent to them; add one, in use at once. The page shows its
    secret, this once.
    """
    user = current_user(request)
    if request.method != "POST":
        log(user, "read", "webhooks", states=own_states(user))
        return _page(request)
    form = StateWebhookForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    given = form.cleaned_data
    try:
        hook = webhooks.add(given["target"], topics=given["topics"], by=user, now=timezone.now())
    except FieldRefused as refused:
        form.refuse(refused, refused.field)
        return _page(request, form, status=409)
    return _page(request, secret=secret_of(hook, config()), secret_of=hook)


@allowed(may_manage_state_webhooks)
@require_POST
def change_system_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Test a webhook, send again what failed, switch it off or on, or delete it."""
    change(request, pk)
    return redirect("system-webhooks")


@allowed(may_manage_state_webhooks)
@require_POST
def resend_system_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a failed delivery again, with the same key."""
    resend(request, pk)
    return redirect("system-webhooks")


def _page(
    request: HttpRequest,
    form: StateWebhookForm | None = None,
    *,
    secret: str = "",
    secret_of: CarrierWebhook | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        **webhooks_context(request),
        "form": form or StateWebhookForm(),
        "secret": secret,
        "secret_of": secret_of,
    }
    return render(request, "system_webhooks.html", context, status=status)
