"""Lookouts, the periods for which two people have put each in force, their history, and the desks that are to watch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.visibility import OfStates, Row
from roadstead.platform.approvals.models import Approvable, Decision, second_approval_constraint
from roadstead.platform.database.row_security import (
    BY_STATES,
    ORIGINATOR_CONTROL,
    Isolation,
    belongs_to_visible_row,
)
from roadstead.platform.directory.models import ContactPoint
from roadstead.platform.handling.logic.gate import Handling
from roadstead.platform.handling.models import HandledRow, handling_constraint
from roadstead.platform.timeline.models import HasTimeline, TimelineEvent
from roadstead.targeting.watchlists.models import REGION, Nomination, Photo

MAX_HOURS: Final = 72  # of one period
BY_LOOKOUT: Final = belongs_to_visible_row("lookouts_lookout", "lookout_id")  # as visible as its lookout


class Subject(models.TextChoices):
    """Kind of thing that is looked for. No message names a vehicle: people watch for it, and screening does not."""

    PERSON = "person", "Person"
    VESSEL = "vessel", "Vessel"
    VEHICLE = "vehicle", "Vehicle"


class Status(models.TextChoices):
    WAITING = "waiting", "Waits for second approval"
    LIVE = "live", "Live"
    ENDED = "ended", "Ended"


class OfStatesAndCentre(OfStates[Row]):
    """Lookouts: the centre's people see its own, and those whose state lets it telephone the desks."""

    def visible_to(self, user: User) -> Self:
        rows = super().visible_to(user)
        return rows if user.state_id else rows.filter(Q(owner=REGION) | Q(centre_calls=True))


class OfLookouts(models.QuerySet[Row, Row]):
    """Rows of a lookout: visible to whoever sees the lookout."""

    def visible_to(self, user: User) -> Self:
        return self.filter(lookout__in=Lookout.objects.visible_to(user))


class Lookout(HasTimeline, HandledRow):
    """Lookout of one state, or of the centre, in the states that it has chosen.

    `states`: who reads it. Until the second approval and from its end on these are the owner's people alone.
    """

    reference = models.CharField(max_length=12, unique=True)  # LK-7KQ4-2FWX, with a check character
    kind = models.CharField(max_length=8, choices=Subject)
    name = models.CharField(max_length=200)  # of the person or vessel; of a vehicle make, model and colour
    cells = models.JSONField()  # what is known of it, by the headings of our csv; of a vehicle `plate` and `chassis`
    is_child = models.BooleanField(default=False)  # looked for in order to be protected
    why = models.TextField()
    basis = models.TextField()  # the legal basis, as the issuing state gives it
    owner = models.CharField(max_length=10)  # the issuing state, or REGION
    chosen = ArrayField(models.CharField(max_length=3))
    states = ArrayField(models.CharField(max_length=3), default=list)
    centre_calls = models.BooleanField(default=False)  # the centre sees which desks there are, and telephones them
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")  # replies
    photo = models.ForeignKey(Photo, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    until = models.DateTimeField(null=True)  # end of the last approved period
    ended_at = models.DateTimeField(null=True)  # expired, withdrawn or never approved

    objects = OfStatesAndCentre.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(name="lookout_live_idx", fields=["until"], condition=Q(ended_at=None)),
            models.Index(name="lookout_ended_idx", fields=["ended_at"], condition=Q(ended_at__isnull=False)),
        ]
        constraints = [
            Isolation(
                name="lookouts_lookout_isolation", read=f"({BY_STATES} and ({ORIGINATOR_CONTROL} or centre_calls))"
            ),
            handling_constraint("a_lookout_has_known_codes"),
            models.CheckConstraint(name="a_lookout_chooses_states", condition=~Q(chosen=[])),
        ]

    def __str__(self) -> str:
        return self.reference

    def status_at(self, now: datetime) -> Status:
        """Return the status; from the end of its period on it has ended, even before the machine has closed it."""
        if self.ended_at is not None or (self.until is not None and self.until <= now):
            return Status.ENDED
        return Status.WAITING if self.until is None else Status.LIVE

    @property
    def handling(self) -> Handling:
        return self.build_handling(states=self.chosen)


class LookoutPeriod(Approvable):
    """Time for which a lookout is in force: the first, or a renewal. Counted from the second approval."""

    lookout = models.ForeignKey(Lookout, on_delete=models.CASCADE, related_name="periods")
    hours = models.IntegerField()
    until = models.DateTimeField(null=True)
    nomination = models.OneToOneField(Nomination, null=True, on_delete=models.PROTECT, related_name="+")  # its entry

    objects = OfLookouts.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            Isolation(name="lookouts_lookoutperiod_isolation", read=BY_LOOKOUT),
            second_approval_constraint("a_lookout_is_issued_by_two_people"),
            models.CheckConstraint(
                name="a_lookout_is_in_force_by_approval",
                condition=Q(until=None) | Q(decision=Decision.APPROVED, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_lookout_lasts_72_hours_at_most",
                condition=Q(hours__gte=1, hours__lte=MAX_HOURS)
                & (Q(until=None) | Q(until__lte=F("decided_at") + timedelta(hours=MAX_HOURS))),
            ),
            models.UniqueConstraint(name="one_proposal_of_a_lookout", fields=["lookout"], condition=Q(decision="")),
        ]

    def __str__(self) -> str:
        return f"lookout {self.lookout.reference}"


class LookoutEvent(TimelineEvent):
    """Event in the history of a lookout, hashed with the one before. Never changed."""

    SUBJECT: ClassVar = "lookout"

    lookout = models.ForeignKey(Lookout, on_delete=models.PROTECT, related_name="events")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")  # the desk

    objects = OfLookouts.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            Isolation(name="lookouts_lookoutevent_isolation", read=BY_LOOKOUT, write=None, add=BY_LOOKOUT),
            models.UniqueConstraint(name="one_event_of_a_lookout_a_number", fields=["lookout", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.lookout_id}, event {self.number}"

    def facts(self) -> Mapping[str, Any]:
        return {"organisation": self.organisation_id or ""}


class LookoutDesk(models.Model):
    """Desk of a chosen state, an organisation with officers, and who of it has acknowledged the lookout first."""

    lookout = models.ForeignKey(Lookout, on_delete=models.CASCADE, related_name="desks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=3)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfLookouts.as_manager()

    class Meta:
        ordering = ["state", "organisation"]
        constraints = [
            Isolation(name="lookouts_lookoutdesk_isolation", read=BY_LOOKOUT),
            models.UniqueConstraint(name="a_desk_acknowledges_once", fields=["lookout", "organisation"]),
            models.CheckConstraint(
                name="somebody_acknowledges_a_lookout",
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lookout_id}, {self.organisation_id}"
