"""Whether anybody has work left on an alert stands in the alert, so that the queue reads open alerts alone."""

from django.db import migrations, models

# `standing.shown` for each state that is concerned and for the region, and `workflow.has_work` of each: a test compares
# them. The database keeps it, since whoever decides for one state does not see what the others have decided.
DEFINITION = """
create function casework_has_work(state text, dealt_at timestamptz, is_goods boolean) returns boolean
language sql immutable as $$
  select state in ('new', 'reviewing', 'referred', 'proposed') and (dealt_at is null or not is_goods)
    or state in ('doc_check', 'scan', 'examine') and dealt_at is null
$$;

create function casework_keep_open_somewhere() returns trigger
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
  from casework_stand said,
    lateral (select said.state in ('cleared', 'confirmed', 'closed', 'doc_check', 'scan', 'examine') is_decided,
      array_position(array['confirmed', 'closed', 'examine', 'scan', 'doc_check'], said.state::text) place) as of_it
  where said.alert_id = new.id;
  if spoken = 0 and concerned <= 1 then
    new.open_somewhere := casework_has_work(new.state, new.dealt_at, is_goods);
    return new;
  end if;
  new.open_somewhere :=
    casework_has_work(  -- as the region sees it
      case when strongest is not null then strongest
        when concerned > 1 and decided >= concerned and new.state in ('new', 'reviewing', 'referred', 'proposed')
        then 'cleared' else new.state end,
      case when spoken > 0 and done >= concerned then newest end, is_goods)
    or exists (select from casework_stand said where said.alert_id = new.id
      and casework_has_work(said.state, said.dealt_at, is_goods))
    or exists (select from unnest(new.states) silent
      where not exists (select from casework_stand said where said.alert_id = new.id and said.of = silent)
      and casework_has_work(
        case when concerned <= 1 or new.state in ('new', 'cleared', 'lapsed') then new.state else 'new' end,
        case when concerned <= 1 then new.dealt_at end, is_goods));
  return new;
end $$;

create trigger open_somewhere before insert or update of state, dealt_at, states, kind, bill_id, open_somewhere
  on casework_alert for each row execute function casework_keep_open_somewhere();

create function casework_stand_changes_alert() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update casework_alert set open_somewhere = open_somewhere where id = coalesce(new.alert_id, old.alert_id);
  return null;
end $$;
create trigger changes_alert after insert or delete or update of state, dealt_at, alert_id, of
  on casework_stand for each row execute function casework_stand_changes_alert();

update casework_alert set open_somewhere = open_somewhere;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0019_keys")]
    operations = [
        migrations.AddField(
            model_name="alert",
            name="open_somewhere",
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.RunSQL(DEFINITION),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(condition=models.Q(open_somewhere=True), fields=["voyage"], name="alert_open_idx"),
        ),
    ]
