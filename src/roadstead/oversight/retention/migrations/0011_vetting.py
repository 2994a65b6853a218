"""Retention deletes vetted applicants and their sheets, and removes file and letter of a sheet."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# The functions' own text with one more table in each, whichever others were added.
ADD: Final = """
do $$
begin
  execute replace(pg_get_functiondef('retention_erase(text, bigint[])'::regprocedure),
                  '|retention)', '|vetting|retention)');
  execute replace(pg_get_functiondef('retention_blank(text, bigint[])'::regprocedure),
                  '  elsif what = ''responses_answeredlist'' then',
                  '  elsif what = ''vetting_vettingsheet'' then
    update vetting_vettingsheet set name = '''', file = '''', letter = '''', problems = ''[]'', reason = case when urgent
      then ''removed'' else '''' end, removed_at = now() where id = any(ids) and removed_at is null;
  elsif what = ''responses_answeredlist'' then');
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0010_rooms"), ("vetting", "0002_database")]
    operations = [migrations.RunSQL(ADD, migrations.RunSQL.noop)]
