"""Retention deletes incident rooms, and blanks their entries."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# The functions' own text with one more table in each, whichever others were added.
ADD: Final = """
do $$
begin
  execute replace(pg_get_functiondef('retention_erase(text, bigint[])'::regprocedure),
                  '|retention)', '|rooms|retention)');
  execute replace(pg_get_functiondef('retention_blank(text, bigint[])'::regprocedure),
                  '  elsif what = ''responses_answeredlist'' then',
                  '  elsif what = ''rooms_roomentry'' then
    update rooms_roomentry set content = ''{}'', removed_at = now() where id = any(ids) and removed_at is null;
  elsif what = ''responses_answeredlist'' then');
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0009_situation"), ("rooms", "0002_database")]
    operations = [migrations.RunSQL(ADD, migrations.RunSQL.noop)]
