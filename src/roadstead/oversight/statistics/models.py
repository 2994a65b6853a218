"""Stored reports and response times: numbers and names of lists, no personal data."""

from __future__ import annotations

from django.db import models

from roadstead.platform.accounts.visibility import OfMembers, OfOwnerAlone
from roadstead.platform.database.row_security import BY_OWNER_ALONE, IS_SYSTEM, SOME_STATE, Isolation


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


class Response(models.Model):
    """Key of response times: a month, a type of request, and the step that was due."""

    month = models.DateField()  # its first day, UTC
    type = models.CharField(max_length=40)  # key of engine.requests.types.registry.TYPES
    code = models.CharField(max_length=12)  # engine.requests.timing.Code

    class Meta:
        abstract = True


class ResponseTime(Response):
    """Response times of one state in a month, net of pauses and of our own outages."""

    owner = models.CharField(max_length=10)  # the state that had to act, or REGION
    count = models.IntegerField()
    late = models.IntegerField()  # after the deadline or target
    median = models.DurationField()
    most = models.DurationField()  # 90th percentile

    objects = OfOwnerAlone.as_manager()

    class Meta:
        constraints = [
            Isolation(name="statistics_responsetime_isolation", read=BY_OWNER_ALONE, write=IS_SYSTEM),
            models.UniqueConstraint(name="one_response_time", fields=["owner", "month", "type", "code"]),
        ]

    def __str__(self) -> str:
        return f"response time {self.pk}"


class ResponseBand(Response):
    """Range of the states' medians without their names: the lower and the upper quartile of at least four states."""

    states = models.IntegerField()
    low = models.DurationField()
    high = models.DurationField()

    objects = OfMembers.as_manager()

    class Meta:
        constraints = [
            Isolation(name="statistics_responseband_isolation", read=SOME_STATE, write=IS_SYSTEM),
            models.UniqueConstraint(name="one_response_band", fields=["month", "type", "code"]),
        ]

    def __str__(self) -> str:
        return f"response band {self.pk}"
