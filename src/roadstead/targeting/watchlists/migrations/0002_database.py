"""Rights of the application on its tables (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke delete on watchlists_nomination from roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("watchlists", "0001_initial")]
    operations = [migrations.RunSQL(RIGHTS)]
