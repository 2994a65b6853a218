"""Steps of alerts wait in the one outbox. The database itself still writes each: whoever writes a step calls nothing."""

from django.db import migrations

# As the owner of the tables: whoever decides about an alert need not see the outbox.
TRIGGER = """
drop trigger event_waits on casework_event;
drop function dissemination_event_waits();
create function outbox_event_of_alert() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  insert into outbox_event (kind, subject) values ('alert', new.id);
  return null;
end $$;
create trigger to_outbox after insert on casework_event for each row execute function outbox_event_of_alert();
insert into outbox_event (kind, subject) select 'alert', event_id from dissemination_waiting order by event_id;
"""


class Migration(migrations.Migration):
    dependencies = [("dissemination", "0007_isolation_declared"), ("outbox", "0001_initial")]
    operations = [migrations.RunSQL(TRIGGER), migrations.DeleteModel("Waiting")]
