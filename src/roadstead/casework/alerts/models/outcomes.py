"""Outcomes of alerts at the border, and the follow-up tasks that they raise."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.casework.alerts.logic.seizure import Seizure, seizure_from_json
from roadstead.casework.alerts.models.alerts import Alert
from roadstead.platform.accounts.visibility import OfOneAlert, OfOutcomes
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.platform.database.row_security import BY_ALERT, BY_STATES, Isolation, concerns_my_state
from roadstead.platform.timeline.models import Task
from roadstead.targeting.watchlists.models import REGION


class Outcome(BlankWhileRestricted):
    """Outcome of an alert at one state's border, as an officer of that state saw it. Append-only."""

    HIDDEN_BY: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"note": "", "early_reason": ""}

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="outcomes")
    type = models.CharField(max_length=10)  # outcomes.OutcomeType
    state = models.CharField(max_length=3)  # state whose border it was
    at = models.DateTimeField()  # when it happened, as stated by the officer
    note = models.TextField(blank=True)
    is_early = models.BooleanField(default=False)  # recorded, with a confirmation, before the voyage had arrived
    early_reason = models.TextField(blank=True)
    seizure = models.JSONField(default=dict)  # seizure.Seizure if something was found in a consignment
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    owner = models.CharField(max_length=10, default=REGION)  # owner of the list, as on the alert
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfOutcomes.as_manager()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            Isolation(
                name="alerts_outcome_isolation", read=f"({BY_ALERT} and {concerns_my_state('array[state, owner]')})"
            )
        ]

    def __str__(self) -> str:
        return f"alert {self.alert_id}: {self.type}"

    @property
    def seized(self) -> Seizure | None:
        return seizure_from_json(self.seizure)


class FollowUp(Task, BlankWhileRestricted):
    """Task that an outcome raises: somebody was missed, or something was found. It stays open until a named officer
    ends it.
    """

    HIDDEN_BY: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"result": ""}

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="follow_ups")
    outcome = models.OneToOneField(Outcome, on_delete=models.PROTECT, related_name="follow_up")
    state = models.CharField(max_length=3)  # state whose task it is
    states = ArrayField(models.CharField(max_length=3), default=list)  # [state], for isolation

    objects = OfOneAlert.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            Isolation(name="alerts_followup_isolation", read=f"({BY_ALERT} and {BY_STATES})"),
            models.UniqueConstraint(name="one_follow_up_an_event", fields=["alert", "number"]),
            models.CheckConstraint(
                name="a_follow_up_is_ended_by_somebody",
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk} of alert {self.alert_id}"
