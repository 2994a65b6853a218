"""Calls that a state's system posted, or an officer's device after it was without a connection, each with the answer
that it got: the same call again gets the same answer.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import models

from roadstead.platform.database.row_security import BY_OWNER_ALONE, Isolation

KEPT: Final = timedelta(days=7)  # then the same key is a new call


class AnsweredCall(models.Model):
    """One call under the key that the caller chose. The answer holds references only."""

    token = models.ForeignKey("accounts.Token", null=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)  # of method, address and body, with the installation's secret
    status = models.IntegerField(default=0)
    answer = models.JSONField(default=dict)
    owner = models.CharField(max_length=10)  # state of the system or the person
    at = models.DateTimeField()

    class Meta:
        constraints = [
            Isolation(name="accounts_answeredcall_isolation", read=BY_OWNER_ALONE),
            models.UniqueConstraint(name="a_key_is_of_one_call", fields=["token", "user", "key"], nulls_distinct=False),
            models.CheckConstraint(
                name="a_call_is_of_a_system_or_of_a_person",
                condition=models.Q(token=None, user__isnull=False) | models.Q(token__isnull=False, user=None),
            ),
        ]
        indexes = [models.Index(name="answered_call_at_idx", fields=["at"])]

    def __str__(self) -> str:
        return f"call {self.pk}"


def delete_old(now: datetime) -> None:
    """Delete calls whose key no longer counts. Call it in the region's scope."""
    AnsweredCall.objects.filter(at__lt=now - KEPT).delete()
