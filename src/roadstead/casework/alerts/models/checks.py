"""Checks made elsewhere: what an officer looked up in another system about an alert."""

from __future__ import annotations

from typing import ClassVar, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.casework.alerts.logic.checks import (
    OWNER,
    RESULT_LABELS,
    SYSTEM_LABELS,
    CheckedSystem,
    CheckResult,
    OwnerReply,
)
from roadstead.casework.alerts.models.alerts import Alert
from roadstead.platform.accounts.visibility import OfOneAlert
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.platform.database.row_security import BY_ALERT, BY_STATES, Isolation

SYSTEMS: Final = (*map(str, CheckedSystem), OWNER)
RESULTS: Final = (*map(str, CheckResult), *map(str, OwnerReply))


class ExternalCheck(BlankWhileRestricted):
    """Check in a system of others, as an officer recorded it: evidence on the alert, append-only.

    `reply_to`: the check that waited for this reply. `through`: the state's system that posted it; "" for a page.
    """

    HIDDEN_BY: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"reference": "", "words": "", "result": ""}

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="checks")
    system = models.CharField(max_length=12, choices=[(each, each) for each in SYSTEMS])
    asked = models.CharField(max_length=120, blank=True)  # organisation that was asked
    at = models.DateTimeField()  # when it was looked up or asked, as stated by the officer
    result = models.CharField(max_length=10, choices=[(each, each) for each in RESULTS])
    reference = models.CharField(max_length=60, blank=True)  # of the other system
    words = models.TextField(blank=True)
    reply_to = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reply")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    through = models.CharField(max_length=30, blank=True)
    recorded_at = models.DateTimeField()
    states = ArrayField(models.CharField(max_length=3), default=list)  # [state of the officer], for isolation

    objects = OfOneAlert.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [Isolation(name="alerts_externalcheck_isolation", read=f"({BY_ALERT} and {BY_STATES})")]
        indexes = [
            models.Index(
                name="check_waiting_idx", fields=["recorded_at"], condition=models.Q(result=CheckResult.WAITING.value)
            )
        ]

    def __str__(self) -> str:
        return f"check {self.pk} on alert {self.alert_id}"

    @property
    def system_label(self) -> str:
        return SYSTEM_LABELS[self.system]

    @property
    def result_label(self) -> str:
        """The result in English words; "" if it is hidden from the reader."""
        return RESULT_LABELS[self.result] if self.result else ""

    @property
    def is_waiting(self) -> bool:
        return self.result == CheckResult.WAITING
