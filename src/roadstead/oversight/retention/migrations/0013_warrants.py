"""Deletion by retention reaches the tables of warrants as well."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# The function's own text with one more app in its list, whichever others were added to it.
ADD: Final = """
do $$
begin
  execute replace(pg_get_functiondef('retention_erase(text, bigint[])'::regprocedure),
                  '|retention)', '|warrants|retention)');
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0012_hit_confirmation"), ("warrants", "0001_initial")]
    operations = [migrations.RunSQL(ADD, migrations.RunSQL.noop)]
