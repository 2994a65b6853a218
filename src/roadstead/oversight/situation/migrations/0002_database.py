"""Rights of the application on situation reports: retention alone deletes them (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

RIGHTS: Final = "revoke delete, truncate on situation_situationreport from roadstead_app;"


class Migration(migrations.Migration):
    dependencies = [("situation", "0001_initial")]
    operations = [migrations.RunSQL(RIGHTS, migrations.RunSQL.noop)]
