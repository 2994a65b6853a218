"""Notification channels of the own state, and failed deliveries. A webhook's secret is shown once, when it is added."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages as banner
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from roadstead.config import config, secret_key
from roadstead.outbound.notifications.channels import (
    MAX_TARGET_CHARS,
    add,
    in_trouble,
    own_channels,
    request_test,
    resend,
    set_active,
    target_problem,
)
from roadstead.outbound.notifications.models import Channel, Delivery, MailServer, Transport
from roadstead.outbound.notifications.webhook import signing_secret
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_manage_channels
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import own_state_code, people_of
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import page_of
from roadstead.web.forms.page_form import PageForm

DELIVERIES_PER_PAGE: Final = 20


class ChannelForm(PageForm):
    """A new channel: an e-mail address or a webhook, of a desk or of one officer."""

    marks_optional = False
    way = forms.ChoiceField(
        label=gettext_lazy("Type"), choices=[(value, gettext_lazy(label)) for value, label in Transport.choices]
    )
    target = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("For example duty@example.org or https://duty.example.org/roadstead"),
        max_length=MAX_TARGET_CHARS,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("When to notify"),
        choices=[("0", gettext_lazy("At once")), ("1", gettext_lazy("If nobody acknowledges in time"))],
    )
    person = forms.ChoiceField(
        label=gettext_lazy("Belongs to"),
        help_text=gettext_lazy("An officer’s own address is used instead of the desk while the officer is on duty."),
        required=False,
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = [("", _("A desk")), *((each.pk, str(each)) for each in people)]

    def clean(self) -> dict[str, Any]:
        """Refuse an address to which nothing can be sent."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        way, target = given.get("way"), given.get("target")
        if way and target and (why := target_problem(way, target, private=config().webhook_private)):
            self.add_error("target", why)
        return given


class ChannelActForm(PageForm):
    """The button that was pressed beside a channel."""

    act = forms.ChoiceField(choices=[(each, each) for each in ("test", "on", "off")])


@allowed(may_manage_channels)
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """List the channels of the own state, or of the centre."""
    user = current_user(request)
    log(user, "read", "channels", states=list(user.scope.states))
    return _page(request)


@allowed(may_manage_channels)
@require_POST
def add_channel(request: HttpRequest) -> HttpResponse:
    """Add a channel, in use at once. The page shows the secret of a new webhook, this once."""
    form = ChannelForm(request.POST, people=_people(request))
    if not form.is_valid():
        return _page(request, form, status=400)
    given = form.cleaned_data
    named = _people(request).filter(pk=given["person"]).first() if given["person"] else None
    level = int(given["level"])
    channel, is_new = add(
        given["way"], given["target"], level, by=current_user(request), now=timezone.now(), person=named
    )
    if is_new and channel.way == Transport.WEBHOOK:
        return _page(request, secret=signing_secret(secret_key(config()), channel.pk), secret_of=channel)
    banner.success(request, _("%(target)s is switched on.") % {"target": channel.target})
    return redirect("channels")


@allowed(may_manage_channels)
@require_POST
def change_channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a channel off or on, or test it."""
    user, form = current_user(request), ChannelActForm(request.POST)
    channel = get_object_or_404(own_channels(user), pk=pk)
    if not form.is_valid():
        return redirect("channels")
    act = form.cleaned_data["act"]
    if act == "test":
        request_test(channel, by=user, now=timezone.now())
        banner.success(request, _("Test requested. Reload this page to see the result."))
    else:
        set_active(channel, on=act == "on", by=user)
    return redirect("channels")


@allowed(may_manage_channels)
@require_POST
def retry_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Retry a delivery that failed or whose result is unknown, with the same id."""
    user = current_user(request)
    delivery: Delivery = get_object_or_404(in_trouble(user), pk=pk)
    if resend(delivery, by=user, now=timezone.now()):
        banner.success(request, _("Notification %(ref)s will be sent again.") % {"ref": delivery.notice.reference})
    return redirect("channels")


def _people(request: HttpRequest) -> QuerySet[User]:
    """Return the people to whom a channel may belong: it notifies them only while the roster has them on duty."""
    return people_of(own_state_code(current_user(request)))


def _page(
    request: HttpRequest,
    form: ChannelForm | None = None,
    *,
    secret: str = "",
    secret_of: Channel | None = None,
    status: int = 200,
) -> HttpResponse:
    user = current_user(request)
    context: dict[str, Any] = {
        "channels": own_channels(user).select_related("person"),
        "page": page_of(in_trouble(user), request, size=DELIVERIES_PER_PAGE),
        "form": form or ChannelForm(people=_people(request)),
        "secret": secret,
        "secret_of": secret_of,
        "now": timezone.now(),
        "server": MailServer.objects.filter(paused_until__gt=timezone.now()).first(),
    }
    return render(request, "channels.html", context, status=status)
