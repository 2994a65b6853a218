"""Notifications to the user's state, and whether they are acknowledged. Opening the alert from here
acknowledges one.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from roadstead.outbound.notifications.acknowledgement import (
    acknowledge,
    acknowledge_all,
    notices_calling,
    own_notices,
    with_alerts,
    with_names,
)
from roadstead.outbound.notifications.channels import TROUBLE_STATUSES
from roadstead.outbound.notifications.models import Notice
from roadstead.platform.accounts.permissions import may_decide_alerts, may_manage_channels, may_see_alerts
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import ROWS_PER_PAGE, page_of

MAX_DIGITS: Final = 18  # of a notice's id or version


@allowed(may_see_alerts)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices of the own state, not acknowledged first; `ref` is set by the link in a mail."""
    user, reference = current_user(request), request.GET.get("ref", "").strip().upper()
    log(user, "read", "notices", states=list(user.scope.states))
    rows = own_notices(user).prefetch_related("deliveries__channel")
    if reference:
        rows = rows.filter(reference=reference)
    show = request.GET.get("show", "")
    if show == "waiting":
        rows = rows.filter(acknowledged_at=None)
    page = page_of(rows, request)
    page.object_list = with_alerts(with_names(page.object_list), user)
    may_answer = may_decide_alerts(user)
    called = set(
        notices_calling(user).filter(pk__in=[each.pk for each in page.object_list]).values_list("pk", flat=True)
    )
    context = {
        "page": page,
        "reference": reference,
        "show": show,
        "trouble": TROUBLE_STATUSES,
        "may_answer": may_answer,
        "all": [each for each in page.object_list if each.pk in called] if may_answer else [],
        "may_keep_channels": may_manage_channels(user),
        "now": timezone.now(),
    }
    return render(request, "notices.html", context)


@allowed(may_decide_alerts)
@require_POST
def acknowledge_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Acknowledge a notice by name, and go on to the alert, or to the alerts of the voyage. A notice that has changed
    since the page was loaded is shown again instead.
    """
    user, version = current_user(request), request.POST.get("version", "")
    notice: Any = get_object_or_404(Notice.objects.visible_to(user), pk=pk)
    seen = int(version) if _is_number(version) else None
    if seen is not None and seen != notice.version and notice.acknowledged_at is None:
        banner.info(
            request, _("Notice %(ref)s has changed. Look at it again, then acknowledge it.") % {"ref": notice.reference}
        )
        return redirect(f"{reverse('notices')}?{urlencode({'ref': notice.reference})}")
    acknowledge(notice, by=user, now=timezone.now(), version=seen)
    (notice,) = with_alerts([notice], user)
    if len(notice.named) > 1:
        return redirect(f"{reverse('queue')}?{urlencode({'voyage': notice.alert.voyage_id, 'show': 'all'})}")
    return redirect("alert", pk=notice.alert_id)


@allowed(may_decide_alerts)
@require_POST
def acknowledge_notices(request: HttpRequest) -> HttpResponse:
    """Acknowledge the notices that the page showed, as it showed them (`seen`: id and version of each); keep the
    filter.
    """
    seen = [each.partition(":") for each in request.POST.getlist("seen")[:ROWS_PER_PAGE]]
    versions = {int(pk): int(version) for pk, _colon, version in seen if _is_number(pk) and _is_number(version)}
    done, left = acknowledge_all(versions, by=current_user(request), now=timezone.now())
    said = ngettext("%(number)d notice acknowledged.", "%(number)d notices acknowledged.", done) % {"number": done}
    banner.success(request, said)
    if left:
        said = ngettext(
            "%(number)d notice has changed, or was acknowledged by somebody else: look at it again.",
            "%(number)d notices have changed, or were acknowledged by somebody else: look at them again.",
            left,
        )
        banner.info(request, said % {"number": left})
    kept = {name: value for name in ("show", "ref") if (value := request.POST.get(name, ""))}
    return redirect(f"{reverse('notices')}?{urlencode(kept)}" if kept else "notices")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS
