"""Contact points to ask, from the rows that the reader may see: loaded in five statements for any number of states."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from roadstead.engine.deadlines.working_days import Calendar
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.reference.holidays import HOLIDAYS, corrections_for
from roadstead.engine.rules.routing import Choice, Competence, Point, RoutingQuestion, route
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.permissions import OFFICERS
from roadstead.platform.directory import models
from roadstead.platform.directory.contacts import freshness_of
from roadstead.platform.directory.editing import in_force
from roadstead.platform.directory.logic.hours import is_open
from roadstead.platform.directory.logic.roster import Roster
from roadstead.platform.directory.roster import local_zone, turns_of
from roadstead.platform.policies.in_force import in_force as policy_in_force

Method: Final = models.ContactMethod.Method
BY_VOICE: Final = frozenset({Method.TELEPHONE, Method.RADIO})


def contact_points(asked: RoutingQuestion, user: User) -> tuple[Choice, ...]:
    """Return the contact points to ask in a state, best first, each with its reason."""
    return route(asked, load_points(user, asked.at, states=[asked.state]))


def load_points(user: User, at: datetime, *, states: Collection[str] | None = None) -> tuple[Point, ...]:
    """Return the current contact points of these states and of the region; of all states if `states` is None."""
    return tuple(point for _row, point in load_rows(user, at, states=states))


def load_rows(user: User, at: datetime, *, states: Collection[str] | None = None) -> list[tuple[Any, Point]]:
    """Return each row (with `held_by`, `competent_for` and its methods) and the contact point as routing reads it."""
    day = at.astimezone(UTC).date()  # rows are written by days of UTC
    rows = models.ContactPoint.objects.visible_to(user).filter(Q(until=None) | Q(until__gte=day))
    if states is not None:
        rows = rows.filter(owner__in={*states, REGION})
    held = models.ContactPointHolder.objects.visible_to(user).filter(in_force(day)).select_related("user")
    named = models.Competence.objects.visible_to(user).filter(in_force(day))
    turns = models.Duty.objects.visible_to(user).filter(
        taken_off_at=None, begins__isnull=False, person__is_active=True, person__role__in=OFFICERS
    )
    more: list[Any] = [
        "methods",
        Prefetch("holders", held, to_attr="held_by"),
        Prefetch("competences", named, to_attr="competent_for"),
        Prefetch("duties", turns, to_attr="turns"),
    ]
    calendars: dict[str, Calendar] = {}
    found = rows.select_related("organisation__state").prefetch_related(*more)
    return [(row, _point(row, at, calendars)) for row in found]


def open_by_method(row: Any, at: datetime) -> dict[int, bool | None]:
    """Return for each contact method of a row whether `at` is within its hours; None if they cannot be read."""
    zone = local_zone(row.organisation)
    calendar = _calendar(row.organisation, zone)
    return {each.pk: is_open(each.hours, at.astimezone(zone), calendar.is_working) for each in row.methods.all()}


def _point(row: Any, at: datetime, calendars: dict[str, Calendar]) -> Point:
    methods = list(row.methods.all())
    return Point(
        pk=row.pk,
        state=row.owner,
        organisation=row.organisation_id,
        type=row.organisation.type,
        title=row.title,
        functions=frozenset(row.functions),
        competences=tuple(map(_competence, row.competent_for)),
        freshness=freshness_of(methods, at),
        holders=frozenset(each.kind for each in row.held_by),
        is_open=_is_open(row, methods, at, calendars),
    )


def _competence(row: models.Competence) -> Competence:
    return Competence(
        measure=row.measure,
        crimes=frozenset(row.crimes),
        stage=row.stage,
        urgent_only=row.urgent_only,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        verified_on=row.verified_on,
    )


def _is_open(
    row: Any, methods: Sequence[models.ContactMethod], at: datetime, calendars: dict[str, Calendar]
) -> bool | None:
    """Return True if somebody is on duty, or a telephone or radio (else any method) is within its hours."""
    zone = local_zone(row.organisation)
    on_duty = Roster(turns=turns_of(row.turns), zone=zone).on_duty(at)
    if on_duty:
        return True
    calendar = calendars.setdefault(row.organisation_id, _calendar(row.organisation, zone))
    spoken = [each for each in methods if each.method in BY_VOICE] or methods
    found = {is_open(each.hours, at.astimezone(zone), calendar.is_working) for each in spoken}
    return True if True in found else None if None in found or not found else False


def _calendar(organisation: Organisation, zone: ZoneInfo) -> Calendar:
    state = organisation.state_id or ""
    return Calendar(state=state, zone=zone, corrections=corrections_for(policy_in_force(HOLIDAYS), state))
