"""Rescreen jobs: the reason for screening stored voyages again, the progress, and the results."""

from __future__ import annotations

from typing import Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.visibility import OfOwner
from roadstead.platform.database.row_security import BY_OWNER, IS_SYSTEM, owned


class Reason(models.TextChoices):
    """The change since the voyages were screened."""

    LIST = "list", "A version of a list was put in force"
    THRESHOLD = "threshold", "The alert threshold of a list was changed"
    CLEARED = "cleared", "A cleared match was withdrawn"
    RULE = "rule", "A rule was put in force or withdrawn"
    MANUAL = "manual", "An operator requested it"


NAMES_ITS_CHANGE: Final = (
    Q(reason=Reason.LIST, watch_list__isnull=False, version__isnull=False)
    | Q(reason=Reason.THRESHOLD, watch_list__isnull=False, version=None)
    | Q(reason=Reason.CLEARED, watch_list__isnull=False, version=None) & ~Q(entry_id="")
    | Q(reason=Reason.RULE, rule_version__isnull=False)
    | Q(reason=Reason.MANUAL, since__isnull=False)
)


class RescreenQuerySet(OfOwner["RescreenJob"]):
    """Rescreens as in OfOwner, without manual ones.

    Manual rescreens name lists of several owners, and only the command that continues them may read them.
    """

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).exclude(reason=Reason.MANUAL)


class RescreenJob(models.Model):
    """One change for which stored voyages are screened again. Queued in the transaction of the change.

    `entry_id`: entry whose cleared match was taken back. Manual: arrivals `since` to `until` (None: no end) against
    `lists` (none: all) as they were in `lists_state`. `after`: the last voyage done in the current pass, so that
    another worker can continue after a crash. `failed`: voyages that could not be screened and are still to be.
    `error`: kind and place of the last error of a voyage or of the whole job, never a value. `retry_at`: earliest time
    of the next attempt.
    """

    reason = models.CharField(max_length=9, choices=Reason.choices)
    owner = models.CharField(max_length=10)
    watch_list = models.ForeignKey(
        "watchlists.WatchList", null=True, on_delete=models.PROTECT, related_name="rescreens"
    )
    version = models.OneToOneField("watchlists.Version", null=True, on_delete=models.PROTECT, related_name="rescreen")
    entry_id = models.CharField(max_length=120, blank=True)
    rule_version = models.ForeignKey(
        "rulebook.RuleVersion", null=True, on_delete=models.PROTECT, related_name="rescreens"
    )
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    lists = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    lists_state = models.CharField(max_length=40, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    passes = models.IntegerField(default=0)
    after = models.BigIntegerField(default=0)
    voyages = models.IntegerField(default=0)
    travellers = models.IntegerField(default=0)
    bills = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    expired = models.IntegerField(default=0)
    suppressed = models.IntegerField(default=0)
    failed = ArrayField(models.BigIntegerField(), default=list, blank=True)
    error = models.CharField(max_length=200, db_default="", blank=True)
    retry_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    objects = RescreenQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            owned("rescreens_rescreenjob_isolation", read=f"({BY_OWNER} and (reason <> 'manual' or {IS_SYSTEM}))"),
            models.CheckConstraint(name="a_rescreen_names_its_change", condition=NAMES_ITS_CHANGE),
        ]

    def __str__(self) -> str:
        return f"rescreen job {self.pk}"
