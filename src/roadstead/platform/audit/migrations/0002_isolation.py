"""Isolation: what the database itself lets the application see and write (S25, S28)."""

from django.db import migrations

from roadstead.platform.database.isolation import append_only, isolate_append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("intake", "0002_queue_and_isolation")]
    operations = [
        migrations.RunSQL(isolate_append_only("audit_record", "roadstead_sees_states(states)")),
        migrations.RunSQL(append_only("audit_record")),
    ]
