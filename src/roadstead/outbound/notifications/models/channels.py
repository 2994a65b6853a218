"""Channels by which a state is notified."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.outbound.notifications.logic.escalation import Level
from roadstead.platform.accounts.visibility import OfStates
from roadstead.platform.database.row_security import by_states


class Transport(models.TextChoices):
    MAIL = "mail", "E-mail"
    WEBHOOK = "webhook", "Webhook"


class Channel(models.Model):
    """One way to reach one state, or the regional centre. The page needs no row: it is always available."""

    state = models.CharField(max_length=3)  # alpha-3, or accounts.organisations.CENTRE
    level = models.IntegerField(default=Level.DUTY.value)  # lowest level of escalation at which it is used
    way = models.CharField(max_length=10, choices=Transport)
    target = models.CharField(max_length=300)  # an address of a duty desk, or https://…
    person = models.ForeignKey(  # used only while the roster has this person on duty; None: a desk
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    test_requested_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)
    test_result = models.CharField(max_length=220, blank=True)  # result of the last test
    failures = models.IntegerField(default=0)  # consecutive (breaker)
    paused_until = models.DateTimeField(null=True)  # after consecutive failures
    states = ArrayField(models.CharField(max_length=3), default=list)  # [state], for isolation

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["state", "level", "id"]
        constraints = [by_states("notifications_channel_isolation")]

    def __str__(self) -> str:
        return f"channel {self.pk}"


class MailServer(models.Model):
    """State of the mail server: one row for the installation, of no state."""

    failures = models.IntegerField(default=0)  # consecutive (breaker)
    paused_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "the mail server"
