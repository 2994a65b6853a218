"""Restrictions, and what they hide from whom, whatever else would admit them (S25, S34)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.isolation import BY_STATES, isolate, unchangeable_but
from roadstead.platform.database.roles import APP_ROLE
from roadstead.platform.database.scope import FUNCTIONS

HIDDEN = "(select roadstead_hidden())::bigint[]"
OF_SOMEBODY = f"traveller_id <> all ({HIDDEN})"
OF_SEVERAL = f"not (travellers && {HIDDEN})"
HIDES = {
    "manifests_traveller": f"id <> all ({HIDDEN})",
    "manifests_document": OF_SOMEBODY,
    "manifests_statement": OF_SEVERAL,
    "manifests_booking": OF_SEVERAL,
    "retention_correction": OF_SOMEBODY,
}


def hide(table: str, condition: str) -> str:
    return f"create policy restricted on {table} as restrictive for select to {APP_ROLE} using ({condition});"


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0008_carried_out"),
        ("casework", "0013_seizures"),
        ("manifests", "0006_craft_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("measure", "until", models.DateField(null=True)),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("owner", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                ("until", models.DateField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_why", models.TextField(blank=True)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restrictions",
                        to="retention.request",
                    ),
                ),
                (
                    "traveller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="restrictions",
                        to="manifests.traveller",
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="restrictions", to="manifests.voyage"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at", None)), fields=["traveller"], name="restriction_stands_idx"
                    )
                ],
            },
        ),
        migrations.RunSQL(isolate("retention_restriction", BY_STATES)),
        migrations.RunSQL(unchangeable_but("retention_restriction", "lifted_at, lifted_by_id, lifted_why, states")),
        migrations.RunSQL(FUNCTIONS),
        *(migrations.RunSQL(hide(table, condition)) for table, condition in HIDES.items()),
    ]
