"""Photos of listed persons, which people compare and no program does."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from roadstead.platform.accounts.visibility import OfOwnerAlone
from roadstead.platform.database.row_security import BY_OWNER_ALONE, Isolation


class Photo(models.Model):
    """Photo of an entry of a manual list, or of a nomination. Read by the list's owner alone.

    Others see it on the alerts that their state may see (`casework.alerts.listed_photo`). Deleted with its entry.
    """

    owner = models.CharField(max_length=10)  # of the list
    content = models.BinaryField()  # JPEG, drawn by `platform.timeline.logic.pictures`
    width = models.IntegerField()  # pixels
    height = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = OfOwnerAlone.as_manager()

    class Meta:
        constraints = [Isolation(name="watchlists_photo_isolation", read=BY_OWNER_ALONE)]

    def __str__(self) -> str:
        return f"photo {self.pk}"
