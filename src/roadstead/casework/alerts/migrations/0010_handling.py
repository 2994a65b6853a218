"""What a list raised is known to those whom the list's handling admits, in the database too (S25, decision 0012)."""

import django.contrib.postgres.fields
from django.db import migrations, models

from roadstead.platform.database.isolation import BY_HANDLING, HANDLED, isolate_anew

# An event is known to whoever knows its alert: sharing that begins or ends later takes the history along.
BY_ALERT = "exists (select 1 from casework_alert alert where alert.id = alert_id)"


def named(model):
    field = django.contrib.postgres.fields.ArrayField(models.BigIntegerField(), blank=True, default=list, size=None)
    return migrations.AddField(model, "named", field)


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_triage_isolation"), ("watchlists", "0010_handling")]
    operations = [
        migrations.AddField(
            "alert", "tlp", models.CharField(blank=True, default="", max_length=12), preserve_default=False
        ),
        named("alert"),
        named("clearedpair"),
        named("suppressed"),
        migrations.RunSQL(HANDLED),
        migrations.RunSQL(isolate_anew("casework_alert", BY_HANDLING)),
        migrations.RunSQL(isolate_anew("casework_clearedpair", BY_HANDLING)),
        migrations.RunSQL(isolate_anew("casework_suppressed", BY_HANDLING)),
        migrations.RunSQL(isolate_anew("casework_event", BY_ALERT)),
        migrations.RunSQL(isolate_anew("casework_looking", BY_ALERT)),
        migrations.RunSQL(isolate_anew("casework_outcome", BY_ALERT)),
    ]
