"""Law between states: bases for a measure between two of them on a day, each date with its source. A person decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from roadstead.engine.reference.law.adherence import Adherence
from roadstead.engine.reference.law.bases import CHANNELS
from roadstead.engine.reference.law.grounds import DECIDES, Binding, GroundRule, rules_of
from roadstead.engine.reference.measures import measures
from roadstead.engine.rules.law import words
from roadstead.engine.rules.law.bases import LegalBasis, bases_for
from roadstead.engine.rules.law.grounds import MEASURES
from roadstead.engine.sentences import Sentence
from roadstead.platform.accounts.cooperation_permissions import may_see_law
from roadstead.platform.accounts.models import State
from roadstead.platform.policies.law import facts_in_force
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.filter_form import FilterForm

APPROVED: Final = gettext_lazy("entered and approved by the state")
NOT_FOUND: Final = gettext_lazy("whether it binds was not found")
BINDINGS: Final = {
    (Binding.MANDATORY, True): gettext_lazy("surrender must be refused"),
    (Binding.OPTIONAL, True): gettext_lazy("surrender may be refused"),
    (Binding.MANDATORY, False): gettext_lazy("in comparable law surrender must be refused"),
    (Binding.OPTIONAL, False): gettext_lazy("in comparable law surrender may be refused"),
}  # by whether it was read at the source


class PairForm(FilterForm):
    """Which state asks which, for what, and when."""

    requesting = forms.ChoiceField(label=gettext_lazy("State that asks"), required=False)
    requested = forms.ChoiceField(label=gettext_lazy("State that is asked"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Measure"), required=False)
    day = DayField(label=gettext_lazy("Day"), required=False)

    def __init__(self, *args: Any, states: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, _(term.name)) for code, term in measures().items()]
        for name, choices in (("requesting", states.items()), ("requested", states.items()), ("measure", named)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Choose")), *choices]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFact:
    """A recorded fact: in words, with its source and how good that is."""

    row: Adherence
    words: Sentence

    @property
    def quality(self) -> str:
        return str(APPROVED) if self.row.is_approved else _(words.MARKS.get(self.row.mark, self.row.mark))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBasis:
    """A basis with everything in words. `grounds`: for refusal of surrender."""

    basis: LegalBasis
    facts: list[ShownFact]
    grounds: list[ShownGround]

    @property
    def channel(self) -> str:
        return _(CHANNELS[self.basis.rule.channel])

    @property
    def quality(self) -> str:
        return _(words.MARKS.get(self.basis.rule.mark, self.basis.rule.mark))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGround:
    rule: GroundRule

    @property
    def binding(self) -> str:
        return str(BINDINGS.get((self.rule.binding, self.rule.verified), NOT_FOUND))

    @property
    def decides(self) -> str:
        return _(DECIDES[self.rule.decides])

    @property
    def quality(self) -> str:
        return _(words.MARKS.get(self.rule.mark, self.rule.mark))


@allowed(may_see_law)
@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """Show the bases for a measure between two states on a day; as shipped, of requests of the reader's own state."""
    user, states = current_user(request), participating_states()
    form = PairForm(request.GET or None, states=states, initial={"requesting": user.state_id or ""})
    asked: dict[str, Any] = {name: form.chosen(name) if form.is_bound else "" for name in form.fields}
    requesting, requested, measure = asked["requesting"], asked["requested"], asked["measure"]
    day: date = asked["day"] or timezone.now().date()
    is_complete = bool(requesting and requested and measure) and not form.errors
    found = _shown(requesting, requested, measure, day) if is_complete and requesting != requested else []
    context = {
        "form": form,
        "is_complete": is_complete,
        "is_one_state": is_complete and requesting == requested,
        "usable": [each for each in found if each.basis.is_usable],
        "others": [each for each in found if not each.basis.is_usable],
        "states": [(code, name) for code, name in states.items() if not found or code in (requesting, requested)],
        "day": day,
    }
    return render(request, "law.html", context)


def participating_states() -> Mapping[str, str]:
    """Return the names of the participating states by code, in the order of their names."""
    return dict(State.objects.order_by("name").values_list("pk", "name"))


def _shown(requesting: str, requested: str, measure: str, on: date) -> list[ShownBasis]:
    return [
        ShownBasis(
            basis=each,
            facts=[_fact(row) for row in each.facts],
            grounds=_grounds(each) if measure in MEASURES else [],
        )
        for each in bases_for(requesting, requested, measure, on, facts_in_force())
    ]


def _grounds(basis: LegalBasis) -> list[ShownGround]:
    return [ShownGround(rule=rule) for rule in rules_of(basis.instrument.code, basis.requested)]


def _fact(row: Adherence) -> ShownFact:
    return ShownFact(row=row, words=words.fact(row))
