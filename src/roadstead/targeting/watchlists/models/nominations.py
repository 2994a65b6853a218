"""Nominations for manual lists (S21), and proposals for the settings of a list."""

from __future__ import annotations

from django.db import models

from roadstead.platform.accounts.visibility import OfOwner, OfOwnerAlone
from roadstead.platform.approvals.models import Approvable, Decision, second_approval_constraint
from roadstead.platform.database.row_security import BY_OWN_STATE, Isolation, owned
from roadstead.targeting.watchlists.models.lists import CLEARED_DAYS, WatchList
from roadstead.targeting.watchlists.models.photos import Photo
from roadstead.targeting.watchlists.models.versions import Entry, Version


class Nomination(Approvable):
    """A proposed change of a manual list: an entry added, amended or withdrawn (S21). Kept for ever.

    In force once a second person approves; a withdrawal by a person who may approve needs no one else. Read only by the
    list's owner, also for a list of the region.
    """

    class Act(models.TextChoices):
        ADD = "add", "Add"
        AMEND = "amend", "Amend"
        WITHDRAW = "withdraw", "Withdraw"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        WAITING = "waiting", "Waits for second approval"
        LIVE = "live", "In force"
        DECLINED = "declined", "Rejected"
        DROPPED = "dropped", "Withdrawn"  # by its proposer
        OVERTAKEN = "overtaken", "Out of date: the entry has changed"  # the entry was withdrawn meanwhile

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="nominations")
    owner = models.CharField(max_length=10)
    act = models.CharField(max_length=10, choices=Act)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    entry_id = models.CharField(max_length=120, blank=True)  # "" until a new entry has been proposed
    cells = models.JSONField(default=dict)  # as typed, by the headings of our csv
    entry = models.JSONField(default=dict)  # model.Entry as proposed; {} for a draft and a withdrawal
    silent = models.BooleanField(default=False)  # silent before or after: no one at a border sees it
    # the entry to amend or withdraw
    base = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=200, blank=True)
    photo = models.ForeignKey(Photo, null=True, on_delete=models.SET_NULL, related_name="+")  # as proposed
    batch = models.CharField(max_length=12, blank=True)  # those imported from one file
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="nominations")

    objects = OfOwnerAlone.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            Isolation(name="watchlists_nomination_isolation", read=BY_OWN_STATE),
            second_approval_constraint("an_entry_goes_live_by_two_people", alone=models.Q(act="withdraw")),
            models.CheckConstraint(
                name="an_entry_in_force_was_approved",
                condition=~models.Q(status="live") | models.Q(decision=Decision.APPROVED),
            ),
            models.CheckConstraint(
                name="what_is_put_forward_says_why_and_by_what_evidence",
                condition=models.Q(status__in=["draft", "dropped", "overtaken"])
                | models.Q(act="withdraw") & ~models.Q(reason="")
                | ~models.Q(reason="") & ~models.Q(evidence="") & ~models.Q(entry={}),
            ),
        ]

    def __str__(self) -> str:
        return f"nomination {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    @property
    def name(self) -> str:
        """Return the name of the subject, as far as it is given."""
        said = self.cells.get("name") or " ".join(filter(None, (self.cells.get("given"), self.cells.get("surname"))))
        return said or (self.base.name if self.base else "")


class ListProposal(Approvable):
    """A proposal by one supervisor of a list's owner, in force when another approves (`two_people`). Kept for ever."""

    watch_list: models.ForeignKey[WatchList, WatchList]
    owner = models.CharField(max_length=10)

    class Meta:
        abstract = True


class Proposal(ListProposal):
    """Proposed settings of a list: proposed by one supervisor, in force when another approves. Kept for ever."""

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="proposals")
    threshold = models.FloatField(null=True)  # as in WatchList, these four
    needs_second_approval = models.BooleanField(default=False)
    cleared_days = models.IntegerField(default=CLEARED_DAYS)
    use_reranking = models.BooleanField(default=False)
    review_months = models.IntegerField(null=True)  # of a manual list; None: unchanged
    review_months_of_minors = models.IntegerField(null=True)

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            owned("watchlists_proposal_isolation"),
            second_approval_constraint("a_list_is_changed_by_two_people"),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"
