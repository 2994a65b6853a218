"""Rights of the application on its tables (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update, delete, truncate on audit_checkpoint from roadstead_app;
revoke update, delete, truncate on audit_record from roadstead_app;
grant update (sequence, hash) on audit_record to roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(RIGHTS)]
