"""An event is known to whoever knows its alert: who that is stands in the event too, and triggers keep it there.

Before, its policy looked the alert up, whose policy was worked out once more; sharing that begins or ends later takes
the history along as it did.
"""

import django.contrib.postgres.fields
import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations, models

TRIGGERS = """
create function casework_event_known_to() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select states, owner, named into new.known_to, new.owner, new.named from casework_alert where id = new.alert_id;
  return new;
end $$;
create trigger known_to before insert or update of alert_id, known_to, owner, named on casework_event
  for each row execute function casework_event_known_to();

create function casework_alert_known_to() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update casework_event set known_to = known_to where alert_id = new.id;
  return null;
end $$;
create trigger known_to after update of states, owner, named on casework_alert for each row
  when ((old.states, old.owner, old.named) is distinct from (new.states, new.owner, new.named))
  execute function casework_alert_known_to();

update casework_event set known_to = known_to;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("casework", "0021_one_state"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='event',
            name='casework_event_isolation',
        ),
        migrations.AddField(
            model_name='event',
            name='known_to',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='event',
            name='named',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='event',
            name='owner',
            field=models.CharField(default='', editable=False, max_length=10),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=roadstead.platform.database.row_security.Isolation(add="((((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[]))) and (of = '' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or of = (select nullif(current_setting('roadstead.states', true), '')))))", name='casework_event_isolation', read="((((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[]))) and (of = '' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or of = (select nullif(current_setting('roadstead.states', true), '')))))", write="((((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[]))) and (of = '' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or of = (select nullif(current_setting('roadstead.states', true), '')))))"),
        ),
        migrations.RunSQL(TRIGGERS),
    ]
