"""What people do with a hit: alerts, the events that happened to them, and pairs that were cleared."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.accounts.visibility import OfStates, OfStatesAndOwner
from roadstead.casework.workflow import OPEN, WORDS, AlertState
from roadstead.manifests.models import Traveller, Voyage
from roadstead.screening.rules import RULES
from roadstead.watchlists.models import REGION

TITLES = {rule.code: rule.title for rule in RULES}


class Alert(models.Model):
    """A possibility, with its reasons, until a named officer decides (S13, S20)."""

    voyage = models.ForeignKey(Voyage, on_delete=models.PROTECT, related_name="alerts")
    traveller = models.ForeignKey(Traveller, null=True, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=10)  # model.HitKind
    list_name = models.CharField(max_length=100, blank=True)
    entry_id = models.CharField(max_length=120, blank=True)
    entry_name = models.CharField(max_length=300, blank=True)
    entry_hash = models.CharField(max_length=64, blank=True)
    owner = models.CharField(max_length=10, default=REGION)  # whose list it is: REGION, or a state that alone is told
    listed = models.JSONField(default=dict)  # model.Entry at that moment
    declared = models.JSONField(default=dict)  # model.Traveller at that moment
    rule = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=10)  # what the list's owner wants done: stop, refer, discreet
    score = models.FloatField(default=0)
    reasons = models.JSONField(default=list)  # [{"text", "value", "feature"}]
    replay = models.JSONField(default=dict)  # versions of list, rule, matcher, policy (S19)
    state = models.CharField(max_length=10, default=AlertState.NEW, db_index=True)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="alerts")
    person_key = models.CharField(max_length=64, blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = OfStatesAndOwner.as_manager()

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            # Screening the same list twice never doubles an alert.
            models.UniqueConstraint(
                name="one_alert_per_meeting",
                fields=["voyage", "traveller", "kind", "list_name", "entry_id", "rule"],
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"alert {self.pk}"

    @property
    def words(self) -> str:
        """How the state is said on every screen: possible, until an officer has decided."""
        return WORDS[AlertState(self.state)]

    @property
    def headline(self) -> str:
        """The title of the rule that raised it, "" for a likeness."""
        return TITLES.get(self.rule, self.rule)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Event(models.Model):
    """One thing that happened to an alert. Timeline, audit and outbox at once; never changed (append-only)."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12)  # one of workflow.Turn (by screening) or workflow.Act (by a person)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    note = models.TextField(blank=True)
    reasons_for = models.TextField(blank=True)  # what speaks for the same person (S14)
    reasons_against = models.TextField(blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"alert {self.alert_id}: {self.act}"


class ClearedPair(models.Model):
    """This person is not that entry: decided by an officer, until either side's identifiers change (S35).

    It is the pair that is cleared, not the person.
    """

    person_key = models.CharField(max_length=64)
    list_name = models.CharField(max_length=100)
    entry_id = models.CharField(max_length=120)
    entry_hash = models.CharField(max_length=64)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="+")
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField(auto_now_add=True)
    everywhere = models.BooleanField(default=False)  # cleared by the regional centre: for every state
    withdrawn_at = models.DateTimeField(null=True)  # an officer reopened the alert
    times_applied = models.IntegerField(default=0)
    last_applied_at = models.DateTimeField(null=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStates.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person_key", "list_name", "entry_id"])]

    def __str__(self) -> str:
        return f"cleared pair {self.pk}"
