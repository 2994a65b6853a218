"""What happened to an alert, who looks at it, what came of it at the border, and the task that this raises."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from roadstead.casework.alerts.logic.seizure import Seizure, back
from roadstead.casework.alerts.logic.workflow import WORDS, Act, AlertState
from roadstead.casework.alerts.models.alerts import Alert
from roadstead.platform.accounts.visibility import OfOneAlert, OfOutcomes
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.platform.database.row_security import BY_ALERT, BY_STATES, Isolation, sees, sees_one
from roadstead.platform.timeline.models import Task, TimelineEvent
from roadstead.platform.timeline.tasks import TaskAct
from roadstead.targeting.watchlists.models import REGION


def clock() -> datetime:
    """When a row is made, where nobody says."""
    return timezone.now()


class Event(TimelineEvent, BlankWhileRestricted):
    """One thing that happened to an alert. Timeline and audit at once; never changed (append-only). A trigger writes
    each into the outbox (outbound.notifications).

    What somebody wrote may be removed when its time is over (`removed_at`): the chain goes on by its hash. What was
    done, by whom, when and with which effect stays.
    """

    SUBJECT: ClassVar = "alert"
    OF: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"note": "", "reasons_for": "", "reasons_against": ""}

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="events", db_index=False)
    at = models.DateTimeField(default=clock)
    content = None  # it has columns of its own
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, blank=True)  # "" of what leaves the state as it is
    note = models.TextField(blank=True)
    compared = models.JSONField(default=dict)  # checklist.ATTRIBUTES: what the officer ticked of each (S14)
    reasons_for = models.TextField(blank=True)  # what speaks for the same person (S14)
    reasons_against = models.TextField(blank=True)
    goods = models.JSONField(default=dict)  # of a decision about goods: {"container", "place"}
    of = models.CharField(max_length=3, blank=True)  # of whose own decision it is a part: one state's; "": the alert's
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    salt = models.UUIDField(null=True, default=uuid4)  # so that nobody guesses from the hash what was removed
    removed_at = models.DateTimeField(null=True)

    objects = OfOneAlert.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            Isolation(name="casework_event_isolation", read=f"({BY_ALERT} and (of = '' or {sees_one('of')}))"),
            models.UniqueConstraint(name="one_event_of_an_alert_a_number", fields=["alert", "number"]),
            # No machine takes, clears or confirms (S13): the database asks for a name.
            models.CheckConstraint(
                name="an_act_has_a_person",
                condition=~models.Q(act__in=sorted(map(str, (*Act, *TaskAct)))) | models.Q(who__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"alert {self.alert_id}: {self.act}"

    def words(self) -> dict[str, str]:
        salt = self.salt.hex if self.salt else ""
        return {
            "note": self.note,
            "reasons_for": self.reasons_for,
            "reasons_against": self.reasons_against,
            "salt": salt,
        }

    def facts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("before", "after", "compared", "goods", "of")}

    def is_blank(self) -> bool:
        """Removed, and nothing put in the place of it; or restricted for whoever reads it."""
        return self.is_restricted or (self.removed_at is not None and not any(self.words().values()))


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
        constraints = [
            Isolation(name="casework_stand_isolation", read=f"({BY_ALERT} and {BY_STATES})"),
            models.UniqueConstraint(name="a_state_stands_once", fields=["alert", "of"]),
        ]

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
        constraints = [
            Isolation(name="casework_looking_isolation", read=BY_ALERT),
            models.UniqueConstraint(name="one_look_per_person", fields=["alert", "user"]),
        ]

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
        constraints = [
            Isolation(name="casework_outcome_isolation", read=f"({BY_ALERT} and {sees('array[state, owner]')})")
        ]

    def __str__(self) -> str:
        return f"alert {self.alert_id}: {self.what}"

    @property
    def seized(self) -> Seizure | None:
        return back(self.seizure)


class FollowUp(Task, BlankWhileRestricted):
    """A task that an outcome raises: somebody missed, or something found. It stays until a named officer ends it."""

    OF: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"said": ""}

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="follow_ups")
    outcome = models.OneToOneField(Outcome, on_delete=models.PROTECT, related_name="follow_up")
    state = models.CharField(max_length=3)  # whose task it is
    states = ArrayField(models.CharField(max_length=3), default=list)  # [state], for isolation

    objects = OfOneAlert.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            Isolation(name="casework_followup_isolation", read=f"({BY_ALERT} and {BY_STATES})"),
            models.UniqueConstraint(name="one_follow_up_an_event", fields=["alert", "number"]),
            models.CheckConstraint(
                name="a_follow_up_is_ended_by_somebody",
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk} of alert {self.alert_id}"
