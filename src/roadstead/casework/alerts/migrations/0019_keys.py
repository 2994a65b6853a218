"""Keys of declared people and parties are 16 bytes, as those of travellers."""

from django.db import migrations, models

ALERTS = """
alter table casework_alert
  alter column person_key drop not null,
  alter column person_key type uuid using left(nullif(person_key, ''), 32)::uuid,
  alter column party_key drop not null,
  alter column party_key type uuid using left(nullif(party_key, ''), 32)::uuid;
"""
PAIRS = "alter table casework_clearedpair alter column person_key type uuid using left(person_key, 32)::uuid"


class Migration(migrations.Migration):
    dependencies = [("casework", "0018_timeline"), ("manifests", "0010_keys")]
    operations = [
        migrations.RunSQL(
            ALERTS,
            state_operations=[
                migrations.AlterField("alert", "person_key", models.UUIDField(null=True)),
                migrations.AlterField("alert", "party_key", models.UUIDField(null=True)),
            ],
        ),
        migrations.RunSQL(
            PAIRS, state_operations=[migrations.AlterField("clearedpair", "person_key", models.UUIDField())]
        ),
    ]
