"""Functions, triggers and rights of the database, and the organisation of the regional centre (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

FUNCTIONS: Final = """
set local check_function_bodies = off;

create function roadstead_hidden() returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if coalesce(current_setting('roadstead.watches', true), '') = 'yes'
     or (coalesce(current_setting('roadstead.states', true), '') = '*'
         and coalesce(current_setting('roadstead.people', true), '') = ''
         and coalesce(current_setting('roadstead.user', true), '') = '') then
    return '{}';
  end if;
  return array_remove(roadstead_restricted(), nullif(current_setting('roadstead.opened', true), '')::bigint);
end $$;

create function roadstead_hidden_words() returns table(alerts bigint[], manifests bigint[], messages bigint[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare people bigint[] := roadstead_hidden();
begin
  if cardinality(people) = 0 then return query select '{}'::bigint[], '{}'::bigint[], '{}'::bigint[]; return; end if;
  return query select
    array(select id from alerts_alert where traveller_id = any(people)),
    coalesce(array_agg(m.id), '{}'), coalesce(array_agg(distinct m.message_id), '{}')
    from voyages_manifest m where m.id in (
      select s.manifest_id from voyages_statement s where s.travellers && people
         and s.voyage_id in (select voyage_id from voyages_traveller where id = any(people))
      union select manifest_id from voyages_traveller where id = any(people));
end $$;

create function roadstead_organisations(person bigint) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(string_agg(code, ','), '') from (
    select organisation_id as code from accounts_user where id = person and organisation_id is not null
    union
    select post.organisation_id from directory_contactpointholder held
      join directory_contactpoint post on post.id = held.contact_point_id
      where held.user_id = person and held.accepted_at is not null and held.valid_from <= current_date
        and (held.valid_to is null or held.valid_to >= current_date)
        and (post.until is null or post.until >= current_date)) as mine
$$;

create function roadstead_restricted() returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return coalesce((select array_agg(distinct traveller_id) from retention_restriction
                   where lifted_at is null and (until is null or until >= current_date)), '{}');
end $$;
"""

# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update, delete, truncate on accounts_reopening from roadstead_app;
"""

# Django's cache (settings.CACHES): used codes and numbers of attempts, shared by all web processes.
CACHE: Final = """
create unlogged table accounts_cache
  (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
create index accounts_cache_expires on accounts_cache (expires);
"""
REGIONAL_CENTRE: Final = """
insert into accounts_organisation (code, names, type, zone, source, verified)
values ('XRC', '{"en": "Regional centre", "es": "Centro regional", "fr": "Centre régional", "nl": "Regionaal centrum"}',
        'centre', '', '', false);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTIONS),
        migrations.RunSQL(RIGHTS),
        migrations.RunSQL(CACHE),
        migrations.RunSQL(REGIONAL_CENTRE),
    ]
