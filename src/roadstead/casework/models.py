"""What people do with a hit: alerts, what happened to them, who looks at one, what came of it, and cleared pairs."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Greatest, Least

from roadstead.accounts.visibility import (
    OfAlerts,
    OfKeptBack,
    OfOneAlert,
    OfOutcomes,
    OfOwner,
    OfPairs,
    OfStatesAndOwner,
)
from roadstead.casework.urgency import FULL_STRENGTH, LEAST_STRENGTH, MOST_SERIOUS, OF_ACTION, YES_OR_NO
from roadstead.casework.workflow import OPEN, WORDS, Act, AlertState
from roadstead.manifests.models import Traveller, Voyage
from roadstead.model import Action
from roadstead.screening.rules import RULES
from roadstead.watchlists.models import BY_TWO_PEOPLE, REGION, ByTwo, WatchList

TITLES = {rule.code: rule.title for rule in RULES}
# urgency.strength and urgency.weight, as the database works them out whenever a row is written.
STRENGTH = models.Case(
    models.When(kind__in=sorted(YES_OR_NO), then=models.Value(1.0)),
    default=Least(Greatest(models.F("score"), models.Value(LEAST_STRENGTH)), models.Value(FULL_STRENGTH))
    / models.Value(FULL_STRENGTH),
)
WEIGHT = models.F("seriousness") / models.Value(float(MOST_SERIOUS)) * STRENGTH


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
    seriousness = models.FloatField(default=float(OF_ACTION[Action.REFER.value]))  # urgency.seriousness
    weight = models.GeneratedField(expression=WEIGHT, output_field=models.FloatField(), db_persist=True)
    reasons = models.JSONField(default=list)  # [{"text", "value", "feature"}]
    replay = models.JSONField(default=dict)  # versions of list, rule, matcher, policy (S19)
    state = models.CharField(max_length=10, default=AlertState.NEW, db_index=True)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="alerts")
    person_key = models.CharField(max_length=64, blank=True)
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    tlp = models.CharField(max_length=12, blank=True)  # of the list when it was last met: watchlists.handling
    named = ArrayField(models.BigIntegerField(), default=list, blank=True)  # red: the only people who see it

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
        indexes = [
            models.Index(name="alert_entry_idx", fields=["entry_id", "list_name"]),
            models.Index(name="alert_person_idx", fields=["person_key"]),
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
    compared = models.JSONField(default=dict)  # checklist.ATTRIBUTES: what the officer ticked of each (S14)
    reasons_for = models.TextField(blank=True)  # what speaks for the same person (S14)
    reasons_against = models.TextField(blank=True)
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


class Outcome(models.Model):
    """What came of an alert at one state's border, as an officer of that state saw it. Never changed (append-only)."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="outcomes")
    what = models.CharField(max_length=10)  # outcomes.What
    state = models.CharField(max_length=3)  # whose border
    at = models.DateTimeField()  # when it happened, as the officer says
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    owner = models.CharField(max_length=10, default=REGION)  # whose list it is, as of the alert
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    objects = OfOutcomes.as_manager()

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"alert {self.alert_id}: {self.what}"


class CasePolicy(ByTwo):
    """How alerts of a list are worked: proposed by one supervisor of its owner, in force when another agrees.

    The newest that was agreed to is in force. Kept for ever.
    """

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="case_policies")
    confirm_needs_second = models.BooleanField(default=False)  # one officer puts forward, another agrees
    seriousness = models.IntegerField(null=True)  # 1 to 5; None: as the entry's action says
    instruction = models.TextField(blank=True)  # what the owner wants done, where the entry does not say
    contact = models.CharField(max_length=200, blank=True)  # whom to call

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="case_policy_is_set_by_two_people",
                condition=BY_TWO_PEOPLE,
            ),
            models.CheckConstraint(
                name="seriousness_is_one_to_five",
                condition=models.Q(seriousness__isnull=True) | models.Q(seriousness__range=(1, MOST_SERIOUS)),
            ),
        ]

    def __str__(self) -> str:
        return f"case policy {self.pk}"


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
    named = ArrayField(models.BigIntegerField(), default=list, blank=True)  # as of the alert

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
    named = ArrayField(models.BigIntegerField(), default=list, blank=True)  # as of the alert

    objects = OfKeptBack.as_manager()

    class Meta:
        ordering = ["-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="one_suppression_per_meeting", fields=["voyage", "traveller", "pair"])
        ]

    def __str__(self) -> str:
        return f"suppressed meeting {self.pk}"
