"""Runs of purges and replays: begun, finished and logged with row count and the root that proves which rows (S10)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from roadstead.oversight.retention.logic.merkle import root, short
from roadstead.oversight.retention.models import Run
from roadstead.platform.accounts.models import State
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import REGION, scoped


def begin(as_of: datetime, now: datetime, kind: str = "purge") -> Run:
    with scoped(REGION):
        return Run.objects.create(kind=kind, as_of=as_of, started_at=now)


def finish(run: Run, *, now: datetime) -> Run:
    """Store the root over the roots of the run's batches, with its audit line in the same transaction."""
    with scoped(REGION):
        batches = list(run.batches.values_list("root", "count"))
        run.root, run.ended_at = root([each for each, _ in batches]), now
        run.save(update_fields=["root", "ended_at", "counts"])
        states = sorted(State.objects.values_list("code", flat=True))
        gone = sum(count for _, count in batches)
        log(None, f"{run.kind}: {gone} rows deleted", f"deletion {run.pk} {short(run.root)}", states=states)
    return run


def finish_old(*, now: datetime) -> None:
    """Finish runs that were interrupted, so that their deletions are proven as well."""
    with scoped(REGION):
        cut_off = list(Run.objects.filter(ended_at=None))
    for run in cut_off:
        run.counts = dict(Counter({"rows": sum(run.batches.values_list("count", flat=True))}))
        finish(run, now=now)
