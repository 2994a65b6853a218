"""The database's catalogue: columns, keys and references between tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg

# References without a foreign key: columns with ids of rows of another table, one or an array.
LOOSE: Final[Mapping[tuple[str, str], str]] = {
    ("responses_response", "traveller"): "voyages_traveller",
    ("voyages_statement", "travellers"): "voyages_traveller",
    ("voyages_booking", "travellers"): "voyages_traveller",
}
COLUMNS: Final = """
select c.relname, a.attname, t.typname, a.atttypmod, a.attgenerated <> '' from pg_attribute a
join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
join pg_type t on t.oid = a.atttypid
where a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum
"""
REFERENCES: Final = """
select conrelid::regclass::text, a.attname, confrelid::regclass::text from pg_constraint
join pg_attribute a on a.attrelid = conrelid and a.attnum = conkey[1]
where contype = 'f' and cardinality(conkey) = 1 and connamespace = 'public'::regnamespace
"""
KEYS: Final = """
select i.indrelid::regclass::text, i.indisprimary,
       array(select attname::text from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey))
from pg_index i join pg_class c on c.oid = i.indrelid
where i.indisunique and c.relnamespace = 'public'::regnamespace
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `length`: maximum of a text; 0 if it has none."""

    name: str
    type: str
    length: int
    is_generated: bool

    @property
    def is_array(self) -> bool:
        return self.type.startswith("_")

    @property
    def is_text(self) -> bool:
        return self.type in {"varchar", "text"}


@dataclass(slots=True)
class Table:
    """A table. `references`: referenced table by column. `unique`: columns of each unique index."""

    name: str
    columns: dict[str, Column] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    unique: list[tuple[str, ...]] = field(default_factory=list)
    key: str = ""


def read(connection: psycopg.Connection[Any]) -> dict[str, Table]:
    """Return every table of the schema by name."""
    tables: dict[str, Table] = {}
    for table, name, kind, modifier, generated in connection.execute(COLUMNS):
        column = Column(name, kind, max(0, modifier - 4) if kind == "varchar" else 0, generated)
        tables.setdefault(table, Table(table)).columns[name] = column
    for table, column_name, other in connection.execute(REFERENCES):
        tables[table].references[column_name] = other
    for table, is_primary, names in connection.execute(KEYS):
        tables[table].unique.append(tuple(names))
        if is_primary and len(names) == 1:
            tables[table].key = names[0]
    for (table, column_name), other in LOOSE.items():
        if column_name in tables[table].columns:
            tables[table].references[column_name] = other
    return tables


def dependent_tables(tables: Mapping[str, Table], roots: Iterable[str]) -> list[Table]:
    """Return the roots and all tables that refer to one of them, directly or through others; referenced tables come
    first.
    """
    found = set(roots)
    while more := {name for name, table in tables.items() if found & set(table.references.values())} - found:
        found |= more
    ordered: list[str] = []
    while len(ordered) < len(found):
        waiting = sorted(found - set(ordered))
        ready = [name for name in waiting if not _before(tables[name], found) - {name, *ordered}]
        ordered += ready or waiting[:1]  # of two that refer to each other one must be first
    return [tables[name] for name in ordered]


def _before(table: Table, found: set[str]) -> set[str]:
    return set(table.references.values()) & found
