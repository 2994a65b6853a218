"""What people do with a hit: alerts, the events that happened to them, and pairs that were cleared."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.accounts.visibility import OfAlerts, OfKeptBack, OfPairs, OfStates, OfStatesAndOwner
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

    objects = OfAlerts.as_manager()

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
        """The title of the rule that raised it, "" for a likeness. Of a written rule the sentence that it had then."""
        said = self.reasons[0]["text"] if self.rule and self.reasons else self.rule
        return TITLES.get(self.rule, said)

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


class Redress(models.Model):
    """A number given to a person who keeps being taken for somebody listed (S35). Only its hash is kept.

    It stands for nothing by itself: it recalls the pairs the person was cleared of, where name and birth date agree.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    name_key = models.CharField(max_length=300)  # manifests.identity.name_key of the person
    born = models.CharField(max_length=10)
    nationality = models.CharField(max_length=3, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True)
    owner = models.CharField(max_length=10, default=REGION)  # as of the pair it was made for
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfStatesAndOwner.as_manager()

    def __str__(self) -> str:
        return f"redress number {self.pk}"


class ClearedPair(models.Model):
    """This person is not that entry: decided by an officer, until either side's identifiers change (S35).

    It is the pair that is cleared, not the person.
    """

    who = models.CharField(max_length=64, blank=True)  # manifests.identity.same_person: finds what was cleared before
    person_key = models.CharField(max_length=64)  # all identifiers declared: holds as long as they are the same
    list_name = models.CharField(max_length=100)
    entry_id = models.CharField(max_length=120)
    entry_name = models.CharField(max_length=300, blank=True)
    entry_hash = models.CharField(max_length=64)
    other_lists = ArrayField(models.CharField(max_length=100), default=list, blank=True)  # that named the entry then
    owner = models.CharField(max_length=10, default=REGION)  # whose list it is, as of the alert
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="+")
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField(auto_now_add=True)
    expires = models.DateField(null=True)  # the last day on which it holds
    needs_second = models.BooleanField(default=False)  # as the list asked when it was cleared
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    everywhere = models.BooleanField(default=False)  # cleared by the regional centre: for every state
    redress = models.ForeignKey(Redress, null=True, on_delete=models.PROTECT, related_name="pairs")
    withdrawn_at = models.DateTimeField(null=True)  # an officer reopened the alert, or a supervisor took it back
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.TextField(blank=True)
    times_applied = models.IntegerField(default=0)  # persons on voyages, each once however often screened
    last_applied_at = models.DateTimeField(null=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfPairs.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person_key", "list_name", "entry_id"]),
            models.Index(name="cleared_pair_who_idx", fields=["who"]),
        ]

    def __str__(self) -> str:
        return f"cleared pair {self.pk}"

    @property
    def waits(self) -> bool:
        """Whether a second person has still to agree: until then it keeps nothing from being raised."""
        return self.needs_second and self.approved_by_id is None

    def standing(self, today: date) -> str:
        """withdrawn, waiting, expired or holds: as the pages say it."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.waits:
            return "waiting"
        return "expired" if self.expires and self.expires < today else "holds"


class Suppressed(models.Model):
    """A meeting that was not raised since the pair is cleared: nothing is hidden, it can be listed and questioned."""

    pair = models.ForeignKey(ClearedPair, null=True, on_delete=models.PROTECT, related_name="suppressed")
    voyage = models.ForeignKey(Voyage, on_delete=models.PROTECT, related_name="suppressed")
    traveller = models.ForeignKey(Traveller, on_delete=models.PROTECT, related_name="+")
    list_name = models.CharField(max_length=100)
    entry_id = models.CharField(max_length=120)
    entry_name = models.CharField(max_length=300, blank=True)
    score = models.FloatField(default=0)
    reasons = models.JSONField(default=list)
    replay = models.JSONField(default=dict)
    by_redress = models.BooleanField(default=False)  # the number and the identifiers agreed; the papers are others
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    owner = models.CharField(max_length=10, default=REGION)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)  # for whom it was not raised

    objects = OfKeptBack.as_manager()

    class Meta:
        ordering = ["-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="one_suppression_per_meeting", fields=["voyage", "traveller", "pair"])
        ]

    def __str__(self) -> str:
        return f"suppressed meeting {self.pk}"
