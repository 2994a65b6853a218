"""Rights of the application on its tables (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update, delete, truncate on responses_response from roadstead_app;
revoke update, delete, truncate on responses_answeredlist from roadstead_app;
grant update (voyage_id) on responses_answeredlist to roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("responses", "0001_initial")]
    operations = [migrations.RunSQL(RIGHTS)]
