"""An alert is handled as its list: all codes of it, not the TLP code alone. What was raised before has no others."""

from django.db import migrations

from roadstead.platform.handling.migrating import handled


class Migration(migrations.Migration):
    dependencies = [("casework", "0016_isolation_declared"), ("watchlists", "0015_handling_codes")]
    operations = handled("alert", "casework_alert_handling")
