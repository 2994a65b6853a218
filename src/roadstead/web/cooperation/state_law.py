"""Page of a state's law: its steps for each treaty and act, with sources, and the needs of each article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from roadstead.engine.reference.law.adherence import ADHERENCE, Event
from roadstead.engine.reference.law.instruments import Article, Instrument, articles, instruments
from roadstead.engine.reference.policy import ANY
from roadstead.engine.rules.law import words
from roadstead.engine.rules.law.facts import LegalFacts
from roadstead.engine.sentences import Sentence
from roadstead.platform.accounts.cooperation_permissions import may_see_law
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_policies
from roadstead.platform.policies.law import facts_in_force
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.cooperation.law import ShownFact, participating_states


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
    user, states = current_user(request), participating_states()
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
