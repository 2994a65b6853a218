"""Members by a trigger, entries about restricted people, and rights of the application on these tables (S25, S34)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# Who reads a room follows from its members alone: the application may not write these two columns.
MEMBERSHIP: Final = """
create function rooms_membership() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update rooms_room set
    organisations = array(select member.organisation_id from rooms_roommember member
                          where member.room_id = new.room_id and accepted_at is not null and left_at is null
                          order by 1),
    states = array(select distinct organisation.state_id from rooms_roommember member
                   join accounts_organisation organisation on organisation.code = member.organisation_id
                   where member.room_id = new.room_id and accepted_at is not null and left_at is null
                     and organisation.state_id is not null
                   order by 1)
  where id = new.room_id;
  return null;
end $$;
create trigger rooms_membership after insert or update on rooms_roommember
  for each row execute function rooms_membership();
"""
# Whichever member has linked an entry to a restricted person: it is blank for all. Ids alone are returned.
HIDDEN: Final = """
create function rooms_hidden_entries() returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare people bigint[] := roadstead_hidden();
begin
  if cardinality(people) = 0 then return '{}'; end if;
  return array(
    select distinct entry_id from rooms_roomlink
    where (kind = 'traveller' and number = any(people))
       or (kind = 'alert' and number in (select id from alerts_alert where traveller_id = any(people))));
end $$;
revoke all on function rooms_hidden_entries() from public;
grant execute on function rooms_hidden_entries() to roadstead_app;
"""
# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update, delete, truncate on rooms_room from roadstead_app;
grant update (edition, head, ends_at, ends_set_at, closed_at) on rooms_room to roadstead_app;
revoke update, delete, truncate on rooms_roommember from roadstead_app;
grant update (accepted_at, accepted_by_id, left_at, left_by_id) on rooms_roommember to roadstead_app;
revoke update, delete, truncate on rooms_roomentry from roadstead_app;
revoke update, delete, truncate on rooms_roomlink from roadstead_app;
revoke update, delete, truncate on rooms_roomtask from roadstead_app;
grant update (ended, ended_at, ended_by_id, result) on rooms_roomtask to roadstead_app;
revoke update, delete, truncate on rooms_roomfile from roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("rooms", "0001_initial"), ("log", "0002_database"), ("alerts", "0001_initial")]
    operations = [
        migrations.RunSQL(MEMBERSHIP, "drop function rooms_membership() cascade"),
        migrations.RunSQL(HIDDEN, "drop function rooms_hidden_entries()"),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
