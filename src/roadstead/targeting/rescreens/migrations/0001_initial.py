import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("rulebook", "0001_initial"),
        ("watchlists", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RescreenJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("list", "A version of a list was put in force"),
                            ("threshold", "The alert threshold of a list was changed"),
                            ("cleared", "A cleared match was withdrawn"),
                            ("rule", "A rule was put in force or withdrawn"),
                            ("manual", "An operator requested it"),
                        ],
                        max_length=9,
                    ),
                ),
                ("owner", models.CharField(max_length=10)),
                ("entry_id", models.CharField(blank=True, max_length=120)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                (
                    "lists",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), blank=True, default=list, size=None
                    ),
                ),
                ("lists_state", models.CharField(blank=True, max_length=40)),
                ("queued_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("passes", models.IntegerField(default=0)),
                ("after", models.BigIntegerField(default=0)),
                ("voyages", models.IntegerField(default=0)),
                ("travellers", models.IntegerField(default=0)),
                ("bills", models.IntegerField(default=0)),
                ("new", models.IntegerField(default=0)),
                ("changed", models.IntegerField(default=0)),
                ("expired", models.IntegerField(default=0)),
                ("suppressed", models.IntegerField(default=0)),
                (
                    "failed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("error", models.CharField(blank=True, db_default="", max_length=200)),
                ("retry_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "rule_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rescreens",
                        to="rulebook.ruleversion",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rescreen",
                        to="watchlists.version",
                    ),
                ),
                (
                    "watch_list",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rescreens",
                        to="watchlists.watchlist",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                        name="rescreens_rescreenjob_isolation",
                        read="(((select coalesce(current_setting('roadstead.states', true), '') <> '') and (owner = 'REGION' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))))) and (reason <> 'manual' or (select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '')))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "list"), ("version__isnull", False), ("watch_list__isnull", False)),
                            models.Q(("reason", "threshold"), ("version", None), ("watch_list__isnull", False)),
                            models.Q(
                                ("reason", "cleared"),
                                ("version", None),
                                ("watch_list__isnull", False),
                                models.Q(("entry_id", ""), _negated=True),
                            ),
                            models.Q(("reason", "rule"), ("rule_version__isnull", False)),
                            models.Q(("reason", "manual"), ("since__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_rescreen_names_its_change",
                    ),
                ],
            },
        ),
    ]
