"""INTERPOL notices (decision 0057): their lists, the days of their checks, and the action that the database allows."""

from typing import Final

from django.db import migrations, models

# A notice is not a warrant: its entry asks to refer, and has a day after which it raises no alerts.
TRIGGERS: Final = """
create function watchlists_notices_refer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from came join watchlists_watchlist list on list.id = came.watch_list_id
      where list.is_notices and (came.listed->>'action' is distinct from 'refer'
        or coalesce(came.listed->>'review', '') = '')) then
    raise exception 'an entry of notices has the action refer and a day of review'
      using errcode = 'check_violation', constraint = 'a_notice_is_not_a_warrant';
  end if;
  return null;
end $$;
create trigger notices_refer_added after insert on watchlists_entry referencing new table as came for each statement
  execute function watchlists_notices_refer();
create trigger notices_refer_changed after update on watchlists_entry referencing new table as came for each statement
  execute function watchlists_notices_refer();

create function watchlists_notices_stay() returns trigger language plpgsql as $$
begin
  raise exception 'a list of notices stays one, and no other list becomes one'
    using errcode = 'check_violation', constraint = 'a_list_of_notices_stays_one';
end $$;
create trigger notices_stay before update of is_notices on watchlists_watchlist for each row
  when (old.is_notices is distinct from new.is_notices)
  execute function watchlists_notices_stay();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('watchlists', '0004_watchlist_is_lookouts'),
    ]

    operations = [
        migrations.AddField(
            model_name='version',
            name='checked_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='version',
            name='checked_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='watchlist',
            name='is_notices',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_on', None), ('checked_until', None)), models.Q(('checked_on__isnull', False), ('checked_until__gt', models.F('checked_on'))), _connector='OR'), name='a_check_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='watchlist',
            constraint=models.CheckConstraint(condition=models.Q(('is_manual', True), ('is_notices', True), _negated=True), name='notices_come_from_a_file'),
        ),
        migrations.RunSQL(TRIGGERS),
    ]
