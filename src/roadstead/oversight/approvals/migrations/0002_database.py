"""Rights of the application on its tables (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update, delete, truncate on approvals_centreapproval from roadstead_app;
grant update (decided_at, decision_reason, decided_by_id, decision) on approvals_centreapproval to roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]
    operations = [migrations.RunSQL(RIGHTS)]
