"""Responses about the people that carriers declared: verdict, missing fields, every revision (C1, C13, S13)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.casework.alerts.models import Event
from roadstead.engine.records import Verdict
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.visibility import OfStatesOrCarrier
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.platform.database.row_security import BY_STATES_OR_CARRIER, Isolation, by_states
from roadstead.platform.database.scope import EVERYTHING
from roadstead.targeting.watchlists.models import REGION


class ResponseQuerySet(OfStatesOrCarrier["Response"]):
    """Responses. Those that follow from a state's own list are visible only to that state and the carrier (S25)."""

    def visible_to(self, user: User) -> Self:
        if user.scope.states == (EVERYTHING,):
            return self.filter(owner=REGION)
        return super().visible_to(user)

    def current(self) -> Self:
        """Return the current response for each person."""
        return self.order_by("answered_list_id", "place", "-revision").distinct("answered_list_id", "place")


class AnsweredList(models.Model):
    """List that is answered: its carrier, its voyage, and the voyage as declared, which the response repeats."""

    manifest = models.OneToOneField(Manifest, on_delete=models.PROTECT, primary_key=True, related_name="answered_list")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="answered_lists")
    voyage = models.ForeignKey(Voyage, on_delete=models.PROTECT, related_name="answered_lists")
    carrier = models.CharField(max_length=12)
    stated = models.JSONField(default=dict)  # model.Voyage, as in the message
    reference = models.CharField(max_length=70, blank=True)  # RFF+TN
    access_reference = models.CharField(max_length=35, blank=True)  # UNH 0068
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStatesOrCarrier.as_manager()

    class Meta:
        ordering = ["manifest_id"]
        constraints = [Isolation(name="responses_answeredlist_isolation", read=BY_STATES_OR_CARRIER)]

    def __str__(self) -> str:
        return f"list {self.pk}"


class Response(BlankWhileRestricted):
    """One response about one person of one list. Never changed: a later decision is a further revision."""

    HIDDEN_BY: ClassVar = ("responses", "traveller")
    BLANK: ClassVar = {"name": "", "booking": "", "passenger": ""}

    answered_list = models.ForeignKey(AnsweredList, on_delete=models.PROTECT, related_name="responses", db_index=False)
    place = models.IntegerField()  # of the person in the list, counted from 1
    segment = models.IntegerField(null=True)  # where the person begins in the message
    traveller = models.BigIntegerField()  # id of the person's row at that time
    carrier = models.CharField(max_length=12)
    name = models.CharField(max_length=250, blank=True)  # as in this list
    booking = models.CharField(max_length=35, blank=True)
    passenger = models.CharField(max_length=35, blank=True)
    verdict = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Verdict])
    missing = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    revision = models.IntegerField(default=1)
    given_at = models.DateTimeField()
    # The officer's act without which nobody is refused (S13), and the owner of the list.
    decision = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.CharField(max_length=10, default=REGION)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["answered_list_id", "place", "revision"]
        constraints = [
            Isolation(name="responses_response_isolation", read=BY_STATES_OR_CARRIER),
            models.UniqueConstraint(name="one_answer_per_revision", fields=["answered_list", "place", "revision"]),
            models.CheckConstraint(
                name="nobody_is_refused_without_a_decision",
                condition=~models.Q(verdict=Verdict.NOT_OK.value) | models.Q(decision__isnull=False),
            ),
        ]
        # Deletion searches by both, and the database by the second for each event deleted.
        indexes = [
            models.Index(name="answer_traveller_idx", fields=["traveller"]),
            models.Index(name="answer_decision_idx", fields=["decision"], condition=models.Q(decision__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class PendingRefresh(models.Model):
    """Voyage whose responses must be refreshed, because an officer has decided. The worker deletes the row."""

    voyage = models.ForeignKey(Voyage, on_delete=models.CASCADE, related_name="+")
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    class Meta:
        constraints = [by_states("responses_pendingrefresh_isolation")]

    def __str__(self) -> str:
        return f"due {self.pk}"
