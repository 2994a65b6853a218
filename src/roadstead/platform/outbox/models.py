"""What has happened, or falls due, and nobody has been notified of yet."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from django.db import models
from django.db.models.functions import Now

from roadstead.platform.database.row_security import ALL_STATES, NO_PERSON, Isolation

AT_ONCE: Final = datetime(2000, 1, 1, tzinfo=UTC)  # before any clock, so that it never waits for one to catch up
MAX_ATTEMPTS: Final = 8  # then the event is set aside until an operator tries it again


class EventKind(StrEnum):
    """What happened, and which row the event is about."""

    ALERT = "alert"  # a step of an alert, casework.alerts.Event: written by a trigger of that table
    PROPOSAL = "proposal"  # waits for a second person; code `of`: a key of oversight.approvals.KINDS, or "token"
    ACCOUNT_NOTICE = "account notice"  # to be mailed, accounts.AccountNotice
    MISSING_LIST = "missing list"  # the deadline of a Voyage of which no list had come
    TASK_DUE = "task due"  # of a CaseTask or a FollowUp; code `of`: case, alert
    BREACH = "breach"  # a retention.Duty to tell an authority; code `of`: recorded, due, overdue
    QUALIFICATION = "qualification"  # expires soon, directory.Qualification; code `days`: in how many
    SUBJECT_REQUEST = "subject request"  # a retention.Request; code `of`: request or review, and due or overdue


class OutboxEvent(models.Model):
    """One event. It is deleted when it has been handled: what became of it stands in what its handler wrote.

    Everybody may add one, whatever their scope; only the machine, which is no person, reads them.
    """

    kind = models.CharField(max_length=30)  # an EventKind
    subject = models.BigIntegerField()  # the number of the row that it is about
    codes = models.JSONField(default=dict, db_default={})  # what the handler must know besides; never personal data
    made_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=AT_ONCE)  # not before; while it is being sent: until when it is held
    attempts = models.IntegerField(db_default=0)
    error = models.CharField(
        max_length=200, db_default=""
    )  # of the last attempt: kind of failure and place; of a mail what the mail server said

    class Meta:
        db_table = "outbox_event"
        constraints = [Isolation(name="outbox_event_isolation", read=f"({ALL_STATES} and {NO_PERSON})", add="true")]
        indexes = [
            models.Index(
                name="outbox_event_due_idx", fields=["due_at", "id"], condition=models.Q(attempts__lt=MAX_ATTEMPTS)
            )
        ]

    def __str__(self) -> str:
        return f"event {self.pk}: {self.kind} {self.subject}"
