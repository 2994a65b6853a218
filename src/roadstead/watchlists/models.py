"""Whom and what we look for: lists, their versions, their entries. Each list has one owner (S23, S25)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.accounts.visibility import OfOwner, OfOwnOwner

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

    tlp = models.CharField(max_length=12, blank=True, choices=Tlp)  # "": as shipped, see handling.code
    handling_purpose = models.CharField(max_length=20, blank=True)  # handling.PURPOSES
    handling_why = models.TextField(blank=True)  # why it is handled as it is now
    may_share_with = ArrayField(models.CharField(max_length=3), default=list, blank=True)  # states, for amber
    named = ArrayField(models.BigIntegerField(), default=list, blank=True)  # officers of the owner's, for red

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
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


# Nothing is in force that one person alone has decided; the database refuses it.
BY_TWO_PEOPLE = (
    models.Q(approved__isnull=True)
    | models.Q(approved=False)
    | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("proposed_by")))
)


class ByTwo(models.Model):
    """Put forward by one supervisor of a list's owner, in force when another agrees (`two_people`). Kept for ever."""

    watch_list: models.ForeignKey[WatchList, WatchList]
    owner = models.CharField(max_length=10)
    why = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)  # None: nobody has decided yet

    class Meta:
        abstract = True


class Proposal(ByTwo):
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
        constraints = [
            models.CheckConstraint(
                name="a_list_is_changed_by_two_people",
                condition=BY_TWO_PEOPLE,
            )
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class Version(models.Model):
    """One state of a list, by content. The latest row of a list is in force."""

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="versions")
    owner = models.CharField(max_length=10)
    version = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    published = models.CharField(max_length=10, blank=True)
    counts = models.JSONField(default=dict)
    added = models.IntegerField(default=0)
    amended = models.IntegerField(default=0)
    removed = models.IntegerField(default=0)
    problems = models.JSONField(default=list)
    loaded_at = models.DateTimeField(auto_now_add=True)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.watch_list_id} {self.version}"


class Entry(models.Model):
    """One entry from one version to another: an amended entry is a new row, so every version can be had again (S19)."""

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="entries")
    owner = models.CharField(max_length=10)
    entry_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=300)
    content_hash = models.CharField(max_length=64)
    listed = models.JSONField()  # the whole of model.Entry
    added_in = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    removed_in = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["watch_list_id", "name"]
        constraints = [
            models.UniqueConstraint(
                name="one_entry_in_force_per_id", fields=["watch_list", "entry_id"], condition=models.Q(removed_in=None)
            )
        ]
        indexes = [
            models.Index(name="entry_in_force_idx", fields=["entry_id"], condition=models.Q(removed_in=None)),
            models.Index(name="entry_content_idx", fields=["content_hash"], condition=models.Q(removed_in=None)),
        ]

    def __str__(self) -> str:
        return f"{self.watch_list_id} {self.entry_id}"


class ListedDocument(models.Model):
    """A document reported lost, stolen or revoked."""

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="documents")
    owner = models.CharField(max_length=10)
    issuer = models.CharField(max_length=3, blank=True)
    type = models.CharField(max_length=6, blank=True)
    number = models.CharField(max_length=40)
    reason = models.CharField(max_length=200, blank=True)
    added_in = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    removed_in = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfOwner.as_manager()

    def __str__(self) -> str:
        return f"listed document {self.pk}"


class LookBack(models.Model):
    """What has changed, to be met by voyages that were screened before it. Queued with the change itself.

    A version: what it changed of its list. Without one: the whole list, of which another threshold holds, or the one
    `entry_id`, of which a cleared match was taken back.
    `after`: the last voyage done of the pass at hand, so that another worker goes on where one died.
    """

    version = models.OneToOneField(Version, null=True, on_delete=models.PROTECT, related_name="look_back")
    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="look_backs")
    entry_id = models.CharField(max_length=120, blank=True)
    owner = models.CharField(max_length=10)
    queued_at = models.DateTimeField(auto_now_add=True)
    passes = models.IntegerField(default=0)  # done: those on their way, then those that were being read meanwhile
    after = models.BigIntegerField(default=0)
    voyages = models.IntegerField(default=0)
    travellers = models.IntegerField(default=0)
    bills = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    lapsed = models.IntegerField(default=0)
    suppressed = models.IntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"look back {self.pk}"


class Nomination(models.Model):
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
    why = models.TextField(blank=True)
    batch = models.CharField(max_length=12, blank=True)  # those that one file brought
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="nominations")

    objects = OfOwnOwner.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="an_entry_goes_live_by_two_people",
                condition=~models.Q(standing="live")
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("nominated_by")))
                | models.Q(act="withdraw", decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="what_is_put_forward_says_why_and_by_what_evidence",
                condition=models.Q(standing__in=["draft", "dropped", "overtaken"])
                | models.Q(act="withdraw") & ~models.Q(why="")
                | ~models.Q(why="") & ~models.Q(evidence="") & ~models.Q(entry={}),
            ),
        ]

    def __str__(self) -> str:
        return f"nomination {self.pk}"

    @property
    def name(self) -> str:
        """Whom it is about, as far as it says."""
        said = self.cells.get("name") or " ".join(filter(None, (self.cells.get("given"), self.cells.get("surname"))))
        return said or (self.base.name if self.base else "")
