"""Words of entries, the search in them, and rights of the application on these tables (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

WORDS: Final = """
alter table log_logentry add column found tsvector generated always as (
  to_tsvector('simple'::regconfig,
              coalesce(content ->> 'text', '') || ' ' || coalesce(content ->> 'counterpart', ''))) stored;
create index log_entry_found_idx on log_logentry using gin (found);
"""
# Under row-level security no index serves `@@`, which is not leakproof. This function reads as the owner of the table
# and returns ids alone, of one organisation, to which the reader must belong; its rows are then read under the policy.
SEARCH: Final = """
create function log_found(words text, of_organisation text, first_at timestamptz, before_at timestamptz, most int)
returns bigint[] language plpgsql stable security definer set search_path = public, pg_temp as $$
declare ids bigint[];
begin
  if coalesce(of_organisation
              = any(string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ',')),
              false) is false then
    return '{}';
  end if;
  -- Planned anew for each search: an index by words for a rare one, by time for one that most entries have.
  execute 'select array(select id from log_logentry where organisation_id = $2
             and at >= coalesce($3, ''-infinity'') and at < coalesce($4, ''infinity'')
             and found @@ websearch_to_tsquery(''simple'', $1) order by at desc, id desc limit $5)'
    into ids using words, of_organisation, first_at, before_at, most;
  return ids;
end $$;
revoke all on function log_found(text, text, timestamptz, timestamptz, int) from public;
grant execute on function log_found(text, text, timestamptz, timestamptz, int) to roadstead_app;
"""
# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update, delete, truncate on log_logday from roadstead_app;
grant update (edition, head) on log_logday to roadstead_app;
revoke update, delete, truncate on log_logentry from roadstead_app;
revoke update, delete, truncate on log_loglink from roadstead_app;
revoke update, delete, truncate on log_shifthandover from roadstead_app;
grant update (signed_in_at, withdrawn_at) on log_shifthandover to roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("log", "0001_initial")]
    operations = [
        migrations.RunSQL(WORDS, "alter table log_logentry drop column found"),
        migrations.RunSQL(SEARCH, "drop function log_found(text, text, timestamptz, timestamptz, int)"),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
