"""Copying of the rows of a few filed voyages by SQL, with other numbers, people, days and states.

Follows the catalogue: every table that refers to a voyage or message, directly or through others, is copied with all
its columns; `drawn` defines the values that differ. Triggers and checks are disabled meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg

from bench.stored import catalogue, drawn
from bench.stored.catalogue import Column, Table
from bench.stored.filed import TEMPLATES

VOYAGES: Final = "voyages_voyage"
MESSAGES: Final = "intake_message"
TRAVELLERS: Final = "voyages_traveller"
STATES: Final = (
    "ATG", "BHS", "BLZ", "BRB", "CYM", "DMA", "GRD", "GUY", "JAM", "KNA", "LCA", "MSR", "SUR", "TTO", "VCT",
)  # fmt: skip
FIRST, SECOND = "BRB", "LCA"  # states of the template voyages
NUMBERS: Final = 365  # different flight numbers
COMING: Final = 1_000  # maximum number of voyages that arrive within HOURS
HOURS: Final = 72
AT_ONCE: Final = 250  # voyages per transaction
LINES_PER_TRAVELLER: Final = 0.3  # lines of the audit log; an assumption, not measured in service
LOADING: Final[Mapping[str, str]] = {"max_wal_size": "12GB", "checkpoint_timeout": "60min", "autovacuum": "off"}
FIRST_STATE: Final = "(hashint8extended(n, 1) & 1048575)::int"
OTHER_STATE: Final = f"{FIRST_STATE} + 1 + mod((hashint8extended(n, 2) & 1048575)::int, {len(STATES) - 1})"


@dataclass(slots=True)
class Copier:
    """Copies the template rows. `width`: by table, the distance between the ids of one copy and the next."""

    connection: psycopg.Connection[Any]
    tables: list[Table] = field(default_factory=list)
    width: dict[str, int] = field(default_factory=dict)

    def take(self) -> None:
        """Store the filed voyages and all rows that refer to them in a schema of their own."""
        self._run("drop schema if exists fill cascade; create schema fill")
        for table in catalogue.dependent_tables(catalogue.read(self.connection), (VOYAGES, MESSAGES)):
            if self._taken(table):
                self.tables.append(table)
        for name, words in (("surname", drawn.surnames()), ("given", drawn.given_names())):
            self._run(f"create table fill.{name} (at bigint primary key, name text)")
            rows = list(enumerate(words))
            with self.connection.cursor() as cursor:
                cursor.executemany(f"insert into fill.{name} values (%s, %s)".encode(), rows)
        self._run("analyze fill.surname, fill.given")

    def _taken(self, table: Table) -> bool:
        """Copy the template's rows of this table; return False if there are none."""
        self._run(f'create table fill."{table.name}" as {self._chosen(table)}')
        for column in table.columns.values():
            name = f'"{column.name}"'
            if column.name == "states" and column.is_array:
                new = f"array_replace(array_replace({name}, '{FIRST}', '_1_'), '{SECOND}', '_2_')"
            elif column.is_text and column.name in {"state", "by_state"}:
                new = f"case {name} when '{FIRST}' then '_1_' when '{SECOND}' then '_2_' else {name} end"
            else:
                continue
            self._run(f'update fill."{table.name}" set {name} = {new}')
        found = f'select count(*), min("{table.key}"), (select max("{table.key}") from "{table.name}")'
        row = self.connection.execute(f'{found} from fill."{table.name}"'.encode()).fetchone()
        if not row or not row[0]:
            self._run(f'drop table fill."{table.name}"')
            return False
        shared = self.width.get(table.references.get(table.key, ""), 0)  # its id is that of another table's row
        self.width[table.name] = shared or (row[2] - row[1] + 1 if isinstance(row[1], int) else 0)
        self._run(f'create index on fill."{table.name}" (_voyage); analyze fill."{table.name}"')
        return True

    def _chosen(self, table: Table) -> str:
        """Return a query for the template's rows of a table, with the voyage of each."""
        numbered = f'row_number() over (order by t."{table.key}") as _at'
        flights = ", ".join(f"'{flight.number}'" for flight in TEMPLATES)
        if table.name == VOYAGES:
            return f"select t.*, t.id as _voyage, {numbered} from {VOYAGES} t where number in ({flights})"
        if table.name == MESSAGES:
            of_it = f"select min(v.id) from voyages_manifest m join {VOYAGES} v on v.id = m.voyage_id"
            with_it = f"""select t.*, ({of_it} where m.message_id = t.id and v.number in ({flights})) as _voyage
                from {MESSAGES} t"""
            return f"select t.*, {numbered} from ({with_it}) t where _voyage is not null"
        parents = [(column, other) for column, other in table.references.items() if other in self.width]
        parents = [(column, other) for column, other in parents if (table.name, column) not in catalogue.LOOSE]
        if not parents:
            return f'select t.*, null::bigint as _voyage, {numbered} from "{table.name}" t where false'
        known = {each.name: each.key for each in self.tables}
        joins = " ".join(
            f'left join fill."{other}" p{at} on p{at}."{known[other]}" = t."{column}"'
            for at, (column, other) in enumerate(parents)
        )
        voyage = f"coalesce({', '.join(f'p{at}._voyage' for at in range(len(parents)))})"
        return f'select t.*, {voyage} as _voyage, {numbered} from "{table.name}" t {joins} where {voyage} is not null'

    def plan(self, voyages: int) -> None:
        """Choose the template of each copy: flights with open alerts for coming voyages, decided ones for past ones."""
        coming = min(COMING, voyages * 3 // 10)
        decided = ", ".join(f"'{flight.number}'" for flight in TEMPLATES if flight.is_decided)
        self._run(
            f"""
            create table fill.plan as
            with template as (
              select id, number, arrives_at, number in ({decided}) as is_decided,
                     row_number() over (partition by number in ({decided}) order by id) - 1 as at,
                     count(*) over (partition by number in ({decided})) as of from fill.{VOYAGES}),
            made as (
              select n, n > {coming} as is_past,
                     now() + case when n <= {coming} then n * interval '{HOURS} hours' / {max(1, coming)}
                       else -(n - {coming}) * interval '365 days' / {max(1, voyages - coming)} end as arrives
              from generate_series(1::bigint, {voyages}) n)
            select n, template.id as template, template.number as was, arrives - template.arrives_at as shift,
                   '{TEMPLATES[0].number[:2]}' || 5000 + mod(hashint8extended(n, 3) & 1048575, {NUMBERS}) as number,
                   states.names[1 + mod({FIRST_STATE}, {len(STATES)})] as first,
                   states.names[1 + mod({OTHER_STATE}, {len(STATES)})] as second
            from made join template on template.is_decided = made.is_past and template.at = mod(n, template.of)
            cross join (select %s::varchar(3)[] as names) states
            """,
            [list(STATES)],
        )
        self._run("create unique index on fill.plan (n); analyze fill.plan")

    def copy(self, voyages: int, say: Callable[[int], None]) -> None:
        for first in range(1, voyages + 1, AT_ONCE):
            with self.connection.transaction():
                self._run("set local session_replication_role = replica; set local synchronous_commit = off")
                for table in self.tables:
                    self.connection.execute(self.insertion(table).encode(), [first, first + AT_ONCE - 1])
            say(min(AT_ONCE, voyages - first + 1))

    def insertion(self, table: Table) -> str:
        values = {name: self._value(table, column) for name, column in table.columns.items() if not column.is_generated}
        columns = ", ".join(f'"{name}"' for name in values)
        with_person = any("person." in value for value in values.values())
        who = drawn.PERSON.format(traveller=self._traveller(table)) if with_person else ""
        return (
            f'insert into "{table.name}" ({columns}) overriding system value select {", ".join(values.values())} '
            f'from fill."{table.name}" t join fill.plan plan on plan.template = t._voyage {who} '
            "where plan.n between %s and %s"
        )

    def _value(self, table: Table, column: Column) -> str:
        name = f't."{column.name}"'
        other = table.references.get(column.name, table.name if column.name == table.key else "")
        if self.width.get(other):
            moved = f"+ plan.n * {self.width[other]}"
            return f"array(select v {moved} from unnest({name}) v)" if column.is_array else f"{name} {moved}"
        if self._must_differ(table, column):
            if column.type == "uuid":
                return "gen_random_uuid()"
            rows = f'(select count(*) from fill."{table.name}")'
            return f"lpad(upper(to_hex(plan.n * {rows} + t._at)), {min(column.length or 16, 16)}, '0')"
        return drawn.of_person(table.name, column) or drawn.of_voyage(column) or name

    def _must_differ(self, table: Table, column: Column) -> bool:
        """Return True if a unique index requires another value and no id in it changes."""
        if column.type == "uuid" and column.name == table.key:
            return True
        moved = {name for name, other in table.references.items() if self.width.get(other)} | {table.key}
        return (column.is_text or column.type == "uuid") and any(
            column.name in names and not moved & set(names) for names in table.unique
        )

    def _traveller(self, table: Table) -> str:
        """Return SQL for the traveller of a row; for a row without one, any person."""
        columns = [name for name, other in table.references.items() if other == TRAVELLERS]
        of = TRAVELLERS if columns else table.name
        return f'coalesce(t."{(columns or [table.key])[0]}" + plan.n * {self.width[of]}, 0)'

    def count_on(self) -> None:
        """Set the sequences to continue after the copied rows."""
        for table in self.tables:
            if self.width[table.name] and table.key not in table.references:
                sequence = f"pg_get_serial_sequence('\"{table.name}\"', '{table.key}')"
                self._run(f'select setval({sequence}, (select max("{table.key}") from "{table.name}"))')

    def summarise(self) -> None:
        """Rebuild the summaries of travellers on board and the keys of search: the triggers that maintain them are
        disabled while rows are copied.
        """
        rows = self.connection.execute(f"select id from {VOYAGES} order by id".encode()).fetchall()
        voyages = [number for (number,) in rows]
        for at in range(0, len(voyages), AT_ONCE):
            self._run("select voyages_count_aboard(%s)", [voyages[at : at + AT_ONCE]])
            aboard = f"select array_agg(id) from {TRAVELLERS} where voyage_id = any(%s)"
            self._run(f"select voyages_search_write(({aboard}))", [voyages[at : at + AT_ONCE]])

    def write_audit(self, lines: int) -> None:
        """Write audit lines like those of the demo's alerts, but about voyages, over a year; they are sealed later."""
        audit = catalogue.read(self.connection)["audit_record"]
        self._run(
            "create table fill.line as select *, row_number() over () as _at from audit_record"
            " where subject ~ '^alert [0-9]+$' and who_id is not null"
        )
        number = f"plan.template + plan.n * {self.width[VOYAGES]}"
        others = {
            "at": f"now() - ({lines} - i) * interval '365 days' / {lines}",
            "subject": f"'voyage ' || {number}",
            "subject_kind": "'voyage'",
            "subject_id": number if audit.columns.get("subject_id", Column("", "", 0, False)).type == "int8"
            else f"({number})::text",
            "states": "array[plan.first]::varchar[]",
            "salt": "gen_random_uuid()",
            "sequence": "null",
            "hash": "''",
        }  # fmt: skip
        names = [each.name for each in audit.columns.values() if each.name != "id" and not each.is_generated]
        chosen = ", ".join(others.get(name, f't."{name}"') for name in names)
        self._run(
            f"""
            set session_replication_role = replica;
            insert into audit_record ({", ".join(f'"{name}"' for name in names)}) select {chosen}
            from generate_series(1::bigint, {lines}) i
            join fill.line t on t._at = 1 + mod(i, (select count(*) from fill.line))
            join fill.plan plan on plan.n = 1 + mod(i * 7919, (select count(*) from fill.plan)) order by i;
            reset session_replication_role
            """
        )

    def _run(self, statement: str, given: list[Any] | None = None) -> None:
        self.connection.execute(statement.encode(), given)


def fill(url: str, travellers: int, say: Callable[[int], None]) -> dict[str, float]:
    """Copy until so many travellers are stored, as the database's superuser; return seconds by step."""
    began = time.perf_counter()
    with psycopg.connect(url, autocommit=True) as connection:
        for name, value in LOADING.items():
            connection.execute(f"alter system set {name} = '{value}'".encode())
        connection.execute("select pg_reload_conf()")
        copier = Copier(connection)
        copier.take()
        row = connection.execute(
            f"select count(*), count(distinct voyage_id) from fill.{TRAVELLERS}".encode()
        ).fetchone()
        people, flights = row or (0, 0)
        assert people, "nothing was filed that could be copied"
        voyages = max(1, travellers * flights // people)
        copier.plan(voyages)
        copier.copy(voyages, say)
        copier.count_on()
        copier.summarise()
        copied = time.perf_counter()
        copier.write_audit(int(travellers * LINES_PER_TRAVELLER))
        connection.execute("drop schema fill cascade")
        written = time.perf_counter()
        connection.execute("vacuum (analyze)")
        for name in LOADING:
            connection.execute(f"alter system reset {name}".encode())
        connection.execute("select pg_reload_conf()")
        connection.execute("checkpoint")
    done = time.perf_counter()
    return {"rows_s": copied - began, "audit_s": written - copied, "vacuum_s": done - written}
