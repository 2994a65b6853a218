"""What happened to an alert, who looks at it, and what came of it at the border."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.casework.alerts.logic.seizure import Seizure, back
from roadstead.casework.alerts.logic.workflow import WORDS, Act, AlertState
from roadstead.casework.alerts.models.alerts import Alert
from roadstead.platform.accounts.visibility import OfOneAlert, OfOutcomes
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.targeting.watchlists.models import REGION


class Event(BlankWhileRestricted):
    """One thing that happened to an alert. Timeline, audit and outbox at once; never changed (append-only)."""

    OF: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"note": "", "reasons_for": "", "reasons_against": ""}

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12)  # one of workflow.Turn (by screening) or workflow.Act (by a person)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    note = models.TextField(blank=True)
    compared = models.JSONField(default=dict)  # checklist.ATTRIBUTES: what the officer ticked of each (S14)
    reasons_for = models.TextField(blank=True)  # what speaks for the same person (S14)
    reasons_against = models.TextField(blank=True)
    goods = models.JSONField(default=dict)  # of a decision about goods: {"container", "place"}
    of = models.CharField(max_length=3, blank=True)  # of whose own decision it is a part: one state's; "": the alert's
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfOneAlert.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            # No machine takes, clears or confirms (S13): the database asks for a name.
            models.CheckConstraint(
                name="an_act_has_a_person",
                condition=~models.Q(act__in=sorted(map(str, Act))) | models.Q(who__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"alert {self.alert_id}: {self.act}"


class Stand(models.Model):
    """Where an alert that concerns several states stands for one that has spoken for itself (decision 0022)."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="stands")
    of = models.CharField(max_length=3)  # the state
    state = models.CharField(max_length=10)  # workflow.AlertState
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    dealt_at = models.DateTimeField(null=True)  # when an officer of that state dealt with it at the border
    states = ArrayField(models.CharField(max_length=3), default=list)  # [of], for isolation

    objects = OfOneAlert.as_manager()

    class Meta:
        ordering = ["of"]
        constraints = [models.UniqueConstraint(name="a_state_stands_once", fields=["alert", "of"])]

    def __str__(self) -> str:
        return f"alert {self.alert_id} for {self.of}: {self.state}"

    @property
    def words(self) -> str:
        return WORDS[AlertState(self.state)]


class Looking(models.Model):
    """Who has an alert's page open now: a row while the page says so, worth nothing once it is older than a minute."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="looking")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfOneAlert.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_look_per_person", fields=["alert", "user"])]

    def __str__(self) -> str:
        return f"look at alert {self.alert_id}"


class Outcome(BlankWhileRestricted):
    """What came of an alert at one state's border, as an officer of that state saw it. Never changed (append-only)."""

    OF: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"note": "", "early_reason": ""}

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="outcomes")
    what = models.CharField(max_length=10)  # outcomes.What
    state = models.CharField(max_length=3)  # whose border
    at = models.DateTimeField()  # when it happened, as the officer says
    note = models.TextField(blank=True)
    is_early = models.BooleanField(default=False)  # recorded before the voyage had arrived, and confirmed so
    early_reason = models.TextField(blank=True)
    seizure = models.JSONField(default=dict)  # seizure.Seizure where something was found in a consignment
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    owner = models.CharField(max_length=10, default=REGION)  # whose list it is, as of the alert
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfOutcomes.as_manager()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"alert {self.alert_id}: {self.what}"

    @property
    def seized(self) -> Seizure | None:
        return back(self.seizure)


class FollowUp(BlankWhileRestricted):
    """A task that an outcome raises: somebody missed, or something found. It stays until a named officer ends it."""

    OF: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"done_note": ""}

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="follow_ups")
    outcome = models.OneToOneField(Outcome, on_delete=models.PROTECT, related_name="follow_up")
    state = models.CharField(max_length=3)  # whose task it is
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    done_note = models.TextField(blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list)  # [state], for isolation

    objects = OfOneAlert.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_follow_up_is_ended_by_somebody",
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_at__isnull=False, done_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk} of alert {self.alert_id}"
