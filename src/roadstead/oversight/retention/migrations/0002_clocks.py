"""Clocks start by themselves, go with what they are of, and are isolated by state; deletion has its two functions."""

from django.db import migrations

from roadstead.platform.database.erasing import FUNCTIONS, starts_a_clock
from roadstead.platform.database.isolation import BY_STATES, isolate
from roadstead.platform.database.roles import APP_ROLE

OF = (("manifests_voyage", "voyage", "api"), ("intake_message", "message", "message"),
      ("casework_alert", "alert", "alert"))  # fmt: skip
# Django made the keys without what happens on deletion; the database does it itself, whoever deletes.
CASCADES = """
do $$ declare key record; begin
  for key in select conname, conrelid::regclass as tab, pg_get_constraintdef(oid) as def from pg_constraint
    where contype = 'f' and conrelid = 'retention_clock'::regclass
  loop
    execute format('alter table %s drop constraint %I', key.tab, key.conname);
    execute format('alter table %s add constraint %I %s', key.tab, key.conname,
      replace(key.def, ' DEFERRABLE', ' ON DELETE CASCADE DEFERRABLE'));
  end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_initial")]
    operations = [
        migrations.RunSQL("set constraints all immediate"),
        migrations.RunSQL(CASCADES),
        migrations.RunSQL(FUNCTIONS),
        *(migrations.RunSQL(starts_a_clock(*each)) for each in OF),
        migrations.RunSQL(isolate("retention_clock", "roadstead_sees_states(array[state::text])")),
        migrations.RunSQL(isolate("retention_hold", BY_STATES)),
        migrations.RunSQL(f"revoke delete, truncate on retention_clock from {APP_ROLE}"),
        migrations.RunSQL(f"revoke delete, truncate on retention_run, retention_batch from {APP_ROLE}"),
    ]
