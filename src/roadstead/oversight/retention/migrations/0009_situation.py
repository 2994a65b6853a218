"""Retention deletes situation reports, and removes the words of one."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# The functions' own text with one more table in each, whichever others were added.
ADD: Final = """
do $$
begin
  execute replace(pg_get_functiondef('retention_erase(text, bigint[])'::regprocedure),
                  '|retention)', '|situation|retention)');
  execute replace(pg_get_functiondef('retention_blank(text, bigint[])'::regprocedure),
                  '  elsif what = ''responses_answeredlist'' then',
                  '  elsif what = ''situation_situationreport'' then
    update situation_situationreport set headline = ''–'', situation = '''', events = '''', lines = ''[]'', note = '''',
      coming = '''', needs = '''', pdf = '''', removed_at = now() where id = any(ids) and removed_at is null;
  elsif what = ''responses_answeredlist'' then');
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0008_watch_log"), ("situation", "0002_database")]
    operations = [migrations.RunSQL(ADD, migrations.RunSQL.noop)]
