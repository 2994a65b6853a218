"""Requests and their messages. Each is read by the two organisations between which it goes, and by nobody else (S25).

One request goes from one organisation to another. Asking three states makes three requests with one `together`: a
state that is asked sees neither the other requests nor their replies.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roadstead.engine.deadlines.due import Kind
from roadstead.engine.requests.actions import OPEN, Side, Status
from roadstead.engine.requests.timing import RIGHTS
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.visibility import Row
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.platform.database.row_security import (
    BY_ORGANISATION,
    MY_REQUEST,
    Isolation,
    belongs_to_visible_row,
)
from roadstead.platform.directory.models import ContactPoint
from roadstead.platform.directory.visibility import OfOrganisations, PrivateRow
from roadstead.platform.handling.logic.gate import Handling
from roadstead.platform.handling.models import HandledRow, handling_constraint
from roadstead.platform.timeline.models import Attachment, HasTimeline, TimelineEvent

MAX_TITLE_CHARS: Final = 120
MAX_REASON_CHARS: Final = 300
MAX_WRONG_PINS: Final = 5
LINK_VALIDITY: Final = timedelta(hours=72)
BY_ORGANISATION_OR_GUEST: Final = f"({BY_ORGANISATION} or id = {MY_REQUEST})"
BY_REQUEST: Final = belongs_to_visible_row("requests_request", "request_id")  # as visible as its request


class OfRequests(models.QuerySet[Row, Row]):
    """Rows of a request: visible to whoever sees the request."""

    def visible_to(self, user: User) -> Self:
        return self.filter(request__in=Request.objects.visible_to(user))


class OfOrganisationsOrGuest(OfOrganisations[Row]):
    """Requests: those of a person's organisations, and of a guest the one that they are asked."""

    def visible_to(self, user: User) -> Self:
        return self.filter(pk=user.guest_of) if user.guest_of else super().visible_to(user)


class Request(HasTimeline, BlankWhileRestricted, HandledRow, PrivateRow):
    """Request of one organisation to another. The title names no person."""

    HIDDEN_BY: ClassVar = ("requests", "id")
    BLANK: ClassVar = {"basis": "", "purpose": ""}  # its times need `urgency`, which is shown as yes or no

    reference = models.CharField(max_length=12, unique=True)  # RQ-7KQ4-2FWX, with a check character
    type = models.CharField(max_length=40)  # key of engine.requests.types.registry.TYPES
    title = models.CharField(max_length=MAX_TITLE_CHARS)
    asking = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.CharField(max_length=10)  # the originator: state of the asking organisation, or REGION
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")  # asked
    together = models.UUIDField(null=True)  # requests sent together to several organisations
    earlier = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later")
    measure = models.CharField(max_length=40, blank=True)
    basis = models.TextField()  # the legal basis, as the asking side states it
    purpose = models.TextField()
    urgency = models.CharField(max_length=MAX_REASON_CHARS, blank=True)  # why it is urgent; "": routine
    status = models.CharField(max_length=14, choices=[(each, each) for each in Status], default=Status.WAITING)
    turn = models.CharField(max_length=12, blank=True)  # organisation that has to act next; "": none
    due_at = models.DateTimeField(null=True)  # of the timer that is due first
    due_code = models.CharField(max_length=12, blank=True)
    due_kind = models.CharField(max_length=8, blank=True, choices=[(each, each) for each in Kind])
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)  # last change to a status that is not open

    objects = OfOrganisationsOrGuest.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                name="request_turn_idx", fields=["turn", "due_at"], condition=Q(status__in=sorted(OPEN)) | ~Q(turn="")
            ),
            models.Index(name="request_asking_idx", fields=["asking", "due_at", "id"]),
            models.Index(name="request_asked_idx", fields=["asked", "due_at", "id"]),
            models.Index(name="request_together_idx", fields=["together"], condition=Q(together__isnull=False)),
            models.Index(name="request_ended_idx", fields=["ended_at"], condition=Q(ended_at__isnull=False)),
        ]
        constraints = [
            Isolation(name="requests_request_isolation", read=BY_ORGANISATION_OR_GUEST),
            handling_constraint("a_request_has_known_codes"),
            models.CheckConstraint(name="nobody_asks_themselves", condition=~Q(asking=F("asked"))),
        ]

    def __str__(self) -> str:
        return self.reference

    def side_of(self, organisations: list[str]) -> Side | None:
        """Return the side on which one of these organisations is; None for a reader who only watches.

        Of a surrender, offices that the asked side has let in act for it: the court, the police.
        """
        if self.asking_id in organisations:
            return Side.ASKING
        if self.asked_id in organisations:
            return Side.ASKED
        is_shared = TYPES[self.type].is_of_justice and not set(self.organisations).isdisjoint(organisations)
        return Side.ASKED if is_shared else None

    @property
    def handling(self) -> Handling:
        return self.build_handling(states=self.states)

    @property
    def can_be_late(self) -> bool:
        """Return False if what is due is a right of the person: that it has passed makes nobody late."""
        return self.due_code not in RIGHTS


class Message(TimelineEvent, BlankWhileRestricted):
    """Message of a request: an event of its timeline, hashed with the one before. Never changed.

    `seen`: the hash of the last message of the other side that its sender had read; it proves what they knew.
    """

    SUBJECT: ClassVar = "request"
    AUDITED: ClassVar = "exchange"
    HIDDEN_BY: ClassVar = ("requests", "request_id")
    BLANK: ClassVar = {"content": dict}

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="events")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # the sender's
    seen = models.CharField(max_length=64, blank=True)
    until = models.DateTimeField(null=True)  # end of the day that it promises or expects; of a first one, the arrival

    objects = OfRequests.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            Isolation(name="requests_message_isolation", read=BY_REQUEST, write=None, add=BY_REQUEST),
            models.UniqueConstraint(name="one_message_a_number", fields=["request", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.request}, message {self.number}"

    def facts(self) -> Mapping[str, Any]:
        return {"organisation": self.organisation_id, "seen": self.seen}

    def is_blank(self) -> bool:
        return self.is_restricted


class Receipt(models.Model):
    """Proof that an organisation has a message: when its page first showed it, and to whom. Never changed."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="receipts")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="receipts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfRequests.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            Isolation(name="requests_receipt_isolation", read=BY_REQUEST, write=None, add=BY_REQUEST),
            models.UniqueConstraint(name="first_read_once", fields=["message", "organisation"]),
        ]

    def __str__(self) -> str:
        return f"{self.message}, read by {self.organisation_id}"


class RequestTimer(models.Model):
    """Something that is or was due in a request, for statistics and reminders. Worked out from the messages."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="timers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # that has to act
    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=[(each, each) for each in Kind])
    span = models.CharField(max_length=40, blank=True)  # as in the row when it began
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused = models.DurationField()
    stopped_at = models.DateTimeField(null=True)

    objects = OfRequests.as_manager()

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            Isolation(name="requests_requesttimer_isolation", read=BY_REQUEST),
            models.UniqueConstraint(name="one_timer_a_start", fields=["request", "code", "started_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.request}, {self.code}"


class RequestFile(Attachment, BlankWhileRestricted):
    """File that a side has added to a request; both sides read it."""

    SUBJECT: ClassVar = "request"
    HIDDEN_BY: ClassVar = ("requests", "request_id")
    BLANK: ClassVar = {"title": "", "name": "", "content": bytes}

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="files")
    added_by = models.ForeignKey(  # type: ignore[assignment]  # None: a guest, whom its message names
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfRequests.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [Isolation(name="requests_requestfile_isolation", read=BY_REQUEST)]

    def __str__(self) -> str:
        return f"{self.request}, file {self.pk}"


class GuestLink(models.Model):
    """Link for somebody without an account, by which they read and answer one request (S25).

    It opens with a PIN that is told by telephone. Neither is stored: both are made from the signing key.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="guest_links")
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # the guest's
    name = models.CharField(max_length=120)
    mail = models.EmailField()
    language = models.CharField(max_length=7, default="en")  # of the mail
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    mail_error = models.CharField(max_length=200, blank=True)  # why the last mail was not sent
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)  # with the PIN, for the first time
    ended_at = models.DateTimeField(null=True)  # before its time, by its sender or by another link

    objects = OfRequests.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            Isolation(name="requests_guestlink_isolation", read=BY_REQUEST),
            models.CheckConstraint(
                name="a_guest_link_ends_after_72_hours",
                condition=Q(ends_at__gt=F("made_at"), ends_at__lte=F("made_at") + LINK_VALIDITY),
            ),
            models.CheckConstraint(name="five_wrong_pins_end_a_link", condition=Q(wrong_pins__lte=MAX_WRONG_PINS)),
            models.UniqueConstraint(name="one_guest_link_a_request", fields=["request"], condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.request}, link {self.pk}"


def open_links(now: datetime) -> models.QuerySet[GuestLink, GuestLink]:
    """Return the links that open a request now, each with its PIN."""
    return GuestLink.objects.filter(ended_at=None, ends_at__gt=now, wrong_pins__lt=MAX_WRONG_PINS)


class RequestLink(PrivateRow):
    """Link of a request to an item of one side. The other side never sees it.

    `target`: kind and number, such as alert 17. It is no foreign key, so that a link never keeps what it names.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12)
    number = models.BigIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = OfOrganisations.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            Isolation(name="requests_requestlink_isolation", read=BY_ORGANISATION),
            models.UniqueConstraint(name="linked_once_a_side", fields=["request", "organisations", "kind", "number"]),
        ]
        indexes = [models.Index(name="request_link_target_idx", fields=["kind", "number"])]

    def __str__(self) -> str:
        return f"{self.request}, {self.kind} {self.number}"


class CaseFacts(PrivateRow):
    """Facts of a surrender as the asked side states them, from which grounds for refusal follow. Never changed: the
    newest row counts. The asking side never sees them: one is whether the person has asked for protection.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="facts")
    facts = models.JSONField()  # of `engine.rules.language.surrender`, by name
    done = models.JSONField(default=dict)  # what an arrest needs (`casework.alerts.follow_ups`): done, or not needed
    note = models.TextField()  # where they come from
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = OfOrganisations.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            Isolation(name="requests_casefacts_isolation", read=BY_ORGANISATION, write=None, add=BY_ORGANISATION)
        ]

    def __str__(self) -> str:
        return f"{self.request_id}, facts {self.pk}"


class Draft(PrivateRow):
    """Request that is being written, read by its organisation alone. It survives a lost session."""

    type = models.CharField(max_length=40)
    content = models.JSONField(default=dict)  # what was typed, by the names of the form's fields
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    objects = OfOrganisations.as_manager()

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [Isolation(name="requests_draft_isolation", read=BY_ORGANISATION)]

    def __str__(self) -> str:
        return f"draft {self.pk}"
