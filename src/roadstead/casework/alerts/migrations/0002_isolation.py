"""Isolation: what the database itself lets the application see and write (S25)."""

from django.db import migrations

from roadstead.platform.database.isolation import BY_STATES, append_only, isolate


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("intake", "0002_queue_and_isolation")]
    operations = [
        migrations.RunSQL(isolate("casework_alert", BY_STATES)),
        migrations.RunSQL(isolate("casework_event", BY_STATES)),
        migrations.RunSQL(isolate("casework_clearedpair", BY_STATES)),
        migrations.RunSQL(append_only("casework_event")),
    ]
