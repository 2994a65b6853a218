"""Incident rooms: members, entries with links, tasks and files. Members alone read them, for as long as they are (S25).

A trigger of `RoomMember` keeps `states` and `organisations` of a room: those that have accepted and have not left. The
application itself may not write either column.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roadstead.engine.reference.caricom import CENTRE, REGION
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.visibility import Row
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.platform.database.row_security import BY_ORGANISATION, Isolation, belongs_to_visible_row
from roadstead.platform.directory.visibility import OfOrganisations, PrivateRow
from roadstead.platform.handling.logic.gate import Handling
from roadstead.platform.handling.models import HandledRow, handling_constraint
from roadstead.platform.timeline.models import Attachment, HasTimeline, Task, TimelineEvent

MAX_TITLE_CHARS: Final = 120
MAX_PLACE_CHARS: Final = 80
MAX_DAYS: Final = 30  # until a room ends, from the day on which it is opened or extended
BY_ROOM: Final = belongs_to_visible_row("rooms_room", "room_id")  # as visible as its room
IS_OPEN: Final = "known.closed_at is null and known.ends_at > (select now())"
BY_OPEN_ROOM: Final = f"exists (select 1 from rooms_room known where known.id = room_id and {IS_OPEN})"  # noqa: S608
IS_INVITED: Final = f"(left_at is null and {BY_ORGANISATION})"


class Incident(models.TextChoices):
    """Kind of event for which a room is opened."""

    STORM = "storm", "Storm"
    VESSEL = "vessel", "Vessel in distress"
    AIRCRAFT = "aircraft", "Aircraft in distress"
    ATTACK = "attack", "Attack"
    DISEASE = "disease", "Disease"
    OTHER = "other", "Other"


class Status(models.TextChoices):
    OPEN = "open", "Open"
    ENDED = "ended", "Ended"  # its time is over: members read, and a supervisor can extend it
    CLOSED = "closed", "Closed"


class RoomAct(models.TextChoices):
    """Events of a room, beside the entries that people write, tasks and files."""

    OPENED = "opened", "Room opened"
    INVITED = "invited", "Invited"
    WITHDRAWN = "uninvited", "Invitation withdrawn"
    JOINED = "joined", "Joined"
    LEFT = "left", "Left"
    EXTENDED = "extended", "Extended"
    CLOSED = "closed", "Closed"


class OfRooms(models.QuerySet[Row, Row]):
    """Rows of a room: visible to whoever sees the room."""

    def visible_to(self, user: User) -> Self:
        return self.filter(room__in=Room.objects.visible_to(user))


class OfRoomsOrInvited(OfOrganisations[Row]):
    """Members of a room: visible to whoever sees the room; to an invited organisation its own invitation alone."""

    def visible_to(self, user: User) -> Self:
        own = super().visible_to(user).filter(left_at=None).order_by().values("pk")
        return self.filter(Q(room__in=Room.objects.visible_to(user)) | Q(pk__in=own))


class Room(HasTimeline, HandledRow, PrivateRow):
    """Room for one event, of the organisation that opened it and of those that have accepted its invitation.

    Title and place name no person. `organisations`, `states`: of the members (see above).
    """

    title = models.CharField(max_length=MAX_TITLE_CHARS)
    incident = models.CharField(max_length=10, choices=Incident)
    purpose = models.TextField()
    place = models.CharField(max_length=MAX_PLACE_CHARS, blank=True)  # port or area
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # that opened it
    owner = models.CharField(max_length=10)  # the originator: state of that organisation, or REGION
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ends_set_at = models.DateTimeField()  # when it was opened, or extended last
    closed_at = models.DateTimeField(null=True)

    objects = OfOrganisations.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(name="room_ends_idx", fields=["ends_at"])]
        constraints = [
            Isolation(
                name="rooms_room_isolation",
                read=BY_ORGANISATION,
                write=None,
                add=BY_ORGANISATION,
                change=BY_ORGANISATION,
                changed=BY_ORGANISATION,
            ),
            handling_constraint("a_room_has_known_codes"),
            models.CheckConstraint(name="a_room_is_shareable", condition=Q(tlp__in=["clear", "green", "amber"])),
            models.CheckConstraint(
                name="a_room_ends_within_30_days",  # at midnight; an hour for a change to winter time
                condition=Q(ends_at__lte=F("ends_set_at") + timedelta(days=MAX_DAYS + 1, hours=1)),
            ),
        ]

    def __str__(self) -> str:
        return f"room {self.pk}"

    def status_at(self, now: datetime) -> Status:
        if self.closed_at is not None:
            return Status.CLOSED
        return Status.ENDED if self.ends_at <= now else Status.OPEN

    @property
    def handling(self) -> Handling:
        return self.build_handling(states=[*self.states, *([REGION] if CENTRE in self.organisations else [])])


class RoomMember(PrivateRow):
    """Invitation of an organisation, and its membership once it has accepted. It shows what an invitation says.

    `states`, `organisations`: of the invited organisation alone.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=MAX_TITLE_CHARS)  # these four as in the room when it was invited
    incident = models.CharField(max_length=10, choices=Incident)
    inviting = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField()
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True)  # left, declined, or the invitation was withdrawn
    left_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfRoomsOrInvited.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            # Another organisation's invitation can be withdrawn, and nobody else accepts it or ends its membership.
            Isolation(
                name="rooms_roommember_isolation",
                read=f"({BY_ROOM} or {IS_INVITED})",
                write=None,
                add=f"({BY_OPEN_ROOM} and (accepted_at is null or {BY_ORGANISATION}))",
                change=f"({BY_ORGANISATION} or (accepted_at is null and {BY_ROOM}))",
                changed=f"({BY_ORGANISATION} or (accepted_at is null and {BY_ROOM}))",
            ),
            models.UniqueConstraint(
                name="a_member_of_a_room_once", fields=["room", "organisation"], condition=Q(left_at=None)
            ),
            models.CheckConstraint(
                name="somebody_accepts_an_invitation",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="room_invited_idx", fields=["organisation"], condition=Q(accepted_at=None, left_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.room_id}, {self.organisation_id}"


class RoomEntry(TimelineEvent, BlankWhileRestricted):
    """Line of a room: what a person wrote (`act` is its type), or what happened to the room. Never changed."""

    SUBJECT: ClassVar = "room"
    HIDDEN_BY: ClassVar = ("room_entries", "id")
    BLANK: ClassVar = {"content": dict}

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="events")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # the writer's
    corrects = models.BigIntegerField(null=True)  # id of the entry
    removed_at = models.DateTimeField(null=True)  # when retention removed the text

    objects = OfRooms.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(name="room_entry_corrects_idx", fields=["corrects"], condition=Q(corrects__isnull=False))
        ]
        constraints = [
            Isolation(
                name="rooms_roomentry_isolation",
                read=BY_ROOM,
                write=None,
                add=f"({BY_OPEN_ROOM} or (act = 'left' and {BY_ROOM}))",  # a member can leave later as well
            ),
            models.UniqueConstraint(name="one_entry_of_a_room_a_number", fields=["room", "number"]),
            models.CheckConstraint(name="a_room_entry_has_an_author", condition=Q(who__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"room {self.room_id}, entry {self.number}"

    def facts(self) -> Mapping[str, Any]:
        return {"organisation": self.organisation_id, "corrects": self.corrects}

    def is_blank(self) -> bool:
        """Return True if retention removed the text, or it is restricted for the reader."""
        return self.is_restricted or (self.removed_at is not None and not self.content)


class OfVisibleRooms(OfOrganisations[Row]):
    """Links: of the own organisations, in rooms of which they are members."""

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).filter(room__in=Room.objects.visible_to(user))


class RoomLink(PrivateRow):
    """Link of an entry to an item, by kind and number, which the writer's organisation alone sees. Never changed."""

    entry = models.ForeignKey(RoomEntry, on_delete=models.CASCADE, related_name="links")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    number = models.BigIntegerField()

    objects = OfVisibleRooms.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(name="room_link_target_idx", fields=["kind", "number"])]
        constraints = [
            Isolation(
                name="rooms_roomlink_isolation",
                read=f"({BY_ORGANISATION} and {BY_ROOM})",
                write=None,
                add=f"({BY_ORGANISATION} and {BY_OPEN_ROOM})",
            ),
            models.UniqueConstraint(name="linked_once_a_room_entry", fields=["entry", "kind", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class RoomTask(Task):
    """Task of a room for one of its organisations."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="tasks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # that has to do it

    objects = OfRooms.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            Isolation(
                name="rooms_roomtask_isolation",
                read=BY_ROOM,
                write=None,
                add=BY_OPEN_ROOM,
                change=BY_OPEN_ROOM,
                changed=BY_OPEN_ROOM,
            ),
            models.UniqueConstraint(name="one_task_of_a_room_an_event", fields=["room", "number"]),
        ]
        indexes = [
            models.Index(name="room_task_open_idx", fields=["organisation", "due_at"], condition=Q(ended_at=None))
        ]

    def __str__(self) -> str:
        return f"room {self.room_id}, task {self.number}"


class RoomFile(Attachment):
    """File of a room, which all of its members read."""

    SUBJECT: ClassVar = "room"

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="files")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # that added it

    objects = OfRooms.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [Isolation(name="rooms_roomfile_isolation", read=BY_ROOM, write=None, add=BY_OPEN_ROOM)]

    def __str__(self) -> str:
        return f"room {self.room_id}, file {self.pk}"
