"""What somebody wants a list kept by hand to say (S21), and what two people decide about a list."""

from __future__ import annotations

from django.db import models

from roadstead.platform.accounts.visibility import OfOwner, OfOwnOwner
from roadstead.platform.approvals.models import Approvable, Decision, by_two_people
from roadstead.platform.database.row_security import BY_OWN_STATE, Isolation, owned
from roadstead.targeting.watchlists.models.lists import CLEARED_DAYS, WatchList
from roadstead.targeting.watchlists.models.versions import Entry, Version


class Nomination(Approvable):
    """What somebody wants a list kept by hand to say: an entry added, amended or withdrawn (S21). Kept for ever.

    In force once a second person agrees; a withdrawal by one who may agree needs nobody else. Read by the list's
    owner alone, a list of the region's as well.
    """

    class Act(models.TextChoices):
        ADD = "add", "Add"
        AMEND = "amend", "Amend"
        WITHDRAW = "withdraw", "Withdraw"

    class Standing(models.TextChoices):
        DRAFT = "draft", "Draft"
        WAITING = "waiting", "Waits for a second person"
        LIVE = "live", "In force"
        DECLINED = "declined", "Declined"
        DROPPED = "dropped", "Dropped"  # by whoever made it
        OVERTAKEN = "overtaken", "Overtaken"  # the entry was withdrawn meanwhile

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="nominations")
    owner = models.CharField(max_length=10)
    act = models.CharField(max_length=10, choices=Act)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.DRAFT)
    entry_id = models.CharField(max_length=120, blank=True)  # "" until a new entry has been put forward
    cells = models.JSONField(default=dict)  # as typed, by the headings of our csv
    entry = models.JSONField(default=dict)  # model.Entry as it is to stand; {} for a draft and a withdrawal
    silent = models.BooleanField(default=False)  # what was or is to be: nobody at a border reads of it
    base = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")  # what is amended, withdrawn
    evidence = models.CharField(max_length=200, blank=True)
    batch = models.CharField(max_length=12, blank=True)  # those that one file brought
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="nominations")

    objects = OfOwnOwner.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            Isolation(name="watchlists_nomination_isolation", read=BY_OWN_STATE),
            by_two_people("an_entry_goes_live_by_two_people", alone=models.Q(act="withdraw")),
            models.CheckConstraint(
                name="an_entry_in_force_was_approved",
                condition=~models.Q(standing="live") | models.Q(decision=Decision.APPROVED),
            ),
            models.CheckConstraint(
                name="what_is_put_forward_says_why_and_by_what_evidence",
                condition=models.Q(standing__in=["draft", "dropped", "overtaken"])
                | models.Q(act="withdraw") & ~models.Q(reason="")
                | ~models.Q(reason="") & ~models.Q(evidence="") & ~models.Q(entry={}),
            ),
        ]

    def __str__(self) -> str:
        return f"nomination {self.pk}"

    @property
    def waits(self) -> bool:
        return self.standing == self.Standing.WAITING

    @property
    def name(self) -> str:
        """Whom it is about, as far as it says."""
        said = self.cells.get("name") or " ".join(filter(None, (self.cells.get("given"), self.cells.get("surname"))))
        return said or (self.base.name if self.base else "")


class OfAList(Approvable):
    """Proposed by one supervisor of a list's owner, in force when another approves (`two_people`). Kept for ever."""

    watch_list: models.ForeignKey[WatchList, WatchList]
    owner = models.CharField(max_length=10)

    class Meta:
        abstract = True


class Proposal(OfAList):
    """How a list is to be worked with: put forward by one supervisor, in force when another agrees. Kept for ever."""

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="proposals")
    threshold = models.FloatField(null=True)  # as in WatchList, these four
    second_person = models.BooleanField(default=False)
    cleared_days = models.IntegerField(default=CLEARED_DAYS)
    second_stage = models.BooleanField(default=False)
    review_months = models.IntegerField(null=True)  # of a list kept by hand; None: as they are
    review_months_of_minors = models.IntegerField(null=True)

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [owned("watchlists_proposal_isolation"), by_two_people("a_list_is_changed_by_two_people")]

    def __str__(self) -> str:
        return f"proposal {self.pk}"
