"""Bulk writes to one table: new rows are inserted, known ones updated.

One statement for thousands of rows, which are sent as one JSON parameter: putting each value into SQL takes longer than
all other work on a list of travellers or a manifest of twenty thousand bills.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

import msgspec
import psycopg
from django.db import connection
from django.db.models import Field, Model

BATCH_SIZE: Final = 5_000  # rows
Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
Fields = Sequence["Field[Any, Any]"]


def save_all(table: type[Row], rows: Sequence[Row], update_fields: Collection[str] = ()) -> None:
    """Insert the new rows and set their ids; update the fields `update_fields` of the known ones.

    Raise FieldDoesNotExist if the table has no field of such a name: its old values would stay.
    """
    for name in update_fields:
        table._meta.get_field(name)
    new, known = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    fields = [field for field in table._meta.concrete_fields if not (field.primary_key or field.generated)]
    for batch in batches(new):
        for row, pk in zip(batch, _run(_insert_sql(table, fields), batch, fields), strict=True):
            row.pk, row._state.adding = pk, False
    every = [field for field in table._meta.concrete_fields if not field.generated]
    for batch in batches(sorted(known, key=lambda row: row.pk)):  # in one order, so that two workers do not deadlock
        _run(_upsert_sql(table, every, update_fields), batch, every)


def batches(things: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield the items in order, in lists that fit a worker's memory whatever the length of a message."""
    waiting = iter(things)
    while batch := list(islice(waiting, BATCH_SIZE)):
        yield batch


def _run(statement: str, rows: Iterable[Row], fields: Fields) -> list[int]:
    """Execute the statement for all rows; return their ids in order."""
    told = [{field.column: getattr(row, field.attname) for field in fields} for row in rows]
    connection.ensure_connection()
    # Django's cursor binds in the client
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, [msgspec.json.encode(told).decode()])
        return [pk for (pk,) in cursor.fetchall()]


def _insert_sql(table: type[Row], fields: Fields) -> str:
    """Return an insert statement. Names of tables and columns come from the models, never from input."""
    columns = ", ".join(f'"{field.column}"' for field in fields)
    types = ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in fields)
    return (
        f"insert into {table._meta.db_table} ({columns}) select {columns}"  # noqa: S608
        f" from rows from (jsonb_to_recordset(%s::jsonb) as ({types})) with ordinality as told ({columns}, told_at)"
        " order by told_at returning id"
    )


def _upsert_sql(table: type[Row], fields: Fields, changed: Collection[str]) -> str:
    taken = ", ".join(f'"{each.column}" = excluded."{each.column}"' for each in fields if each.name in changed)
    return (
        _insert_sql(table, fields).removesuffix("returning id")
        + f" on conflict (id) do update set {taken} returning id"
    )
