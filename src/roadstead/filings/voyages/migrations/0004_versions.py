"""What each message said is kept, so that the manifest of record can be told anew in the order sent; and bookings."""

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from roadstead.platform.database.isolation import BY_STATES, isolate
from roadstead.engine.voyages.versions.merge import WORDS, Why


def text(length: int, **options: bool) -> models.CharField:
    return models.CharField(blank=True, default="", max_length=length, **options)


STATES = ArrayField(models.CharField(max_length=3), blank=True, default=list, size=None)
PLACES = """
update manifests_traveller as row set position = place.number from
  (select id, row_number() over (partition by voyage_id order by id) - 1 as number from manifests_traveller) as place
  where place.id = row.id;
update manifests_manifest set own_order = "order";
"""


class Migration(migrations.Migration):
    dependencies = [("manifests", "0003_quality")]
    operations = [
        migrations.AddField("manifest", "subcode", text(12), False),
        migrations.AddField("manifest", "access_reference", text(35), False),
        migrations.AddField("manifest", "list_id", text(60, db_index=True), False),
        migrations.AddField("manifest", "content", text(16), False),
        migrations.AddField("manifest", "sender", text(35), False),
        migrations.AddField("manifest", "own_order", text(60), False),
        migrations.AddField("manifest", "flight_key", text(60, db_index=True), False),
        migrations.AddField("manifest", "read", models.JSONField(default=dict)),
        migrations.RemoveField("traveller", "stated_order"),
        migrations.RemoveField("traveller", "presence_order"),
        migrations.AddField("traveller", "position", models.IntegerField(default=0)),
        migrations.AddField("traveller", "on_list", text(60), False),
        migrations.AddField("traveller", "layers", models.JSONField(null=True)),
        migrations.AddField(
            "traveller",
            "why",
            models.CharField(blank=True, choices=[(why.value, why.value) for why in Why], default="", max_length=20),
            False,
        ),
        migrations.AlterField(
            "traveller",
            "presence",
            models.CharField(choices=list(WORDS.items()), default="expected", max_length=14),
        ),
        migrations.RunSQL(PLACES),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "manifest",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="statement",
                        serialize=False,
                        to="manifests.manifest",
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="statements", to="manifests.voyage"
                    ),
                ),
                ("said", models.TextField()),
                ("travellers", ArrayField(models.BigIntegerField(null=True), blank=True, default=list, size=None)),
                ("states", STATES),
            ],
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("carrier", models.CharField(max_length=12)),
                ("locator", models.CharField(max_length=35)),
                ("system", models.CharField(blank=True, max_length=35)),
                ("made_at", models.CharField(blank=True, max_length=16)),
                ("detail", models.JSONField(default=dict)),
                ("travellers", ArrayField(models.BigIntegerField(), blank=True, default=list, size=None)),
                ("order", models.CharField(max_length=60)),
                ("is_current", models.BooleanField(default=True)),
                ("states", STATES),
                (
                    "manifest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="manifests.manifest"
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bookings", to="manifests.voyage"
                    ),
                ),
            ],
            options={"ordering": ["voyage_id", "system", "locator", "-order", "-position"]},
        ),
        migrations.AddConstraint(
            "booking", models.UniqueConstraint(fields=("manifest", "position"), name="one_booking_per_position")
        ),
        migrations.AddIndex("booking", models.Index(fields=["locator"], name="manifests_b_locator_idx")),
        migrations.RunSQL(isolate("manifests_statement", BY_STATES)),
        migrations.RunSQL(isolate("manifests_booking", BY_STATES)),
    ]
