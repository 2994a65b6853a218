"""Webhooks of systems: addresses of carriers for receipts and changed answers, of a state's organisations for alerts,
requests and containers; and what is sent there.

A delivery holds references only. The database adds it in the transaction of the event itself (`migrations`).
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.filings.intake.models import Message
from roadstead.outbound.notifications.models.channels import Transport
from roadstead.outbound.notifications.models.notices import DeliveryStatus
from roadstead.platform.accounts.visibility import OfCarrierOrOrganisation
from roadstead.platform.database.row_security import BY_CARRIER_OR_MACHINE, MY_ORGANISATIONS, MY_STATE, Isolation

AT_ONCE: Final = datetime(2000, 1, 1, tzinfo=UTC)  # before any clock


class CarrierEvent(models.TextChoices):
    """Events of a message."""

    RECEIPT = "receipt", "Receipt: a list was read"
    ANSWERS = "answers", "An answer changed"


class StateEvent(models.TextChoices):
    """Topics of a state: those that a webhook of an organisation may ask for."""

    ALERT = "alert", "An alert is new or has changed"
    REQUEST = "request", "A request or a message has come"
    CONTAINER = "container", "A container is held or released"


OF_SYSTEM: Final = (
    f"({BY_CARRIER_OR_MACHINE} or (owner = {MY_STATE} and organisation = any ({MY_ORGANISATIONS}::varchar[])))"
)


class CarrierWebhook(models.Model):
    """One address of the system of one carrier, or of one organisation of a state (`owner`), which then names its
    topics. Its secret is derived from its number (`webhook.signing_secret`).
    """

    way = Transport.WEBHOOK  # as of a channel, for the breaker

    carrier = models.CharField(max_length=12, blank=True)
    owner = models.CharField(max_length=3, blank=True)  # state
    organisation = models.CharField(max_length=12, blank=True)
    topics = ArrayField(models.CharField(max_length=10, choices=StateEvent), default=list, blank=True)
    target = models.CharField(max_length=300)  # https://…
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    test_requested_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)
    test_result = models.CharField(max_length=220, blank=True)  # result of the last test
    failures = models.IntegerField(default=0)  # consecutive (breaker)
    paused_until = models.DateTimeField(null=True)  # after consecutive failures

    objects = OfCarrierOrOrganisation.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            Isolation(name="notifications_carrierwebhook_isolation", read=OF_SYSTEM),
            models.UniqueConstraint(name="one_webhook_per_address", fields=["carrier", "organisation", "target"]),
            models.CheckConstraint(
                name="a_webhook_is_of_a_carrier_or_of_an_organisation",
                condition=models.Q(owner="", organisation="") & ~models.Q(carrier="")
                | models.Q(carrier="") & ~models.Q(owner="") & ~models.Q(organisation=""),
            ),
        ]

    def __str__(self) -> str:
        return f"webhook {self.pk} of {self.carrier or self.organisation}"

    @property
    def topic_labels(self) -> list[str]:
        """Return what it asks for, in English words."""
        return [StateEvent(each).label for each in self.topics]


class CarrierDelivery(models.Model):
    """One event for one webhook. `key` never changes: it is the Idempotency-Key.

    `message`: that of a carrier, whose receipt is sent; for a state's organisation `content` is the body.
    """

    webhook = models.ForeignKey(CarrierWebhook, on_delete=models.CASCADE, related_name="deliveries")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="+")
    content = models.JSONField(default=dict, db_default={})
    carrier = models.CharField(max_length=12, blank=True)
    owner = models.CharField(max_length=3, blank=True, db_default="")  # as of the webhook
    organisation = models.CharField(max_length=12, blank=True, db_default="")
    event = models.CharField(max_length=10, choices=[*CarrierEvent.choices, *StateEvent.choices])
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    status = models.CharField(max_length=10, choices=DeliveryStatus, default=DeliveryStatus.PENDING)
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(default=AT_ONCE)  # earliest next attempt; while being sent: until when it is claimed
    sent_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=200, blank=True)  # status code, or why it failed

    objects = OfCarrierOrOrganisation.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            Isolation(name="notifications_carrierdelivery_isolation", read=OF_SYSTEM),
            # An event that nobody has tried to send yet is sent once, however often it happens meanwhile.
            models.UniqueConstraint(
                name="one_waiting_event_per_webhook",
                fields=["webhook", "message", "event"],
                condition=models.Q(status="pending", attempts=0),
            ),
        ]
        indexes = [
            models.Index(
                name="carrier_delivery_due_idx",
                fields=["webhook", "next_at"],
                condition=models.Q(status__in=["pending", "sending"]),
            )
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
