"""Proposals of a state that the regional centre's duty supervisor is asked to approve."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.platform.accounts.visibility import OfStates


class CentreApproval(models.Model):
    """A state asks, because nobody independent of the proposer is on duty there.

    It holds where the proposal is, and nothing of what it says: the proposal itself stays the state's.
    """

    kind = models.CharField(max_length=20)  # a key of approvals.kinds.KINDS
    subject = models.BigIntegerField()  # the number of the proposal
    states = ArrayField(models.CharField(max_length=3))  # the one state that asks
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)  # None: not decided, or decided in the state meanwhile
    why = models.TextField(blank=True)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="a_proposal_is_asked_for_once", fields=["kind", "subject"], condition=models.Q(decided_at=None)
            ),
            models.CheckConstraint(
                name="who_asks_does_not_approve",
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"second approval {self.pk}"

    @property
    def state(self) -> str:
        return self.states[0]

    @property
    def is_open(self) -> bool:
        return self.decided_at is None
