"""Cleared pairs, the matches that they suppress, and the redress numbers that recall such pairs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.casework.alerts.models.alerts import Alert
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.visibility import OfPairDecisions, OfStatesAndOwner, OfSuppressions
from roadstead.platform.approvals.models import BY_POLICY, Approvable, second_approval_constraint
from roadstead.platform.database.restricted import BlankWhileRestricted
from roadstead.platform.database.row_security import BY_HANDLING, Isolation, by_states
from roadstead.targeting.watchlists.models import REGION


class Redress(models.Model):
    """Redress number of a person who is repeatedly taken for somebody listed (S35). Only its hash is stored.

    The number clears nothing by itself: it recalls the pairs that the person was cleared of, if name and birth date
    agree.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    name_key = models.CharField(max_length=300)  # voyages.identity.name_key of the person
    born = models.CharField(max_length=10)
    nationality = models.CharField(max_length=3, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    owner = models.CharField(max_length=10, default=REGION)  # as of the pair it was issued for
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStatesAndOwner.as_manager()

    class Meta:
        constraints = [by_states("alerts_redress_isolation")]

    def __str__(self) -> str:
        return f"redress number {self.pk}"


class ClearedPair(BlankWhileRestricted, Approvable):
    """Decision of an officer that this person, or this party of bills, is not that entry. It holds until the
    identifiers of either side change (S35).

    Proposed by the officer who cleared the alert; if the list requires it, a second person approves before any match is
    suppressed. The pair is cleared, not the person. For a party, `identity_key` and `person_key` come from
    `logic.compare`.
    """

    HIDDEN_BY: ClassVar = ("alerts", "alert_id")
    BLANK: ClassVar = {"entry_name": ""}

    identity_key = models.CharField(max_length=64, blank=True)  # identity.decision_key: finds earlier clearances
    person_key = models.UUIDField()  # all declared identifiers: the pair holds as long as they are equal
    list_name = models.CharField(max_length=100)
    entry_id = models.CharField(max_length=120)
    entry_name = models.CharField(max_length=300, blank=True)
    entry_hash = models.CharField(max_length=64)
    # lists that named the entry at that time
    other_lists = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    owner = models.CharField(max_length=10, default=REGION)  # owner of the list, as on the alert
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="+")
    expires = models.DateField(null=True)  # last day on which it holds
    all_states = models.BooleanField(default=False)  # cleared by the regional centre, for every state
    # states that have decided otherwise since
    except_states = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    redress = models.ForeignKey(Redress, null=True, on_delete=models.PROTECT, related_name="pairs")
    withdrawn_at = models.DateTimeField(null=True)  # an officer reopened the alert, or a supervisor withdrew the pair
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.TextField(blank=True)
    times_applied = models.IntegerField(default=0)  # persons on voyages, each counted once however often screened
    last_applied_at = models.DateTimeField(null=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    named = ArrayField(models.BigIntegerField(), default=list, blank=True)  # as on the alert

    objects = OfPairDecisions.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person_key", "list_name", "entry_id"]),
            models.Index(name="cleared_pair_identity_idx", fields=["identity_key"]),
        ]
        constraints = [
            Isolation(name="alerts_clearedpair_isolation", read=BY_HANDLING),
            second_approval_constraint("a_cleared_pair_is_approved_by_another", alone=BY_POLICY),
        ]

    def __str__(self) -> str:
        return f"cleared pair {self.pk}"

    def states_covered(self, states: Iterable[str]) -> list[str]:
        """Return those of these states for which the pair holds; the region's decision binds no state that decided
        otherwise.
        """
        return [each for each in states if (each not in self.except_states if self.all_states else each in self.states)]

    def status(self, today: date) -> str:
        """Return withdrawn, waiting, expired or holds, the status as the pages show it."""
        if self.withdrawn_at:
            return "withdrawn"
        if not self.is_approved:
            return "waiting"
        return "expired" if self.expires and self.expires < today else "holds"


class Suppression(BlankWhileRestricted):
    """Match that was not raised because its pair is cleared. It is not hidden: officers can list and question it."""

    BLANK: ClassVar = {"reasons": list, "entry_name": "", "entry_id": ""}

    pair = models.ForeignKey(ClearedPair, null=True, on_delete=models.PROTECT, related_name="suppressions")
    voyage = models.ForeignKey(Voyage, on_delete=models.PROTECT, related_name="suppressions")
    traveller = models.ForeignKey(Traveller, null=True, on_delete=models.PROTECT, related_name="+")
    bill = models.ForeignKey(Bill, null=True, on_delete=models.PROTECT, related_name="+")
    list_name = models.CharField(max_length=100)
    entry_id = models.CharField(max_length=120)
    entry_name = models.CharField(max_length=300, blank=True)
    score = models.FloatField(default=0)
    reasons = models.JSONField(default=list)
    replay = models.JSONField(default=dict)
    by_redress = models.BooleanField(default=False)  # number and identifiers agree, but the documents differ
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    owner = models.CharField(max_length=10, default=REGION)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)  # states for which it was suppressed
    named = ArrayField(models.BigIntegerField(), default=list, blank=True)  # as on the alert

    objects = OfSuppressions.as_manager()

    class Meta:
        ordering = ["-last_at", "-id"]
        constraints = [
            Isolation(name="alerts_suppression_isolation", read=BY_HANDLING),
            models.UniqueConstraint(
                name="one_suppression_per_match",
                fields=["voyage", "traveller", "bill", "pair"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"suppressed match {self.pk}"
