"""The journal of deletions: read from where it is known, however long it grows, and proven to the last digest (S10)."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.retention.logic.journal import (
    INDEX,
    START,
    Batch,
    Mark,
    batches,
    digests,
    root_of,
    write,
)
from roadstead.oversight.retention.logic.merkle import root
from roadstead.oversight.retention.models import Batch as Known
from roadstead.oversight.retention.models import JournalMark, Run
from roadstead.oversight.retention.replay import missing, replay

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PEOPLE = "voyages_traveller"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def batch_of(tables: Mapping[str, Sequence[str]], *, at: datetime = NOW) -> Batch:
    return Batch(
        batch=str(uuid4()),
        at=at.isoformat(),
        root=root_of(tables, {}),
        count=sum(map(len, tables.values())),
        tables={name: len(rows) for name, rows in tables.items()},
        proofs={},
    )


def written(home: Path, *words: str) -> list[Batch]:
    """A batch for each word, of one traveller."""
    for word in words:
        rows = {PEOPLE: [digest(word)]}
        write(home, batch_of(rows), rows)
    return list(batches(home))


def old_lines(name: str, tables: Mapping[str, Sequence[str]]) -> str:
    return "".join(
        json.dumps({"batch": name, "at": NOW.isoformat(), "table": table, "digests": list(rows)}) + "\n"
        for table, rows in tables.items()
    )


def test_what_was_written_is_read_in_its_order_with_its_digests(tmp_path: Path) -> None:
    found = written(tmp_path, "a", "b")
    assert [digests(tmp_path, each) for each in found] == [{PEOPLE: [digest("a")]}, {PEOPLE: [digest("b")]}]


def test_reading_begins_behind_the_mark_and_at_the_start_where_the_mark_is_of_another_journal(tmp_path: Path) -> None:
    first, second, third = written(tmp_path, "a", "b", "c")
    assert [each.batch for each in batches(tmp_path, first.mark)] == [second.batch, third.batch]
    assert list(batches(tmp_path, third.mark)) == []
    for strange in (Mark(first.where, second.batch), Mark(third.where + 3, third.batch), Mark(10**9, third.batch)):
        assert len(list(batches(tmp_path, strange))) == 3


def test_a_line_that_a_crash_cut_off_is_passed_over_and_hides_no_later_one(tmp_path: Path) -> None:
    written(tmp_path, "a")
    with (tmp_path / "deletions" / INDEX).open("ab") as index:
        index.write(b'{"batch": "cut o')
    assert len(list(batches(tmp_path))) == 1
    assert [digests(tmp_path, each)[PEOPLE] for each in written(tmp_path, "b")] == [[digest("a")], [digest("b")]]


def test_digests_that_were_lost_and_written_over_are_never_taken_for_others(tmp_path: Path) -> None:
    (first,) = written(tmp_path, "a")
    (tmp_path / "deletions" / first.file).write_bytes(b"")  # a copy without its end, to which others were added
    second = written(tmp_path, "b")[-1]
    with pytest.raises(FileNotFoundError):
        digests(tmp_path, first)
    assert digests(tmp_path, second) == {PEOPLE: [digest("b")]}


def test_a_journal_of_an_earlier_edition_is_carried_over_with_its_proofs_and_once_only(tmp_path: Path) -> None:
    folder = tmp_path / "deletions"
    folder.mkdir()
    rows = {PEOPLE: [digest("a"), digest("b")], "voyages_document": [digest("c")]}
    (folder / "2026-10.jsonl").write_bytes(old_lines("first", rows).encode() + b'{"batch": "cut\xff\n\xff')
    (folder / "2026-11.jsonl").write_text(old_lines("second", {PEOPLE: [digest("d")]}))
    first, second = batches(tmp_path)
    assert (first.flat, first.root, first.count) == (True, root([digest("a"), digest("b"), digest("c")]), 3)
    assert (digests(tmp_path, first), digests(tmp_path, second)) == (rows, {PEOPLE: [digest("d")]})
    assert sorted(path.name for path in folder.iterdir()) == ["2026-11.digests", INDEX]
    (folder / "2026-10.jsonl").write_text(old_lines("first", rows))  # from a copy of that time
    assert [each.batch for each in batches(tmp_path)] == ["first", "second"]


def test_neither_time_nor_memory_of_a_start_grows_with_the_journal(tmp_path: Path) -> None:
    (last,) = written(tmp_path, "a")
    index = tmp_path / "deletions" / INDEX
    line = index.read_bytes()
    index.write_bytes(line * 30_000)  # a year of a large centre
    newest = Mark(len(line) * 29_990, last.batch)
    tracemalloc.start()
    assert len(list(batches(tmp_path, newest))) == 9
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


@pytest.mark.django_db
@pytest.mark.usefixtures("region")
def test_the_database_keeps_up_to_where_it_knows_all_and_reads_no_line_before(tmp_path: Path) -> None:
    first, second = written(tmp_path, "a", "b")
    assert [each.batch for each in missing(tmp_path)] == [first.batch, second.batch]
    done = replay(tmp_path, now=NOW)
    assert done
    assert (done.kind, {str(name) for name in Known.objects.values_list("name", flat=True)}) == (
        "replay",
        {first.batch, second.batch},
    )
    assert JournalMark.objects.get().batch == second.batch
    Known.objects.filter(name=first.batch).update(name=uuid4())  # it would be missing if it were looked at
    third = written(tmp_path, "c")[-1]
    assert [each.batch for each in missing(tmp_path)] == [third.batch]


@pytest.mark.django_db
@pytest.mark.usefixtures("region")
def test_a_month_that_was_taken_away_stops_the_replay_that_needs_it_and_no_other(tmp_path: Path) -> None:
    written(tmp_path, "a")
    replay(tmp_path, now=NOW)
    (tmp_path / "deletions" / "2026-11.digests").unlink()
    assert replay(tmp_path, now=NOW) is None
    JournalMark.objects.update(begins_at=START.where, batch=START.batch)
    Known.objects.update(name=uuid4())
    with pytest.raises(NotAllowed, match="restore a newer backup"):
        replay(tmp_path, now=NOW)
    assert not Run.objects.filter(kind="replay", root="").exclude(ended_at=None).exists()
