"""Requests are the state's that took them in (S25, S34)."""

from django.db import migrations

from roadstead.platform.database.isolation import BY_STATES, isolate


class Migration(migrations.Migration):
    dependencies = [("retention", "0003_request")]
    operations = [migrations.RunSQL(isolate("retention_request", BY_STATES))]
