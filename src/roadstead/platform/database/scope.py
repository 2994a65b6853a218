"""Scope of a transaction: whose rows it may see. The database itself refuses the rest (row-level security, S25).

`enter` writes the scope into the transaction; every isolated table has a policy that reads it. A transaction without a
scope sees no row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

# Rows about a person whose use was restricted are kept and shown to almost nobody (S34). The database itself hides the
# person's rows from users who may not read them (`roadstead_hidden`, a policy of its own on each table). Text about the
# person in other rows is blank in every manager: `BlankWhileRestricted`.


CACHE_ATTRIBUTE: Final = "roadstead_hidden"  # attribute of the connection: `hidden_ids` of the current scope
# The system itself (the whole region, no person) reads all: it screens, rebuilds voyages, deletes. Users who supervise
# data protection read all. `roadstead.opened`: the one traveller that was opened, with a reason, to decide an alert.
FUNCTIONS: Final = """
create or replace function roadstead_restricted() returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return coalesce((select array_agg(distinct traveller_id) from retention_restriction
                   where lifted_at is null and (until is null or until >= current_date)), '{}');
end $$;

create or replace function roadstead_hidden() returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if coalesce(current_setting('roadstead.watches', true), '') = 'yes'
     or (coalesce(current_setting('roadstead.states', true), '') = '*'
         and coalesce(current_setting('roadstead.people', true), '') = ''
         and coalesce(current_setting('roadstead.user', true), '') = '') then
    return '{}';
  end if;
  return array_remove(roadstead_restricted(), nullif(current_setting('roadstead.opened', true), '')::bigint);
end $$;

create or replace function roadstead_hidden_words() returns table (alerts bigint[], manifests bigint[],
                                                                   messages bigint[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare people bigint[] := roadstead_hidden();
begin
  if cardinality(people) = 0 then return query select '{}'::bigint[], '{}'::bigint[], '{}'::bigint[]; return; end if;
  return query select
    array(select id from alerts_alert where traveller_id = any(people)),
    coalesce(array_agg(m.id), '{}'), coalesce(array_agg(distinct m.message_id), '{}')
    from voyages_manifest m where m.id in (
      select s.manifest_id from voyages_statement s where s.travellers && people
         and s.voyage_id in (select voyage_id from voyages_traveller where id = any(people))
      union select manifest_id from voyages_traveller where id = any(people));
end $$;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenIds:
    """Ids of rows that the current user may not read, and of the alerts and messages with text about them."""

    travellers: frozenset[int] = frozenset()
    alerts: frozenset[int] = frozenset()
    manifests: frozenset[int] = frozenset()
    messages: frozenset[int] = frozenset()
    # Travellers; empty for a carrier, which gets responses about those it declared.
    responses: frozenset[int] = frozenset()


NOTHING_HIDDEN: Final = HiddenIds()


def hidden_ids() -> HiddenIds:
    """Return what is hidden from the current user in the current scope; two queries, cached for each scope."""
    found: HiddenIds | None = getattr(connection, CACHE_ATTRIBUTE, None)
    if found is None:
        found = _query_hidden_ids()
        setattr(connection, CACHE_ATTRIBUTE, found)
    return found


def clear_hidden_ids(*, machine: bool = False) -> None:
    """Drop the cache after a change of scope or restriction. Nothing is hidden from the machine: no query is run."""
    setattr(connection, CACHE_ATTRIBUTE, NOTHING_HIDDEN if machine else None)


def restricted_ids() -> list[int]:
    """Return the ids of all restricted travellers, whoever the user is, for operations that must skip them."""
    with connection.cursor() as cursor:
        cursor.execute("select roadstead_restricted()")
        return list(cursor.fetchone()[0])


def _query_hidden_ids() -> HiddenIds:
    with connection.cursor() as cursor:
        cursor.execute("select roadstead_hidden(), coalesce(current_setting('roadstead.carrier', true), '')")
        people, carrier = cursor.fetchone()
        travellers = frozenset(people)
        if not travellers:
            return NOTHING_HIDDEN
        cursor.execute("select * from roadstead_hidden_words()")
        alerts, manifests, messages = map(frozenset, cursor.fetchone())
    told = frozenset() if carrier else travellers
    return HiddenIds(travellers=travellers, alerts=alerts, manifests=manifests, messages=messages, responses=told)


EVERYTHING = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """State (ISO 3166 alpha-3; one or none) and carrier whose rows may be seen. `EVERYTHING` is the centre's.

    `people`: the user is a person of the centre, not the screening; rows owned by one state are then hidden.
    """

    states: tuple[str, ...] = ()
    carrier: str = ""
    people: bool = False
    user: int = 0  # the user's id, whose organisations are then in the scope; 0: no person
    is_oversight: bool = False  # supervises data protection, and reads what is restricted as well (S30)
    opened: int = 0  # id of the restricted traveller that was opened to decide its alert

    def __post_init__(self) -> None:
        if len(self.states) > 1:
            raise ValueError("a scope is one state's, or the region's: policies compare with one")


REGION = Scope(states=(EVERYTHING,))
REGIONS_PEOPLE = Scope(states=(EVERYTHING,), people=True)
NOBODY = Scope()


# The organisations of the user are found by the database, in the same statement (directory).
ENTER_SQL: Final = """
select set_config('roadstead.states', %s, true), set_config('roadstead.carrier', %s, true),
       set_config('roadstead.people', %s, true), set_config('roadstead.user', %s, true),
       set_config('roadstead.watches', %s, true), set_config('roadstead.opened', %s, true),
       set_config('roadstead.organisations', {organisations}, true)
"""
ENTER_WITHOUT_PERSON: Final = ENTER_SQL.format(organisations="''")
ENTER_AS_PERSON: Final = ENTER_SQL.format(organisations="roadstead_organisations(%s)")


def enter(scope: Scope) -> None:
    """Narrow the current transaction to `scope`, until the transaction ends."""
    given = [
        ",".join(scope.states),
        scope.carrier,
        "yes" if scope.people else "",
        str(scope.user or ""),
        "yes" if scope.is_oversight else "",
        str(scope.opened or ""),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            ENTER_AS_PERSON if scope.user else ENTER_WITHOUT_PERSON, [*given, scope.user] if scope.user else given
        )
    clear_hidden_ids(machine=scope == REGION)


@contextmanager
def scoped(scope: Scope) -> Iterator[None]:
    """Run the block in a transaction that sees what `scope` sees."""
    with transaction.atomic():
        enter(scope)
        yield


@contextmanager
def region_scope(back: Scope) -> Iterator[None]:
    """Widen a person's transaction to the whole region for the block, for look-ups that must find rows whoever may see
    them; then return to `back`.
    """
    enter(REGION)
    try:
        yield
    finally:
        enter(back)
