"""Mails that a person wants: who files, once a list was read; who reads a watch log, reports and a daily digest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from roadstead.oversight.situation.models import LogMail
from roadstead.platform.accounts.cooperation_permissions import may_choose_mails
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.registration.models import FilerMail
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.page_form import PageForm


class MailForm(PageForm):
    """Choice of what is mailed, and in which language."""

    marks_optional = False

    by_page = forms.BooleanField(label=gettext_lazy("When a list that I filed on these pages was read"), required=False)
    by_system = forms.BooleanField(
        label=gettext_lazy("When a list that our system filed was read"),
        help_text=gettext_lazy("One mail for each list. Leave it off if your system reads the receipts itself."),
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of our mails"),
        choices=settings.LANGUAGES,
        widget=forms.Select(attrs={"class": "govuk-input--width-10"}),
    )


class LogMailForm(PageForm):
    """Choice of what somebody who reads a watch log is mailed."""

    marks_optional = False

    reports = forms.BooleanField(
        label=gettext_lazy("Every situation report that is issued to my organisation"),
        help_text=gettext_lazy("People on duty are mailed in any case."),
        required=False,
    )
    digest = forms.BooleanField(
        label=gettext_lazy("Every day the numbers of our watch log"),
        help_text=gettext_lazy("How many entries, faults and decisions in 24 hours, and a link. No text of an entry."),
        required=False,
    )
    hour = forms.TypedChoiceField(
        label=gettext_lazy("Hour of the daily mail"),
        help_text=gettext_lazy("By the clock of your organisation."),
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        coerce=int,
        widget=forms.Select(attrs={"class": "govuk-input--width-10"}),
    )


@allowed(may_choose_mails)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_mails(request: HttpRequest) -> HttpResponse:
    """Show and store what this person is mailed."""
    user = current_user(request)
    kind = MailForm if user.carrier_id else LogMailForm
    form = kind(request.POST or None, initial=_chosen(user.pk) if user.carrier_id else _chosen_of_log(user))
    if not form.is_valid():
        return render(request, "account/mails.html", {"form": form})
    if user.carrier_id:
        FilerMail.objects.update_or_create(person=user, defaults=form.cleaned_data | {"carrier_id": user.carrier_id})
    else:
        LogMail.objects.update_or_create(person=user, defaults=form.cleaned_data)
    log(user, "mails chosen", f"user {user.pk}")
    banner.success(request, _("Your choice has been saved."))
    return redirect("filer-mails")


def _chosen(person: int) -> dict[str, Any]:
    row = FilerMail.objects.filter(person=person).first() or FilerMail()
    return {"by_page": row.by_page, "by_system": row.by_system, "language": row.language}


def _chosen_of_log(person: User) -> dict[str, Any]:
    row = LogMail.objects.filter(person=person).first() or LogMail()
    return {"reports": row.reports, "digest": row.digest, "hour": row.hour}
