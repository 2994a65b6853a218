"""The own duty in a calendar: the link on the page of the roster, and the feed (RFC 5545) that it opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from django.contrib import messages as banner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.syntax.content_lines import text, write
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_alerts
from roadstead.platform.directory.duty_feed import Shift, delete_link, make_link, open_link, own_shifts
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.cooperation.duty import duty_page

TIME: Final = "%Y%m%dT%H%M%SZ"
MAX_SECRET_CHARS: Final = 100


@allowed(may_see_alerts)
@require_POST
def change_feed(request: HttpRequest) -> HttpResponse:
    """Make a link, which replaces the one before and is shown once; or delete it."""
    user = current_user(request)
    if request.POST.get("act") == "delete":
        delete_link(user)
        banner.success(request, _("Calendar link deleted."))
        return redirect("duty")
    secret = make_link(user, now=timezone.now())
    return duty_page(request, link=request.build_absolute_uri(reverse("duty-feed", args=[secret])))


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Return the own duty of the person whose link this is. Whoever has the link reads it, without signing in."""
    now = timezone.now()
    user = open_link(secret, now=now) if len(secret) <= MAX_SECRET_CHARS else None
    if user is None:
        raise Http404
    raw = write(_lines(user, own_shifts(user, now), now))
    headers = {"Content-Disposition": 'inline; filename="duty.ics"', "Cache-Control": "private, no-store"}
    return HttpResponse(raw, content_type="text/calendar; charset=utf-8", headers=headers)


def _lines(user: User, shifts: list[Shift], now: datetime) -> Iterator[tuple[str, str]]:
    yield from (("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//Roadstead//Duty//EN"))
    yield from (("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH"), ("X-WR-CALNAME", text(_("Roadstead duty"))))
    for each in shifts:
        begins, ends = (f"{moment.astimezone(UTC):{TIME}}" for moment in (each.begins, each.ends))
        title = _("On duty: %(where)s") % {"where": each.title} if each.title else _("On duty: alerts")
        yield from (("BEGIN", "VEVENT"), ("UID", f"duty-{user.pk}-{each.place}-{begins}@roadstead"))
        yield from (("DTSTAMP", f"{now.astimezone(UTC):{TIME}}"), ("DTSTART", begins), ("DTEND", ends))
        yield from (("SUMMARY", text(title)), ("CLASS", "PRIVATE"), ("END", "VEVENT"))
    yield "END", "VCALENDAR"
