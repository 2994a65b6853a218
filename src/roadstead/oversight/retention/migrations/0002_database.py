"""Functions, triggers and rights of the database (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

FUNCTIONS: Final = """
create function retention_alert_acted_on() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin insert into retention_changeditem (alert) select distinct alert_id from added; return null; end $$;
create trigger retention_changed after insert on alerts_event referencing new table as added for each statement
  execute function retention_alert_acted_on();

create function retention_alert_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin insert into retention_changeditem (alert, voyage) values (new.id, old.voyage_id); return null; end $$;
create trigger retention_changed after update on alerts_alert for each row
  when (old.voyage_id <> new.voyage_id or old.states <> new.states)
  execute function retention_alert_changed();

create function retention_bill_gone() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into retention_changeditem (released)
    select m.message_id from voyages_manifest m where m.id in (
      select manifest_id from gone
      union select s.manifest_id from cargo_billstatement s join gone on s.number = gone.number
        where s.voyage_id is null
      union select s.manifest_id from cargo_billstatement s join gone on s.master = gone.number
        where s.voyage_id is null);
  return null;
end $$;
create trigger retention_gone after delete on cargo_bill referencing old table as gone for each statement
  execute function retention_bill_gone();

create function retention_blank(what text, ids bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if what = 'intake_message' then
    update intake_message set raw = '', filename = '', voyage_hint = '', reason = '' where id = any(ids);
  elsif what = 'responses_response' then
    update responses_response set name = '', booking = '', passenger = '' where id = any(ids);
  elsif what = 'alerts_event' then
    update alerts_event set note = '', reasons_for = '', reasons_against = '', salt = null, removed_at = now()
      where id = any(ids) and (note <> '' or reasons_for <> '' or reasons_against <> '');
  elsif what = 'alerts_followup' then
    update alerts_followup set result = '' where id = any(ids);
  elsif what = 'responses_answeredlist' then
    update responses_answeredlist set reference = '', access_reference = '' where manifest_id = any(ids);
  else
    raise exception 'retention does not blank %', what;
  end if;
end $$;
revoke all on function retention_blank(text, bigint[]) from public;
grant execute on function retention_blank(text, bigint[]) to roadstead_app;

create function retention_erase(what text, ids bigint[]) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare pk text; gone bigint;
begin
  if what !~ '^(voyages|cargo|alerts|responses|intake|notifications|retention)_' then raise exception 'retention does not reach %', what; end if;
  select a.attname into strict pk from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = format('public.%I', what)::regclass and i.indisprimary;
  execute format('delete from public.%I where %I = any($1)', what, pk) using ids;
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke all on function retention_erase(text, bigint[]) from public;
grant execute on function retention_erase(text, bigint[]) to roadstead_app;

create function retention_manifest_gone() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin insert into retention_changeditem (released) select distinct message_id from gone; return null; end $$;
create trigger retention_gone after delete on voyages_manifest referencing old table as gone for each statement
  execute function retention_manifest_gone();

create function retention_message_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin insert into retention_changeditem (message) values (new.id); return null; end $$;
create trigger retention_changed after update on intake_message for each row
  when (old.processed_at is distinct from new.processed_at)
  execute function retention_message_changed();

create function retention_repair_gone() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into retention_changeditem (released) select repairs_id from gone where repairs_id is not null;
  return null;
end $$;
create trigger retention_gone after delete on intake_message referencing old table as gone for each statement
  execute function retention_repair_gone();

create function retention_starts_alert() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
    begin insert into retention_retentionschedule
      (alert_id, state, category, legal_basis, purpose, mask_at, expires_at, policy, rows, scheduled_at) values (new.id, '', 'alert', 'no policy asked yet: the strictest', 'border',
      now() + interval '96 hours', now() + interval '96 hours', 'first', '', 'epoch'); return null; end $$;
create trigger retention_starts after insert on alerts_alert for each row
  execute function retention_starts_alert();

create function retention_starts_message() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
    begin insert into retention_retentionschedule
      (message_id, state, category, legal_basis, purpose, mask_at, expires_at, policy, rows, scheduled_at) values (new.id, '', 'message', 'no policy asked yet: the strictest', 'border',
      now() + interval '96 hours', now() + interval '96 hours', 'first', '', 'epoch'); return null; end $$;
create trigger retention_starts after insert on intake_message for each row
  execute function retention_starts_message();

create function retention_starts_voyage() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
    begin insert into retention_retentionschedule
      (voyage_id, state, category, legal_basis, purpose, mask_at, expires_at, policy, rows, scheduled_at) values (new.id, '', 'api', 'no policy asked yet: the strictest', 'border',
      now() + interval '96 hours', now() + interval '96 hours', 'first', '', 'epoch'); return null; end $$;
create trigger retention_starts after insert on voyages_voyage for each row
  execute function retention_starts_voyage();

create function retention_voyage_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin insert into retention_changeditem (voyage) values (new.id); return null; end $$;
create trigger retention_changed after update on voyages_voyage for each row
  when (old.updated_at is distinct from new.updated_at)
  execute function retention_voyage_changed();

create function retention_waybill_came() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into retention_changeditem (voyage)
    select s.voyage_id from added a join cargo_billstatement s on s.number = a.number
      where a.voyage_id is null and s.voyage_id is not null
    union select s.voyage_id from added a join cargo_billstatement s on s.number = a.master
      where a.voyage_id is null and s.voyage_id is not null and a.master <> '';
  return null;
end $$;
create trigger retention_changed after insert on cargo_billstatement referencing new table as added for each statement
  execute function retention_waybill_came();
"""

# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke delete on retention_batch from roadstead_app;
revoke delete on retention_retentionschedule from roadstead_app;
revoke delete on retention_clockreading from roadstead_app;
revoke update, delete, truncate on retention_correction from roadstead_app;
grant update (states) on retention_correction to roadstead_app;
revoke update, delete, truncate on retention_notificationduty from roadstead_app;
grant update (notified_at, notified_authority, notified_by_id) on retention_notificationduty to roadstead_app;
revoke update, delete, truncate on retention_hold from roadstead_app;
grant update (lifted_at, lifted_by_id, voyage_id, review_on, lifted_why) on retention_hold to roadstead_app;
revoke update, delete, truncate on retention_incident from roadstead_app;
grant update (kinds, consequences, measures, closed_at) on retention_incident to roadstead_app;
revoke delete on retention_journalmark from roadstead_app;
revoke update, delete, truncate on retention_holdlifting from roadstead_app;
grant update (decided_at, decision, decision_reason, decided_by_id) on retention_holdlifting to roadstead_app;
revoke update, delete, truncate on retention_subjectaction from roadstead_app;
grant update (statement, done_at, root, decided_by_id, decided_at, decision, decision_reason) on retention_subjectaction to roadstead_app;
revoke update, delete, truncate on retention_restriction from roadstead_app;
grant update (lifted_at, lifted_why, states, lifted_by_id, voyage_id) on retention_restriction to roadstead_app;
revoke delete on retention_run from roadstead_app;
revoke delete on retention_stoppedpurge from roadstead_app;
"""

# A schedule is deleted with the row that it is for, without a statement of its own.
CASCADE: Final = """
do $$
declare key record;
begin
  for key in
    select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = 'retention_retentionschedule'::regclass and contype = 'f'
  loop
    execute format('alter table retention_retentionschedule drop constraint %I, add constraint %I %s', key.name, key.name,
      replace(key.definition, ' DEFERRABLE', ' ON DELETE CASCADE DEFERRABLE'));
  end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cargo", "0001_initial"),
        ("alerts", "0001_initial"),
        ("intake", "0001_initial"),
        ("voyages", "0001_initial"),
        ("retention", "0001_initial"),
    ]
    operations = [migrations.RunSQL(CASCADE), migrations.RunSQL(FUNCTIONS), migrations.RunSQL(RIGHTS)]
