"""Rights of the application on its tables (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update, delete, truncate on rulebook_dryrun from roadstead_app;
revoke update, delete, truncate on rulebook_rule from roadstead_app;
revoke update, delete, truncate on rulebook_ruleversion from roadstead_app;
grant update (status, expires, proposed_at, justification, decided_at, approved_on, approved_sha256, ended_at, ended_why, decided_by_id, ended_by_id, proposed_by_id, decision, decision_reason) on rulebook_ruleversion to roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_initial")]
    operations = [migrations.RunSQL(RIGHTS)]
