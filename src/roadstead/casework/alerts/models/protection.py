"""Answers to the question of protection, and national powers used: what an officer records around a hit confirmation.

Both are read by the state that recorded them alone: not by the owner of the entry, nor by the regional centre.
"""

from __future__ import annotations

from typing import ClassVar, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.casework.alerts.logic.protection import PROTECTION_LABELS, Protection
from roadstead.casework.alerts.models.alerts import Alert
from roadstead.platform.accounts.visibility import OfOneAlertAndState
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.platform.database.row_security import BY_ALERT, IS_SYSTEM, MY_STATE, Isolation

BY_ALERT_AND_STATE: Final = f"({BY_ALERT} and ({MY_STATE} = any (states) or {IS_SYSTEM}))"


class ProtectionAnswer(BlankWhileRestricted):
    """Whether the person has asked for protection. Append-only: the newest answer of a state holds."""

    HIDDEN_BY: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"answer": ""}

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="protection_answers")
    answer = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Protection])
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    states = ArrayField(models.CharField(max_length=3), default=list)  # [state of the officer], for isolation

    objects = OfOneAlertAndState.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [Isolation(name="alerts_protectionanswer_isolation", read=BY_ALERT_AND_STATE)]

    def __str__(self) -> str:
        return f"answer {self.pk} on alert {self.alert_id}"

    @property
    def label(self) -> str:
        """The answer in English words; "" if it is hidden from the reader or deleted."""
        return PROTECTION_LABELS[Protection(self.answer)] if self.answer else ""


class PowerUsed(BlankWhileRestricted):
    """National power that an officer used, and when. Append-only. No page of Roadstead grants a power."""

    HIDDEN_BY: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"power": ""}

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="powers_used")
    power = models.CharField(max_length=200)  # the act and section, in the officer's words
    is_arrest = models.BooleanField(default=False)
    at = models.DateTimeField()  # when it was used, as stated by the officer
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    states = ArrayField(models.CharField(max_length=3), default=list)  # [state of the officer], for isolation

    objects = OfOneAlertAndState.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [Isolation(name="alerts_powerused_isolation", read=BY_ALERT_AND_STATE)]

    def __str__(self) -> str:
        return f"power {self.pk} on alert {self.alert_id}"
