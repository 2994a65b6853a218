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
ORGANISATIONS_ATTRIBUTE: Final = "roadstead_organisations"  # attribute of the connection: `cached_organisations`
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
    requests: frozenset[int] = frozenset()  # that the own side has linked to them or their alerts
    log_entries: frozenset[int] = frozenset()  # of the own watch log, likewise
    room_entries: frozenset[int] = frozenset()  # of incident rooms, that any member has linked to them or their alerts


NOTHING_HIDDEN: Final = HiddenIds()
# The policy of the links shows those of the own side alone: what the other side has linked hides nothing here.
LINKED_REQUESTS: Final = """
select coalesce(array_agg(distinct request_id), '{}') from requests_requestlink
where (kind = 'traveller' and number = any(%s)) or (kind = 'alert' and number = any(%s))
"""
LINKED_ENTRIES: Final = """
select coalesce(array_agg(distinct entry_id), '{}') from log_loglink
where (kind = 'traveller' and number = any(%s)) or (kind = 'alert' and number = any(%s))
"""


def hidden_ids() -> HiddenIds:
    """Return what is hidden from the current user in the current scope; five queries, cached for each scope."""
    found: HiddenIds | None = getattr(connection, CACHE_ATTRIBUTE, None)
    if found is None:
        found = _query_hidden_ids()
        setattr(connection, CACHE_ATTRIBUTE, found)
    return found


def clear_hidden_ids(*, machine: bool = False) -> None:
    """Drop the cache after a change of scope or restriction. Nothing is hidden from the machine: no query is run."""
    setattr(connection, CACHE_ATTRIBUTE, NOTHING_HIDDEN if machine else None)


def cached_organisations() -> dict[int, list[str]]:
    """Return the cache of organisations by user in the current scope, for the directory to fill. The database, too,
    keeps those of the user from `enter` on.
    """
    found: dict[int, list[str]] = connection.__dict__.setdefault(ORGANISATIONS_ATTRIBUTE, {})
    return found


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
        cursor.execute(LINKED_REQUESTS, [list(travellers), list(alerts)])
        requests = frozenset(cursor.fetchone()[0])
        cursor.execute(LINKED_ENTRIES, [list(travellers), list(alerts)])
        log_entries = frozenset(cursor.fetchone()[0])
        cursor.execute("select rooms_hidden_entries()")
        room_entries = frozenset(cursor.fetchone()[0])
    return HiddenIds(
        travellers=travellers,
        alerts=alerts,
        manifests=manifests,
        messages=messages,
        responses=frozenset() if carrier else travellers,
        requests=requests,
        log_entries=log_entries,
        room_entries=room_entries,
    )


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
    is_system: bool = False  # a state's system, which is no person and is named in no row
    organisation: str = ""  # that of the system
    request: int = 0  # id of the one request that a guest may read; 0: no guest
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
       set_config('roadstead.request', %s, true),
       set_config('roadstead.organisations', {organisations}, true)
"""
ENTER_WITHOUT_PERSON: Final = ENTER_SQL.format(organisations="''")
ENTER_AS_PERSON: Final = ENTER_SQL.format(organisations="roadstead_organisations(%s)")
ENTER_AS_SYSTEM: Final = ENTER_SQL.format(organisations="%s")
SYSTEM: Final = "-1"  # the user of a state's system: somebody, and nobody whom a row could name


def enter(scope: Scope) -> None:
    """Narrow the current transaction to `scope`, until the transaction ends."""
    given = [
        ",".join(scope.states),
        scope.carrier,
        "yes" if scope.people else "",
        SYSTEM if scope.is_system else str(scope.user or ""),
        "yes" if scope.is_oversight else "",
        str(scope.opened or ""),
        str(scope.request or ""),
    ]
    with connection.cursor() as cursor:
        if scope.is_system:
            cursor.execute(ENTER_AS_SYSTEM, [*given, scope.organisation])
        elif scope.user:
            cursor.execute(ENTER_AS_PERSON, [*given, scope.user])
        else:
            cursor.execute(ENTER_WITHOUT_PERSON, given)
    clear_hidden_ids(machine=scope == REGION)
    cached_organisations().clear()


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


@contextmanager
def nobodys_scope(back: Scope) -> Iterator[None]:
    """Narrow a transaction to what anybody may do before signing in, for the block; then return to `back`."""
    enter(NOBODY)
    try:
        yield
    finally:
        enter(back)
