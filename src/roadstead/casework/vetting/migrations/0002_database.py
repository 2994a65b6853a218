"""Rights of the application on these tables: what was sent is never changed, and retention alone deletes."""

from __future__ import annotations

from typing import Final

from django.db import migrations

RIGHTS: Final = """
revoke update, delete, truncate on vetting_vettingsheet from roadstead_app;
grant update (status, screened, basis, stamp, letters, letter, letter_sha256, code, contact, replied_at, replied_by_id)
  on vetting_vettingsheet to roadstead_app;
revoke update, delete, truncate on vetting_vettingapplicant from roadstead_app;
grant update (screened_with, result, outcome, outcome_at, outcome_by_id) on vetting_vettingapplicant to roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("vetting", "0001_initial")]
    operations = [migrations.RunSQL(RIGHTS, migrations.RunSQL.noop)]
