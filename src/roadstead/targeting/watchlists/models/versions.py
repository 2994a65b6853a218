"""Versions of a list by content, and the entries and documents that were on it from one version to another (S19)."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models

from roadstead.platform.accounts.visibility import OfOwner
from roadstead.platform.database.row_security import BY_OWN_STATE, BY_OWNER, owned
from roadstead.targeting.watchlists.models.lists import WatchList
from roadstead.targeting.watchlists.models.photos import Photo


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
    # Of notices: the day on which all entries of this version were checked with the national bureau, and the last day
    # on which they raise alerts because of that. None if nothing was checked with this version.
    checked_on = models.DateField(null=True)
    checked_until = models.DateField(null=True)

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            owned("watchlists_version_isolation"),
            models.CheckConstraint(
                name="a_check_has_an_end",
                condition=models.Q(checked_on=None, checked_until=None)
                | models.Q(checked_on__isnull=False, checked_until__gt=models.F("checked_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.watch_list_id} {self.version}"


# A silent entry is read only by its owner's people.
LOUD_OR_OWN: Final = f"({BY_OWN_STATE} or ({BY_OWNER} and listed->>'action' is distinct from 'discreet'))"


class Entry(models.Model):
    """One entry from one version to another; amendments are new rows, so every version can be restored (S19)."""

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="entries")
    owner = models.CharField(max_length=10)
    entry_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=300)
    content_hash = models.CharField(max_length=64)
    listed = models.JSONField()  # the whole of model.Entry
    # of an entry of a manual list; not part of `listed`: nothing is matched by it
    photo = models.ForeignKey(Photo, null=True, on_delete=models.SET_NULL, related_name="+")
    added_in = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    removed_in = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfOwner.as_manager()

    class Meta:
        ordering = ["watch_list_id", "name"]
        constraints = [
            owned("watchlists_entry_isolation", read=LOUD_OR_OWN),
            models.UniqueConstraint(
                name="one_entry_in_force_per_id", fields=["watch_list", "entry_id"], condition=models.Q(removed_in=None)
            ),
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

    class Meta:
        constraints = [owned("watchlists_listeddocument_isolation")]

    def __str__(self) -> str:
        return f"listed document {self.pk}"
