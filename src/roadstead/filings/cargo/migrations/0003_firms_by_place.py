"""Firms are found by words of their addresses: a name's own words are shared by too many.

Firms recorded before have no such words; they are found by name and number, and have them with their next bill.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from roadstead.platform.database.isolation import isolate


class Migration(migrations.Migration):
    dependencies = [("cargo", "0002_isolation")]
    operations = [
        migrations.RemoveIndex(model_name="firm", name="cargo_firm_begins_idx"),
        migrations.RemoveField(model_name="firm", name="begins"),
        migrations.AddField(
            model_name="firm",
            name="words",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=100), blank=True, default=list, size=None
            ),
        ),
        migrations.AlterField(model_name="firm", name="code", field=models.CharField(blank=True, max_length=35)),
        migrations.AddIndex(model_name="firm", index=models.Index(fields=["code", "id"], name="cargo_firm_code_idx")),
        migrations.CreateModel(
            name="FirmPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=200)),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cargo.firm"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("place", "firm"), name="one_place_of_a_firm")]},
        ),
        migrations.RunSQL(isolate("cargo_firmplace", "roadstead_sees_states('{}'::text[])")),
    ]
