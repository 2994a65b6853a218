"""Routing: the contact points to ask in a state for a measure, in order, each with its reason. Pure.

First those that the state names for it, fresh ones first and holders before deputies; then its head of office; then the
regional centre, which chases a reply and never gives one in a state's place. Contact points that are out of date, or
that nobody holds, stay in the list, marked, after all others. For an urgent question, one that is closed now comes
after those of the state that are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from typing import Final

from roadstead.engine.reference.caricom import REGION
from roadstead.engine.reference.countries import name as country_name
from roadstead.engine.reference.measures import crime_name, measure_name
from roadstead.engine.sentences import Sentence, joined

CENTRE_TYPE: Final = "centre"  # of the organisation
HEAD: Final = "head"  # function of a contact point
FOCAL_POINT: Final = "focal_point"  # stands in where a state names no head of office
HOLDER: Final = "holder"  # kind of holder; the other is "deputy"


class Freshness(IntEnum):
    """Freshness of a contact point; a higher value is better."""

    STALE = 0
    TO_CONFIRM = 1
    FRESH = 2


class Step(IntEnum):
    """Why a contact point is in the list, in order."""

    COMPETENT = 0
    HEAD = 1
    CENTRE = 2


class Mark(StrEnum):
    """Fault of a contact point; "" if there is none."""

    NONE = ""
    STALE = "stale"
    NO_HOLDER = "no_holder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Competence:
    """Measure for which a contact point is named. Empty `crimes` and `stage`: all. Both days are inclusive."""

    measure: str
    valid_from: date
    valid_to: date | None = None
    crimes: frozenset[str] = frozenset()
    stage: str = ""
    urgent_only: bool = False
    source: str = ""
    verified_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A contact point as it is now. `state`: alpha-3, or REGION.

    `is_open`: somebody is on duty or it is within its hours; None if that is not known.
    """

    pk: int
    state: str
    organisation: str
    type: str  # of the organisation
    title: str
    functions: frozenset[str] = frozenset()
    competences: tuple[Competence, ...] = ()
    freshness: Freshness = Freshness.STALE
    holders: frozenset[str] = frozenset()  # kinds; empty: nobody holds it
    is_open: bool | None = None
    measures: frozenset[str] = field(init=False, repr=False)  # of its competences

    def __post_init__(self) -> None:
        object.__setattr__(self, "measures", frozenset(each.measure for each in self.competences))

    @property
    def mark(self) -> Mark:
        if not self.holders:
            return Mark.NO_HOLDER
        return Mark.STALE if self.freshness == Freshness.STALE else Mark.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingQuestion:
    """A question of routing. `crime` and `stage`: "" for any. `at`: an aware moment."""

    state: str
    measure: str
    at: datetime
    crime: str = ""
    stage: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A contact point to ask. `competence`: the row by which its state names it; None for head and centre."""

    point: Point
    step: Step
    asked: RoutingQuestion = field(repr=False)
    competence: Competence | None = None

    @property
    def mark(self) -> Mark:
        return self.point.mark

    @property
    def reason(self) -> Sentence:
        """Return the reason in words: "Barbados names it for surrender; confirmed 12 days ago"."""
        return joined([*_why(self), *_how(self.point, self.asked)]).capitalise()


def route(asked: RoutingQuestion, points: Iterable[Point]) -> tuple[Choice, ...]:
    """Return the contact points to ask, best first. `points` may be those of other states as well."""
    own, centre, choices = [], [], list[Choice]()
    for point in points:
        if point.state == asked.state:
            own.append(point)
        elif _is_centre(point):
            centre.append(point)
    for point in own:
        if asked.measure in point.measures and (named := _competence(asked, point)):
            choices.append(Choice(point=point, step=Step.COMPETENT, competence=named, asked=asked))
    used = {each.point.pk for each in choices}
    rest = [point for point in own if point.pk not in used]
    heads = [point for point in rest if HEAD in point.functions]
    heads = heads or [point for point in rest if FOCAL_POINT in point.functions]
    choices += [Choice(point=point, step=Step.HEAD, asked=asked) for point in heads]
    if asked.state == REGION:
        used |= {point.pk for point in heads}
        centre = [point for point in rest if _is_centre(point) and point.pk not in used]
    choices += [Choice(point=point, step=Step.CENTRE, asked=asked) for point in centre]
    return tuple(sorted(choices, key=_rank))


def route_table(
    points: Iterable[Point], states: Iterable[str], measures: Collection[str], at: datetime
) -> dict[tuple[str, str], tuple[Choice, ...]]:
    """Return the contact points to ask by state and measure, for any crime and stage and not urgent."""
    by_state: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        by_state[point.state].append(point)
    centre = [point for point in by_state[REGION] if _is_centre(point)]
    return {
        (state, measure): route(
            RoutingQuestion(state=state, measure=measure, at=at),
            by_state[state] if state == REGION else [*by_state[state], *centre],
        )
        for state in states
        for measure in measures
    }


def _is_centre(point: Point) -> bool:
    return point.type == CENTRE_TYPE and point.state == REGION


def _competence(asked: RoutingQuestion, point: Point) -> Competence | None:
    """Return the competence that fits best, or None."""
    fitting = [each for each in point.competences if each.measure == asked.measure and _fits(asked, each)]
    return min(fitting, key=lambda each: _narrowness(asked, each)) if fitting else None


def _fits(asked: RoutingQuestion, named: Competence) -> bool:
    days = (asked.at.date(), asked.at.astimezone(UTC).date())  # rows are written by days of UTC
    return (
        named.valid_from <= max(days)
        and (named.valid_to is None or min(days) <= named.valid_to)
        and (not asked.crime or not named.crimes or asked.crime in named.crimes)
        and (not asked.stage or not named.stage or asked.stage == named.stage)
        and (asked.urgent or not named.urgent_only)
    )


def _narrowness(asked: RoutingQuestion, named: Competence) -> tuple[bool, ...]:
    """Return a key that puts a row that names the crime first, and one for all crimes if none was asked for."""
    return (
        bool(named.crimes) != bool(asked.crime),
        bool(named.stage) != bool(asked.stage),
        named.urgent_only != asked.urgent,
        named.verified_on is None,
    )


def _rank(choice: Choice) -> tuple[object, ...]:
    point, asked, mark = choice.point, choice.asked, choice.point.mark
    return (
        mark != Mark.NONE,
        mark == Mark.NO_HOLDER,
        choice.step == Step.CENTRE,
        asked.urgent and point.is_open is False,
        choice.step,
        -point.freshness,
        HOLDER not in point.holders,
        _narrowness(asked, choice.competence) if choice.competence else (),
        point.organisation,
        point.title,
        point.pk,
    )


# ── Reasons


def _why(choice: Choice) -> list[Sentence]:
    asked, named = choice.asked, choice.competence
    state = _state(asked.state)
    if named:
        measure = Sentence(measure_name(named.measure))
        what = [Sentence("%(state)s names it for %(measure)s", {"state": state, "measure": measure})]
        if named.crimes:
            crimes = [Sentence(crime_name(each)) for each in sorted(named.crimes)]
            what.append(Sentence("only for %(crimes)s", {"crimes": crimes}))
        if named.urgent_only:
            what.append(Sentence("only for urgent requests"))
        return [*what, _confirmed(named, asked.at.date())]
    if choice.step == Step.CENTRE:
        return [
            Sentence("the regional centre asks %(state)s for a reply and never replies in its place", {"state": state})
        ]
    if HEAD in choice.point.functions:
        return [Sentence("it is the head of office of %(state)s", {"state": state})]
    return [Sentence("it is the focal point of %(state)s", {"state": state})]


def _confirmed(named: Competence, today: date) -> Sentence:
    if named.verified_on is None:
        return Sentence("not confirmed by anybody")
    days = max(0, (today - named.verified_on).days)
    if days > 1:
        return Sentence("confirmed %(days)s days ago", {"days": days})
    return Sentence("confirmed yesterday" if days else "confirmed today")


def _how(point: Point, asked: RoutingQuestion) -> list[Sentence]:
    """Return what to know before one calls it."""
    if point.mark == Mark.NO_HOLDER:
        return [Sentence("nobody holds this contact point")]
    said = [] if HOLDER in point.holders else [Sentence("a deputy stands in")]
    if point.freshness != Freshness.FRESH:
        stale = point.freshness == Freshness.STALE
        said.append(Sentence("out of date: nobody was reached lately") if stale else Sentence("to be confirmed"))
    if asked.urgent and point.is_open is not None:
        said.append(Sentence("open at this hour") if point.is_open else Sentence("closed at this hour"))
    return said


def _state(code: str) -> str | Sentence:
    return Sentence("the region") if code == REGION else (country_name(code) or code)
