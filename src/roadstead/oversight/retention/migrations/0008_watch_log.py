"""Retention deletes days of the watch log and handovers, and blanks entries."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# The functions' own text with one more table in each, whichever others were added.
ADD: Final = """
do $$
begin
  execute replace(pg_get_functiondef('retention_erase(text, bigint[])'::regprocedure),
                  '|retention)', '|log|retention)');
  execute replace(pg_get_functiondef('retention_blank(text, bigint[])'::regprocedure),
                  '  elsif what = ''responses_answeredlist'' then',
                  '  elsif what = ''log_logentry'' then
    update log_logentry set content = ''{}'', removed_at = now() where id = any(ids) and removed_at is null;
  elsif what = ''responses_answeredlist'' then');
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0007_checks"), ("log", "0002_database")]
    operations = [migrations.RunSQL(ADD, migrations.RunSQL.noop)]
