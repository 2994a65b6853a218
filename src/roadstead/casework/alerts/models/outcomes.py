"""Outcomes of alerts at the border and of examinations, and the follow-up tasks that they raise."""

from __future__ import annotations

from typing import ClassVar, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.casework.alerts.logic.seizure import Seizure, seizure_from_json
from roadstead.casework.alerts.models.alerts import Alert
from roadstead.casework.alerts.models.selections import Selection
from roadstead.platform.accounts.visibility import OfFollowUps, OfOutcomes
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.platform.database.row_security import (
    BY_ALERT,
    BY_STATES,
    IS_SYSTEM,
    MY_STATE,
    ORIGINATOR_CONTROL,
    Isolation,
    concerns_my_state,
)
from roadstead.platform.timeline.models import Task
from roadstead.targeting.watchlists.models import REGION

# As visible as the alert; without one, seen as its selection is: by the state that made it alone.
BY_ITS_SUBJECT: Final = f"((alert_id is null and (state = {MY_STATE} or {IS_SYSTEM})) or {BY_ALERT})"


class Outcome(BlankWhileRestricted):
    """Outcome of an alert at one state's border, as an officer of that state saw it. Append-only.

    `selection`: the examination that it is the result of. Goods that an officer selected without an alert have none.
    """

    HIDDEN_BY: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"note": "", "early_reason": ""}

    alert = models.ForeignKey(Alert, null=True, on_delete=models.PROTECT, related_name="outcomes")
    selection = models.ForeignKey(Selection, null=True, on_delete=models.PROTECT, related_name="outcomes")
    type = models.CharField(max_length=10)  # outcomes.OutcomeType
    state = models.CharField(max_length=3)  # state whose border it was
    at = models.DateTimeField()  # when it happened, as stated by the officer
    note = models.TextField(blank=True)
    is_early = models.BooleanField(default=False)  # recorded, with a confirmation, before the voyage had arrived
    early_reason = models.TextField(blank=True)
    seizure = models.JSONField(default=dict)  # seizure.Seizure if something was found in a consignment
    through = models.CharField(max_length=30, blank=True)  # the state's system that posted it; "" for a page
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    # owner of the list, as on the alert; `state` itself if the owner is told nothing (decision 0058)
    owner = models.CharField(max_length=10, default=REGION)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfOutcomes.as_manager()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            Isolation(
                name="alerts_outcome_isolation",
                read=f"((alert_id is null or {BY_ALERT}) and {concerns_my_state('array[state, owner]')}"
                f" and (alert_id is not null or {ORIGINATOR_CONTROL}))",
            ),
            models.CheckConstraint(
                name="an_outcome_is_of_something",
                condition=models.Q(alert__isnull=False) | models.Q(selection__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"alert {self.alert_id}: {self.type}" if self.alert_id else f"selection {self.selection_id}: {self.type}"

    @property
    def seized(self) -> Seizure | None:
        return seizure_from_json(self.seizure)


class FollowUp(Task, BlankWhileRestricted):
    """Task that an outcome raises (somebody was missed, or something was found), or without one an arrest, or the
    question of protection. It stays open until a named officer ends it. It belongs to the alert, or to the selection
    of goods that an officer selected without one.
    """

    HIDDEN_BY: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"result": ""}

    alert = models.ForeignKey(Alert, null=True, on_delete=models.PROTECT, related_name="follow_ups")
    selection = models.ForeignKey(Selection, null=True, on_delete=models.PROTECT, related_name="follow_ups")
    outcome = models.OneToOneField(Outcome, null=True, on_delete=models.PROTECT, related_name="follow_up")
    state = models.CharField(max_length=3)  # state whose task it is
    states = ArrayField(models.CharField(max_length=3), default=list)  # [state], for isolation

    objects = OfFollowUps.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            Isolation(name="alerts_followup_isolation", read=f"({BY_ITS_SUBJECT} and {BY_STATES})"),
            models.UniqueConstraint(name="one_follow_up_an_event", fields=["alert", "number"]),
            models.UniqueConstraint(name="one_follow_up_of_a_selection_an_event", fields=["selection", "number"]),
            models.CheckConstraint(
                name="a_follow_up_is_of_an_alert_or_a_selection",
                condition=models.Q(alert__isnull=False, selection=None) | models.Q(alert=None, selection__isnull=False),
            ),
            models.CheckConstraint(
                name="a_follow_up_is_ended_by_somebody",
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        of = f"alert {self.alert_id}" if self.alert_id else f"selection {self.selection_id}"
        return f"follow-up {self.pk} of {of}"
