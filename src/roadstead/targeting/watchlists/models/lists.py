"""A watchlist: owner, settings, and handling of its hits (S23, S25)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.engine.reference.caricom import REGION as REGION
from roadstead.platform.accounts.visibility import OfOwner
from roadstead.platform.database.row_security import owned
from roadstead.platform.handling.logic.gate import Handling
from roadstead.platform.handling.models import HandledRow, handling_constraint

CLEARED_DAYS = 365
REVIEW_MONTHS = 12  # default; each manual list has its own (S22)
REVIEW_MONTHS_OF_MINORS = 6


class WatchList(HandledRow):
    """A list of entries or of lost and stolen documents. Owned by the region (all states) or by one state (only it)."""

    name = models.CharField(max_length=80)
    owner = models.CharField(max_length=10, default=REGION)  # REGION, or a state's alpha-3
    source = models.CharField(max_length=60, blank=True)
    threshold = models.FloatField(null=True)  # bits from which a match raises an alert; None: the default of the policy
    needs_second_approval = models.BooleanField(
        default=False
    )  # a cleared match holds only once a supervisor has agreed
    cleared_days = models.IntegerField(default=CLEARED_DAYS)  # days for which a cleared match holds
    use_reranking = models.BooleanField(default=False)  # the frozen model adds to the evidence; off by default (S16)
    is_manual = models.BooleanField(default=False)  # changed by nominations alone, never by a file
    is_lookouts = models.BooleanField(default=False)  # a manual list that lookouts alone change
    is_warrants = models.BooleanField(default=False)  # a state's manual list that its warrants alone change
    # INTERPOL notices from a file: refer only, in force while checked. Never changed (triggers, migration 0005)
    is_notices = models.BooleanField(default=False)
    review_months = models.IntegerField(default=REVIEW_MONTHS)  # the longest time until an entry is reviewed
    review_months_of_minors = models.IntegerField(default=REVIEW_MONTHS_OF_MINORS)

    handling_purpose = models.CharField(max_length=20, blank=True)  # handling.PURPOSES
    handling_why = models.TextField(blank=True)  # reason for the current handling
    may_share_with = ArrayField(models.CharField(max_length=3), default=list, blank=True)  # states, for amber
    named = ArrayField(models.BigIntegerField(), default=list, blank=True)  # officers of the owner's, for red

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            owned("watchlists_watchlist_isolation"),
            handling_constraint("watchlists_watchlist_handling"),
            models.UniqueConstraint(name="one_list_per_owner_and_name", fields=["owner", "name"]),
            models.CheckConstraint(
                name="only_amber_is_shared_with_named_states",
                condition=models.Q(may_share_with=[]) | models.Q(tlp="amber"),
            ),
            models.CheckConstraint(
                name="red_names_officers_and_is_a_states", condition=models.Q(named=[]) | models.Q(tlp="red")
            ),
            models.UniqueConstraint(
                name="one_list_of_warrants_per_state", fields=["owner"], condition=models.Q(is_warrants=True)
            ),
            models.CheckConstraint(
                name="warrants_are_a_states_and_by_hand",
                condition=models.Q(is_warrants=False)
                | (models.Q(is_manual=True, is_lookouts=False) & ~models.Q(owner=REGION)),
            ),
            models.CheckConstraint(
                name="notices_come_from_a_file", condition=~models.Q(is_notices=True, is_manual=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return the name used in hits and alerts: two states may both have a "National watchlist"."""
        return self.name if self.owner == REGION else f"{self.name} ({self.owner})"

    @property
    def handling(self) -> Handling:
        """Return the handling. A list of the region that names no state is for all of them."""
        to_all = self.owner == REGION and not self.may_share_with
        return self.build_handling(states=None if to_all else self.may_share_with, named=self.named)
