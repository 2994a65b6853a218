"""Forms of pages with several buttons: each button sends its name as `act`, with the fields of its own form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.web.common.guard import current_user
from roadstead.web.forms.page_form import PageForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One button of a page. `carry_out`: takes the row's id, the form's values, the user and the time. `form`: makes
    the form from what was sent.
    """

    carry_out: Callable[[int, Mapping[str, Any], User, datetime], object]
    form: Callable[[Mapping[str, Any]], PageForm] = PageForm


def carry_out(request: HttpRequest, pk: int, acts: Mapping[str, Act]) -> PageForm:
    """Carry out the act that was sent; return its form, with errors if it was refused."""
    act = acts.get(request.POST.get("act", ""))
    form = act.form(request.POST) if act else PageForm(request.POST)
    if act is None:
        form.refuse(NotAllowed("choose one of the buttons on this page"))
    elif form.is_valid():
        submit(form, lambda: act.carry_out(pk, form.cleaned_data, current_user(request), timezone.now()))
    return form


def submit(form: PageForm, action: Callable[[], object]) -> bool:
    """Run the action of a valid form; return False and show why at its field if it was refused.

    A refusal rolls back what was begun.
    """
    try:
        with transaction.atomic():
            action()
    except NotAllowed as refused:
        refuse(form, refused)
        return False
    return True


def refuse(form: PageForm, refused: NotAllowed) -> None:
    """Show why at the field that the refusal names, or above the form."""
    form.refuse(refused, getattr(refused, "field", None))
