"""A carrier's own system: where the API is, and its webhooks. A webhook's secret is shown once, when it is added."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from roadstead.config import config
from roadstead.engine.refusals import FieldRefused
from roadstead.outbound.notifications import carrier_webhooks as webhooks
from roadstead.outbound.notifications.carrier_send import secret_of
from roadstead.outbound.notifications.models import CarrierWebhook
from roadstead.platform.accounts.filing_permissions import may_manage_webhooks
from roadstead.platform.audit.models import log
from roadstead.web.api.webhooks import WebhookForm, change, resend, webhooks_context
from roadstead.web.common.guard import allowed, current_user


@allowed(may_manage_webhooks)
@require_safe
def your_system(request: HttpRequest) -> HttpResponse:
    """Show where the API is, the webhooks of the own carrier, and what was sent to them."""
    log(current_user(request), "read", "webhooks")
    return _page(request)


@allowed(may_manage_webhooks)
@require_POST
def add_webhook(request: HttpRequest) -> HttpResponse:
    """Add a webhook, in use at once. The page shows its secret, this once."""
    form = WebhookForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        hook = webhooks.add(form.cleaned_data["target"], by=current_user(request), now=timezone.now())
    except FieldRefused as refused:
        form.refuse(refused, refused.field)
        return _page(request, form, status=400)
    return _page(request, secret=secret_of(hook, config()), secret_of=hook)


@allowed(may_manage_webhooks)
@require_POST
def change_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Test a webhook, send again what failed, switch it off or on, or delete it."""
    change(request, pk)
    return redirect("your-system")


@allowed(may_manage_webhooks)
@require_POST
def resend_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a failed delivery again, with the same key."""
    resend(request, pk)
    return redirect("your-system")


def _page(
    request: HttpRequest,
    form: WebhookForm | None = None,
    *,
    secret: str = "",
    secret_of: CarrierWebhook | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        **webhooks_context(request),
        "form": form or WebhookForm(),
        "secret": secret,
        "secret_of": secret_of,
        "api": f"{config().url.rstrip('/')}/api/v1",
    }
    return render(request, "your_system.html", context, status=status)
