"""Duty roster of the own state: who is on duty now and when, when nobody is, and the changes of its supervisors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_manage_channels, may_see_alerts
from roadstead.platform.audit.models import log
from roadstead.platform.directory.models import ContactPoint, DutyFeed
from roadstead.platform.directory.roster import (
    add_change,
    add_turn,
    names_of,
    own_duties,
    own_state_code,
    people_of,
    points_of,
    remove_duty,
    roster_of,
    zone_of,
)
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.fields import LocalTimeField
from roadstead.web.forms.page_form import PageForm

GAP_PERIOD = timedelta(days=14)  # period that is searched for gaps
WEEK: Final = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
NO_TIME: Final = gettext_lazy("Write the time with hours and minutes, for example 06:00.")


class ClockField(forms.TimeField):
    """A time of day by the state's clock."""

    def __init__(self, **kwargs: Any) -> None:
        clock = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input--width-5"})
        super().__init__(widget=clock, error_messages={"invalid": NO_TIME}, **kwargs)


class DutyForm(PageForm):
    """A form of the roster. `kind`: which one was sent."""

    marks_optional = False
    kind: ClassVar[str]

    def offer(self, name: str, none: str, rows: Iterable[Any]) -> None:
        """Set the choices of a field: `none` first, then the rows."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", none), *((each.pk, str(each)) for each in rows)]


class TurnForm(DutyForm):
    """A weekly turn."""

    auto_id, kind = "turn-%s", "turn"
    person = forms.ChoiceField(label=gettext_lazy("Officer"))
    point = forms.ChoiceField(label=gettext_lazy("Contact point"), required=False)
    day = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days"), coerce=int, choices=list(enumerate(WEEK)), widget=forms.CheckboxSelectMultiple
    )
    begins = ClockField(label=gettext_lazy("From"))
    ends = ClockField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("If this is not later than the start, the turn ends on the next day."),
    )

    def __init__(self, *args: Any, people: Iterable[User], points: Iterable[ContactPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", _("Choose"), people)
        if named := list(points):
            self.offer("point", _("the whole state"), named)
        else:
            del self.fields["point"]


class ChangeForm(DutyForm):
    """A temporary change of the roster."""

    auto_id, kind = "change-%s", "change"
    person = forms.ChoiceField(label=gettext_lazy("Officer"), required=False)
    begins_at = LocalTimeField(label=gettext_lazy("From"))
    ends_at = LocalTimeField(label=gettext_lazy("Until"))
    note = forms.CharField(label=gettext_lazy("Reason (optional)"), max_length=200, required=False)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", _("nobody"), people)


@allowed(may_see_alerts)
@require_safe
def duty(request: HttpRequest) -> HttpResponse:
    """Show the roster to everybody who works with alerts; supervisors change it."""
    log(current_user(request), "read", "duty roster", states=list(current_user(request).scope.states))
    return _page(request, *_forms(request))


@allowed(may_manage_channels)
@require_POST
def add_duty(request: HttpRequest) -> HttpResponse:
    """Add a weekly turn, or a temporary change."""
    turn, change = _forms(request)
    form = change if change.is_bound else turn
    if not form.is_valid():
        return _page(request, turn, change, status=400)
    try:
        _add(form, by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        form.refuse(refused, "ends_at" if form is change else "person")
        return _page(request, turn, change, status=400)
    banner.success(request, _("Roster updated."))
    return redirect("duty")


def _add(form: DutyForm, *, by: User, now: datetime) -> None:
    given = form.cleaned_data
    if isinstance(form, ChangeForm):
        add_change(given["person"], given["begins_at"], given["ends_at"], given["note"], by=by, now=now)
    else:
        begins, ends = (f"{given[name]:%H:%M}" for name in ("begins", "ends"))
        add_turn(given["person"], given["day"], begins, ends, by=by, now=now, point=given.get("point", ""))


def _forms(request: HttpRequest, *, with_data: bool = True) -> tuple[TurnForm, ChangeForm]:
    """Return the two forms; the one that was sent is bound."""
    user = current_user(request)
    people, sent = list(people_of(own_state_code(user))), request.POST.get("kind", "turn")
    data = request.POST if request.method == "POST" and with_data else None
    return (
        TurnForm(None if sent == "change" else data, people=people, points=points_of(user)),
        ChangeForm(data if sent == "change" else None, people=people),
    )


@allowed(may_manage_channels)
@require_POST
def end_duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a turn or a change: it does not count from now on."""
    remove_duty(
        get_object_or_404(own_duties(current_user(request)), pk=pk), by=current_user(request), now=timezone.now()
    )
    banner.success(request, _("Roster updated."))
    return redirect("duty")


def duty_page(request: HttpRequest, *, link: str) -> HttpResponse:
    """Render the roster with the new calendar link, which is shown this once."""
    return _page(request, *_forms(request, with_data=False), link=link)


def _page(
    request: HttpRequest, turn: TurnForm, change: ChangeForm, *, status: int = 200, link: str = ""
) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    state = own_state_code(user)
    roster, zone, rows = roster_of(state, since=now), zone_of(state), list(own_duties(user))
    context: dict[str, Any] = {
        "is_kept": roster.exists,
        "now_on": sorted(names_of(sorted(roster.on_duty(now))).values()),
        "gaps": roster.gaps(now, now + GAP_PERIOD),
        "ahead": GAP_PERIOD.days,
        "week": [(name, [row for row in rows if row.begins and day in row.days]) for day, name in enumerate(WEEK)],
        "changes": [row for row in rows if row.ends_at and row.ends_at > now],
        "turns": [(row, ", ".join(str(WEEK[day]) for day in row.days)) for row in rows if row.begins],
        "zone": zone,
        "may_keep": may_manage_channels(user),
        "form": change if change.is_bound else turn,
        "link": link,
        "has_link": DutyFeed.objects.filter(user=user).exists(),
        "turn": turn,
        "change": change,
    }
    return render(request, "duty.html", context, status=status)
