"""Pages that say whom to ask: the search of the directory by words, and the table of measures and states."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, product
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from roadstead.engine.reference.caricom import REGION
from roadstead.engine.reference.countries import name as country_name
from roadstead.engine.reference.measures import crime_name, measure_name, measures
from roadstead.engine.rules.routing import Choice, Mark, Point, RoutingQuestion, Step, route, route_table
from roadstead.engine.rules.routing_words import MAX_CHARS, Understood, understand
from roadstead.platform.accounts.cooperation_permissions import may_see_directory
from roadstead.platform.accounts.models import State, User
from roadstead.platform.audit.models import log
from roadstead.platform.directory.logic.hours import coming_night
from roadstead.platform.directory.roster import zone_of, zone_of_officer
from roadstead.platform.directory.routing import load_points, load_rows, open_by_method
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.status_tags import Tag
from roadstead.web.cooperation.freshness_tags import NO_HOLDER, NOT_COVERED, TAGS
from roadstead.web.forms.filter_form import FilterForm
from roadstead.web.forms.page_form import PageForm

GENERAL_MEASURE: Final = "information"  # if the search names none
MAX_GROUPS: Final = 20  # questions that one search answers
ALL: Final = "all"


class SearchForm(PageForm):
    """Words of a search, in any order."""

    auto_id, marks_optional = "routing-%s", False
    q = forms.CharField(
        label=gettext_lazy("Who answers?"),
        help_text=gettext_lazy("Measure, state and time, for example: ballistics Grenada night"),
        max_length=MAX_CHARS,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One contact point to ask. `methods`: those to use now first, each with whether it is within its hours."""

    choice: Choice
    row: Any
    methods: list[tuple[Any, bool | None]]

    @property
    def tag(self) -> Tag:
        return tag_of(self.choice.point)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The answers to one question, in order."""

    state: str
    measure: str
    crime: str
    answers: list[Answer]


def tag_of(point: Point) -> Tag:
    """Return the freshness of a contact point; in red if nobody holds it."""
    return NO_HOLDER if point.mark == Mark.NO_HOLDER else TAGS[point.freshness]


def search_context(text: str, user: User, now: datetime) -> dict[str, Any]:
    """Return what a search understood, what it did not, and the contact points to ask, for the template."""
    found, names = understand(text), state_names()
    at = _moment(found, user, now)
    states = [state for state in found.states or names if state in names]
    wanted = product(states, found.measures or (GENERAL_MEASURE,), found.crimes or ("",))
    questions = list(islice(wanted, MAX_GROUPS + 1)) if found.states or found.measures or found.crimes else []
    rows = load_rows(user, at, states=found.states or None) if questions else []
    asked = [
        RoutingQuestion(state=state, measure=measure, crime=crime, urgent=found.urgent, at=at)
        for state, measure, crime in questions[:MAX_GROUPS]
    ]
    return {
        "understood": _understood(found, names),
        "unknown": found.unknown,
        "absent": [country_name(each) for each in found.states if each not in names],
        "no_state": bool(questions) and not found.states,
        "no_measure": bool(questions) and not found.measures,
        "groups": [group_of(each, rows, names, at_most=None if found.states else 1) for each in asked],
        "is_cut": len(questions) > MAX_GROUPS,
        "most": MAX_GROUPS,
    }


def _understood(found: Understood, names: Mapping[str, str]) -> list[str]:
    return [
        *(names[each] for each in found.states if each in names),
        *(_(measure_name(each)) for each in found.measures),
        *(_(crime_name(each)) for each in found.crimes),
        *([_("at night")] if found.night else [_("urgent")] if found.urgent else []),
    ]


def state_names() -> Mapping[str, str]:
    """Return the participating states in order of their names, then the region, by code."""
    return dict(State.objects.order_by("name").values_list("pk", "name")) | {REGION: _("Regional centre")}


def _moment(found: Understood, user: User, now: datetime) -> datetime:
    """Return the moment asked about; the coming night by the clock of the state, or of the reader."""
    if not found.night:
        return now
    zone = zone_of(found.states[0]) if len(found.states) == 1 else zone_of_officer(user)
    return coming_night(now.astimezone(zone))


def group_of(
    asked: RoutingQuestion, rows: Collection[tuple[Any, Point]], names: Mapping[str, str], *, at_most: int | None
) -> Group:
    by_pk = {point.pk: row for row, point in rows}
    choices = route(asked, (point for _row, point in rows))
    return Group(
        state=names[asked.state],
        measure=_(measure_name(asked.measure)),
        crime=_(crime_name(asked.crime)) if asked.crime else "",
        answers=[_answer(each, by_pk[each.point.pk], asked.at) for each in choices[:at_most]],
    )


def _answer(choice: Choice, row: Any, at: datetime) -> Answer:
    is_open = open_by_method(row, at)
    methods = sorted(((each, is_open[each.pk]) for each in row.methods.all()), key=lambda pair: pair[1] is False)
    return Answer(choice=choice, row=row, methods=methods)


# ── The table of measures and states


class TableFilter(FilterForm):
    """State and measure of the table."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Measure"), required=False)

    def __init__(self, *args: Any, states: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, _(term.name)) for code, term in measures().items()]
        for name, choices in {"state": [(ALL, _("All")), *states.items()], "measure": [("", _("All")), *named]}.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The contact point of a state for a measure. `instead`: who is asked if the state names nobody."""

    state: str
    measure: str
    address: str  # of the search that shows all
    choice: Choice | None
    instead: Choice | None

    @property
    def tag(self) -> Tag:
        return tag_of(self.choice.point) if self.choice else NOT_COVERED

    @property
    def title(self) -> str:
        return self.choice.point.title if self.choice else _("Nobody")


@allowed(may_see_directory)
@require_safe
def measure_table(request: HttpRequest) -> HttpResponse:
    """Show who is named for each measure in each state; as shipped, of the reader's own state."""
    user, now, names = current_user(request), timezone.now(), state_names()
    log(user, "read", "directory", states=list(user.scope.states))
    filters = TableFilter(request.GET or None, states=names, initial={"state": user.state_id or ALL})
    state = filters.chosen("state") if filters.is_bound else user.state_id or ALL
    measure = filters.chosen("measure") if filters.is_bound else ""
    shown = [state] if state in names else list(names)
    rows = measure_rows(load_points(user, now), shown, [measure] if measure else list(measures()), now, names)
    context = {
        "filters": filters,
        "form": filters,
        "rows": rows,
        "columns": [(code, names[code]) for code in shown],
        "is_matrix": len(shown) > 1 and not measure,
        "cells": [cell for _measure, cells in rows for cell in cells],
        "by_state": len(shown) == 1,
    }
    return render(request, "measures.html", context)


def measure_rows(
    points: Iterable[Point], states: Collection[str], wanted: Collection[str], at: datetime, names: Mapping[str, str]
) -> list[tuple[str, list[Cell]]]:
    """Return for each measure its name and a cell for each state."""
    table = route_table(points, states, wanted, at)
    search = reverse("directory")
    return [
        (
            name := _(measure_name(measure)),
            [_cell(table[state, measure], names[state], name, f"{search}?q={state}+{measure}") for state in states],
        )
        for measure in wanted
    ]


def _cell(choices: tuple[Choice, ...], state: str, measure: str, address: str) -> Cell:
    named = next((each for each in choices if each.step == Step.COMPETENT), None)
    return Cell(
        state=state,
        measure=measure,
        address=address,
        choice=named,
        instead=None if named else next(iter(choices), None),
    )
