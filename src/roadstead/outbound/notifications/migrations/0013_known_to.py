"""Who may know a notice and its deliveries stands in them, and triggers keep it there: policies look nothing up."""

import django.contrib.postgres.fields
import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations, models

# Known to whoever knows an alert that it names. All of these are the region's, or none is, and people are named for a
# state's alone; of those which (no longer) concern the state of the notice only the system knows.
TRIGGERS = """
create function dissemination_notice_known_to() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select case when bool_or(concerned) then array[new.state] else '{}' end,
    case when bool_or(is_regions) then 'REGION' else coalesce(min(owner), '') end,
    case when bool_or(person is null) filter (where concerned or is_regions) then '{}' else
      coalesce(array_agg(distinct person) filter (where concerned and person is not null), '{}') end
  into new.known_to, new.owner, new.named
  from (
    select new.state = any (states) concerned, owner = 'REGION' is_regions, owner, person
    from casework_alert left join lateral unnest(named) person on true
    where id = new.alert_id or id in (select alert_id from dissemination_noticealert where notice_id = new.id)) known;
  return new;
end $$;
create trigger known_to before insert or update of alert_id, state, known_to, owner, named on dissemination_notice
  for each row execute function dissemination_notice_known_to();

create function dissemination_delivery_known_to() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select known_to, owner, named into new.known_to, new.owner, new.named
  from dissemination_notice where id = new.notice_id;
  return new;
end $$;
create trigger known_to before insert or update of notice_id, known_to, owner, named on dissemination_delivery
  for each row execute function dissemination_delivery_known_to();

create function dissemination_known_to_follows() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'casework_alert' then
    update dissemination_notice set known_to = known_to where alert_id = new.id
      or id in (select notice_id from dissemination_noticealert where alert_id = new.id);
  elsif tg_table_name = 'dissemination_notice' then
    update dissemination_delivery set known_to = known_to where notice_id = new.id;
  else
    update dissemination_notice set known_to = known_to where id = coalesce(new.notice_id, old.notice_id);
  end if;
  return null;
end $$;
create trigger known_to_by_notices after update of states, owner, named on casework_alert for each row
  when ((old.states, old.owner, old.named) is distinct from (new.states, new.owner, new.named))
  execute function dissemination_known_to_follows();
create trigger known_to_by_deliveries after update on dissemination_notice for each row
  when ((old.known_to, old.owner, old.named) is distinct from (new.known_to, new.owner, new.named))
  execute function dissemination_known_to_follows();
create trigger known_to_by_notice after insert or delete or update of alert_id, notice_id on dissemination_noticealert
  for each row execute function dissemination_known_to_follows();

update dissemination_notice set known_to = known_to;
update dissemination_delivery set known_to = known_to;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("casework", "0022_known_to"),
        ("dissemination", "0012_one_state"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='delivery',
            name='dissemination_delivery_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='dissemination_notice_isolation',
        ),
        migrations.AddField(
            model_name='delivery',
            name='known_to',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='delivery',
            name='named',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='delivery',
            name='owner',
            field=models.CharField(default='', editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name='notice',
            name='known_to',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='notice',
            name='named',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='notice',
            name='owner',
            field=models.CharField(default='', editable=False, max_length=10),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))", name='dissemination_delivery_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))"),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))", name='dissemination_notice_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))"),
        ),
        migrations.RunSQL(TRIGGERS),
    ]
