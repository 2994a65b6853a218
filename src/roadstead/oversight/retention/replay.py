"""Replay after a restore: what was deleted since the backup is deleted again, before anybody is served (S10).

The journal beside the database lists every batch; a batch that the database does not know is replayed. The database
remembers the position up to which it knows all (`JournalMark`), and only later batches are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connection

from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.retention.erasure import STABLE, TEXT, Erasure
from roadstead.oversight.retention.logic import journal
from roadstead.oversight.retention.models import Batch, JournalMark, Run
from roadstead.oversight.retention.redact_statements import blank_messages, redact_people
from roadstead.oversight.retention.restrict import repeat_restrictions
from roadstead.oversight.retention.rooms import blank_room_entries_about
from roadstead.oversight.retention.runs import begin, finish
from roadstead.oversight.retention.watch_log import blank_entries_about
from roadstead.platform.database.scope import REGION, scoped

PEOPLE: Final = "voyages_traveller"
# Order: whole voyages, then all statements; then single people, who are also removed from statements that name others.
FIRST: Final = ("voyages_voyage", "voyages_statement", "voyages_booking")
LAST: Final = tuple(table for table in STABLE if table not in (*FIRST, PEOPLE, TEXT))
AT_ONCE: Final = 100_000  # digests in one transaction, for which the database hashes each table once
NAMES: Final = 1_000  # batches in one query
# SQL for rows whose digest, computed as in `merkle.leaf`, is among those wanted.
FOUND: Final = """
select rows.id from ({rows}) rows (id, kept) join unnest(%s::bytea[]) wanted (digest)
on wanted.digest = sha256(convert_to(%s || ' ' || rows.id || ' ' || coalesce(rows.kept, ''), 'UTF8'))
"""
ONLY: Final = 1  # id of the only row of JournalMark


def missing(home: Path) -> list[journal.Batch]:
    """Return batches of the journal that this database does not know."""
    return _behind(home, _mark())[0]


def replay(home: Path, *, now: datetime) -> Run | None:
    """Delete again what the journal lists, so that the database knows the batches from then on; None if none is
    missing.
    """
    before = _mark()
    todo, last = _behind(home, before)
    run = _delete_again(home, todo, now) if todo else None
    if last != before:
        with scoped(REGION):
            JournalMark.objects.update_or_create(pk=ONLY, defaults={"begins_at": last.where, "batch": last.batch})
    return run


def _mark() -> journal.Mark:
    with scoped(REGION):
        found = JournalMark.objects.filter(pk=ONLY).values_list("begins_at", "batch").first()
    return journal.Mark(*found) if found else journal.START


def _behind(home: Path, mark: journal.Mark) -> tuple[list[journal.Batch], journal.Mark]:
    """Return the unknown batches after the mark, and the mark of the last batch."""
    unknown, last, some = [], mark, list[journal.Batch]()
    for batch in journal.batches(home, mark):
        some.append(batch)
        last = batch.mark
        if len(some) == NAMES:
            unknown += _unknown(some)
            some = []
    return unknown + _unknown(some), last


def _unknown(some: Sequence[journal.Batch]) -> list[journal.Batch]:
    if not some:
        return []
    with scoped(REGION):
        known = {str(name) for name in Batch.objects.in_bulk([each.batch for each in some])}
    return [each for each in some if each.batch not in known]


def _delete_again(home: Path, todo: Sequence[journal.Batch], now: datetime) -> Run:
    run, counts = begin(now, now, kind="replay"), Erasure().counts
    for some in _groups(todo):
        erased = Erasure()
        with scoped(REGION):
            told = [(each, _digests(home, each)) for each in some]
            _erase(_wanted(digests for _, digests in told), erased)
            erased.commit(home, run, at=now)
            repeat_restrictions([(each.at, *entry) for each, digests in told for entry in digests.items()], _rows)
            _remember(some)
        counts.update(erased.counts)
    run.counts = dict(counts)
    return finish(run, now=now)


def _groups(todo: Sequence[journal.Batch]) -> Iterator[list[journal.Batch]]:
    """Yield batches in groups, in their order: a beginning is replayed before its end."""
    some: list[journal.Batch] = []
    for batch in todo:
        some.append(batch)
        if sum(sum(each.tables.values()) for each in some) >= AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _digests(home: Path, batch: journal.Batch) -> dict[str, list[str]]:
    try:
        return journal.digests(home, batch)
    except FileNotFoundError:
        raise NotAllowed(
            "the journal of deletions no longer has what was deleted on %(day)s: restore a newer backup, or put the"
            " file %(file)s back into the folder deletions",
            day=batch.at[:10],
            file=batch.file,
        ) from None


def _wanted(told: Iterator[dict[str, list[str]]]) -> Mapping[str, list[str]]:
    wanted: dict[str, list[str]] = defaultdict(list)
    for digests in told:
        for table, some in digests.items():
            wanted[table] += some
    return wanted


def _erase(wanted: Mapping[str, list[str]], erased: Erasure) -> None:
    messages = _rows(TEXT, wanted.get(TEXT, []))
    blank_messages(messages)
    erased.record_blanked(messages)
    for table in FIRST:
        erased.erase_rows(table, _rows(table, wanted.get(table, [])))
    people = _rows(PEOPLE, wanted.get(PEOPLE, []))
    redact_people(people)
    blank_entries_about(people)
    blank_room_entries_about(people)
    erased.erase_rows(PEOPLE, people)
    for table in LAST:
        erased.erase_rows(table, _rows(table, wanted.get(table, [])))


def _rows(table: str, digests: Sequence[str]) -> list[int]:
    """Return the ids of the rows whose digest is among these."""
    if not digests:
        return []
    with connection.cursor() as cursor:
        cursor.execute("set local timezone to 'UTC'")
        cursor.execute(FOUND.format(rows=STABLE[table]), [[bytes.fromhex(each) for each in digests], table])
        return sorted({row for (row,) in cursor.fetchall()})


def _remember(some: Sequence[journal.Batch]) -> None:
    """Store the batches with their original roots; they are no part of this run, whose own batch is counted."""
    Batch.objects.bulk_create(
        [
            Batch(name=each.batch, run=None, at=datetime.fromisoformat(each.at), count=each.count, root=each.root)
            for each in some
        ],
        ignore_conflicts=True,  # one whose own transaction has committed meanwhile
    )
