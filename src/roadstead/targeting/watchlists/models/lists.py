"""A list: whose it is, how it is worked with, and how far what it raises may be known (S23, S25)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.platform.accounts.visibility import OfOwner
from roadstead.platform.database.row_security import owned

REGION = "REGION"
CLEARED_DAYS = 365
REVIEW_MONTHS = 12  # as shipped; each list kept by hand has its own (S22)
REVIEW_MONTHS_OF_MINORS = 6


class Tlp(models.TextChoices):
    """How far what a list raises may be known (Traffic Light Protocol 2.0); `handling` says to whom."""

    CLEAR = "clear", "TLP:CLEAR"
    GREEN = "green", "TLP:GREEN"
    AMBER = "amber", "TLP:AMBER"
    STRICT = "amber+strict", "TLP:AMBER+STRICT"
    RED = "red", "TLP:RED"


class WatchList(models.Model):
    """A list of entries or of lost and stolen documents. Owned by the region (all states) or by one state (only it)."""

    name = models.CharField(max_length=80)
    owner = models.CharField(max_length=10, default=REGION)  # REGION, or a state's alpha-3
    source = models.CharField(max_length=60, blank=True)
    threshold = models.FloatField(null=True)  # bits from which a likeness alerts; None: the default of the policy
    second_person = models.BooleanField(default=False)  # a cleared match holds only once a supervisor has agreed
    cleared_days = models.IntegerField(default=CLEARED_DAYS)  # how long a cleared match holds
    second_stage = models.BooleanField(default=False)  # the frozen model adds to the evidence; off by itself (S16)
    by_hand = models.BooleanField(default=False)  # changed by nominations alone, never by a file
    review_months = models.IntegerField(default=REVIEW_MONTHS)  # the longest until an entry is looked at again
    review_months_of_minors = models.IntegerField(default=REVIEW_MONTHS_OF_MINORS)

    tlp = models.CharField(max_length=12, blank=True, choices=Tlp)  # "": as shipped, see handling_code
    handling_purpose = models.CharField(max_length=20, blank=True)  # handling.PURPOSES
    handling_why = models.TextField(blank=True)  # why it is handled as it is now
    may_share_with = ArrayField(models.CharField(max_length=3), default=list, blank=True)  # states, for amber
    named = ArrayField(models.BigIntegerField(), default=list, blank=True)  # officers of the owner's, for red

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            owned("watchlists_watchlist_isolation"),
            models.UniqueConstraint(name="one_list_per_owner_and_name", fields=["owner", "name"]),
            models.CheckConstraint(
                name="only_amber_is_shared_with_named_states",
                condition=models.Q(may_share_with=[]) | models.Q(tlp="amber"),
            ),
            models.CheckConstraint(
                name="red_names_officers_and_is_a_states", condition=models.Q(named=[]) | models.Q(tlp="red")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name a hit and an alert carry: two states may both keep a "National watchlist"."""
        return self.name if self.owner == REGION else f"{self.name} ({self.owner})"

    @property
    def handling_code(self) -> str:
        """Where none was chosen green for the region's lists and amber for a state's."""
        return self.tlp or (Tlp.GREEN if self.owner == REGION else Tlp.AMBER)

    def admits(self, state: str) -> bool:
        """Whether this state may be told what the list raises on a voyage that concerns it."""
        if state == self.owner or self.handling_code in {Tlp.CLEAR, Tlp.GREEN}:
            return True
        if self.handling_code != Tlp.AMBER:
            return False
        everybody = self.owner == REGION and not self.may_share_with
        return everybody or state in self.may_share_with
