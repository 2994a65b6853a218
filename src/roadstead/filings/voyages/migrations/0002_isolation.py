"""Isolation: what the database itself lets the application see and write (S25)."""

from django.db import migrations

from roadstead.platform.database.isolation import BY_STATES, BY_STATES_OR_CARRIER, isolate


class Migration(migrations.Migration):
    dependencies = [("manifests", "0001_initial"), ("intake", "0002_queue_and_isolation")]
    operations = [
        migrations.RunSQL(isolate("manifests_voyage", BY_STATES)),
        migrations.RunSQL(isolate("manifests_leg", BY_STATES)),
        migrations.RunSQL(isolate("manifests_traveller", BY_STATES)),
        migrations.RunSQL(isolate("manifests_document", BY_STATES)),
        migrations.RunSQL(isolate("manifests_manifest", BY_STATES_OR_CARRIER)),
    ]
