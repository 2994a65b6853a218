"""Row-level security, declared beside each model: which rows the application's role may see and write (S25).

The policies are a second line of defence below the explicit filters in the managers, not instead of them. Settings of
the transaction (`scope`) are read in sub-selects: PostgreSQL then evaluates them once a statement, not once a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.constraints import BaseConstraint

from roadstead.platform.database.roles import APP_ROLE

STATES: Final = "coalesce(current_setting('roadstead.states', true), '')"
ALL_STATES: Final = f"(select {STATES} = '*')"  # the region's scope
SOME_STATE: Final = f"(select {STATES} <> '')"
MY_STATE: Final = "(select nullif(current_setting('roadstead.states', true), ''))"
NO_PERSON: Final = "(select coalesce(current_setting('roadstead.people', true), '') = '')"  # the screening is no person
NO_USER: Final = "(select coalesce(current_setting('roadstead.user', true), '') = '')"
MY_USER: Final = "(select current_setting('roadstead.user', true))"
# Nobody signed in, or a role that sees no data: requests before sign-in, and administrators.
NO_SCOPE: Final = f"(select {STATES} = '' and coalesce(current_setting('roadstead.carrier', true), '') = '')"
IS_SYSTEM: Final = f"(select {STATES} = '*' and coalesce(current_setting('roadstead.people', true), '') = '')"
MY_ORGANISATIONS: Final = (
    "(select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))"
)
MY_REQUEST: Final = "(select nullif(current_setting('roadstead.request', true), '')::bigint)"  # the one of a guest
MY_CARRIER: Final = "(select nullif(current_setting('roadstead.carrier', true), ''))"
# Travellers whose use is restricted (`scope`). Nearly always there are none, and then no row is compared.
RESTRICTED_IDS: Final = "(select roadstead_hidden())::bigint[]"
NO_RESTRICTIONS: Final = "(select cardinality(roadstead_hidden()) = 0)"


def concerns_my_state(states: str) -> str:
    """Return SQL for rows whose `states` (column, or array of columns) include the scope's; the region sees all."""
    return f"({ALL_STATES} or {MY_STATE} = any ({states}))"  # half the time of `&&`, which unpacks two arrays a row


def is_my_state(state: str) -> str:
    """Return the same for a column that holds one state, or REGION, which only the region's scope sees."""
    return f"({ALL_STATES} or {state} = {MY_STATE})"


def is_readable_by_owner(owner: str) -> str:
    """Return SQL for rows that an owner maintains and others read: every state reads the region's rows."""
    return f"({SOME_STATE} and ({owner} = 'REGION' or {is_my_state(owner)}))"


BY_STATES: Final = concerns_my_state("states")
BY_CARRIER: Final = f"(carrier = {MY_CARRIER})"
BY_CARRIER_OR_MACHINE: Final = f"({IS_SYSTEM} or {BY_CARRIER})"  # no state's people, nor the centre's
BY_STATES_OR_CARRIER: Final = f"({BY_STATES} or {BY_CARRIER})"
BY_CARRIER_ALONE: Final = f"({BY_CARRIER} or {IS_SYSTEM})"  # what a carrier keeps for itself: no person of a state
# A state's own officers, not the region's people.
BY_OWN_STATES_OR_CARRIER: Final = f"({MY_STATE} = any (states) or {BY_CARRIER_ALONE})"
BY_OWN_STATE: Final = is_my_state("owner")
BY_OWNER: Final = is_readable_by_owner("owner")
# The region's people see only the region's rows here: what a state keeps for itself is visible to no one else (0012).
ORIGINATOR_CONTROL: Final = f"(owner = 'REGION' or {NO_PERSON})"
BY_OWNER_ALONE: Final = f"({BY_OWN_STATE} and {ORIGINATOR_CONTROL})"
# Where people are named, the row is visible to them alone.
NAMED_PEOPLE_ONLY: Final = f"(cardinality(named) = 0 or {NO_USER} or {MY_USER} = any (named::text[]))"
BY_HANDLING: Final = f"({BY_STATES} and {ORIGINATOR_CONTROL} and {NAMED_PEOPLE_ONLY})"
# For a row that is as visible as its alert.
BY_ALERT_VISIBILITY: Final = f"({concerns_my_state('known_to')} and {ORIGINATOR_CONTROL} and {NAMED_PEOPLE_ONLY})"

# By state and by organisation: an FIU's rows are not visible to the police of its state. The centre is an organisation
# like any other.
BY_ORGANISATION: Final = (
    f"({BY_STATES} and (({ALL_STATES} and {NO_PERSON}) or organisations && {MY_ORGANISATIONS}::varchar[]))"
)


def belongs_to_visible_row(table: str, column: str) -> str:
    """Return SQL for rows that belong to a row of another `table` (its id in `column`) that the scope may see."""
    return f"exists (select 1 from {table} known where known.id = {column})"  # noqa: S608


BY_ALERT: Final = belongs_to_visible_row("alerts_alert", "alert_id")


def not_restricted(hidden: str) -> str:
    """Return SQL for rows that are not about a restricted traveller; `hidden` compares the row with RESTRICTED_IDS."""
    return f"({NO_RESTRICTIONS} or {hidden})"


UNRESTRICTED: Final = not_restricted(f"traveller_id <> all ({RESTRICTED_IDS})")
ALL_UNRESTRICTED: Final = not_restricted(f"not (travellers && {RESTRICTED_IDS})")


class Isolation(BaseConstraint):
    """Row-level security of a model's table, as a constraint.

    `read`: SQL condition of the rows that may be seen. `write`: of those that may be changed or deleted; as `read` if
    not given, None for no row. `add`: of new rows; as `write` if not given. `change`: of rows that may be changed where
    none may be deleted (`write` is None), and `changed`: what must hold of them afterwards. `unhidden`: what must hold
    of every row that is read, whatever else admits the reader.
    """

    SAME: Final = "as read"

    def __init__(
        self,
        *,
        name: str,
        read: str,
        write: str | None = SAME,
        add: str = SAME,
        change: str = "",
        changed: str = "",
        unhidden: str = "",
    ) -> None:
        super().__init__(name=name)
        self.read, self.write, self.add = read, read if write == self.SAME else write, add
        if add == self.SAME:
            self.add = self.write or self.read
        self.change, self.changed, self.unhidden = change, changed, unhidden

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Defer the policies until after `create table`, which cannot contain them."""
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
            elif self.change:
                found.append(self._policy(table, "changing", "update", using=self.change, check=self.changed))
        if self.unhidden:
            found.append(self._policy(table, "restricted", "select", using=self.unhidden, kind="as restrictive"))
        return " ".join(found).replace("%", "%%")

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        assert model is not None
        return self._drop(model._meta.db_table)

    def validate(self, *args: Any, **keywords: Any) -> None:
        """Do nothing: the database enforces the policies, not a form."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, arguments, keywords = super().deconstruct()
        keywords |= {"read": self.read, "write": self.write, "add": self.add}
        others = {"change": self.change, "changed": self.changed, "unhidden": self.unhidden}
        return path, arguments, keywords | {name: each for name, each in others.items() if each}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Isolation) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.read, self.write, self.add))

    @staticmethod
    def _drop(table: str) -> str:
        names = ("isolation", "reading", "adding", "changing", "removing", "restricted")
        return " ".join(f"drop policy if exists {name} on {table};" for name in names)

    @staticmethod
    def _policy(table: str, name: str, command: str, *, using: str = "", check: str = "", kind: str = "") -> str:
        conditions = [f"using ({using})" if using else "", f"with check ({check})" if check else ""]
        words = [f"create policy {name} on {table}", kind, f"for {command} to {APP_ROLE}", *conditions]
        return f"{' '.join(filter(None, words))};"


def by_states(name: str, *, unhidden: str = "") -> Isolation:
    """Return the isolation of rows that concern states (`states`), as in most tables."""
    return Isolation(name=name, read=BY_STATES, unhidden=unhidden)


def owned(name: str, *, read: str = BY_OWNER) -> Isolation:
    """Return the isolation of rows that an owner maintains: all see the region's, only the owner's scope writes."""
    return Isolation(name=name, read=read, write=BY_OWN_STATE)


def written_by_owner(name: str) -> Isolation:
    """Return the isolation of rows that all members read; a state writes its own, the centre those of no state."""
    return Isolation(name=name, read=SOME_STATE, write=BY_OWNER_ALONE)
