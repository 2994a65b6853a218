"""Which rows of a table the application's role may see and write, declared beside its model (S25).

The policies are the net below the explicit filters in the managers, not instead of them. Settings of the transaction
(`scope`) are read in sub-selects: PostgreSQL then works them out once a statement, and not for every row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.constraints import BaseConstraint

from roadstead.platform.database.roles import APP_ROLE

STATES: Final = "coalesce(current_setting('roadstead.states', true), '')"
ALL_STATES: Final = f"(select {STATES} = '*')"  # the scope of the region
SOME_STATE: Final = f"(select {STATES} <> '')"
MY_STATES: Final = f"(select string_to_array({STATES}, ','))"
NO_PERSON: Final = "(select coalesce(current_setting('roadstead.people', true), '') = '')"  # the screening is no person
NO_USER: Final = "(select coalesce(current_setting('roadstead.user', true), '') = '')"
MACHINE: Final = f"(select {STATES} = '*' and coalesce(current_setting('roadstead.people', true), '') = '')"
MY_ORGANISATIONS: Final = (
    "(select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))"
)
MY_CARRIER: Final = "(select coalesce(current_setting('roadstead.carrier', true), ''))"


def sees(states: str) -> str:
    """A row that concerns states (a column, or an array of columns): the scope has one of them, or all."""
    return f"({ALL_STATES} or {states} && {MY_STATES}::varchar[])"


def sees_one(state: str) -> str:
    """The same of a column that holds one state, or REGION, which only the region's scope sees."""
    return f"({ALL_STATES} or {state} = any ({MY_STATES}::text[]))"


def owns_or_reads(owner: str) -> str:
    """What an owner keeps and others read: every state reads what is the region's."""
    return f"({SOME_STATE} and ({owner} = 'REGION' or {sees_one(owner)}))"


BY_STATES: Final = sees("states")
BY_CARRIER: Final = f"(carrier <> '' and carrier = {MY_CARRIER})"
BY_STATES_OR_CARRIER: Final = f"({BY_STATES} or {BY_CARRIER})"
BY_OWN_STATE: Final = sees_one("owner")
BY_OWNER: Final = owns_or_reads("owner")
# Of the region's people only where it is the region's: what a state keeps for itself is nobody else's (0012).
NOT_THE_REGIONS: Final = f"(owner = 'REGION' or {NO_PERSON})"
BY_OWNER_ALONE: Final = f"({BY_OWN_STATE} and {NOT_THE_REGIONS})"
# Where people are named, to nobody else.
BY_HANDLING: Final = (
    f"({BY_STATES} and {NOT_THE_REGIONS} and (cardinality(named) = 0 or {NO_USER}"
    " or (select current_setting('roadstead.user', true)) = any (named::text[])))"
)

# Of states and of organisations as well: an FIU's rows are not its police's. The centre is an organisation like any.
BY_ORGANISATION: Final = (
    f"({BY_STATES} and (({ALL_STATES} and {NO_PERSON}) or organisations && {MY_ORGANISATIONS}::varchar[]))"
)


def known(table: str, column: str) -> str:
    """A row that belongs to a row of another table (by its number in `column`) that the scope may see."""
    return f"exists (select 1 from {table} known where known.id = {column})"  # noqa: S608


BY_ALERT: Final = known("casework_alert", "alert_id")


class Isolation(BaseConstraint):
    """Row-level security of a model's table. `read`: the SQL condition of the rows that may be seen; `write`: of those
    that may be changed or deleted, as `read` if it is not given, None: nobody's; `add`: of new ones, as `write`."""

    SAME: Final = "as read"

    def __init__(self, *, name: str, read: str, write: str | None = SAME, add: str = SAME) -> None:
        super().__init__(name=name)
        self.read, self.write, self.add = read, read if write == self.SAME else write, add
        if add == self.SAME:
            self.add = self.write or self.read

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Not a part of `create table`: put behind it."""
        if model is not None and schema_editor is not None:
            schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        assert model is not None
        table = model._meta.db_table
        found = [self._drop(table), f"alter table {table} enable row level security;"]
        if self.read == self.write == self.add:
            found.append(self._policy(table, "isolation", "all", using=self.read, check=self.read))
        else:
            found += [
                self._policy(table, "reading", "select", using=self.read),
                self._policy(table, "adding", "insert", check=self.add),
            ]
            if self.write is not None:
                found.append(self._policy(table, "changing", "update", using=self.write, check=self.write))
                found.append(self._policy(table, "removing", "delete", using=self.write))
        return " ".join(found).replace("%", "%%")

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        assert model is not None
        return self._drop(model._meta.db_table)

    def validate(self, *args: Any, **keywords: Any) -> None:
        """The database's to hold, not a form's."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, arguments, keywords = super().deconstruct()
        return path, arguments, {**keywords, "read": self.read, "write": self.write, "add": self.add}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Isolation) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.read, self.write, self.add))

    @staticmethod
    def _drop(table: str) -> str:
        names = ("isolation", "reading", "adding", "changing", "removing")
        return " ".join(f"drop policy if exists {name} on {table};" for name in names)

    @staticmethod
    def _policy(table: str, name: str, command: str, *, using: str = "", check: str = "") -> str:
        conditions = [f"using ({using})" if using else "", f"with check ({check})" if check else ""]
        return f"create policy {name} on {table} for {command} to {APP_ROLE} {' '.join(filter(None, conditions))};"


def by_states(name: str) -> Isolation:
    """For what concerns states (`states`): most tables."""
    return Isolation(name=name, read=BY_STATES)


def owned(name: str, *, read: str = BY_OWNER) -> Isolation:
    """For what an owner keeps and others may read: all see the region's rows, only the owner's scope writes them."""
    return Isolation(name=name, read=read, write=BY_OWN_STATE)


def kept_by_owner(name: str) -> Isolation:
    """For what every member reads and its owner keeps: a state its own, the centre what is of no state."""
    return Isolation(name=name, read=SOME_STATE, write=BY_OWNER_ALONE)
