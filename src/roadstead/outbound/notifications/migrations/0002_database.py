"""Functions and triggers of the database (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

FUNCTIONS: Final = """
create function notifications_delivery_known_to() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select known_to, owner, named into new.known_to, new.owner, new.named
  from notifications_notice where id = new.notice_id;
  return new;
end $$;
create trigger known_to before insert or update of notice_id, known_to, owner, named on notifications_delivery for each row
  execute function notifications_delivery_known_to();

create function notifications_known_to_follows() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'alerts_alert' then
    update notifications_notice set known_to = known_to where alert_id = new.id
      or id in (select notice_id from notifications_noticealert where alert_id = new.id);
  elsif tg_table_name = 'notifications_notice' then
    update notifications_delivery set known_to = known_to where notice_id = new.id;
  else
    update notifications_notice set known_to = known_to where id = coalesce(new.notice_id, old.notice_id);
  end if;
  return null;
end $$;
create trigger known_to_by_deliveries after update on notifications_notice for each row
  when ((old.known_to, old.owner, old.named) is distinct from (new.known_to, new.owner, new.named))
  execute function notifications_known_to_follows();
create trigger known_to_by_notice after insert or delete or update of alert_id, notice_id on notifications_noticealert for each row
  execute function notifications_known_to_follows();
create trigger known_to_by_notices after update of states, owner, named on alerts_alert for each row
  when ((old.states, old.owner, old.named) is distinct from (new.states, new.owner, new.named))
  execute function notifications_known_to_follows();

create function notifications_notice_known_to() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select case when bool_or(concerned) then array[new.state] else '{}' end,
    case when bool_or(is_regions) then 'REGION' else coalesce(min(owner), '') end,
    case when bool_or(person is null) filter (where concerned or is_regions) then '{}' else
      coalesce(array_agg(distinct person) filter (where concerned and person is not null), '{}') end
  into new.known_to, new.owner, new.named
  from (
    select new.state = any (states) concerned, owner = 'REGION' is_regions, owner, person
    from alerts_alert left join lateral unnest(named) person on true
    where id = new.alert_id or id in (select alert_id from notifications_noticealert where notice_id = new.id)) known;
  return new;
end $$;
create trigger known_to before insert or update of alert_id, state, known_to, owner, named on notifications_notice for each row
  execute function notifications_notice_known_to();
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial"), ("notifications", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS)]
