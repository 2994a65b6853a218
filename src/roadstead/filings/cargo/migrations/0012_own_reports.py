"""A carrier reads how many bills and containers were read from its own messages: the receipt shows it."""

from django.db import migrations

from roadstead.platform.database.isolation import BY_STATES, isolate_anew

OF_ITS_MESSAGE = """
exists (select 1 from manifests_manifest m where m.id = manifest_id and roadstead_is_carrier(m.carrier))
"""


class Migration(migrations.Migration):
    dependencies = [("cargo", "0011_houses")]
    operations = [
        migrations.RunSQL(isolate_anew("cargo_cargoreport", f"{BY_STATES} or {OF_ITS_MESSAGE}")),
    ]
