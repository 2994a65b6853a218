"""Notifications to the user's state, and whether they are acknowledged. Opening the alert from here
acknowledges one.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
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
from roadstead.web.common.tables import page_of
from roadstead.web.forms.page_form import PageForm

MAX_DIGITS: Final = 18  # of a notice's id or version
MAX_VERSION: Final = 10**MAX_DIGITS - 1
NOTICES_PER_PAGE: Final = 15
MAX_REFERENCE_CHARS: Final = 20


class NoticeFilter(PageForm):
    """Filters of the list of notifications. `ref` is set by the link in a mail."""

    auto_id, marks_optional = "filter-%s", False
    show = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[("", gettext_lazy("All")), ("waiting", gettext_lazy("Not acknowledged"))],
        required=False,
    )
    ref = forms.CharField(
        label=gettext_lazy("Reference"),
        max_length=MAX_REFERENCE_CHARS,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )

    def clean_ref(self) -> str:
        return str(self.cleaned_data["ref"]).upper()


class SeenField(forms.Field):
    """Notifications as the page showed them. Cleans to the version of each by its id; what is malformed is left out."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> dict[int, int]:
        seen = [str(each).partition(":") for each in (value or [])[:NOTICES_PER_PAGE]]
        return {int(pk): int(version) for pk, _colon, version in seen if _is_number(pk) and _is_number(version)}


class AcknowledgeForm(PageForm):
    """The version of a notification that the page showed, if it says so."""

    version = forms.IntegerField(min_value=0, max_value=MAX_VERSION, required=False, widget=forms.HiddenInput)


class AcknowledgeAllForm(NoticeFilter):
    """The notifications that the page showed, and its filters."""

    auto_id = "all-%s"
    seen = SeenField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("show", "ref"):
            self.fields[name].widget = forms.HiddenInput()


@allowed(may_see_alerts)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices of the own state, not acknowledged first; `ref` is set by the link in a mail."""
    user, form = current_user(request), NoticeFilter(request.GET)
    form.is_valid()
    reference, show = (form.cleaned_data.get(name, "") for name in ("ref", "show"))
    log(user, "read", "notices", states=list(user.scope.states))
    rows = own_notices(user).prefetch_related("deliveries__channel")
    if reference:
        rows = rows.filter(reference=reference)
    if show == "waiting":
        rows = rows.filter(acknowledged_at=None)
    page = page_of(rows, request, size=NOTICES_PER_PAGE)
    page.object_list = with_alerts(with_names(page.object_list), user)
    may_answer = may_decide_alerts(user)
    called = set(
        notices_calling(user).filter(pk__in=[each.pk for each in page.object_list]).values_list("pk", flat=True)
    )
    seen = [f"{each.pk}:{each.version}" for each in page.object_list if each.pk in called] if may_answer else []
    all_form = AcknowledgeAllForm(initial={"seen": seen, "show": show, "ref": reference})
    context = {
        "page": page,
        "form": form,
        "is_filtered": bool(show or reference),
        "trouble": TROUBLE_STATUSES,
        "may_answer": may_answer,
        "all": all_form,
        "all_count": len(all_form.initial["seen"]),
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
    user, form = current_user(request), AcknowledgeForm(request.POST)
    notice: Any = get_object_or_404(Notice.objects.visible_to(user), pk=pk)
    form.is_valid()
    seen = form.cleaned_data.get("version")
    if seen is not None and seen != notice.version and notice.acknowledged_at is None:
        banner.info(
            request,
            _("Notification %(ref)s has changed. Read it again, then acknowledge it.") % {"ref": notice.reference},
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
    form = AcknowledgeAllForm(request.POST)
    form.is_valid()
    versions = form.cleaned_data["seen"]
    done, left = acknowledge_all(versions, by=current_user(request), now=timezone.now())
    said = ngettext("%(number)d notification acknowledged.", "%(number)d notifications acknowledged.", done) % {
        "number": done
    }
    banner.success(request, said)
    if left:
        said = ngettext(
            "%(number)d notification has changed or was acknowledged by someone else. Read it again.",
            "%(number)d notifications have changed or were acknowledged by someone else. Read them again.",
            left,
        )
        banner.info(request, said % {"number": left})
    kept = {name: value for name in ("show", "ref") if (value := form.cleaned_data.get(name))}
    return redirect(f"{reverse('notices')}?{urlencode(kept)}" if kept else "notices")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS
