"""Import a file into a manual list: each row that differs becomes a nomination and waits for approval (S21).

The file is compared with the entries in force before anything is written. Entries missing from the file stay: an entry
is only withdrawn by a person who gives a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import transaction

from roadstead.engine import records as model
from roadstead.engine.formats.lists import UnableToLoad, columns, tables
from roadstead.engine.formats.lists.columns import Cells
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.sentences import Sentence, Value
from roadstead.platform.accounts.models import User
from roadstead.targeting.watchlists.differences import Difference, differences
from roadstead.targeting.watchlists.logic.changes import compare
from roadstead.targeting.watchlists.manual_lists import check_nominator, known_in_force
from roadstead.targeting.watchlists.models import Entry, Nomination, WatchList
from roadstead.targeting.watchlists.nominate import propose, save_draft, validate
from roadstead.targeting.watchlists.nomination_checks import FORM_FIELDS, Fault
from roadstead.targeting.watchlists.publish import as_entry

MAX_ROWS: Final = 500  # rows; a person reads each of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the file, `number` as in a spreadsheet. `base`: the entry that it amends, None for a new one."""

    number: int
    cells: Cells
    entry: model.Entry
    base: Entry | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListImport:
    """A file compared with the list. `key`: hash of the file and of the version it was compared with.

    `rows`: rows that would change the list; `same`: number of rows equal to entries in force; `missing`: ids of entries
    that the file does not name.
    """

    key: str
    rows: tuple[Row, ...]
    same: int
    missing: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def invalid_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.faults)

    @property
    def valid_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.faults)


def read_import(raw: bytes, watch_list: WatchList, *, shared: Mapping[str, str], by: User, now: datetime) -> ListImport:
    """Read a file and compare it with the list. Raises UnableToLoad with advice if it is not readable.

    `shared`: values for rows that lack them (evidence, action, expires, review, priority, reason).
    """
    in_force = {row.entry_id: row for row in known_in_force(watch_list, by)}
    rows = [_row(number, cells, in_force, watch_list, shared, now) for number, cells in _cells(raw)]
    told = [row for row in rows if row.faults or _differs(row)]
    named = {row.entry.id for row in rows}
    right = [row for row in told if not row.faults]
    changes = compare([as_entry(row.base) for row in right if row.base], [row.entry for row in right])
    newest = watch_list.versions.first()
    return ListImport(
        key=sha256(f"{newest.pk if newest else 0}".encode() + raw).hexdigest()[:16],
        rows=tuple(told),
        same=len(rows) - len(told),
        missing=tuple(sorted(in_force.keys() - named)),
        differences=differences(changes),
    )


@transaction.atomic
def propose_rows(found: ListImport, watch_list: WatchList, *, why: str, by: User, now: datetime) -> str:
    """Propose the rows without faults together; return the name of the batch, for the second person."""
    check_nominator(watch_list, by)
    if not why.strip():
        raise NotAllowed("give a reason: the second officer decides on it")
    if not found.valid_rows:
        raise NotAllowed("no row of the file changes the list")
    batch = sha256(f"{now.isoformat()}{by.pk}{found.key}".encode()).hexdigest()[:12]
    for row in found.valid_rows:
        made = save_draft(watch_list, row.cells, why=why, by=by, now=now, base=row.base)
        propose(made, by=by, now=now, batch=batch, entry_id=row.entry.id)
    return batch


def _cells(raw: bytes) -> Iterator[tuple[int, Cells]]:
    text = tables.decode_text(raw)
    layout = columns.layout(text)
    if layout is None:
        raise UnableToLoad(
            Sentence("This file is not our csv. Its first row must have the headings, including a name.")
        )
    try:
        found = [(number, cells) for number, cells in layout.cells(text) if any(cells.values())]
    except tables.QuoteNotClosed as broken:
        raise UnableToLoad(Sentence("The file cannot be read: %(broken)s", {"broken": broken.text})) from None
    if len(found) > MAX_ROWS:
        values: dict[str, Value] = {"rows": f"{len(found):,}", "limit": MAX_ROWS}
        raise UnableToLoad(Sentence("The file has %(rows)s rows, but the limit is %(limit)s. Split the file.", values))
    if len(ids := [cells["id"] for _, cells in found if cells["id"]]) != len(set(ids)):
        raise UnableToLoad(
            Sentence("Two rows of the file have the same id. Delete one of them, or give it another id.")
        )
    yield from found


def _row(
    number: int,
    cells: Cells,
    in_force: Mapping[str, Entry],
    watch_list: WatchList,
    shared: Mapping[str, str],
    now: datetime,
) -> Row:
    said = {name: cells.get(name, "") or shared.get(name, "") for name in (*FORM_FIELDS, "name")}
    said["action"] = "silent" if said["action"].casefold() == "discreet" else said["action"].casefold()
    base = in_force.get(cells["id"])
    made_id = cells["id"] or sha256("\x1f".join(cells.values()).encode()).hexdigest()[:12]
    trial = Nomination(watch_list=watch_list, owner=watch_list.owner, cells=said, entry_id=made_id)
    found = validate(trial, now.date())
    return Row(number=number, cells=said, entry=found.entry, base=base, faults=found.faults)


def _differs(row: Row) -> bool:
    return row.base is None or row.entry != as_entry(row.base)
