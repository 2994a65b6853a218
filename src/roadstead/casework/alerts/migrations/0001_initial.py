import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import roadstead.casework.alerts.logic.workflow
import roadstead.casework.alerts.models.alerts
import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cargo", "0001_initial"),
        ("voyages", "0001_initial"),
        ("watchlists", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tlp",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clear", "TLP:CLEAR"),
                            ("green", "TLP:GREEN"),
                            ("amber", "TLP:AMBER"),
                            ("amber+strict", "TLP:AMBER+STRICT"),
                            ("red", "TLP:RED"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "h",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), blank=True, default=list, size=None
                    ),
                ),
                ("h_words", models.CharField(blank=True, max_length=200)),
                (
                    "pap",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clear", "PAP:CLEAR"),
                            ("green", "PAP:GREEN"),
                            ("amber", "PAP:AMBER"),
                            ("red", "PAP:RED"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "grading_scheme",
                    models.CharField(
                        blank=True,
                        choices=[("5x5x5", "5x5x5"), ("3x5x2", "3x5x2"), ("4x4", "4x4"), ("6x6", "6x6")],
                        max_length=5,
                    ),
                ),
                ("grading_source", models.CharField(blank=True, max_length=1)),
                ("grading_information", models.CharField(blank=True, max_length=1)),
                (
                    "consent_for",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=6), blank=True, default=list, size=None
                    ),
                ),
                ("edition", models.IntegerField(default=0)),
                ("head", models.CharField(blank=True, max_length=64)),
                ("kind", models.CharField(max_length=10)),
                ("list_name", models.CharField(blank=True, max_length=100)),
                ("entry_id", models.CharField(blank=True, max_length=120)),
                ("entry_name", models.CharField(blank=True, max_length=300)),
                ("entry_hash", models.CharField(blank=True, max_length=64)),
                ("owner", models.CharField(default="REGION", max_length=10)),
                ("listed", models.JSONField(default=dict)),
                ("declared", models.JSONField(default=dict)),
                ("rule", models.CharField(blank=True, max_length=20)),
                ("action", models.CharField(max_length=10)),
                ("score", models.FloatField(default=0)),
                ("seriousness", models.FloatField(default=3.0)),
                (
                    "weight",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("seriousness"), "/", models.Value(5.0)
                            ),
                            "*",
                            models.Case(
                                models.When(kind__in=["document", "rule"], then=models.Value(1.0)),
                                default=django.db.models.expressions.CombinedExpression(
                                    django.db.models.functions.comparison.Least(
                                        django.db.models.functions.comparison.Greatest(
                                            models.F("score"), models.Value(4.0)
                                        ),
                                        models.Value(40.0),
                                    ),
                                    "/",
                                    models.Value(40.0),
                                ),
                            ),
                        ),
                        output_field=models.FloatField(),
                    ),
                ),
                ("reasons", models.JSONField(default=list)),
                ("replay", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        db_index=True, default=roadstead.casework.alerts.logic.workflow.AlertState["NEW"], max_length=10
                    ),
                ),
                ("person_key", models.UUIDField(null=True)),
                ("party_key", models.UUIDField(null=True)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                ("dealt_at", models.DateTimeField(null=True)),
                ("open_somewhere", models.BooleanField(default=True, editable=False)),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "bill",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="cargo.bill"
                    ),
                ),
                (
                    "traveller",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="voyages.traveller",
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="voyages.voyage"
                    ),
                ),
            ],
            options={
                "ordering": ["-score", "id"],
                "indexes": [
                    models.Index(fields=["entry_id", "list_name"], name="alert_entry_idx"),
                    models.Index(fields=["person_key"], name="alert_person_idx"),
                    models.Index(
                        condition=models.Q(("open_somewhere", True)), fields=["voyage"], name="alert_open_idx"
                    ),
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                        name="alerts_alert_isolation",
                        read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                        write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tlp__in", ["", "clear", "green", "amber", "amber+strict", "red"]),
                            ("h__contained_by", ["H0", "H1", "H2", "H3"]),
                            models.Q(
                                models.Q(("h__contains", ["H3"]), models.Q(("h_words", ""), _negated=True)),
                                models.Q(models.Q(("h__contains", ["H3"]), _negated=True), ("h_words", "")),
                                _connector="OR",
                            ),
                            ("pap__in", ["", "clear", "green", "amber", "red"]),
                            models.Q(
                                models.Q(("grading_information", ""), ("grading_scheme", ""), ("grading_source", "")),
                                models.Q(
                                    ("grading_information__in", ["1", "2", "3", "4", "5"]),
                                    ("grading_scheme", "5x5x5"),
                                    ("grading_source__in", ["A", "B", "C", "D", "E"]),
                                ),
                                models.Q(
                                    ("grading_information__in", ["A", "B", "C", "D", "E"]),
                                    ("grading_scheme", "3x5x2"),
                                    ("grading_source__in", ["1", "2", "3"]),
                                ),
                                models.Q(
                                    ("grading_information__in", ["1", "2", "3", "4"]),
                                    ("grading_scheme", "4x4"),
                                    ("grading_source__in", ["A", "B", "C", "X"]),
                                ),
                                models.Q(
                                    ("grading_information__in", ["1", "2", "3", "4", "5", "6"]),
                                    ("grading_scheme", "6x6"),
                                    ("grading_source__in", ["A", "B", "C", "D", "E", "F"]),
                                ),
                                _connector="OR",
                            ),
                            ("consent_for__contained_by", ["onward", "court"]),
                        ),
                        name="alerts_alert_handling",
                    ),
                    models.UniqueConstraint(
                        fields=("voyage", "traveller", "bill", "kind", "list_name", "entry_id", "rule"),
                        name="one_alert_per_match",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertPolicy",
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
                ("owner", models.CharField(max_length=10)),
                ("confirm_needs_second", models.BooleanField(default=False)),
                ("seriousness", models.IntegerField(null=True)),
                ("instruction", models.TextField(blank=True)),
                ("contact", models.CharField(blank=True, max_length=200)),
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
                (
                    "watch_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alert_policies",
                        to="watchlists.watchlist",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                        name="alerts_alertpolicy_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') <> '') and (owner = 'REGION' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
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
                        name="alert_policy_is_set_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seriousness__isnull", True), ("seriousness__range", (1, 5)), _connector="OR"
                        ),
                        name="seriousness_is_one_to_five",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "known_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, editable=False, size=None
                    ),
                ),
                ("owner", models.CharField(default="", editable=False, max_length=10)),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                ("number", models.IntegerField()),
                ("act", models.CharField(max_length=12)),
                ("sha256", models.CharField(max_length=64)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=roadstead.casework.alerts.models.alerts.clock)),
                ("before", models.CharField(blank=True, max_length=10)),
                ("after", models.CharField(blank=True, max_length=10)),
                ("note", models.TextField(blank=True)),
                ("compared", models.JSONField(default=dict)),
                ("reasons_for", models.TextField(blank=True)),
                ("reasons_against", models.TextField(blank=True)),
                ("goods", models.JSONField(default=dict)),
                ("by_state", models.CharField(blank=True, max_length=3)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                ("salt", models.UUIDField(default=uuid.uuid4, null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "alert",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="alerts.alert",
                    ),
                ),
                (
                    "who",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[]))) and (by_state = '' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or by_state = (select nullif(current_setting('roadstead.states', true), '')))))",
                        name="alerts_event_isolation",
                        read="((((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[]))) and (by_state = '' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or by_state = (select nullif(current_setting('roadstead.states', true), '')))))",
                        write="((((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[]))) and (by_state = '' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or by_state = (select nullif(current_setting('roadstead.states', true), '')))))",
                    ),
                    models.UniqueConstraint(fields=("alert", "number"), name="one_event_of_an_alert_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "act__in",
                                    [
                                        "agree",
                                        "clear",
                                        "close",
                                        "confirm",
                                        "decline",
                                        "doc_check",
                                        "examine",
                                        "free",
                                        "outcome",
                                        "propose",
                                        "refer",
                                        "release",
                                        "reopen",
                                        "return",
                                        "scan",
                                        "take",
                                        "task done",
                                        "task dropped",
                                        "task given",
                                        "task set",
                                    ],
                                ),
                                _negated=True,
                            ),
                            ("who__isnull", False),
                            _connector="OR",
                        ),
                        name="an_act_has_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("type", models.CharField(max_length=10)),
                ("state", models.CharField(max_length=3)),
                ("at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                ("is_early", models.BooleanField(default=False)),
                ("early_reason", models.TextField(blank=True)),
                ("seizure", models.JSONField(default=dict)),
                ("recorded_at", models.DateTimeField()),
                ("owner", models.CharField(default="REGION", max_length=10)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="alerts.alert"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(exists (select 1 from alerts_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (array[state, owner])))",
                        name="alerts_outcome_isolation",
                        read="(exists (select 1 from alerts_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (array[state, owner])))",
                        write="(exists (select 1 from alerts_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (array[state, owner])))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                ("what", models.CharField(max_length=300)),
                ("due_at", models.DateTimeField()),
                ("zone", models.CharField(max_length=40)),
                ("set_at", models.DateTimeField()),
                ("ended", models.CharField(blank=True, max_length=8)),
                ("ended_at", models.DateTimeField(null=True)),
                ("result", models.TextField(blank=True)),
                ("state", models.CharField(max_length=3)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, size=None
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="alerts.alert"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "outcome",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="follow_up", to="alerts.outcome"
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(exists (select 1 from alerts_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)))",
                        name="alerts_followup_isolation",
                        read="(exists (select 1 from alerts_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)))",
                        write="(exists (select 1 from alerts_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)))",
                    ),
                    models.UniqueConstraint(fields=("alert", "number"), name="one_follow_up_an_event"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_follow_up_is_ended_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Redress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("name_key", models.CharField(max_length=300)),
                ("born", models.CharField(max_length=10)),
                ("nationality", models.CharField(blank=True, max_length=3)),
                ("issued_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
                ("owner", models.CharField(default="REGION", max_length=10)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="alerts_redress_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClearedPair",
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
                ("identity_key", models.CharField(blank=True, max_length=64)),
                ("person_key", models.UUIDField()),
                ("list_name", models.CharField(max_length=100)),
                ("entry_id", models.CharField(max_length=120)),
                ("entry_name", models.CharField(blank=True, max_length=300)),
                ("entry_hash", models.CharField(max_length=64)),
                (
                    "other_lists",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), blank=True, default=list, size=None
                    ),
                ),
                ("owner", models.CharField(default="REGION", max_length=10)),
                ("expires", models.DateField(null=True)),
                ("all_states", models.BooleanField(default=False)),
                (
                    "except_states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
                ("times_applied", models.IntegerField(default=0)),
                ("last_applied_at", models.DateTimeField(null=True)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alerts.alert"),
                ),
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
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redress",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs",
                        to="alerts.redress",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["person_key", "list_name", "entry_id"], name="alerts_clea_person__28057b_idx"),
                    models.Index(fields=["identity_key"], name="cleared_pair_identity_idx"),
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                        name="alerts_clearedpair_isolation",
                        read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                        write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
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
                            models.Q(("needs_second", False), ("needs_second", False)),
                            _connector="OR",
                        ),
                        name="a_cleared_pair_is_approved_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StateDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_state", models.CharField(max_length=3)),
                ("state", models.CharField(max_length=10)),
                ("dealt_at", models.DateTimeField(null=True)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, size=None
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="state_decisions", to="alerts.alert"
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["by_state"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(exists (select 1 from alerts_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)))",
                        name="alerts_statedecision_isolation",
                        read="(exists (select 1 from alerts_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)))",
                        write="(exists (select 1 from alerts_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)))",
                    ),
                    models.UniqueConstraint(fields=("alert", "by_state"), name="a_state_decides_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list_name", models.CharField(max_length=100)),
                ("entry_id", models.CharField(max_length=120)),
                ("entry_name", models.CharField(blank=True, max_length=300)),
                ("score", models.FloatField(default=0)),
                ("reasons", models.JSONField(default=list)),
                ("replay", models.JSONField(default=dict)),
                ("by_redress", models.BooleanField(default=False)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("owner", models.CharField(default="REGION", max_length=10)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "bill",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cargo.bill"
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suppressions",
                        to="alerts.clearedpair",
                    ),
                ),
                (
                    "traveller",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="voyages.traveller"
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="suppressions", to="voyages.voyage"
                    ),
                ),
            ],
            options={
                "ordering": ["-last_at", "-id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                        name="alerts_suppression_isolation",
                        read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                        write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                    ),
                    models.UniqueConstraint(
                        fields=("voyage", "traveller", "bill", "pair"),
                        name="one_suppression_per_match",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Viewer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(db_index=True)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="viewers", to="alerts.alert"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="exists (select 1 from alerts_alert known where known.id = alert_id)",
                        name="alerts_viewer_isolation",
                        read="exists (select 1 from alerts_alert known where known.id = alert_id)",
                        write="exists (select 1 from alerts_alert known where known.id = alert_id)",
                    ),
                    models.UniqueConstraint(fields=("alert", "user"), name="one_presence_per_person"),
                ],
            },
        ),
    ]
