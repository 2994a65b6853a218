"""Cases, their links and timelines. Each belongs to one owner: a state, or the regional centre (S25)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from roadstead.casework.alerts.models import Alert
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.visibility import OfOwnerAlone
from roadstead.platform.database.row_security import BY_OWNER_ALONE, Isolation
from roadstead.platform.timeline.models import Attachment, HasTimeline, Task, TimelineEvent


class Case(HasTimeline):
    """Matter that officers follow beyond a single alert. The title names no person."""

    title = models.CharField(max_length=120)
    owner = models.CharField(max_length=10)  # REGION, or the state whose officers opened it
    purpose = models.CharField(max_length=20)  # one of watchlists.handling.PURPOSES
    basis = models.TextField()  # the legal basis, as its officers state it
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)  # result of the case, once it is closed

    objects = OfOwnerAlone.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(name="case_owner_idx", fields=["owner", "closed_at"])]
        constraints = [Isolation(name="cases_case_isolation", read=BY_OWNER_ALONE)]

    def __str__(self) -> str:
        return f"case {self.pk}"


class CaseLink(models.Model):
    """Link of a case to exactly one alert, voyage, traveller, or person known only in words."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    owner = models.CharField(max_length=10)  # as of the case
    alert = models.ForeignKey(Alert, null=True, on_delete=models.PROTECT, related_name="+")
    voyage = models.ForeignKey(Voyage, null=True, on_delete=models.PROTECT, related_name="+")
    traveller = models.ForeignKey(Traveller, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)

    objects = OfOwnerAlone.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            Isolation(name="cases_caselink_isolation", read=BY_OWNER_ALONE),
            models.UniqueConstraint(
                name="once_in_a_case",
                fields=["case", "alert", "voyage", "traveller", "words"],
                condition=models.Q(taken_out_at=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id}, link {self.pk}"


class CaseEvent(TimelineEvent):
    """Event in the timeline of a case."""

    SUBJECT: ClassVar = "case"
    IS_PURGED: ClassVar = False

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    owner = models.CharField(max_length=10)  # as of the case
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # alert that the event is about
    alert = models.ForeignKey(Alert, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfOwnerAlone.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            Isolation(name="cases_caseevent_isolation", read=BY_OWNER_ALONE),
            models.UniqueConstraint(name="one_event_a_number", fields=["case", "number"]),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id}, event {self.number}"


class CaseFile(Attachment):
    SUBJECT: ClassVar = "case"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    owner = models.CharField(max_length=10)  # as of the case

    objects = OfOwnerAlone.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [Isolation(name="cases_casefile_isolation", read=BY_OWNER_ALONE)]

    def __str__(self) -> str:
        return f"case {self.case_id}, file {self.pk}"


class CaseTask(Task):
    """Task of a case, with its deadline."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    owner = models.CharField(max_length=10)  # as of the case

    objects = OfOwnerAlone.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            Isolation(name="cases_casetask_isolation", read=BY_OWNER_ALONE),
            models.UniqueConstraint(name="one_task_an_event", fields=["case", "number"]),
        ]
        indexes = [
            models.Index(name="case_task_open_idx", fields=["owner", "due_at"], condition=models.Q(ended_at=None))
        ]

    def __str__(self) -> str:
        return f"case {self.case_id}, task {self.number}"


class CaseOfficer(models.Model):
    """Officer who works on a case beside its lead. This grants no access: all officers of the owner read and write."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="officers")
    owner = models.CharField(max_length=10)  # as of the case
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects = OfOwnerAlone.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            Isolation(name="cases_caseofficer_isolation", read=BY_OWNER_ALONE),
            models.UniqueConstraint(
                name="once_on_a_case", fields=["case", "officer"], condition=models.Q(left_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id}, {self.officer_id}"
