import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("alerts", "0001_initial"),
        ("intake", "0001_initial"),
        ("voyages", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnsweredList",
            fields=[
                (
                    "manifest",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="answered_list",
                        serialize=False,
                        to="voyages.manifest",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="answered_lists", to="intake.message"
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answered_lists", to="voyages.voyage"
                    ),
                ),
            ],
            options={
                "ordering": ["manifest_id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                        name="responses_answeredlist_isolation",
                        read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                        write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PendingRefresh",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="voyages.voyage"
                    ),
                ),
            ],
            options={
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="responses_pendingrefresh_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
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
                    "answered_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="responses.answeredlist",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alerts.event",
                    ),
                ),
            ],
            options={
                "ordering": ["answered_list_id", "place", "revision"],
                "indexes": [
                    models.Index(fields=["traveller"], name="answer_traveller_idx"),
                    models.Index(
                        condition=models.Q(("decision__isnull", False)), fields=["decision"], name="answer_decision_idx"
                    ),
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                        name="responses_response_isolation",
                        read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                        write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                    ),
                    models.UniqueConstraint(
                        fields=("answered_list", "place", "revision"), name="one_answer_per_revision"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "not_ok"), _negated=True), ("decision__isnull", False), _connector="OR"
                        ),
                        name="nobody_is_refused_without_a_decision",
                    ),
                ],
            },
        ),
    ]
