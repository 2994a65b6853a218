"""Functions, triggers and rights of the database (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

FUNCTIONS: Final = """
create function alerts_alert_known_to() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update alerts_event set known_to = known_to where alert_id = new.id;
  return null;
end $$;
create trigger known_to after update of states, owner, named on alerts_alert for each row
  when ((old.states, old.owner, old.named) is distinct from (new.states, new.owner, new.named))
  execute function alerts_alert_known_to();

create function alerts_event_known_to() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select states, owner, named into new.known_to, new.owner, new.named from alerts_alert where id = new.alert_id;
  return new;
end $$;
create trigger known_to before insert or update of alert_id, known_to, owner, named on alerts_event for each row
  execute function alerts_event_known_to();

create function alerts_has_work(state text, dealt_at timestamptz, is_goods boolean) returns boolean
language sql immutable as $$
  select state in ('new', 'reviewing', 'referred', 'proposed') and (dealt_at is null or not is_goods)
    or state in ('doc_check', 'scan', 'examine') and dealt_at is null
$$;

create function alerts_keep_open_somewhere() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  is_goods boolean := new.bill_id is not null and new.kind not in ('party', 'name', 'document');
  concerned integer := cardinality(new.states);
  spoken integer; decided integer; done integer; newest timestamptz; strongest text;
begin
  select count(*), count(*) filter (where is_decided), count(*) filter (where is_decided or said.dealt_at is not null),
    max(said.dealt_at) filter (where is_decided or said.dealt_at is not null),
    (array_agg(said.state order by place) filter (where place is not null))[1]
  into spoken, decided, done, newest, strongest
  from alerts_statedecision said,
    lateral (select said.state in ('cleared', 'confirmed', 'closed', 'doc_check', 'scan', 'examine') is_decided,
      array_position(array['confirmed', 'closed', 'examine', 'scan', 'doc_check'], said.state::text) place) as of_it
  where said.alert_id = new.id;
  if spoken = 0 and concerned <= 1 then
    new.open_somewhere := alerts_has_work(new.state, new.dealt_at, is_goods);
    return new;
  end if;
  new.open_somewhere :=
    alerts_has_work(  -- as the region sees it
      case when strongest is not null then strongest
        when concerned > 1 and decided >= concerned and new.state in ('new', 'reviewing', 'referred', 'proposed')
        then 'cleared' else new.state end,
      case when spoken > 0 and done >= concerned then newest end, is_goods)
    or exists (select from alerts_statedecision said where said.alert_id = new.id
      and alerts_has_work(said.state, said.dealt_at, is_goods))
    or exists (select from unnest(new.states) silent
      where not exists (select from alerts_statedecision said where said.alert_id = new.id and said.by_state = silent)
      and alerts_has_work(
        case when concerned <= 1 or new.state in ('new', 'cleared', 'lapsed') then new.state else 'new' end,
        case when concerned <= 1 then new.dealt_at end, is_goods));
  return new;
end $$;
create trigger open_somewhere before insert or update of state, dealt_at, states, kind, bill_id, open_somewhere on alerts_alert for each row
  execute function alerts_keep_open_somewhere();

create function alerts_decision_changes_alert() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update alerts_alert set open_somewhere = open_somewhere where id = coalesce(new.alert_id, old.alert_id);
  return null;
end $$;
create trigger changes_alert after insert or delete or update of state, dealt_at, alert_id, by_state on alerts_statedecision for each row
  execute function alerts_decision_changes_alert();

create function outbox_event_of_alert() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into outbox_event (kind, subject) values ('alert', new.id);
  return null;
end $$;
create trigger to_outbox after insert on alerts_event for each row
  execute function outbox_event_of_alert();
"""

# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update, delete, truncate on alerts_alertpolicy from roadstead_app;
grant update (decided_at, decided_by_id, decision, decision_reason) on alerts_alertpolicy to roadstead_app;
revoke update, delete, truncate on alerts_event from roadstead_app;
revoke update, delete, truncate on alerts_followup from roadstead_app;
grant update (ended_at, result, ended_by_id, officer_id, ended) on alerts_followup to roadstead_app;
revoke update, delete, truncate on alerts_outcome from roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS), migrations.RunSQL(RIGHTS)]
