"""Functions and triggers of the database (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

FUNCTIONS: Final = """
create function statistics_forget() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from statistics_cachedreport;
  return null;
end $$;
create trigger statistics_forget after update of action, owner, named on alerts_alert for each row
  when (old.action <> new.action or old.owner <> new.owner or old.named <> new.named)
  execute function statistics_forget();
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial"), ("statistics", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS)]
