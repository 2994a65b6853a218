"""Roster of a room: contact points of each member with their telephones, and who there is on duty now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from roadstead.casework.rooms.models import Room, RoomMember
from roadstead.engine.reference.caricom import CENTRE
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import OFFICERS
from roadstead.platform.database.scope import region_scope
from roadstead.platform.directory.editing import in_force
from roadstead.platform.directory.logic.roster import Change, Roster
from roadstead.platform.directory.models import ContactMethod, ContactPoint, ContactPointHolder, Duty
from roadstead.platform.directory.roster import local_zone, turns_of
from roadstead.platform.directory.routing import BY_VOICE

MAX_POINTS: Final = 200  # of all members


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPoint:
    """Contact point of a member, who holds it, and its telephones."""

    row: Any
    holders: Sequence[str]
    telephones: Sequence[ContactMethod]


def room_points(room: Room, user: User, now: datetime) -> dict[str, list[RoomPoint]]:
    """Return the contact points of the room's members by organisation, as the directory shows them to this person."""
    day = now.astimezone(UTC).date()  # rows are written by days of UTC
    held = ContactPointHolder.objects.visible_to(user).filter(in_force(day)).select_related("user")
    rows = ContactPoint.objects.visible_to(user).filter(Q(until=None) | Q(until__gte=day))
    rows = rows.filter(organisation__in=room.organisations).order_by("title", "pk")
    more: list[Any] = ["methods", Prefetch("holders", held, to_attr="held_by")]
    found: dict[str, list[RoomPoint]] = {}
    loaded: list[Any] = list(rows.prefetch_related(*more)[:MAX_POINTS])
    for row in loaded:
        telephones = [each for each in row.methods.all() if each.method in BY_VOICE]
        shown = RoomPoint(row=row, holders=[str(each) for each in row.held_by], telephones=telephones)
        found.setdefault(row.organisation_id, []).append(shown)
    return found


def on_duty(members: Iterable[RoomMember], user: User, now: datetime) -> dict[str, list[str]]:
    """Return the names of the people on duty now, by organisation.

    A state's roster is its own. Of the members of a room, who have accepted that, the others see who is on duty now.
    """
    organisations = {
        each.organisation_id: each.organisation for each in members if each.accepted_at and not each.left_at
    }
    states = {each.state_id or CENTRE for each in organisations.values()}
    with region_scope(user.scope):
        rows = list(Duty.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), state__in=states, taken_off_at=None))
        people = User.objects.filter(organisation__in=organisations, is_active=True, role__in=OFFICERS)
        there = {each.pk: (each.organisation_id, str(each)) for each in people}
    found: dict[str, set[str]] = {}
    for code, organisation in organisations.items():
        own = [row for row in rows if row.state == (organisation.state_id or CENTRE)]
        zone = local_zone(organisation)
        at_points = Roster(turns=turns_of(row for row in own if row.contact_point_id), zone=zone)
        named = at_points.on_duty(now) | _of_the_state([row for row in own if not row.contact_point_id], zone, now)
        found[code] = {there[pk][1] for pk in named if pk in there and there[pk][0] == code}
    return {code: sorted(names) for code, names in found.items()}


def _of_the_state(rows: Sequence[Duty], zone: ZoneInfo, now: datetime) -> frozenset[int]:
    changes = (
        Change(person=row.person_id, begins=row.begins_at, ends=row.ends_at)
        for row in rows
        if row.begins_at and row.ends_at
    )
    return Roster(turns=turns_of(rows), changes=tuple(changes), zone=zone).on_duty(now)
