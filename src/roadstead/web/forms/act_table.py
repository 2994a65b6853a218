"""Tables of the acts of a page, and the run of the act whose button was pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.web.common.guard import current_user
from roadstead.web.forms.acts import ActForm, ChosenAct
from roadstead.web.forms.page_form import PageForm

Run = Callable[[int, Any, User, datetime], object]  # the subject's number, its valid form, who and when


@dataclass(frozen=True, slots=True)
class Act:
    """A button: its form, its action, and what is confirmed."""

    form: type[ActForm]
    run: Run
    said: Promise


def with_why(run: Callable[..., object]) -> Run:
    """Return an action that takes the reason alone."""
    return lambda pk, form, by, now: run(pk, form.cleaned_data["why"], by=by, now=now)


def with_decision(run: Callable[..., object], *, approve: bool) -> Run:
    """Return an action that approves or rejects, with the reason."""
    return lambda pk, form, by, now: run(pk, approve, form.cleaned_data["why"], by=by, now=now)


def run_act(
    request: HttpRequest,
    acts: Mapping[str, Act],
    pk: int,
    *,
    show: Callable[[PageForm], HttpResponse],
    done: Callable[[], HttpResponse],
    more: Mapping[type[ActForm], Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """Run the act that was sent, and return `done()`; or `show` its form, with what was typed and why it was refused.

    Each action checks who may. `more`: what a form takes beside what was sent.
    """
    chosen = ChosenAct(request.POST, acts)
    if not chosen.is_valid():
        return show(chosen)
    act = acts[chosen.cleaned_data["act"]]
    form = act.form(request.POST, request.FILES, **(more or {}).get(act.form, {}))
    if not form.is_valid():
        return show(form)
    try:
        act.run(pk, form, current_user(request), timezone.now())
    except NotAllowed as refused:
        form.refuse(refused, getattr(refused, "field", None))
        return show(form)
    banner.success(request, str(act.said))
    return done()
