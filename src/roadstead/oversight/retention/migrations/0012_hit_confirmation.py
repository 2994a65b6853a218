"""Retention blanks answers to the question of protection, and powers used, with the words of their alert."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# The function's own text with two more tables, whichever others were added.
ADD: Final = """
do $$
begin
  execute replace(pg_get_functiondef('retention_blank(text, bigint[])'::regprocedure),
                  '  elsif what = ''responses_answeredlist'' then',
                  '  elsif what = ''alerts_protectionanswer'' then
    update alerts_protectionanswer set answer = '''' where id = any(ids);
  elsif what = ''alerts_powerused'' then
    update alerts_powerused set power = '''' where id = any(ids);
  elsif what = ''responses_answeredlist'' then');
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0011_vetting"), ("alerts", "0008_hit_confirmation")]
    operations = [migrations.RunSQL(ADD, migrations.RunSQL.noop)]
