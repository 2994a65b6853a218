"""What changes of lists voyages have still to meet."""

from __future__ import annotations

from django.db import models

from roadstead.platform.accounts.visibility import OfOwner
from roadstead.targeting.watchlists.models.lists import WatchList
from roadstead.targeting.watchlists.models.versions import Version


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
