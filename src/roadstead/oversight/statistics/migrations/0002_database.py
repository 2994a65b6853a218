"""Functions and triggers of the database (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

FUNCTIONS: Final = """
create function figures_forget() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from figures_kept;
  return null;
end $$;
create trigger figures_forget after update of action, owner, named on casework_alert for each row
  when (old.action <> new.action or old.owner <> new.owner or old.named <> new.named)
  execute function figures_forget();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("figures", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS)]
