"""Outbox: events that have happened or fall due, of which nobody has been notified yet."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from django.db import models
from django.db.models.functions import Now

from roadstead.platform.database.row_security import ALL_STATES, NO_PERSON, Isolation

AT_ONCE: Final = datetime(2000, 1, 1, tzinfo=UTC)  # before any clock, so that no event waits for a clock to catch up
MAX_ATTEMPTS: Final = 8  # then the event is set aside until an operator retries it


class EventKind(StrEnum):
    """Type of an event, which also says what its `subject` is."""

    ALERT = "alert"  # a step of an alert, casework.alerts.models.Event: written by a trigger of that table
    PROPOSAL = "proposal"  # waits for a second person; code `of`: a key of oversight.approvals.kinds.KINDS, or "token"
    ACCOUNT_NOTICE = "account notice"  # to be mailed, accounts.AccountNotice
    REGISTRATION = "registration"  # to be mailed, registration.Registration
    LIST_READ = "list read"  # an intake.Message that was read or set aside: its filers are mailed
    MISSING_LIST = "missing list"  # a Voyage whose list had not come by the deadline
    TASK_DUE = "task due"  # a CaseTask, a FollowUp or a RoomTask; code `of`: case, alert, room
    BREACH = "breach"  # a retention.NotificationDuty to notify an authority; code `of`: recorded, due, overdue
    QUALIFICATION = "qualification"  # expires soon, directory.Qualification; code `days`: in how many
    REQUEST = "request"  # a requests.Message that the other side has not been notified of
    CONTAINER = "container"  # an alerts.Detention that began or ended
    GUEST_LINK = "guest link"  # to be mailed, requests.GuestLink
    REQUEST_DUE = "request due"  # a requests.RequestTimer whose time has come, or `percent` of it
    LOOKOUT = "lookout"  # a lookouts.Lookout; code `of`: issued, renewed, ended, answered or unacknowledged
    LOOKOUT_ENDS = "lookout ends"  # a lookouts.Lookout whose period is over, unless it was renewed
    WARRANT = "warrant"  # a warrants.Warrant whose entry was withdrawn; code `of`: suspended or ended
    WARRANT_ENDS = "warrant ends"  # a warrants.Warrant whose last day is over
    SITUATION = "situation"  # a situation.SituationReport that was issued: its recipients are notified
    ROOM = "room"  # a rooms.RoomMember or RoomTask; code `of`: invited, task
    VETTING = "vetting"  # a vetting.VettingSheet; code `of`: received, to decide, answered or match
    SUBJECT_REQUEST = "subject request"  # a retention.SubjectRequest; code `of`: request or review, and due or overdue


class OutboxEvent(models.Model):
    """One event. It is deleted once handled: the result is in the rows that its handler wrote.

    Every scope may add one; only the machine, which is no person, reads them.
    """

    kind = models.CharField(max_length=30)  # an EventKind
    subject = models.BigIntegerField()  # id of the row that the event is about
    codes = models.JSONField(default=dict, db_default={})  # further data for the handler; never personal data
    made_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=AT_ONCE)  # not before; while it is being sent: until when it is claimed
    attempts = models.IntegerField(db_default=0)
    # Of the last attempt: type and place of the failure; for a mail the reply of the mail server.
    error = models.CharField(max_length=200, db_default="")

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
