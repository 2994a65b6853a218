"""Opening of a room, invitations, joining and leaving, extension and closing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.casework.cases.acts import checked_text
from roadstead.casework.log.append import database_now, own_organisation
from roadstead.casework.rooms.gate import check_earlier_entries
from roadstead.casework.rooms.models import (
    MAX_DAYS,
    MAX_PLACE_CHARS,
    MAX_TITLE_CHARS,
    Incident,
    Room,
    RoomAct,
    RoomMember,
    Status,
)
from roadstead.casework.rooms.timeline import add, check_open, lock_room
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.cooperation_permissions import (
    LOG_WRITERS,
    may_accept_room_invitations,
    may_open_rooms,
)
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import region_scope
from roadstead.platform.directory.roster import local_zone
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.handling.logic.codes import SHAREABLE
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind

MAX_REASON_CHARS: Final = 300
MAX_MEMBERS: Final = 60  # with invitations
ONLY_SUPERVISORS: Final = _("Only a supervisor opens, extends and closes an incident room. Ask your supervisor.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRoom:
    """Form content for a new room. `invited`: codes of organisations."""

    title: str
    incident: str
    purpose: str
    tlp: str
    ends_on: date
    invited: Collection[str]
    place: str = ""


@transaction.atomic
def open_room(asked: NewRoom, *, by: User) -> Room:
    """Open a room of the person's organisation and invite others. Raises NotAllowed, at a field where it can."""
    organisation, now = _opener(by), database_now()
    if asked.incident not in Incident or asked.tlp not in SHAREABLE:
        raise NotAllowed(_("Choose the type of event and the handling of the room."))
    check_ceiling(asked.place)
    row = Room.objects.create(
        title=checked_text(asked.title, _("the title"), MAX_TITLE_CHARS),
        incident=asked.incident,
        purpose=checked_text(asked.purpose, _("the purpose")),
        place=asked.place.strip()[:MAX_PLACE_CHARS],
        tlp=asked.tlp,
        organisation=organisation,
        owner=organisation.owner,
        states=[organisation.state_id] if organisation.state_id else [],
        organisations=[organisation.pk],
        opened_by=by,
        opened_at=now,
        ends_at=_end_of(asked.ends_on, organisation, now),
        ends_set_at=now,
    )
    _add_member(row, organisation, organisation, at=now, accepted_at=now, accepted_by=by)
    room, _own = lock_room(row.pk, by)
    content = {"title": room.title, "purpose": room.purpose, "ends": room.ends_at.isoformat(), "tlp": room.tlp}
    add(room, RoomAct.OPENED, content, organisation=organisation, by=by)
    _invite(room, asked.invited, organisation, by=by)
    return room


@transaction.atomic
def invite(pk: int, codes: Collection[str], *, by: User) -> None:
    """Invite further organisations. Any member's supervisor may."""
    _opener(by)
    room, organisation = lock_room(pk, by)
    if not codes:
        raise FieldRefused(_("Choose at least one organisation."), field="invited")
    _invite(room, codes, organisation, by=by)


@transaction.atomic
def withdraw_invitation(pk: int, member: int, *, by: User) -> None:
    """Withdraw an invitation that nobody has accepted, as a supervisor of the organisation that made it."""
    _opener(by)
    room, organisation = lock_room(pk, by)
    row = RoomMember.objects.visible_to(by).select_for_update(of=("self",)).filter(room=room, pk=member)
    found = row.filter(accepted_at=None, left_at=None, inviting=organisation).first()
    if found is None:
        raise NotAllowed(_("This invitation was accepted or has ended. Check what has changed."))
    found.left_at, found.left_by = database_now(), by
    found.save(update_fields=["left_at", "left_by"])
    add(room, RoomAct.WITHDRAWN, {"who": found.organisation_id}, organisation=organisation, by=by)


@transaction.atomic
def accept(member: int, *, by: User) -> Room:
    """Accept an invitation of the person's own organisation, which sees the room from then on."""
    row = _own_invitation(member, by)
    row.accepted_at, row.accepted_by = database_now(), by
    row.save(update_fields=["accepted_at", "accepted_by"])
    room, organisation = lock_room(row.room_id, by)  # an ended room refuses, and all of this is undone
    add(room, RoomAct.JOINED, {}, organisation=organisation, by=by)
    return room


@transaction.atomic
def decline(member: int, *, by: User) -> None:
    """Decline an invitation. The room shows that it has ended."""
    row = _own_invitation(member, by)
    row.left_at, row.left_by = database_now(), by
    with region_scope(by.scope):  # the row is then hidden from whoever declined, and nobody may write such a row
        row.save(update_fields=["left_at", "left_by"])
    log(by, "room declined", f"room {row.room_id}", states=row.states)


@transaction.atomic
def leave(pk: int, *, by: User) -> None:
    """Leave a room. From then on nobody of the organisation sees anything of it."""
    _check_answers(by)
    room, organisation = lock_room(pk, by, is_open=False)
    if organisation.pk == room.organisation_id:
        raise NotAllowed(_("Your organisation opened this room, so it cannot leave it. Close the room instead."))
    add(room, RoomAct.LEFT, {}, organisation=organisation, by=by)
    row = (
        RoomMember.objects.visible_to(by)
        .select_for_update(of=("self",))
        .get(room=room, organisation=organisation, left_at=None)
    )
    row.left_at, row.left_by = database_now(), by
    row.save(update_fields=["left_at", "left_by"])


@transaction.atomic
def extend(pk: int, ends_on: date, why: str, *, by: User) -> None:
    """Set a later end, also of a room that has ended, with a reason. A supervisor of any member may."""
    _opener(by)
    room, organisation = lock_room(pk, by, is_open=False)
    if room.status_at(database_now()) is Status.CLOSED:
        check_open(room)
    why, now = checked_text(why, _("the reason"), MAX_REASON_CHARS), database_now()
    ends_at = _end_of(ends_on, room.organisation, now)
    if ends_at <= room.ends_at:
        raise FieldRefused(_("Choose a day after the one on which the room ends now."), field="ends_on")
    room.ends_at, room.ends_set_at = ends_at, now
    room.save(update_fields=["ends_at", "ends_set_at"])  # first: nothing is added to a room that has ended
    add(room, RoomAct.EXTENDED, {"ends": ends_at.isoformat(), "why": why}, organisation=organisation, by=by)


@transaction.atomic
def close(pk: int, outcome: str, *, by: User) -> None:
    """Close a room for good, as a supervisor of the organisation that opened it. Raises NotAllowed for open tasks."""
    _opener(by)
    room, organisation = lock_room(pk, by)
    if organisation.pk != room.organisation_id:
        raise NotAllowed(_("Only the organisation that opened the room closes it. Yours can leave it."))
    if room.tasks.filter(ended_at=None).exists():
        raise NotAllowed(_("A task of this room is still open. Complete or drop it before you close the room."))
    room.closed_at = database_now()
    content = {"outcome": checked_text(outcome, _("the result"))}
    add(room, RoomAct.CLOSED, content, organisation=organisation, by=by, saving=["closed_at"])


def possible_members(room: Room | None, by: User) -> QuerySet[Organisation, Organisation]:
    """Return the organisations that can be invited: those with people who write in a log."""
    rows = Organisation.objects.filter(until=None, people__is_active=True, people__role__in=LOG_WRITERS)
    if room is not None:
        members = RoomMember.objects.visible_to(by).filter(room=room, left_at=None)
        rows = rows.exclude(pk__in=members.values("organisation"))
    rows = rows.exclude(pk=by.organisation_id).exclude(type=OrganisationType.PARTNER)
    return rows.select_related("state").order_by("state__name", "code").distinct()


def invitations_for(user: User) -> QuerySet[RoomMember, RoomMember]:
    """Return the invitations that wait for this person's organisation, the oldest first."""
    rows = RoomMember.objects.visible_to(user).filter(organisation=user.organisation_id, accepted_at=None, left_at=None)
    return rows.select_related("inviting").order_by("invited_at", "pk")


def members_of(room: Room, user: User) -> QuerySet[RoomMember, RoomMember]:
    rows = RoomMember.objects.visible_to(user).filter(room=room)
    return rows.select_related("organisation__state", "accepted_by")


def _invite(room: Room, codes: Collection[str], organisation: Organisation, *, by: User) -> None:
    found = list(possible_members(room, by).filter(pk__in=codes))
    if len(found) != len(set(codes)):
        raise FieldRefused(
            _("One of these organisations cannot be invited, or is in the room already. Load the page again."),
            field="invited",
        )
    if RoomMember.objects.filter(room=room).count() + len(found) > MAX_MEMBERS:
        raise FieldRefused(_("Invite %(most)d organisations at most."), field="invited", most=MAX_MEMBERS)
    check_earlier_entries(room, found, by=by)
    for each in found:
        row = _add_member(room, each, organisation, at=database_now())
        outbox.write(EventKind.ROOM, row.pk, of="invited")
        add(room, RoomAct.INVITED, {"who": each.pk}, organisation=organisation, by=by)


def _add_member(
    room: Room,
    organisation: Organisation,
    inviting: Organisation,
    *,
    at: datetime,
    accepted_at: datetime | None = None,
    accepted_by: User | None = None,
) -> RoomMember:
    return RoomMember.objects.create(
        room=room,
        organisation=organisation,
        states=[organisation.state_id] if organisation.state_id else [],
        organisations=[organisation.pk],
        title=room.title,
        incident=room.incident,
        inviting=inviting,
        purpose=room.purpose,
        invited_at=at,
        accepted_at=accepted_at,
        accepted_by=accepted_by,
    )


def _opener(by: User) -> Organisation:
    if not may_open_rooms(by):
        raise NotAllowed(ONLY_SUPERVISORS)
    return own_organisation(by)


def _check_answers(by: User) -> None:
    if not may_accept_room_invitations(by):
        raise NotAllowed(_("A supervisor or focal point answers for your organisation. Ask one of them."))


def _own_invitation(member: int, by: User) -> RoomMember:
    _check_answers(by)
    own_organisation(by)
    rows = invitations_for(by).select_related(None).select_for_update(of=("self",))
    row = rows.filter(pk=member).first()
    if row is None:
        raise NotAllowed(_("This invitation has been answered or withdrawn. Load the page again."))
    return row


def _end_of(day: date, organisation: Organisation, now: datetime) -> datetime:
    """Return the end of the day by the clock of the organisation that opens the room."""
    zone = local_zone(organisation)
    today = now.astimezone(zone).date()
    if not today <= day <= today + timedelta(days=MAX_DAYS):
        raise FieldRefused(
            _("Choose a day from today to %(most)d days ahead. A supervisor can extend the room later."),
            field="ends_on",
            most=MAX_DAYS,
        )
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
