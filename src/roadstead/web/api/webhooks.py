"""Webhooks on the pages of carriers and of states: their form, and the buttons beside each."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages as banner
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadstead.config import config
from roadstead.outbound.notifications import carrier_webhooks as webhooks
from roadstead.outbound.notifications.channels import MAX_TARGET_CHARS, target_problem
from roadstead.outbound.notifications.models import CarrierWebhook, Transport
from roadstead.web.common.guard import current_user
from roadstead.web.common.tables import page_of
from roadstead.web.forms.page_form import PageForm

DELIVERIES_PER_PAGE: Final = 20


class WebhookForm(PageForm):
    """A new webhook."""

    marks_optional = False
    target = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("For example https://systems.example.com/roadstead"),
        max_length=MAX_TARGET_CHARS,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_target(self) -> str:
        """Refuse an address to which nothing can be sent."""
        target = str(self.cleaned_data["target"])
        if why := target_problem(Transport.WEBHOOK, target, private=config().webhook_private):
            raise forms.ValidationError(why)
        return target


class WebhookActForm(PageForm):
    """The button that was pressed beside a webhook."""

    act = forms.ChoiceField(choices=[(each, each) for each in ("test", "resend", "on", "off", "delete")])


def change(request: HttpRequest, pk: int) -> None:
    """Test a webhook, send again what failed, switch it off or on, or delete it, as the form asks."""
    user, form = current_user(request), WebhookActForm(request.POST)
    hook: CarrierWebhook = get_object_or_404(webhooks.own_webhooks(user), pk=pk)
    act = form.cleaned_data["act"] if form.is_valid() else ""
    if act == "test":
        webhooks.request_test(hook, by=user, now=timezone.now())
        banner.success(request, _("Test requested. Reload this page to see the result."))
    elif act == "resend":
        number = webhooks.resend_failed(hook, by=user, now=timezone.now())
        banner.success(request, _("Messages that will be sent again: %(number)s.") % {"number": number})
    elif act == "delete":
        webhooks.delete(hook, by=user)
        banner.success(request, _("%(target)s is deleted.") % {"target": hook.target})
    elif act:
        webhooks.set_active(hook, on=act == "on", by=user)


def resend(request: HttpRequest, pk: int) -> None:
    """Send a failed delivery again, with the same key."""
    user = current_user(request)
    delivery = get_object_or_404(webhooks.own_deliveries(user), pk=pk)
    if webhooks.resend(delivery, by=user, now=timezone.now()):
        banner.success(request, _("The message will be sent again."))


def webhooks_context(request: HttpRequest) -> dict[str, Any]:
    """Return the own webhooks, those that fail, and what was sent to them, for a page."""
    user = current_user(request)
    return {
        "webhooks": webhooks.own_webhooks(user),
        "failing": webhooks.failing_webhooks(user),
        "page": page_of(webhooks.own_deliveries(user), request, size=DELIVERIES_PER_PAGE),
        "now": timezone.now(),
    }
