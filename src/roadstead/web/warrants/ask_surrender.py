"""From a warrant to a request for surrender: the legal bases between the two states, and the draft of the request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from roadstead.cooperation.warrants.surrender import bases_of, surrender_draft
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.rules.law.bases import LegalBasis
from roadstead.platform.accounts.cooperation_permissions import may_draft_warrants
from roadstead.platform.accounts.models import State
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.acts import ActForm
from roadstead.web.forms.filter_form import FilterForm
from roadstead.web.warrants.warrant_page import own_warrant


class StateForm(FilterForm):
    """Which state is asked."""

    state = forms.ChoiceField(label=gettext_lazy("Where the person is, or is thought to be"), required=False)

    def __init__(self, *args: Any, owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        states = State.objects.exclude(pk=owner).order_by("name").values_list("pk", "name")
        field.choices = [("", _("Choose")), *states]


class BasisForm(ActForm):
    """The legal basis on which the request will rest."""

    auto_id = "basis-%s"
    instrument = forms.ChoiceField(label=gettext_lazy("Legal basis"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, bases: list[LegalBasis], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["instrument"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.instrument.code, _name(each)) for each in bases]


def _name(basis: LegalBasis) -> str:
    name = _(basis.instrument.name)
    return name if basis.is_usable else _("%(name)s (not complete)") % {"name": name}


@allowed(may_draft_warrants)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_surrender(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the bases of a surrender by the chosen state, or save the draft of the request on one of them."""
    found, user, now = own_warrant(request, reference), current_user(request), timezone.now()
    log(user, "read", f"warrant {found.pk}", states=found.states)
    chosen = StateForm(request.GET or None, owner=found.owner)
    state = chosen.chosen("state") if chosen.is_bound else ""
    bases = bases_of(found, state, now) if state else []
    form = BasisForm(request.POST if request.method == "POST" else None, bases=bases)
    if request.method == "POST" and form.is_valid():
        try:
            draft = surrender_draft(found, state, form.cleaned_data["instrument"], by=user, now=now)
        except NotAllowed as refused:
            form.refuse(refused, "instrument")
        else:
            banner.success(request, _("Draft filled in from the warrant. Check it, then send it."))
            return redirect(f"/requests/new?draft={draft.pk}")
    context = {"warrant": found, "chosen": chosen, "state": state, "bases": bases, "basis_form": form, "form": form}
    return render(request, "ask_surrender.html", context, status=400 if form.errors else 200)
