"""Incidents and duties are the states' whose people they concern; what was recorded first is kept (S25, S29, S32)."""

from django.db import migrations

from roadstead.platform.database.isolation import BY_STATES, isolate, unchangeable_but


class Migration(migrations.Migration):
    dependencies = [("retention", "0006_incidents")]
    operations = [
        migrations.RunSQL(isolate("retention_incident", BY_STATES)),
        migrations.RunSQL(unchangeable_but("retention_incident", "kinds, consequences, measures, closed_at")),
        migrations.RunSQL(isolate("retention_duty", BY_STATES)),
        migrations.RunSQL(unchangeable_but("retention_duty", "told_at, told_by_id, told_whom")),
    ]
