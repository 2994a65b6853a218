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
            name="PolicyRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proposed_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("needs_second", models.BooleanField(default=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                            ("replaced", "Replaced"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decision_reason", models.TextField(blank=True)),
                ("table", models.CharField(max_length=20)),
                ("state", models.CharField(max_length=3)),
                ("cells", models.JSONField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(((state = '*' and (select coalesce(current_setting('roadstead.states', true), '') = '*')) or (((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = (select nullif(current_setting('roadstead.states', true), ''))) and (select coalesce(current_setting('roadstead.people', true), '') = ''))) and decision = '')",
                        change="(((state = '*' and (select coalesce(current_setting('roadstead.states', true), '') = '*')) or (((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = (select nullif(current_setting('roadstead.states', true), ''))) and (select coalesce(current_setting('roadstead.people', true), '') = ''))) and decision = '')",
                        changed="((state = '*' and (select coalesce(current_setting('roadstead.states', true), '') = '*')) or (((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = (select nullif(current_setting('roadstead.states', true), ''))) and (select coalesce(current_setting('roadstead.people', true), '') = '')))",
                        name="policies_policyrow_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') <> '') and (state = '*' or (((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = (select nullif(current_setting('roadstead.states', true), ''))) and (select coalesce(current_setting('roadstead.people', true), '') = ''))))",
                        write=None,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "approved"), _negated=True),
                            models.Q(
                                ("decided_by__isnull", False),
                                models.Q(
                                    ("proposed_by__isnull", True),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="who_proposes_a_policy_does_not_approve_it",
                    ),
                ],
            },
        ),
    ]
