"""Retention schedules of goods selected for examination (decision 0043)."""

from typing import Final

import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS: Final = """
create or replace function retention_blank(what text, ids bigint[]) returns void
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
  elsif what = 'alerts_outcome' then
    update alerts_outcome set note = '', early_reason = '', seizure = seizure - 'hidden' - 'where' where id = any(ids);
  elsif what = 'alerts_selection' then
    update alerts_selection set reason = '', place = '' where id = any(ids);
  elsif what = 'alerts_selectionevent' then
    update alerts_selectionevent set content = '{}', salt = null, removed_at = now()
      where id = any(ids) and removed_at is null;
  elsif what = 'alerts_detention' then
    update alerts_detention set reason = '', result = '' where id = any(ids);
  elsif what = 'responses_answeredlist' then
    update responses_answeredlist set reference = '', access_reference = '' where manifest_id = any(ids);
  else
    raise exception 'retention does not blank %', what;
  end if;
end $$;

create function retention_selection_acted_on() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin insert into retention_changeditem (selection) select distinct selection_id from added; return null; end $$;
create trigger retention_changed after insert on alerts_selectionevent referencing new table as added for each statement
  execute function retention_selection_acted_on();

create function retention_selection_moved() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin insert into retention_changeditem (selection, voyage) values (new.id, old.voyage_id); return null; end $$;
create trigger retention_changed after update on alerts_selection for each row
  when (old.voyage_id <> new.voyage_id)
  execute function retention_selection_moved();

create function retention_starts_selection() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
    begin insert into retention_retentionschedule
      (selection_id, state, category, legal_basis, purpose, mask_at, expires_at, policy, rows, scheduled_at) values (new.id, '', 'examined', 'no policy asked yet: the strictest', 'border',
      now() + interval '96 hours', now() + interval '96 hours', 'first', '', 'epoch'); return null; end $$;
create trigger retention_starts after insert on alerts_selection for each row
  execute function retention_starts_selection();
"""

# A schedule is deleted with the row that it is for, without a statement of its own.
CASCADE: Final = """
do $$
declare key record;
begin
  for key in
    select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = 'retention_retentionschedule'::regclass and contype = 'f' and pg_get_constraintdef(oid) not like '%ON DELETE CASCADE%'
  loop
    execute format('alter table retention_retentionschedule drop constraint %I, add constraint %I %s', key.name, key.name,
      replace(key.definition, ' DEFERRABLE', ' ON DELETE CASCADE DEFERRABLE'));
  end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0003_examinations"),
        ("intake", "0002_database"),
        ("retention", "0003_trips"),
        ("voyages", "0002_database"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="retentionschedule",
            name="a_clock_is_of_one_thing",
        ),
        migrations.RemoveConstraint(
            model_name="retentionschedule",
            name="one_clock_per_state_and_category",
        ),
        migrations.AddField(
            model_name="changeditem",
            name="selection",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="retentionschedule",
            name="selection",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="schedules",
                to="alerts.selection",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionschedule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alert", None), ("message", None), ("selection", None), ("voyage__isnull", False)),
                    models.Q(("alert", None), ("message__isnull", False), ("selection", None), ("voyage", None)),
                    models.Q(("alert__isnull", False), ("message", None), ("selection", None), ("voyage", None)),
                    models.Q(("alert", None), ("message", None), ("selection__isnull", False), ("voyage", None)),
                    _connector="OR",
                ),
                name="a_clock_is_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionschedule",
            constraint=models.UniqueConstraint(
                fields=("voyage", "message", "alert", "selection", "state", "category"),
                name="one_clock_per_state_and_category",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(CASCADE),
        migrations.RunSQL(FUNCTIONS),
    ]
