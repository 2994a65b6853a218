"""SQL of deletion: two functions of the owner's, for rows that the application itself can neither change nor delete.

Used by migrations only. The functions reach the tables about voyages, cargo and people; never the audit log.
"""

from __future__ import annotations

from roadstead.platform.database.roles import APP_ROLE

REACHED = "^(manifests|cargo|casework|answers|intake|dissemination|retention)_"

# `retention_blank` empties the text columns of a table; the rows stay, and with them counts and decisions.
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
    """Return SQL that schedules every new row of `table` at once: strictest policy, the region's legal basis (S6)."""
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


# Changed rows have their expiry scheduled again. The triggers only add a row and touch no schedule, so that filing and
# deciding never wait. A message that was retained for a deleted row is released: its own schedule is applied again.
CHANGES = """
create or replace function retention_voyage_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin insert into retention_changed (voyage) values (new.id); return null; end $$;
create trigger retention_changed after update on manifests_voyage for each row
  when (old.updated_at is distinct from new.updated_at) execute function retention_voyage_changed();

create or replace function retention_message_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin insert into retention_changed (message) values (new.id); return null; end $$;
create trigger retention_changed after update on intake_message for each row
  when (old.processed_at is distinct from new.processed_at) execute function retention_message_changed();

create or replace function retention_alert_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin insert into retention_changed (alert, voyage) values (new.id, old.voyage_id); return null; end $$;
create trigger retention_changed after update on casework_alert for each row
  when (old.voyage_id <> new.voyage_id or old.states <> new.states) execute function retention_alert_changed();

create or replace function retention_alert_acted_on() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin insert into retention_changed (alert) select distinct alert_id from added; return null; end $$;
create trigger retention_changed after insert on casework_event
  referencing new table as added for each statement execute function retention_alert_acted_on();

create or replace function retention_manifest_gone() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin insert into retention_changed (released) select distinct message_id from gone; return null; end $$;
create trigger retention_gone after delete on manifests_manifest
  referencing old table as gone for each statement execute function retention_manifest_gone();

create or replace function retention_repair_gone() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into retention_changed (released) select repairs_id from gone where repairs_id is not null;
  return null;
end $$;
create trigger retention_gone after delete on intake_message
  referencing old table as gone for each statement execute function retention_repair_gone();

create or replace function retention_bill_gone() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into retention_changed (released)
    select m.message_id from manifests_manifest m where m.id in (
      select manifest_id from gone
      union select s.manifest_id from cargo_billstatement s join gone on s.number = gone.number
        where s.voyage_id is null
      union select s.manifest_id from cargo_billstatement s join gone on s.master = gone.number
        where s.voyage_id is null);
  return null;
end $$;
create trigger retention_gone after delete on cargo_bill
  referencing old table as gone for each statement execute function retention_bill_gone();
"""

# The content of a waybill's own message is written into bills of voyages that the message does not name
# (`cargo.record`).
WAYBILLS = """
create or replace function retention_waybill_came() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into retention_changed (voyage)
    select s.voyage_id from added a join cargo_billstatement s on s.number = a.number
      where a.voyage_id is null and s.voyage_id is not null
    union select s.voyage_id from added a join cargo_billstatement s on s.number = a.master
      where a.voyage_id is null and s.voyage_id is not null and a.master <> '';
  return null;
end $$;
create trigger retention_changed after insert on cargo_billstatement
  referencing new table as added for each statement execute function retention_waybill_came();
"""
