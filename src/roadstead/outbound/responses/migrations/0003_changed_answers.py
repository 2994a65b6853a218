"""Carriers with a webhook learn that an answer changed; the first answer comes with the receipt."""

from __future__ import annotations

from typing import Final

from django.db import migrations

FUNCTIONS: Final = """
create function responses_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform notifications_tell_carriers(array(
    select distinct list.message_id from came join responses_answeredlist list on list.manifest_id = came.answered_list_id
    join intake_message m on m.id = list.message_id and m.carrier = came.carrier
    where came.revision > 1), 'answers');
  return null;
end $$;
create trigger tell_carrier after insert on responses_response referencing new table as came for each statement
  execute function responses_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("responses", "0002_database"), ("notifications", "0003_carrier_webhooks")]
    operations = [migrations.RunSQL(FUNCTIONS)]
