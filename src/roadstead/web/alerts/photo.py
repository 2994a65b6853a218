"""Photo of the listed person on an alert. The address is checked as the alert's page is, and each view is logged."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.casework.alerts.listed_photo import listed_photo
from roadstead.platform.accounts.permissions import may_see_alerts
from roadstead.platform.audit.models import log
from roadstead.web.alerts.alert_page import scope_of, visible_alert
from roadstead.web.common.guard import allowed, current_user, page_recipient
from roadstead.web.common.pictures import photo_response


@allowed(may_see_alerts)
@require_safe
def alert_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the photo of the entry that the alert is about."""
    found, user = visible_alert(request, pk), current_user(request)
    scope = scope_of(request, found, by=user, now=timezone.now())
    photo = listed_photo(found, page_recipient(user), scope, with_content=True)
    if photo is None:
        raise Http404
    log(user, "read", f"photo {photo.pk}", states=found.states, detail=f"alert {found.pk}")
    return photo_response(photo)
