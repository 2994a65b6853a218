"""Messages as received, except for content that may not be stored (S2). Stored before they are acknowledged, never
changed.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.platform.accounts.visibility import OfCarrierAlone, OfStatesOrCarrier
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.platform.database.row_security import BY_CARRIER_OR_MACHINE, BY_STATES_OR_CARRIER, Isolation


class Status(models.TextChoices):
    """State of a message. `SET_ASIDE` is the dead-letter queue: kept, with its reason, for an operator."""

    RECEIVED = "received", "Received, waiting to be read"
    READ = "read", "Read and screened"
    NOT_UNDERSTOOD = "not_understood", "Kept, but not understood"
    SET_ASIDE = "set_aside", "Set aside for an operator"
    REPAIRED = "repaired", "Replaced by a repaired message"


class Message(BlankWhileRestricted):
    """One body as a carrier sent it. `receipt`: the number that the carrier has as proof."""

    HIDDEN_BY: ClassVar = ("messages", "id")
    BLANK: ClassVar = {"raw": b"", "filename": "", "voyage_hint": ""}

    receipt = models.CharField(max_length=20, unique=True)
    carrier = models.CharField(max_length=12)
    channel = models.CharField(max_length=12)  # api, portal
    filename = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField(db_index=True)
    raw = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()  # in bytes, as sent; like `sha256`, before anything was removed
    dropped = models.JSONField(default=dict)  # how many texts were removed before storage, by kind (S1, S2)
    voyage_hint = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.RECEIVED, db_index=True)
    reason = models.TextField(blank=True)  # why it was set aside, in words for the operator
    attempts = models.IntegerField(default=0)
    processed_at = models.DateTimeField(null=True)
    repairs = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="repaired_by")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # Supervisor who approved a message that had been set aside because of its sender.
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # States that may read the raw text: those that every voyage in it concerns, so that no state reads another's list.
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStatesOrCarrier.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            Isolation(name="intake_message_isolation", read=BY_STATES_OR_CARRIER),
            # Idempotency: the same body from the same carrier is the same message, however often it is sent.
            models.UniqueConstraint(name="one_message_per_body", fields=["carrier", "sha256"]),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def dropped_count(self) -> int:
        return sum(self.dropped.values())


class SandboxMessage(models.Model):
    """One test list of a carrier, with what we read and would answer. No voyage, alert or count ever comes of it.

    `result`: what was read and answered, by message (`outbound.responses.sandbox`); `files`: the answers in EDIFACT.
    """

    receipt = models.CharField(max_length=20, unique=True)  # TEST-…
    carrier = models.CharField(max_length=12)
    channel = models.CharField(max_length=12)
    filename = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField(db_index=True)
    raw = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    dropped = models.JSONField(default=dict)
    status = models.CharField(max_length=16, choices=Status, default=Status.RECEIVED)
    attempts = models.IntegerField(default=0)
    processed_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    result = models.JSONField(default=list)
    files = models.JSONField(default=dict)

    objects = OfCarrierAlone.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            Isolation(name="intake_sandboxmessage_isolation", read=BY_CARRIER_OR_MACHINE),
            models.UniqueConstraint(name="one_test_per_body", fields=["carrier", "sha256"]),
        ]
        indexes = [models.Index(name="test_waits_idx", fields=["id"], condition=models.Q(status="received"))]

    def __str__(self) -> str:
        return self.receipt
