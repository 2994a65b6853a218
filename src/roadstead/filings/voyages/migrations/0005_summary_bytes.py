"""Rows for statistics: eight bytes a traveller, which are counted several times faster than three arrays."""

from __future__ import annotations

from typing import Final

from django.db import migrations, models

CODE: Final = """
create function voyages_traveller_code(born integer, sex text, nationality text) returns bigint
language sql immutable as $$
  select (((least(ascii(sex), 127)::bigint * 128 + least(ascii(nationality), 127)) * 128
    + least(ascii(substr(nationality, 2, 1)), 127)) * 128 + least(ascii(substr(nationality, 3, 1)), 127)) * 134217728
    + born
$$;
"""
# Arrays of earlier rows.
FILL: Final = """
update voyages_travellersummary aboard set travellers = coalesce((
  select string_agg(int8send(code), '' order by code) from unnest(born, sex, nationality) one (born, sex, nationality),
    voyages_traveller_code(one.born, one.sex, one.nationality) code), '')
"""
COUNT: Final = """
create or replace function voyages_count_aboard(voyages bigint[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  with one as materialized (
    select voyage_id, states, voyages_traveller_code(voyages_born(born), sex, nationality) code
    from voyages_traveller where voyage_id = any(voyages)),
  told as materialized (
    select voyage_id, states, string_agg(int8send(code), '' order by code) travellers
    from one group by voyage_id, states),
  gone as (
    delete from voyages_travellersummary aboard where voyage_id = any(voyages)
      and not exists (select from told where told.voyage_id = aboard.voyage_id and told.states = aboard.states))
  insert into voyages_travellersummary as aboard (voyage_id, states, travellers)
  select voyage_id, states, travellers from told
  on conflict (voyage_id, states) do update set travellers = excluded.travellers
    where aboard.travellers is distinct from excluded.travellers
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("voyages", "0004_filed_by_carrier")]

    operations = [
        migrations.AddField("travellersummary", "travellers", models.BinaryField(default=b"")),
        migrations.RunSQL([CODE, FILL, COUNT]),
        migrations.RemoveField("travellersummary", "born"),
        migrations.RemoveField("travellersummary", "sex"),
        migrations.RemoveField("travellersummary", "nationality"),
    ]
