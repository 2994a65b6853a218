"""What was told of an alert, and whether it arrived."""

from __future__ import annotations

import secrets
import uuid
from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.accounts.visibility import OfOneAlert, OfStates
from roadstead.casework.models import Alert, Event
from roadstead.dissemination.escalation import Level, above
from roadstead.dissemination.models.channels import Channel
from roadstead.watchlists.models import REGION

SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: it is read out over the telephone


def new_reference() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(8))


WHOM: Final = {Level.DUTY: "the officer on duty", Level.SUPERVISOR: "the supervisor", Level.CENTRE: "the centre"}


class Standing(models.TextChoices):
    """Of one delivery."""

    PENDING = "pending", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    UNSURE = "unsure", "Unsure whether it was sent"
    FAILED = "failed", "Failed"


class Waiting(models.Model):
    """An event that has not been told yet: written by the database with the event itself, in its transaction."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+", primary_key=True)
    states = ArrayField(models.CharField(max_length=3), default=list)

    objects = OfStates.as_manager()

    def __str__(self) -> str:
        return f"event {self.event_id} waits"


class Notice(models.Model):
    """One state is told of one event."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="notices")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=3)
    audience = models.CharField(max_length=10)  # routing.Audience
    kind = models.CharField(max_length=20)  # a value of routing.KINDS
    on_duty = ArrayField(models.BigIntegerField(), default=list, blank=True)  # whom the roster named; []: all
    reference = models.CharField(max_length=8, unique=True, default=new_reference)
    level = models.IntegerField(default=Level.DUTY.value)
    created_at = models.DateTimeField()
    escalates_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    states = ArrayField(models.CharField(max_length=3), default=list)  # [state]

    objects = OfOneAlert.as_manager()

    class Meta:
        ordering = ["acknowledged_at", "-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="a_state_is_told_once_of_an_event", fields=["event", "state"]),
            models.CheckConstraint(
                name="acknowledged_by_somebody",
                condition=models.Q(acknowledged_at=None, acknowledged_by=None)
                | models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="notice_open_idx", fields=["escalates_at"], condition=models.Q(acknowledged_at=None))
        ]

    def __str__(self) -> str:
        return f"notice {self.reference}"

    @property
    def waits_with(self) -> str:
        """Whom it has reached, in words."""
        return WHOM[Level(self.level)]

    @property
    def goes_to(self) -> Level | None:
        """The level that is told next. The alert must be at hand."""
        return above(self.level, shared=self.alert.owner == REGION)

    @property
    def goes_on_to(self) -> str:
        """The same in words, or ""."""
        level = self.goes_to
        return "" if level is None else WHOM[level]


class Delivery(models.Model):
    """One notice by one channel. `key` never changes: Message-ID of the mail, Idempotency-Key of the webhook."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.PENDING)
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField()  # when it may be tried; while being sent: until when it is held
    sent_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=200, blank=True)  # what the receiving server answered: its code alone
    reason = models.CharField(max_length=200, blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="a_channel_tells_once", fields=["notice", "channel"])]
        indexes = [
            models.Index(
                name="delivery_due_idx", fields=["next_at"], condition=models.Q(standing__in=["pending", "sending"])
            )
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
