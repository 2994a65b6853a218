"""Queue a rescreen in the transaction of the change. A worker runs it (`pipeline/rescreen.py`)."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Least

from roadstead.engine.refusals import NotAllowed
from roadstead.filings.intake import queue
from roadstead.platform.database.scope import Scope, region_scope
from roadstead.targeting.rescreens.models import Reason, RescreenJob

MAX_ROWS = 50  # rescreens
FAILED = ("pk", "queued_at", "failed", "error", "retry_at")


def queue_rescreen(reason: Reason, *, owner: str, **change: Any) -> None:
    """Queue a rescreen of stored voyages for `change` (columns of RescreenJob), and wake a worker."""
    RescreenJob.objects.create(reason=reason, owner=owner, **change)
    queue.notify_workers()


def failed_rescreens(back: Scope) -> list[dict[str, Any]]:
    """Return rescreens with failures, the newest first, for operators, who otherwise see no rescreens.

    `back`: the operators' scope. Also returns rescreens for states' own changes, without the change itself.
    """
    with region_scope(back):
        return list(RescreenJob.objects.exclude(error="").order_by("-pk").values(*FAILED)[:MAX_ROWS])


def retry_failed(number: int, back: Scope) -> None:
    """Let a worker retry the failures of a rescreen at once. Raises NotAllowed if there are none.

    Finished voyages stay done.
    """
    with region_scope(back):
        failed = RescreenJob.objects.exclude(error="").filter(pk=number)
        found = failed.update(retry_at=None, done_at=None, passes=Least("passes", 1))
    if not found:
        raise NotAllowed("this rescreen has no failures left to retry: load the page again")
    queue.notify_workers()
