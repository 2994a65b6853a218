"""Data subject requests and the actions they lead to."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.oversight.retention.models.schedules import OfReceivingState
from roadstead.platform.accounts.visibility import OfStates
from roadstead.platform.approvals.models import BY_POLICY, Approvable, second_approval_constraint
from roadstead.platform.database.row_security import UNRESTRICTED, by_states


class RequestType(models.TextChoices):
    """Types of data subject request (S34)."""

    ACCESS = "access", "To know what is stored"
    RECTIFY = "rectify", "To have it corrected"
    ERASE = "erase", "To have it deleted"
    RESTRICT = "restrict", "To have its use restricted"
    COMPLAIN = "complain", "A complaint"


class SubjectRequest(models.Model):
    """Data subject request, from receipt to response and review. Of the identity document shown only its kind is
    stored.
    """

    kind = models.CharField(max_length=10, choices=RequestType)
    surname = models.CharField(max_length=100)
    given = models.CharField(max_length=150, blank=True)
    born = models.CharField(max_length=10)
    document = models.CharField(max_length=40, blank=True)  # number to search with
    identity_document = models.CharField(max_length=40)  # kind of document shown ("passport"); no copy, no number
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_source = models.CharField(max_length=600)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    withheld = models.TextField(blank=True)  # true reason, for oversight; never part of the response
    review_asked_at = models.DateTimeField(null=True)
    review_due_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfReceivingState.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            by_states("retention_subjectrequest_isolation"),
            models.CheckConstraint(
                name="who_answered_does_not_review",
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("answered_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def state(self) -> str:
        """State that received it, "" for the regional centre."""
        return self.states[0] if self.states else ""

    @property
    def reference(self) -> str:
        return f"R-{self.pk}"

    @property
    def status(self) -> str:
        """Status as the pages show it: open, answered, under review or reviewed."""
        if self.reviewed_at:
            return "reviewed"
        if self.review_asked_at:
            return "under review"
        return "answered" if self.answered_at else "open"


class SubjectAction(Approvable):
    """Action on a request and its rows, proposed by one supervisor and approved by another if the state's policy asks
    for two. Its only data of the person is the statement, which moves to Correction.
    """

    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="actions")
    travellers = ArrayField(models.BigIntegerField(), default=list, blank=True)  # ids of rows
    until = models.DateField(null=True)  # last day of a restriction; none: until it is lifted
    statement = models.TextField(blank=True)  # of the person, to be stored beside the original; emptied when it is
    done_at = models.DateTimeField(null=True)  # when it was carried out
    root = models.CharField(max_length=64, blank=True)  # for a deletion: proves which rows were deleted (S10)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfReceivingState.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            by_states("retention_subjectaction_isolation"),
            second_approval_constraint("the_second_is_another", alone=BY_POLICY),
            models.UniqueConstraint(
                name="one_open_measure_a_request", fields=["request"], condition=models.Q(decision="")
            ),
        ]

    def __str__(self) -> str:
        return f"measure {self.pk}"

    @property
    def is_open(self) -> bool:
        return not self.decision


class Correction(models.Model):
    """Correction by a person, stored beside what was sent and never in its place (S34). It is deleted with that row."""

    traveller = models.ForeignKey(Traveller, on_delete=models.PROTECT, related_name="corrections")
    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfReceivingState.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [by_states("retention_correction_isolation", unhidden=UNRESTRICTED)]

    def __str__(self) -> str:
        return f"correction {self.pk}"


class Restriction(models.Model):
    """Restriction of a row (S34). While it is in force only those read the row who oversee the data or decide its
    alert.

    The row's states know that there is one; the owner, who received the request, lifts it. Enforced by
    `database/scope.py`.
    """

    traveller = models.ForeignKey(Traveller, on_delete=models.PROTECT, related_name="restrictions")
    voyage = models.ForeignKey(Voyage, on_delete=models.PROTECT, related_name="restrictions")
    request = models.ForeignKey(SubjectRequest, null=True, on_delete=models.PROTECT, related_name="restrictions")
    owner = models.CharField(max_length=10)  # REGION, or the state that received the request
    at = models.DateTimeField()
    until = models.DateField(null=True)  # last day, in UTC
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_why = models.TextField(blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(name="restriction_stands_idx", fields=["traveller"], condition=models.Q(lifted_at=None))
        ]
        constraints = [by_states("retention_restriction_isolation")]

    def __str__(self) -> str:
        return f"restriction {self.pk}"

    def is_in_force(self, on: date) -> bool:
        return self.lifted_at is None and (self.until is None or on <= self.until)
