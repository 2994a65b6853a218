"""Functions and triggers of the database (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

FUNCTIONS: Final = """
create function voyages_born(born text) returns integer
language sql immutable as $$
  select case when born ~ '^[0-9]{4}(-[0-9]{2}){0,2}$' then rpad(replace(born, '-', ''), 8, '0')::integer else 0 end
$$;

create function voyages_count_aboard(voyages bigint[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  with told as materialized (
    select voyage_id, states, array_agg(voyages_born(born) order by born, sex, nationality) born,
      array_agg(sex order by born, sex, nationality) sex,
      array_agg(nationality order by born, sex, nationality) nationality
    from voyages_traveller where voyage_id = any(voyages) group by voyage_id, states),
  gone as (
    delete from voyages_travellersummary aboard where voyage_id = any(voyages)
      and not exists (select from told where told.voyage_id = aboard.voyage_id and told.states = aboard.states))
  insert into voyages_travellersummary as aboard (voyage_id, states, born, sex, nationality)
  select voyage_id, states, born, sex, nationality from told
  on conflict (voyage_id, states) do update
    set born = excluded.born, sex = excluded.sex, nationality = excluded.nationality
    where (aboard.born, aboard.sex, aboard.nationality)
      is distinct from (excluded.born, excluded.sex, excluded.nationality)
$$;
revoke all on function voyages_count_aboard(bigint[]) from public;

create function voyages_travellers_came() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform voyages_count_aboard(array(select distinct voyage_id from came));
  return null;
end $$;
create trigger count_those_who_came after insert on voyages_traveller referencing new table as came for each statement
  execute function voyages_travellers_came();

create function voyages_travellers_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare voyages bigint[] := array(
  select distinct unnest(array[went.voyage_id, came.voyage_id]) from went join came using (id)
  where (went.voyage_id, went.born, went.sex, went.nationality, went.states)
    is distinct from (came.voyage_id, came.born, came.sex, came.nationality, came.states));
begin
  if cardinality(voyages) > 0 then perform voyages_count_aboard(voyages); end if;
  return null;
end $$;
create trigger count_those_who_changed after update on voyages_traveller referencing old table as went new table as came for each statement
  execute function voyages_travellers_changed();

create function voyages_travellers_went() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform voyages_count_aboard(array(select distinct voyage_id from went));
  return null;
end $$;
create trigger count_those_who_went after delete on voyages_traveller referencing old table as went for each statement
  execute function voyages_travellers_went();
"""


class Migration(migrations.Migration):
    dependencies = [("voyages", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS)]
