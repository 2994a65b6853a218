import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0001_initial"),
        ("intake", "0001_initial"),
        ("manifests", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "manifest",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="asked",
                        serialize=False,
                        to="manifests.manifest",
                    ),
                ),
                ("carrier", models.CharField(max_length=12)),
                ("stated", models.JSONField(default=dict)),
                ("reference", models.CharField(blank=True, max_length=70)),
                ("access_reference", models.CharField(blank=True, max_length=35)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asked", to="intake.message"
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asked", to="manifests.voyage"
                    ),
                ),
            ],
            options={
                "ordering": ["manifest_id"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.IntegerField()),
                ("segment", models.IntegerField(null=True)),
                ("traveller", models.BigIntegerField()),
                ("carrier", models.CharField(max_length=12)),
                ("name", models.CharField(blank=True, max_length=250)),
                ("booking", models.CharField(blank=True, max_length=35)),
                ("passenger", models.CharField(blank=True, max_length=35)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("ok", "ok"),
                            ("not_ok", "not_ok"),
                            ("insufficient", "insufficient"),
                            ("refer", "refer"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                ("revision", models.IntegerField(default=1)),
                ("given_at", models.DateTimeField()),
                ("owner", models.CharField(default="REGION", max_length=10)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.event",
                    ),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="answers.asked",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_id", "place", "revision"],
            },
        ),
        migrations.CreateModel(
            name="Due",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="manifests.voyage"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="asked",
            constraint=roadstead.platform.database.row_security.Isolation(
                add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                name="answers_asked_isolation",
                read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["traveller"], name="answer_traveller_idx"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("decision__isnull", False)), fields=["decision"], name="answer_decision_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=roadstead.platform.database.row_security.Isolation(
                add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                name="answers_answer_isolation",
                read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("asked", "place", "revision"), name="one_answer_per_revision"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "not_ok"), _negated=True), ("decision__isnull", False), _connector="OR"
                ),
                name="nobody_is_refused_without_a_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="due",
            constraint=roadstead.platform.database.row_security.Isolation(
                add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                name="answers_due_isolation",
                read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
            ),
        ),
    ]
