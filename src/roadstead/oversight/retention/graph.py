"""Rows that refer to a row, found by the database's foreign keys, so that no later table is forgotten.

References without a key are listed here (`UNKEYED`); `test_nothing_is_left.py` finds those that are missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.db import connection

# One row for each key: referring table and column, referred table and its primary key. Keys have one column, as in
# Django.
KEYS: Final = """
select c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, p.attname
from pg_constraint c
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
join pg_index i on i.indrelid = c.conrelid and i.indisprimary
join pg_attribute p on p.attrelid = c.conrelid and p.attnum = i.indkey[0]
where c.contype = 'f' and c.conrelid <> c.confrelid
"""
CLOCKS: Final = "retention_retentionschedule"  # removed by the database with what they belong to
Rows = dict[str, set[int]]


@dataclass(frozen=True, slots=True)
class Key:
    table: str
    column: str
    to: str
    primary: str


# A response has no key to the person's row, since it stays when the person gets another row.
UNKEYED: Final = (Key("responses_response", "traveller", "voyages_traveller", "id"),)


def with_references(table: str, ids: Iterable[int]) -> Rows:
    """Return by table the ids of all rows that are deleted with these.

    Keys are followed from the referred to the referring row, so voyage and message stay unless the caller names them.
    """
    found: Rows = defaultdict(set)
    new: Mapping[str, set[int]] = {table: set(ids)}
    while new:
        for name, rows in new.items():
            found[name] |= rows
        new = _referring(new, found)
    return found


def erase(table: str, ids: Sequence[int]) -> None:
    """Delete rows with the rights of the tables' owner (`migrations.0002_database`)."""
    if ids:
        with connection.cursor() as cursor:
            cursor.execute("select retention_erase(%s, %s::bigint[])", [table, list(ids)])


def blank(table: str, ids: Sequence[int]) -> None:
    if ids:
        with connection.cursor() as cursor:
            cursor.execute("select retention_blank(%s, %s::bigint[])", [table, list(ids)])


@cache
def _keys() -> Mapping[str, Sequence[Key]]:
    """Return the keys by referred table; cached, since tables do not change under a running process."""
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
            # names come from the catalogue and this module, never from input
            cursor.execute(
                f'select "{key.primary}" from {key.table} where "{key.column}" = any(%s)',  # noqa: S608
                [list(rows[key.to])],
            )
            new[key.table] |= {pk for (pk,) in cursor.fetchall()} - known.get(key.table, set())
    return {table: ids for table, ids in new.items() if ids}
