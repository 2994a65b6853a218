"""Roster of a state: weekly turns, and temporary changes."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.platform.accounts.visibility import OfStates
from roadstead.platform.database.row_security import by_states
from roadstead.platform.directory.models.points import ContactPoint


class Duty(models.Model):
    """A weekly turn (`days`, `begins`, `ends`), or a change of the pattern (`begins_at`, `ends_at`).

    Kept for ever: a row that is removed records since when, so that a notice's addressees can be explained.
    """

    state = models.CharField(max_length=3)  # alpha-3, or accounts.organisations.CENTRE
    contact_point = models.ForeignKey(  # where the person is on duty; None: for the alerts of the whole state
        ContactPoint, null=True, on_delete=models.PROTECT, related_name="duties"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    days = ArrayField(models.IntegerField(), default=list, blank=True)  # 0 is Monday
    begins = models.TimeField(null=True)  # in the state's time zone
    ends = models.TimeField(null=True)
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    taken_off_at = models.DateTimeField(null=True)
    states = ArrayField(models.CharField(max_length=3), default=list)  # [state], for isolation

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["begins", "begins_at", "id"]
        constraints = [
            by_states("directory_duty_isolation"),
            models.CheckConstraint(
                name="a_turn_or_a_change",
                condition=models.Q(begins__isnull=False, ends__isnull=False, begins_at=None, person__isnull=False)
                | models.Q(begins=None, begins_at__isnull=False, ends_at__gt=models.F("begins_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"duty {self.pk}"


class DutyFeed(models.Model):
    """Link by which a calendar reads one person's own duty. Only its hash is stored; a new link replaces it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duty_feed")
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"duty feed of user {self.user_id}"
