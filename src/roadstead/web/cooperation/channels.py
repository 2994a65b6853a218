"""Notification channels of the own state, and failed deliveries. A webhook's secret is shown once, when it is added."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as banner
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.config import config, secret_key
from roadstead.outbound.notifications.channels import (
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

MAX_ID_DIGITS = 18  # digits


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
    way, target = request.POST.get("way", ""), request.POST.get("target", "").strip()
    if why := target_problem(way, target, private=config().webhook_private):
        return _page(request, error=why, status=400)
    level, of = int(request.POST.get("level") == "1"), request.POST.get("person", "")
    named = _people(request).filter(pk=of).first() if of.isdecimal() and len(of) < MAX_ID_DIGITS else None
    channel, is_new = add(way, target, level, by=current_user(request), now=timezone.now(), person=named)
    if is_new and way == Transport.WEBHOOK:
        return _page(request, secret=signing_secret(secret_key(config()), channel.pk), secret_of=channel)
    banner.success(request, _("%(target)s is in use.") % {"target": target})
    return redirect("channels")


@allowed(may_manage_channels)
@require_POST
def change_channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a channel off or on, or test it."""
    user, act = current_user(request), request.POST.get("act", "")
    channel = get_object_or_404(own_channels(user), pk=pk)
    if act == "test":
        request_test(channel, by=user, now=timezone.now())
        banner.success(request, _("A test is on its way: load this page again to see what came of it."))
    elif act in {"on", "off"}:
        set_active(channel, on=act == "on", by=user)
    return redirect("channels")


@allowed(may_manage_channels)
@require_POST
def retry_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Retry a delivery that failed or whose result is unknown, with the same id."""
    user = current_user(request)
    delivery: Delivery = get_object_or_404(in_trouble(user), pk=pk)
    if resend(delivery, by=user, now=timezone.now()):
        banner.success(request, _("Notice %(ref)s is sent again.") % {"ref": delivery.notice.reference})
    return redirect("channels")


def _people(request: HttpRequest) -> QuerySet[User]:
    """Return the people to whom a channel may belong: it notifies them only while the roster has them on duty."""
    return people_of(own_state_code(current_user(request)))


def _page(
    request: HttpRequest, *, error: str = "", secret: str = "", secret_of: Channel | None = None, status: int = 200
) -> HttpResponse:
    user = current_user(request)
    context: dict[str, Any] = {
        "state": own_state_code(user),
        "channels": own_channels(user).select_related("person"),
        "people": _people(request),
        "page": page_of(in_trouble(user), request),
        "typed": request.POST,
        "error": error,
        "secret": secret,
        "secret_of": secret_of,
        "now": timezone.now(),
        "server": MailServer.objects.filter(paused_until__gt=timezone.now()).first(),
    }
    return render(request, "channels.html", context, status=status)
