"""Rules written by users: every version with its proposer, approver and dry runs.

The content of a version never changes: the application may not write those columns twice. Only its status changes.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from roadstead.engine.rules.evaluation import content_hash
from roadstead.engine.rules.files import RuleText
from roadstead.engine.rules.language import SUBJECTS, TRAVEL
from roadstead.platform.accounts.visibility import OfOwner
from roadstead.platform.approvals.models import Approvable, Decision, second_approval_constraint
from roadstead.platform.database.row_security import BY_OWN_STATE, Isolation, owned
from roadstead.targeting.watchlists.models import REGION

MAX_DAYS_IN_FORCE: Final = 184  # from approval to expiry: six months (S16)
CONTENT: Final = ("title", "sentence", "condition", "protects", "severity", "officers_do", "source")


def rule_hash(text: RuleText) -> str:
    """Return a hash of all that is approved.

    For travel rules it leaves out the subject: they were approved before there was another one.
    """
    parts = {name: getattr(text, name) for name in CONTENT}
    return content_hash(parts if text.subject == TRAVEL.subject else {**parts, "subject": text.subject})


class RuleStatus(models.TextChoices):
    """The status of a version. Only an active one is evaluated, and only until its last day."""

    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Waits for second approval"
    ACTIVE = "active", "Active"
    DECLINED = "declined", "Rejected"
    SUPERSEDED = "superseded", "Replaced by a newer version"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Rule(models.Model):
    """One rule with all its versions. Owned by the region (all states are notified) or by one state (only that state).

    `subject`: travel or cargo; it never changes.
    """

    subject = models.CharField(max_length=10, default=TRAVEL.subject, choices=[(each, each) for each in SUBJECTS])
    key = models.CharField(max_length=60)  # its name in files: "minor-without-adult"
    owner = models.CharField(max_length=10, default=REGION)
    created_at = models.DateTimeField()

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            owned("rulebook_rule_isolation"),
            models.UniqueConstraint(name="one_rule_per_owner_and_key", fields=["owner", "key"]),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """Return the code used in hits and alerts. Built-in rules are T01, T02 …"""
        return f"W{self.pk:02}"


class RuleVersion(Approvable):
    """One version of a rule, in force once approved by a person who neither wrote nor proposed it."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions")
    owner = models.CharField(max_length=10)
    number = models.IntegerField()
    title = models.CharField(max_length=120)
    sentence = models.CharField(max_length=500)
    condition = models.TextField()
    protects = models.CharField(max_length=10, blank=True)
    severity = models.CharField(max_length=6)
    officers_do = models.CharField(max_length=1000)
    source = models.CharField(max_length=1000)
    sha256 = models.CharField(max_length=64)  # of all that is approved: the columns of CONTENT
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    authored_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=RuleStatus, default=RuleStatus.DRAFT)
    expires = models.DateField(null=True)  # the last day on which it is evaluated
    justification = models.TextField(blank=True)  # of a disparity above the limit, in writing (S17)
    approved_on = models.DateField(null=True)
    approved_sha256 = models.CharField(max_length=64, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=1000, blank=True)

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["rule_id", "-number"]
        constraints = [
            owned("rulebook_ruleversion_isolation"),
            models.UniqueConstraint(name="one_version_per_number", fields=["rule", "number"]),
            models.UniqueConstraint(
                name="one_active_version_per_rule", fields=["rule"], condition=Q(status=RuleStatus.ACTIVE)
            ),
            models.CheckConstraint(
                name="a_rule_is_active_by_two_people",
                condition=~Q(status=RuleStatus.ACTIVE)
                | Q(decision=Decision.APPROVED, proposed_by__isnull=False, expires__isnull=False),
            ),
            second_approval_constraint("nobody_approves_a_rule_of_their_own", "author"),
            models.CheckConstraint(
                name="what_is_approved_is_what_is_written",
                condition=~Q(decision=Decision.APPROVED) | Q(approved_sha256=F("sha256")),
            ),
            models.CheckConstraint(
                name="a_rule_expires_within_six_months",
                condition=~Q(decision=Decision.APPROVED)
                | Q(approved_on__isnull=False, expires__lte=F("approved_on") + timedelta(days=MAX_DAYS_IN_FORCE)),
            ),
        ]

    def __str__(self) -> str:
        return f"rule {self.rule_id} version {self.number}"

    @property
    def is_waiting(self) -> bool:
        return self.status == RuleStatus.PROPOSED

    @property
    def text(self) -> RuleText:
        content = {name: getattr(self, name) for name in CONTENT}
        return RuleText(key=self.rule.key, subject=self.rule.subject, **content)

    @property
    def content_hash(self) -> str:
        """Return the current hash of the columns; `sha256` is that of the time of writing."""
        return rule_hash(self.text)

    @property
    def replay_name(self) -> str:
        """Return the version's name in a hit's replay, after the code: number and beginning of the hash."""
        return f"{self.number}-{self.sha256[:12]}"

    def is_in_force_on(self, today: date) -> bool:
        return self.status == RuleStatus.ACTIVE and self.expires is not None and self.expires >= today

    def status_on(self, today: date) -> str:
        """Return the status for display, "expired" after the last day."""
        return "expired" if self.status == RuleStatus.ACTIVE and not self.is_in_force_on(today) else self.status


class DryRun(models.Model):
    """A trial of a version on stored travellers or bills of the last days, before it is in force (S17). Never changed.

    `owner`: the authority whose people saw these travellers. `travellers`: rows of those that matched; `bills`:
    those of a cargo rule; numbers are in `result`.
    """

    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="dry_runs")
    owner = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    travellers = ArrayField(models.BigIntegerField(), default=list, blank=True)
    voyages = ArrayField(models.BigIntegerField(), default=list, blank=True)
    bills = ArrayField(models.BigIntegerField(), default=list, blank=True)
    result = models.JSONField(default=dict)  # rulebook.logic.rates.DryRunResult

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [Isolation(name="rulebook_dryrun_isolation", read=BY_OWN_STATE)]

    def __str__(self) -> str:
        return f"dry run {self.pk}"


class DailyCount(models.Model):
    """Daily results of a version, summed by the workers. `unknown`: required data was not stated."""

    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="daily_counts")
    owner = models.CharField(max_length=10)
    day = models.DateField()
    evaluated = models.BigIntegerField(default=0)
    matched = models.BigIntegerField(default=0)
    unknown = models.BigIntegerField(default=0)
    failed = models.BigIntegerField(default=0)

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["day"]
        constraints = [
            owned("rulebook_dailycount_isolation"),
            models.UniqueConstraint(name="one_count_per_version_and_day", fields=["version", "day"]),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.day}"
