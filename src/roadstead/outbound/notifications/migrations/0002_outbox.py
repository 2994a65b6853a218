"""Isolation (S25), and the outbox: the database itself writes with each event that it waits to be told."""

from django.db import migrations

from roadstead.platform.database.isolation import BY_STATES, isolate

# A notice is known to whoever knows its alert (decision 0012).
BY_ALERT = f"{BY_STATES} and exists (select 1 from casework_alert alert where alert.id = alert_id)"
OF_THE_NOTICE = f"{BY_STATES} and exists (select 1 from dissemination_notice notice where notice.id = notice_id)"
# As the owner of the tables: whoever decides about an alert writes its event, and need not see the outbox.
OUTBOX = """
create function dissemination_event_waits() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  insert into dissemination_waiting (event_id, states) values (new.id, new.states);
  return null;
end $$;
create trigger event_waits after insert on casework_event for each row execute function dissemination_event_waits();
"""


class Migration(migrations.Migration):
    dependencies = [("dissemination", "0001_initial"), ("casework", "0010_handling")]
    operations = [
        migrations.RunSQL(isolate("dissemination_channel", BY_STATES)),
        migrations.RunSQL(isolate("dissemination_patience", BY_STATES)),
        migrations.RunSQL(isolate("dissemination_waiting", BY_STATES)),
        migrations.RunSQL(isolate("dissemination_notice", BY_ALERT)),
        migrations.RunSQL(isolate("dissemination_delivery", OF_THE_NOTICE)),
        migrations.RunSQL(OUTBOX),
    ]
