import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("receipt", models.CharField(max_length=20, unique=True)),
                ("carrier", models.CharField(max_length=12)),
                ("channel", models.CharField(max_length=12)),
                ("filename", models.CharField(blank=True, max_length=120)),
                ("received_at", models.DateTimeField(db_index=True)),
                ("raw", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.IntegerField()),
                ("dropped", models.JSONField(default=dict)),
                ("voyage_hint", models.CharField(blank=True, max_length=120)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Received, waiting to be read"),
                            ("read", "Read and screened"),
                            ("not_understood", "Kept, but not understood"),
                            ("set_aside", "Set aside for an operator"),
                            ("repaired", "Replaced by a repaired message"),
                        ],
                        db_index=True,
                        default="received",
                        max_length=16,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("attempts", models.IntegerField(default=0)),
                ("processed_at", models.DateTimeField(null=True)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "repairs",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repaired_by",
                        to="intake.message",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-received_at", "-id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                        name="intake_message_isolation",
                        read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                        write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                    ),
                    models.UniqueConstraint(fields=("carrier", "sha256"), name="one_message_per_body"),
                ],
            },
        ),
    ]
