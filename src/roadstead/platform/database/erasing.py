"""The SQL of deletion: two functions of the owner's, for rows the application itself can neither change nor delete.

Used by migrations only. They reach the tables about voyages, cargo and people, and no other: never the audit.
"""

from __future__ import annotations

from roadstead.platform.database.roles import APP_ROLE

REACHED = "^(manifests|cargo|casework|answers|intake|dissemination|retention)_"

# `retention_blank` empties what a table keeps in its own words; the rows stay, and with them counts and decisions.
FUNCTIONS = f"""
create or replace function retention_erase(what text, ids bigint[]) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare pk text; gone bigint;
begin
  if what !~ '{REACHED}' then raise exception 'retention does not reach %', what; end if;
  select a.attname into strict pk from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = format('public.%I', what)::regclass and i.indisprimary;
  execute format('delete from public.%I where %I = any($1)', what, pk) using ids;
  get diagnostics gone = row_count;
  return gone;
end $$;

create or replace function retention_blank(what text, ids bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if what = 'intake_message' then
    update intake_message set raw = '', filename = '', voyage_hint = '', reason = '' where id = any(ids);
  elsif what = 'answers_answer' then
    update answers_answer set name = '', booking = '', passenger = '' where id = any(ids);
  elsif what = 'casework_event' then
    update casework_event set note = '', reasons_for = '', reasons_against = '', salt = null, removed_at = now()
      where id = any(ids) and (note <> '' or reasons_for <> '' or reasons_against <> '');
  elsif what = 'casework_followup' then
    update casework_followup set said = '' where id = any(ids);
  elsif what = 'answers_asked' then
    update answers_asked set reference = '', access_reference = '' where manifest_id = any(ids);
  else
    raise exception 'retention does not blank %', what;
  end if;
end $$;

revoke all on function retention_erase(text, bigint[]), retention_blank(text, bigint[]) from public;
grant execute on function retention_erase(text, bigint[]), retention_blank(text, bigint[]) to {APP_ROLE};
"""  # noqa: S608


def starts_a_clock(table: str, column: str, category: str) -> str:
    """SQL: every new row of `table` has a clock from its first moment, the strictest, on the region's basis (S6)."""
    row = f"""insert into retention_clock
      ({column}_id, state, category, legal_basis, purpose, mask_at, expires_at, policy, rows, wound_at)"""
    values = f"""'', '{category}', 'no policy asked yet: the strictest', 'border',
      now() + interval '96 hours', now() + interval '96 hours', 'first', '', 'epoch'"""
    return f"""
    create or replace function retention_starts_{column}() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin {row} values (new.id, {values}); return null; end $$;
    create trigger retention_starts after insert on {table}
      for each row execute function retention_starts_{column}();
    {row} select id, {values} from {table};
    """  # noqa: S608
