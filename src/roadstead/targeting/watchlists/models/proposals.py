"""What two people decide about a list: put forward by one, in force when another agrees."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from roadstead.platform.accounts.visibility import OfOwner
from roadstead.targeting.watchlists.models.lists import CLEARED_DAYS, WatchList

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
