"""Whose data a transaction may touch. The database itself refuses the rest (row-level security, S25).

A scope is written into the transaction by `enter`; every isolated table has a policy that reads it. Without a scope
no row is visible at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

# ── Rows whose person had their use restricted: kept, and shown to next to nobody (S34).
#
# The database itself hides the person's rows from whoever may not read them (`roadstead_hidden`, a policy of its own on
# each table). What other rows hold in words of that person comes back blank from every manager: `BlankWhileRestricted`.


KEPT_ON: Final = "roadstead_hidden"  # attribute of the connection: what `hidden` found since the scope was entered
# The machine (the whole region, no person) reads all: it screens, tells voyages anew, deletes. Who watches over the
# data reads all. `roadstead.opened`: the one row that was opened, with a reason, to decide an alert.
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
    array(select id from casework_alert where traveller_id = any(people)),
    coalesce(array_agg(m.id), '{}'), coalesce(array_agg(distinct m.message_id), '{}')
    from manifests_manifest m where m.id in (
      select s.manifest_id from manifests_statement s where s.travellers && people
         and s.voyage_id in (select voyage_id from manifests_traveller where id = any(people))
      union select manifest_id from manifests_traveller where id = any(people));
end $$;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Numbers of rows that whoever asks now may not read; the words of alerts and messages that tell of them."""

    travellers: frozenset[int] = frozenset()
    alerts: frozenset[int] = frozenset()
    manifests: frozenset[int] = frozenset()
    messages: frozenset[int] = frozenset()
    told: frozenset[int] = frozenset()  # travellers, but to their carrier, which is answered about whom it declared


NOTHING: Final = Hidden()


def hidden() -> Hidden:
    """From whoever asks, in the scope they have entered; two questions, once for each scope."""
    found: Hidden | None = getattr(connection, KEPT_ON, None)
    if found is None:
        found = _asked()
        setattr(connection, KEPT_ON, found)
    return found


def forget_hidden(*, machine: bool = False) -> None:
    """The scope is another, or a restriction began or ended. From the machine nothing is hidden: it is not asked."""
    setattr(connection, KEPT_ON, NOTHING if machine else None)


def restricted() -> list[int]:
    """Every traveller under a restriction, whoever asks: for what may be done with nobody's data that stand so."""
    with connection.cursor() as cursor:
        cursor.execute("select roadstead_restricted()")
        return list(cursor.fetchone()[0])


def _asked() -> Hidden:
    with connection.cursor() as cursor:
        cursor.execute("select roadstead_hidden(), coalesce(current_setting('roadstead.carrier', true), '')")
        people, carrier = cursor.fetchone()
        travellers = frozenset(people)
        if not travellers:
            return NOTHING
        cursor.execute("select * from roadstead_hidden_words()")
        alerts, manifests, messages = map(frozenset, cursor.fetchone())
    told = frozenset() if carrier else travellers
    return Hidden(travellers=travellers, alerts=alerts, manifests=manifests, messages=messages, told=told)


EVERYTHING = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The state (ISO alpha-3; one, or none) and the carrier whose rows may be seen. `EVERYTHING` is the centre's.

    `people`: a person of the centre asks, not the screening; what one state owns is then that state's alone.
    """

    states: tuple[str, ...] = ()
    carrier: str = ""
    people: bool = False
    user: int = 0  # the person's number, whose organisations are then in the scope; 0: no person
    watches: bool = False  # watches over the data, and reads what is restricted as well (S30)
    opened: int = 0  # the traveller's row under a restriction that was opened to decide its alert

    def __post_init__(self) -> None:
        if len(self.states) > 1:
            raise ValueError("a scope is one state's, or the region's: policies compare with one")


REGION = Scope(states=(EVERYTHING,))
REGIONS_PEOPLE = Scope(states=(EVERYTHING,), people=True)
NOBODY = Scope()


# The organisations of the person whose scope it is are found by the database, in the same statement (directory).
ENTER: Final = """
select set_config('roadstead.states', %s, true), set_config('roadstead.carrier', %s, true),
       set_config('roadstead.people', %s, true), set_config('roadstead.user', %s, true),
       set_config('roadstead.watches', %s, true), set_config('roadstead.opened', %s, true),
       set_config('roadstead.organisations', {organisations}, true)
"""
BY_NOBODY: Final = ENTER.format(organisations="''")
BY_PERSON: Final = ENTER.format(organisations="roadstead_organisations(%s)")


def enter(scope: Scope) -> None:
    """Narrow the current transaction to `scope`; it ends with the transaction."""
    given = [
        ",".join(scope.states),
        scope.carrier,
        "yes" if scope.people else "",
        str(scope.user or ""),
        "yes" if scope.watches else "",
        str(scope.opened or ""),
    ]
    with connection.cursor() as cursor:
        cursor.execute(BY_PERSON if scope.user else BY_NOBODY, [*given, scope.user] if scope.user else given)
    forget_hidden(machine=scope == REGION)


@contextmanager
def scoped(scope: Scope) -> Iterator[None]:
    """A transaction that sees what `scope` sees."""
    with transaction.atomic():
        enter(scope)
        yield


@contextmanager
def widened(back: Scope) -> Iterator[None]:
    """The whole region within a person's transaction, for what has to be found whoever may see it; then `back`."""
    enter(REGION)
    try:
        yield
    finally:
        enter(back)
