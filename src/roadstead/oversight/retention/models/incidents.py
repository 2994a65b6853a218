"""Breaches of personal data, and the duties of states to notify their authorities."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.visibility import OfStates
from roadstead.platform.database.row_security import by_states


class OfIncidents(OfStates["Incident"]):
    """Incidents that concern the user's people. The centre does not see those that a state recorded (S25)."""

    def visible_to(self, user: User) -> Self:
        rows = super().visible_to(user)
        return rows if user.state_id else rows.filter(owner="REGION")


class Incident(models.Model):
    """Breach of personal data, from the moment it was known (S32). What was recorded first is never changed."""

    owner = models.CharField(max_length=10)  # REGION, or the state that recorded it
    what = models.TextField()  # what happened, as far as it is known; no traveller's data
    known_at = models.DateTimeField()  # when somebody became aware; deadlines count from here
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    kinds = models.TextField(blank=True)  # of people and data, and how many; "" if not known yet
    consequences = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfIncidents.as_manager()

    class Meta:
        ordering = ["-known_at", "-id"]
        constraints = [by_states("retention_incident_isolation")]

    def __str__(self) -> str:
        return f"incident {self.pk}"


class OfDuties(OfStates["NotificationDuty"]):
    """Duties of the user's states. The centre does not see those of incidents that a state recorded (S25)."""

    def visible_to(self, user: User) -> Self:
        rows = super().visible_to(user)
        return rows if user.state_id else rows.filter(incident__owner="REGION")


class NotificationDuty(models.Model):
    """Duty of one state to notify its authority of an incident by `due_at`, and who notified whom. Only it sees it."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="duties")
    state = models.CharField(max_length=3)
    due_at = models.DateTimeField()
    due_source = models.CharField(max_length=600)
    due_text = models.CharField(max_length=600)
    notified_at = models.DateTimeField(null=True)
    notified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    notified_authority = models.CharField(max_length=200, blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfDuties.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            by_states("retention_notificationduty_isolation"),
            models.UniqueConstraint(name="one_duty_a_state", fields=["incident", "state"]),
        ]

    def __str__(self) -> str:
        return f"duty {self.pk}"
