"""Law between states: bases for a measure between two of them on a day, and what one has done about each instrument.

The pages show what the records say, each date with its source. A person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from roadstead.engine.reference.law.adherence import ADHERENCE, Adherence, Event
from roadstead.engine.reference.law.bases import CHANNELS
from roadstead.engine.reference.law.grounds import DECIDES, GroundRule, rules_of
from roadstead.engine.reference.law.instruments import Article, Instrument, articles, instruments
from roadstead.engine.reference.measures import measures
from roadstead.engine.reference.policy import ANY
from roadstead.engine.rules.law import words
from roadstead.engine.rules.law.bases import LegalBasis, bases_for
from roadstead.engine.rules.law.facts import LegalFacts
from roadstead.engine.rules.law.grounds import MEASURES
from roadstead.engine.sentences import Sentence
from roadstead.platform.accounts.cooperation_permissions import may_see_law
from roadstead.platform.accounts.models import State, User
from roadstead.platform.accounts.permissions import may_see_policies
from roadstead.platform.policies.law import facts_in_force
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.filter_form import FilterForm

APPROVED: Final = gettext_lazy("entered and approved by the state")
BINDINGS: Final = {
    "mandatory": gettext_lazy("surrender must be refused"),
    "optional": gettext_lazy("surrender may be refused"),
    "not_found": gettext_lazy("whether it binds was not found"),
}


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
        return str(BINDINGS[self.rule.binding])

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
    user, states = current_user(request), _states()
    form = PairForm(request.GET or None, states=states, initial={"requesting": user.state_id or ""})
    names = ("requesting", "requested", "measure", "day")
    requesting, requested, measure, chosen = (form.chosen(name) if form.is_bound else "" for name in names)
    day = chosen or timezone.now().date()
    is_complete = bool(requesting and requested and measure)
    found = _shown(requesting, requested, measure, day) if is_complete and requesting != requested else []
    context = {
        "form": form,
        "is_complete": is_complete,
        "is_one_state": is_complete and requesting == requested,
        "usable": [each for each in found if each.basis.is_usable],
        "others": [each for each in found if not each.basis.is_usable],
        "states": states.items(),
    }
    return render(request, "law.html", context)


def _states() -> Mapping[str, str]:
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


# ── What one state has done


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """An article, and what the state needs for it. `is_done`: None if it needs nothing of its own."""

    article: Article
    need: str
    is_done: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentLine:
    """An instrument with what is recorded of the state."""

    instrument: Instrument
    facts: list[ShownFact]
    conflicts: list[Sentence]
    articles: list[ArticleLine]


@allowed(may_see_law)
@require_safe
def state_law(request: HttpRequest, state: str) -> HttpResponse:
    """Show what a state has done about each instrument, with sources, and what its articles need."""
    user, states = current_user(request), _states()
    if state not in states:
        raise Http404
    lines = [_line(each, state, facts_in_force(), timezone.now().date()) for each in instruments().values()]
    context = {
        "code": state,
        "name": states[state],
        "lines": [line for line in lines if line.facts],
        "silent": [line.instrument.name for line in lines if not line.facts],
        "table": ADHERENCE.name if _may_propose(user, state) else "",
    }
    return render(request, "state_law.html", context)


def _may_propose(user: User, state: str) -> bool:
    return may_see_policies(user) and user.state_id == state


def _line(instrument: Instrument, state: str, facts: LegalFacts, on: date) -> InstrumentLine:
    rows = [row for event in Event for row in facts.rows(state, instrument.code, event)]
    conflicts = [each for of in (state, ANY) for each in facts.conflicts(of, instrument.code)]
    return InstrumentLine(
        instrument=instrument,
        facts=[ShownFact(row=row, words=words.step(row)) for row in rows],
        conflicts=[words.conflict(each.state, each.event, each.rows) for each in conflicts],
        articles=list(_articles(instrument, state, facts, on)),
    )


def _articles(instrument: Instrument, state: str, facts: LegalFacts, on: date) -> Iterator[ArticleLine]:
    for each in articles():
        if each.instrument == instrument.code and each.state in ("", state):
            rows = facts.rows(state, instrument.code, each.needs) if each.needs else ()
            yield ArticleLine(
                article=each,
                need=_(words.EVENTS[each.needs]) if each.needs else "",
                is_done=any(row.counts and row.is_done(on) for row in rows) if each.needs else None,
            )
