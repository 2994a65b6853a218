"""Deletion of situation reports some years after their period, and of the words of one that named somebody (S6)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.engine.deadlines.spans import Span
from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.retention.graph import blank, erase
from roadstead.oversight.situation.models import SituationReport
from roadstead.platform.accounts.cooperation_permissions import may_issue_situation_reports
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log

MAX_ROWS: Final = 200  # at a time, the oldest first


def delete_old(period: str, now: datetime) -> int:
    """Delete reports on periods that ended longer ago than `period` ("5 years"); return their number."""
    oldest = SituationReport.objects.order_by("ends").values_list("pk", "ends")[:MAX_ROWS]
    over = [pk for pk, ends in oldest if Span.parse(period).after(ends) <= now]
    erase("situation_situationreport", over)
    return len(over)


@transaction.atomic
def remove_words(pk: int, *, by: User) -> None:
    """Remove the words and the file of a report that a newer version replaces, since it named somebody by mistake. Its
    figures, times, distribution and digests stay.
    """
    rows = SituationReport.objects.visible_to(by).filter(organisation=by.organisation_id, issued_at__isnull=False)
    newer = rows.filter(replaces=pk)
    if not (may_issue_situation_reports(by) and rows.filter(pk=pk, removed_at=None).exists() and newer.exists()):
        raise NotAllowed(_("First issue a newer version of your own report. Then a supervisor can remove these words."))
    blank("situation_situationreport", [pk])
    log(by, "words removed", f"situation {pk}", states=[by.state_id] if by.state_id else [])
