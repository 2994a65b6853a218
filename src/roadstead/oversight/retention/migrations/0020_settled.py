"""What is settled is marked on its clocks; what changes brings it back."""

from django.db import migrations, models

from roadstead.platform.database.erasing import CHANGES
from roadstead.platform.database.row_security import MACHINE, Isolation

# As `wind` found it until now: changed after its clocks were set.
NOT_WOUND = """
insert into retention_changed (voyage) select distinct v.id from manifests_voyage v
  join retention_clock c on c.voyage_id = v.id where c.wound_at < v.updated_at;
insert into retention_changed (message) select distinct m.id from intake_message m
  join retention_clock c on c.message_id = m.id where c.wound_at < coalesce(m.processed_at, m.received_at);
insert into retention_changed (alert) select distinct e.alert_id from casework_event e
  join retention_clock c on c.alert_id = e.alert_id where c.wound_at < e.at;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0019_journal_mark"),
        ("manifests", "0009_isolation_declared"),
        ("intake", "0004_isolation_declared"),
        ("casework", "0018_timeline"),
        ("cargo", "0013_isolation_declared"),
    ]
    operations = [
        migrations.AddField("clock", "settled_at", models.DateTimeField(null=True)),
        migrations.AlterField("clock", "expires_at", models.DateTimeField()),
        migrations.AddIndex(
            "clock",
            models.Index(name="clock_to_settle_idx", fields=["expires_at"], condition=models.Q(settled_at=None)),
        ),
        migrations.AddIndex(
            "clock", models.Index(name="clock_to_mask_idx", fields=["mask_at"], condition=models.Q(masked_at=None))
        ),
        migrations.AddIndex("clock", models.Index(name="clock_rows_idx", fields=["rows"])),
        migrations.CreateModel(
            name="Changed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voyage", models.BigIntegerField(null=True)),
                ("message", models.BigIntegerField(null=True)),
                ("alert", models.BigIntegerField(null=True)),
                ("released", models.BigIntegerField(null=True)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [Isolation(name="retention_changed_isolation", read=MACHINE)],
            },
        ),
        migrations.RunSQL(CHANGES),
        migrations.RunSQL(NOT_WOUND),
    ]
