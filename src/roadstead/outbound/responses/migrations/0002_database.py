"""Rights of the application on its tables (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update, delete, truncate on answers_answer from roadstead_app;
revoke update, delete, truncate on answers_asked from roadstead_app;
grant update (voyage_id) on answers_asked to roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0001_initial")]
    operations = [migrations.RunSQL(RIGHTS)]
