"""After a restore: what was deleted since the backup is deleted again, before anybody is served (S10).

The journal beside the database names every batch; a batch that the database does not know did not happen in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.db import connection

from roadstead.oversight.retention.erasing import STABLE, TEXT, Erased
from roadstead.oversight.retention.logic.journal import Entry, entries
from roadstead.oversight.retention.logic.merkle import leaf, root
from roadstead.oversight.retention.models import Batch, Run
from roadstead.oversight.retention.restrict import again
from roadstead.oversight.retention.runs import begin, finish
from roadstead.oversight.retention.unsaid import silence, unsay
from roadstead.platform.database.scope import REGION, scoped

# A row before what refers to it would be gone with it; the order is only so that counts are told by what was asked.
ORDER = tuple(table for table in STABLE if table != TEXT)


def missing(home: Path) -> list[Entry]:
    """Entries of the journal of which this database knows nothing."""
    found = list(entries(home))
    if not found:
        return []
    with scoped(REGION):
        known = {str(name) for name in Batch.objects.values_list("name", flat=True)}
    return [entry for entry in found if entry.batch not in known]


def replay(home: Path, *, now: datetime) -> Run | None:
    """Delete again what the journal names; None where nothing is missing. The batches are then known, once for all."""
    todo = missing(home)
    if not todo:
        return None
    run, erased = begin(now, now, kind="replay"), Erased()
    with scoped(REGION):
        wanted = _wanted(todo)
        _unsaid_again(wanted, erased)
        for table in ORDER:
            erased.whole(table, _rows(table, wanted.get(table, set())))
        erased.commit(home, run, at=now)
        again(todo, _rows)
        _remember(todo)
    run.counts = dict(erased.counts)
    return finish(run, now=now)


def _unsaid_again(wanted: Mapping[str, set[str]], erased: Erased) -> None:
    """Of people who are deleted: what statements and bookings that name others said of them, and messages' text."""
    unsay(_rows("manifests_traveller", wanted.get("manifests_traveller", set())))
    messages = _rows(TEXT, wanted.get(TEXT, set()))
    silence(messages)
    erased.silenced(messages)


def _wanted(todo: Iterable[Entry]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in todo:
        wanted[entry.table] |= set(entry.digests)
    return wanted


def _rows(table: str, digests: set[str]) -> list[int]:
    """The numbers of the rows whose digest is among these."""
    if not digests:
        return []
    with connection.cursor() as cursor:
        cursor.execute("set local timezone to 'UTC'")
        cursor.execute(STABLE[table])
        return [row for row, kept in cursor.fetchall() if leaf(table, row, kept) in digests]


def _remember(todo: Iterable[Entry]) -> None:
    """The batches as they were, with the roots they had; they are not of this run, whose own batch is counted."""
    by_batch: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in todo:
        by_batch[entry.batch, entry.at] += entry.digests
    Batch.objects.bulk_create(
        [
            Batch(name=name, run=None, at=datetime.fromisoformat(at), count=len(digests), root=root(digests))
            for (name, at), digests in by_batch.items()
        ]
    )
