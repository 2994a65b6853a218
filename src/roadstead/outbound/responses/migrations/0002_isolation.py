"""Isolation of what carriers are told, and that nothing of it is ever changed (S25, S13)."""

from django.db import migrations

from roadstead.platform.database.isolation import BY_STATES, BY_STATES_OR_CARRIER, append_only, isolate


class Migration(migrations.Migration):
    dependencies = [("answers", "0001_initial"), ("intake", "0002_queue_and_isolation")]
    operations = [
        migrations.RunSQL(isolate("answers_asked", BY_STATES_OR_CARRIER)),
        migrations.RunSQL(isolate("answers_answer", BY_STATES_OR_CARRIER)),
        migrations.RunSQL(isolate("answers_due", BY_STATES)),
        migrations.RunSQL(append_only("answers_asked")),
        migrations.RunSQL(append_only("answers_answer")),
    ]
