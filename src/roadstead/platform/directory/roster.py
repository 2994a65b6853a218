"""Roster, maintained by the state's own supervisors with each act audited, and the people on duty at a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Exists, Q, QuerySet

from roadstead.engine.reference.caricom import CENTRE, REGION
from roadstead.engine.reference.places import zones_in
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import Organisation, State, User
from roadstead.platform.accounts.permissions import OFFICERS
from roadstead.platform.audit.models import log
from roadstead.platform.directory.logic.roster import Change, Roster, Turn
from roadstead.platform.directory.models import ContactPoint, Duty

MAX_DIGITS: Final = 17  # of a row's id


def own_state_code(user: User) -> str:
    """Return alpha-3, or the code of the regional centre."""
    return user.state_id or CENTRE


def roster_of(state: str, *, since: datetime) -> Roster:
    """Return the roster in force for the alerts of the whole state, with changes that end after `since`.

    Turns at contact points are left out, and so are people who have left or no longer decide.
    """
    in_force = Q(ends_at=None) | Q(ends_at__gt=since)
    rows = list(Duty.objects.filter(in_force, state=state, contact_point=None, taken_off_at=None))
    if not rows:
        return Roster()
    zones = dict(people_of(state).values_list("pk", "state__zone"))  # by person; all of one zone
    return Roster(
        turns=turns_of(row for row in rows if row.person_id in zones),
        changes=tuple(
            Change(person=row.person_id if row.person_id in zones else None, begins=row.begins_at, ends=row.ends_at)
            for row in rows
            if row.begins_at and row.ends_at
        ),
        zone=_zone(next(iter(zones.values()), None)),
    )


def turns_of(rows: Iterable[Duty]) -> tuple[Turn, ...]:
    """Return the weekly turns among the rows of a roster."""
    return tuple(
        Turn(person=row.person_id, days=frozenset(row.days), begins=row.begins, ends=row.ends)
        for row in rows
        if row.begins and row.ends and row.person_id is not None
    )


def people_of(state: str) -> QuerySet[User]:
    """Return the people who may be on duty there: those who decide about its alerts."""
    of = Q(state=state) | Q(~Exists(State.objects.filter(pk=state)), state=None)
    return User.objects.filter(of, is_active=True, role__in=OFFICERS).order_by("last_name", "pk")


def zone_of(state: str) -> ZoneInfo:
    """Return the state's time zone; UTC for the centre."""
    return _zone(State.objects.filter(pk=state).values_list("zone", flat=True).first())


def zone_of_officer(user: User) -> ZoneInfo:
    """Return the time zone in which this person writes times: the state's as set, else that of its ports, else UTC."""
    return _zone_of_ports(zone_of(user.state_id or ""), user.state_id or "")


def local_zone(organisation: Organisation) -> ZoneInfo:
    """Return the time zone of an organisation: its own, else that of its state, as for an officer."""
    named = organisation.zone or (organisation.state.zone if organisation.state else "")
    return _zone_of_ports(_zone(named), organisation.state_id or "")


def _zone_of_ports(own: ZoneInfo, state: str) -> ZoneInfo:
    of_ports = zones_in(state)
    return ZoneInfo(next(iter(of_ports))) if own.key == "UTC" and len(of_ports) == 1 else own


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def own_duties(user: User) -> QuerySet[Duty, Duty]:
    rows = Duty.objects.visible_to(user).filter(state=own_state_code(user), taken_off_at=None)
    return rows.select_related("person", "contact_point")


def points_of(user: User) -> QuerySet[ContactPoint, ContactPoint]:
    """Return the contact points at which people of the own state may be on duty."""
    return ContactPoint.objects.visible_to(user).filter(owner=user.state_id or REGION, until=None)


def add_turn(
    person: str, days: Collection[int], begins: str, ends: str, *, by: User, now: datetime, point: str = ""
) -> Duty:
    """Add a weekly turn on `days` (0 is Monday), from HH:MM to HH:MM in the state's time zone.

    `point`: id of a contact point; "": for the alerts of the whole state.
    """
    named = _find_person(person, by)
    at = points_of(by).filter(pk=point).first() if point.isdecimal() and len(point) <= MAX_DIGITS else None
    if named is None or not days or not set(days) <= set(range(7)):
        raise NotAllowed("Choose the person on duty and the days of the week.")
    try:
        clock = time.fromisoformat(begins), time.fromisoformat(ends)
    except ValueError:
        raise NotAllowed("Enter the beginning and the end of the turn, for example 06:00 and 18:00.") from None
    return _create(by, now, person=named, days=sorted(set(days)), begins=clock[0], ends=clock[1], contact_point=at)


def add_change(person: str, begins: str, ends: str, why: str, *, by: User, now: datetime) -> Duty:
    """Add a change that replaces the pattern between two days and hours of the state's clock; person "": nobody."""
    zone = zone_of(own_state_code(by))
    try:
        first, last = (datetime.fromisoformat(each).replace(tzinfo=zone).astimezone(UTC) for each in (begins, ends))
    except (ValueError, OverflowError):
        raise NotAllowed("Enter the day and the hour of the beginning and of the end.") from None
    if last <= first or last <= now:
        raise NotAllowed("The change must end after it begins, and in the future.")
    return _create(by, now, person=_find_person(person, by), begins_at=first, ends_at=last, note=why.strip()[:200])


def remove_duty(duty: Duty, *, by: User, now: datetime) -> None:
    duty.taken_off_at = now
    duty.save(update_fields=["taken_off_at"])
    log(by, "taken off the roster", f"duty {duty.pk}", states=duty.states)


def names_of(people: Sequence[int]) -> dict[int, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=people)}


def _find_person(person: str, by: User) -> User | None:
    if not person:
        return None
    found = (
        people_of(own_state_code(by)).filter(pk=person).first()
        if person.isdecimal() and len(person) <= MAX_DIGITS
        else None
    )
    if found is None:
        raise NotAllowed("Choose a person of your own state who decides alerts.")
    return found


def _create(by: User, now: datetime, **columns: object) -> Duty:
    state = own_state_code(by)
    made = Duty.objects.create(state=state, states=[state], made_by=by, made_at=now, **columns)
    log(by, "put on the roster", f"duty {made.pk}", states=made.states)
    return made
