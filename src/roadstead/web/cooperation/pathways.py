"""Referral pathways: whom to call in a state about somebody who needs help, and nothing about that person.

Roadstead holds no data on persons believed to be at risk of radicalisation: an officer telephones, and no form asks.
"""

from __future__ import annotations

from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from roadstead.engine.rules.routing import RoutingQuestion, Step
from roadstead.platform.accounts.cooperation_permissions import may_see_directory
from roadstead.platform.audit.models import log
from roadstead.platform.directory.routing import load_rows
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.cooperation.routing import group_of, state_names
from roadstead.web.forms.filter_form import FilterForm

PATHWAYS: Final = ("exit_support", "welfare", "child_protection", "probation")  # measures of the directory


class PathwayFilter(FilterForm):
    """The state in which help is needed."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: object, states: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(states.items())


@allowed(may_see_directory)
@require_safe
def pathways(request: HttpRequest) -> HttpResponse:
    """Show the contact points of a state for each kind of help; as shipped, of the reader's own state."""
    user, now, names = current_user(request), timezone.now(), dict(state_names())
    own = user.state_id or next(iter(names))
    form = PathwayFilter(request.GET or None, states=names, initial={"state": own})
    state = (form.chosen("state") if form.is_bound else "") or own
    log(user, "read", "directory", states=list(user.scope.states))
    rows = load_rows(user, now, states=[state])
    groups = [
        group_of(RoutingQuestion(state=state, measure=each, crime="", urgent=False, at=now), rows, names, at_most=None)
        for each in PATHWAYS
    ]
    named = {group.measure: [each for each in group.answers if each.choice.step == Step.COMPETENT] for group in groups}
    context = {"form": form, "groups": named.items(), "state": names[state]}
    return render(request, "pathways.html", context)
