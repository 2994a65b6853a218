"""Stored reports, shown again for some minutes: numbers and names of lists, no personal data."""

from __future__ import annotations

from django.db import models

from roadstead.platform.accounts.visibility import OfOwnerAlone
from roadstead.platform.database.row_security import BY_OWNER_ALONE, Isolation


class CachedReport(models.Model):
    """Finished report with small numbers suppressed. `owner`: who may see it, the people of a state or REGION."""

    owner = models.CharField(max_length=10)
    filters_key = models.CharField(max_length=400)  # filters and small_cells, as a key: kept.key
    counted_at = models.DateTimeField()
    report = models.TextField()  # JSON of report.Report

    objects = OfOwnerAlone.as_manager()

    class Meta:
        constraints = [
            Isolation(name="statistics_cachedreport_isolation", read=BY_OWNER_ALONE),
            models.UniqueConstraint(name="one_report_of_what_is_asked", fields=["owner", "filters_key"]),
        ]

    def __str__(self) -> str:
        return f"figures {self.pk}"
