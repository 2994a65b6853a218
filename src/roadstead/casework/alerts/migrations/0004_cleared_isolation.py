"""Isolation of redress numbers and of meetings that were not raised (S25); older pairs get what their alert says."""

from django.db import migrations

from roadstead.platform.database.isolation import BY_STATES, isolate

FROM_THE_ALERT = """
update casework_clearedpair pair set owner = alert.owner, entry_name = alert.entry_name
from casework_alert alert where alert.id = pair.alert_id;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_cleared")]
    operations = [
        migrations.RunSQL(isolate("casework_redress", BY_STATES)),
        migrations.RunSQL(isolate("casework_suppressed", BY_STATES)),
        migrations.RunSQL(FROM_THE_ALERT),
    ]
