"""Warrants, their signed files with the check of the signature, their validations, and their history."""

from __future__ import annotations

from typing import ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roadstead.cooperation.warrants.logic.content import Content, Purpose, content_of
from roadstead.cooperation.warrants.logic.statuses import ENDED, OPEN, Status
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.visibility import Row
from roadstead.platform.approvals.models import Approvable, Decision, second_approval_constraint
from roadstead.platform.database.row_security import BY_ORGANISATION, Isolation, belongs_to_visible_row
from roadstead.platform.directory.visibility import OfOrganisations, PrivateRow
from roadstead.platform.handling.logic.gate import Handling
from roadstead.platform.handling.models import HandledRow, handling_constraint
from roadstead.platform.timeline.models import Attachment, HasTimeline, TimelineEvent

MAX_NAME_CHARS: Final = 200
BY_WARRANT: Final = belongs_to_visible_row("warrants_warrant", "warrant_id")  # as visible as its warrant
PURPOSES: Final = [(Purpose.PROSECUTE.value, "To prosecute"), (Purpose.SERVE.value, "To serve a sentence")]


class SignatureCheck(models.TextChoices):
    """Result of the check of a signed file."""

    VALID = "valid", "Signed, unchanged since"
    BROKEN = "broken", "The signature does not match the file"
    SCAN = "scan", "Scan, not verifiable"


class OfWarrants(models.QuerySet[Row, Row]):
    """Rows of a warrant: visible to whoever sees the warrant."""

    def visible_to(self, user: User) -> Self:
        return self.filter(warrant__in=Warrant.objects.visible_to(user))


class Warrant(HasTimeline, HandledRow, PrivateRow):
    """Warrant of one state. The organisation that drafted it reads it, and the state's central authority."""

    reference = models.CharField(max_length=12, unique=True)  # WA-7KQ4-2FWX, with a check character
    owner = models.CharField(max_length=10)  # the issuing state
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # that drafted it
    purpose = models.CharField(max_length=10, choices=PURPOSES)
    name = models.CharField(max_length=MAX_NAME_CHARS)
    cells = models.JSONField()  # the person, by the headings of our csv, and `marks`
    basis = models.TextField()  # the treaty or act under which it is published
    decision = models.JSONField()  # a content.JudicialDecision
    offences = models.JSONField(default=list)  # content.Offence, in order
    property_text = models.TextField(blank=True)  # to be seized and handed over
    guarantees = models.TextField(blank=True)
    status = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Status], default=Status.DRAFTED.value
    )
    until = models.DateField()  # last day in force
    review_by = models.DateField()
    in_force_from = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    objects = OfOrganisations.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(name="warrant_open_idx", fields=["until"], condition=Q(ended_at=None)),
            models.Index(name="warrant_ended_idx", fields=["ended_at"], condition=Q(ended_at__isnull=False)),
        ]
        constraints = [
            Isolation(name="warrants_warrant_isolation", read=BY_ORGANISATION),
            handling_constraint("a_warrant_has_known_codes"),
            models.CheckConstraint(
                name="a_warrant_that_has_ended_says_when",
                condition=Q(status__in=sorted(OPEN), ended_at=None)
                | Q(status__in=sorted(ENDED), ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_warrant_in_force_says_since_when",
                condition=~Q(status__in=[Status.IN_FORCE, Status.SUSPENDED]) | Q(in_force_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def state(self) -> Status:
        """Return the status as the table of transitions has it."""
        return Status(self.status)

    @property
    def content(self) -> Content:
        return content_of(self.purpose, self.cells, self.decision, self.offences)

    @property
    def handling(self) -> Handling:
        return self.build_handling(states=self.states)


class WarrantFile(Attachment):
    """Signed file of a warrant, with the result of the check of its signature."""

    SUBJECT: ClassVar = "warrant"

    warrant = models.ForeignKey(Warrant, on_delete=models.PROTECT, related_name="files")
    check_result = models.CharField(max_length=6, choices=SignatureCheck)
    signer = models.CharField(max_length=200, blank=True)  # as the certificate names them
    signed_at = models.DateTimeField(null=True)  # as the signature says

    objects = OfWarrants.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [Isolation(name="warrants_warrantfile_isolation", read=BY_WARRANT)]

    def __str__(self) -> str:
        return f"{self.warrant_id}, file {self.pk}"


class WarrantValidation(Approvable):
    """Validation of a signed warrant: proposed by whoever uploads the file, approved by another person."""

    warrant = models.ForeignKey(Warrant, on_delete=models.CASCADE, related_name="validations")
    file = models.OneToOneField(WarrantFile, on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfWarrants.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            Isolation(name="warrants_warrantvalidation_isolation", read=BY_WARRANT),
            second_approval_constraint("a_warrant_is_validated_by_two_people", "drafted_by"),
            models.CheckConstraint(
                name="a_validation_is_proposed_by_a_person", condition=Q(proposed_by__isnull=False, needs_second=True)
            ),
            models.UniqueConstraint(
                name="one_validation_of_a_warrant_waits", fields=["warrant"], condition=Q(decision="")
            ),
            models.UniqueConstraint(
                name="a_warrant_is_validated_once", fields=["warrant"], condition=Q(decision=Decision.APPROVED)
            ),
            models.CheckConstraint(
                name="a_validation_is_decided_after_it_is_proposed",
                condition=Q(decided_at=None) | Q(decided_at__gte=F("proposed_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"warrant {self.warrant.reference}"


class WarrantEvent(TimelineEvent):
    """Event in the history of a warrant, hashed with the one before. Never changed."""

    SUBJECT: ClassVar = "warrant"

    warrant = models.ForeignKey(Warrant, on_delete=models.PROTECT, related_name="events")

    objects = OfWarrants.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            Isolation(name="warrants_warrantevent_isolation", read=BY_WARRANT, write=None, add=BY_WARRANT),
            models.UniqueConstraint(name="one_event_of_a_warrant_a_number", fields=["warrant", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.warrant_id}, event {self.number}"
