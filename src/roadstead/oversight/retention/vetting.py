"""Deletion of vetted applicants (S6). File and letter name all of a sheet, so they go with the first of them.

The hashes of both stay until the last applicant of the sheet is deleted, and longer in the audit log.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Greatest

from roadstead.casework.vetting.models import VettingApplicant, VettingMatch
from roadstead.engine.deadlines.spans import Span
from roadstead.oversight.retention.graph import blank, erase, with_references

MAX_ROWS: Final = 1000  # applicants at a time, the oldest first
MATCHED: Final = Exists(VettingMatch.objects.filter(applicant=OuterRef("pk")))


def delete_without_match(period: str, now: datetime) -> int:
    """Delete applicants without a match whose letter and decision of the state are older than `period`."""
    rows = VettingApplicant.objects.filter(~MATCHED, sheet__replied_at__isnull=False).exclude(outcome="")
    ended = rows.annotate(ended=Greatest("sheet__replied_at", "outcome_at")).order_by("ended", "pk")
    oldest = ended.values_list("pk", "ended")[:MAX_ROWS]
    return _delete([pk for pk, at in oldest if Span.parse(period).after(at) <= now])


def delete_others(period: str, now: datetime) -> int:
    """Delete applicants with a match, and those of whom no decision was recorded: so no watching lasts for ever.

    It counts from the last letter; of a sheet that never had one, from its receipt.
    """
    answered = VettingApplicant.objects.filter(sheet__replied_at__isnull=False)
    return _old(answered, "sheet__replied_at", period, now) + _old(
        VettingApplicant.objects.filter(sheet__replied_at=None), "sheet__received_at", period, now
    )


def _old(rows: QuerySet[VettingApplicant, VettingApplicant], column: str, period: str, now: datetime) -> int:
    oldest = rows.order_by(column, "pk").values_list("pk", column)[:MAX_ROWS]
    return _delete([pk for pk, at in oldest if Span.parse(period).after(at) <= now])


def _delete(applicants: Collection[int]) -> int:
    """Delete applicants with their matches, and sheets that have none left."""
    if not applicants:
        return 0
    sheets = set(VettingApplicant.objects.filter(pk__in=applicants).values_list("sheet", flat=True))
    for table, ids in with_references("vetting_vettingapplicant", applicants).items():
        erase(table, sorted(ids))
    left = set(VettingApplicant.objects.filter(sheet__in=sheets).values_list("sheet", flat=True))
    blank("vetting_vettingsheet", sorted(left))
    erase("vetting_vettingsheet", sorted(sheets - left))
    return len(applicants)
