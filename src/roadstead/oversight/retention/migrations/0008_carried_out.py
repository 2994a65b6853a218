"""What a request leads to, and what a person says is right (S34): the state's that took it in (S25)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.isolation import BY_STATES, isolate, unchangeable_but

PERSON = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}


def states() -> django.contrib.postgres.fields.ArrayField:
    base = models.CharField(max_length=3)
    return django.contrib.postgres.fields.ArrayField(base_field=base, blank=True, default=list, size=None)


def number() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0007_incident_isolation"),
        ("manifests", "0005_by_transaction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", number()),
                (
                    "travellers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("statement", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("needs_second", models.BooleanField()),
                ("done_at", models.DateTimeField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("root", models.CharField(blank=True, max_length=64)),
                ("states", states()),
                ("asked_by", models.ForeignKey(**PERSON)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="retention.request"
                    ),
                ),
                ("second_by", models.ForeignKey(null=True, **PERSON)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(second_by=None) | ~models.Q(second_by=models.F("asked_by")),
                        name="the_second_is_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(done_at=None, declined_at=None),
                        fields=("request",),
                        name="one_open_measure_a_request",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", number()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("states", states()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="retention.request"
                    ),
                ),
                (
                    "traveller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="manifests.traveller",
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.RunSQL(isolate("retention_measure", BY_STATES)),
        migrations.RunSQL(
            unchangeable_but("retention_measure", "statement, second_by_id, done_at, declined_at, root")
        ),
        migrations.RunSQL(isolate("retention_correction", BY_STATES)),
        migrations.RunSQL(unchangeable_but("retention_correction", "states")),
    ]
