"""A row and all that refers to it, by the database's own foreign keys: a table that comes later is not forgotten.

What refers without a key is named here (`UNKEYED`); `test_nothing_is_left.py` finds what is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.db import connection

# One row a key: who refers, by which column, to whom; keys of one column, as Django makes them.
KEYS: Final = """
select c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, p.attname
from pg_constraint c
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
join pg_index i on i.indrelid = c.conrelid and i.indisprimary
join pg_attribute p on p.attrelid = c.conrelid and p.attnum = i.indkey[0]
where c.contype = 'f' and c.conrelid <> c.confrelid
"""
CLOCKS: Final = "retention_clock"  # go by themselves, with what they are of
Rows = dict[str, set[int]]


@dataclass(frozen=True, slots=True)
class Key:
    table: str
    column: str
    to: str
    primary: str


# An answer outlives the row of the person where that person turns out to have another row, so that it has no key.
UNKEYED: Final = (Key("answers_answer", "traveller", "manifests_traveller", "id"),)


def with_all_that_refers(table: str, ids: Iterable[int]) -> Rows:
    """By table the numbers of all rows that go when these go. Voyage and message outlive what refers to them only
    where the caller names no row of theirs: keys are followed from the referred to the referring row."""
    found: Rows = defaultdict(set)
    new: Mapping[str, set[int]] = {table: set(ids)}
    while new:
        for name, rows in new.items():
            found[name] |= rows
        new = _referring(new, found)
    return found


def erase(table: str, ids: Sequence[int]) -> None:
    """As the owner of the tables does it (database.erasing)."""
    if ids:
        with connection.cursor() as cursor:
            cursor.execute("select retention_erase(%s, %s::bigint[])", [table, list(ids)])


def blank(table: str, ids: Sequence[int]) -> None:
    if ids:
        with connection.cursor() as cursor:
            cursor.execute("select retention_blank(%s, %s::bigint[])", [table, list(ids)])


@cache
def _keys() -> Mapping[str, Sequence[Key]]:
    """By table that is referred to, once a process: tables do not change under a running one."""
    found: dict[str, list[Key]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(KEYS)
        for key in (*(Key(*each) for each in cursor.fetchall()), *UNKEYED):
            if key.table != CLOCKS:
                found[key.to].append(key)
    return found


def _referring(rows: Mapping[str, set[int]], known: Rows) -> Rows:
    new: Rows = defaultdict(set)
    with connection.cursor() as cursor:
        for key in (each for name in rows for each in _keys().get(name, ())):
            # The names come from the catalogue and from this module, not from anybody's input.
            cursor.execute(
                f'select "{key.primary}" from {key.table} where "{key.column}" = any(%s)',  # noqa: S608
                [list(rows[key.to])],
            )
            new[key.table] |= {pk for (pk,) in cursor.fetchall()} - known.get(key.table, set())
    return {table: ids for table, ids in new.items() if ids}
