import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_database"),
        ("alerts", "0001_initial"),
        ("intake", "0001_initial"),
        ("voyages", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClockReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="JournalMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_at", models.BigIntegerField()),
                ("batch", models.CharField(max_length=36)),
            ],
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("as_of", models.DateTimeField()),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("counts", models.JSONField(default=dict)),
                ("root", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ChangedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voyage", models.BigIntegerField(null=True)),
                ("message", models.BigIntegerField(null=True)),
                ("alert", models.BigIntegerField(null=True)),
                ("released", models.BigIntegerField(null=True)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '')",
                        name="retention_changeditem_isolation",
                        read="(select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '')",
                        write="(select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '')",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("until", models.DateField()),
                ("review_on", models.DateField(null=True)),
                ("placed_at", models.DateTimeField()),
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
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="voyages.voyage"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="retention_hold_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HoldLifting",
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
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
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
                    "hold",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="liftings", to="retention.hold"
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
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="retention_holdlifting_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
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
                        name="who_proposes_to_lift_a_hold_does_not_approve_it",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "")), fields=("hold",), name="one_open_lifting_a_hold"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=10)),
                ("what", models.TextField()),
                ("known_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("kinds", models.TextField(blank=True)),
                ("consequences", models.TextField(blank=True)),
                ("measures", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
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
                "ordering": ["-known_at", "-id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="retention_incident_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NotificationDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=3)),
                ("due_at", models.DateTimeField()),
                ("due_source", models.CharField(max_length=600)),
                ("due_text", models.CharField(max_length=600)),
                ("notified_at", models.DateTimeField(null=True)),
                ("notified_authority", models.CharField(blank=True, max_length=200)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="retention.incident"
                    ),
                ),
                (
                    "notified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="retention_notificationduty_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    ),
                    models.UniqueConstraint(fields=("incident", "state"), name="one_duty_a_state"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionSchedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(blank=True, max_length=3)),
                ("category", models.CharField(max_length=10)),
                ("legal_basis", models.CharField(max_length=600)),
                ("purpose", models.CharField(max_length=20)),
                ("mask_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("policy", models.CharField(max_length=80)),
                ("rows", models.CharField(max_length=16)),
                ("scheduled_at", models.DateTimeField()),
                ("masked_at", models.DateTimeField(null=True)),
                ("enforced_at", models.DateTimeField(null=True)),
                (
                    "alert",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="schedules",
                        to="alerts.alert",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="schedules",
                        to="intake.message",
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="schedules",
                        to="voyages.voyage",
                    ),
                ),
            ],
            options={
                "ordering": ["expires_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("enforced_at", None)), fields=["expires_at"], name="clock_to_settle_idx"
                    ),
                    models.Index(condition=models.Q(("masked_at", None)), fields=["mask_at"], name="clock_to_mask_idx"),
                    models.Index(fields=["rows"], name="clock_rows_idx"),
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = (select nullif(current_setting('roadstead.states', true), '')))",
                        name="retention_retentionschedule_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = (select nullif(current_setting('roadstead.states', true), '')))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = (select nullif(current_setting('roadstead.states', true), '')))",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("alert", None), ("message", None), ("voyage__isnull", False)),
                            models.Q(("alert", None), ("message__isnull", False), ("voyage", None)),
                            models.Q(("alert__isnull", False), ("message", None), ("voyage", None)),
                            _connector="OR",
                        ),
                        name="a_clock_is_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("legal_basis", ""), _negated=True),
                            models.Q(("purpose", ""), _negated=True),
                            models.Q(("policy", ""), _negated=True),
                        ),
                        name="a_clock_has_a_basis_and_a_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mask_at__lte", models.F("expires_at"))), name="masked_before_it_goes"
                    ),
                    models.UniqueConstraint(
                        fields=("voyage", "message", "alert", "state", "category"),
                        name="one_clock_per_state_and_category",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("name", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("count", models.IntegerField()),
                ("root", models.CharField(max_length=64)),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batches",
                        to="retention.run",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "name"],
            },
        ),
        migrations.CreateModel(
            name="StoppedPurge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("share", "It would have removed a large part of what is stored"),
                            ("jump", "The clock is more than a day past the last time it was trusted"),
                            ("differs", "The clocks of this machine and of the database differ by more than a day"),
                        ],
                        max_length=10,
                    ),
                ),
                ("as_of", models.DateTimeField()),
                ("started_by", models.CharField(max_length=20)),
                ("stopped_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("detail", models.JSONField(default=dict)),
                ("notified", models.JSONField(default=dict)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("go_on", models.BooleanField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
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
                    "run",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="retention.run"
                    ),
                ),
            ],
            options={
                "ordering": ["-stopped_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("reason", "share"), _negated=True),
                            models.Q(
                                ("proposed_by__isnull", False),
                                models.Q(("proposed_by", models.F("decided_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_stopped_purge_is_decided_by_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("reason",),
                        name="one_open_stopped_purge_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubjectRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "To know what is stored"),
                            ("rectify", "To have it corrected"),
                            ("erase", "To have it deleted"),
                            ("restrict", "To have its use restricted"),
                            ("complain", "A complaint"),
                        ],
                        max_length=10,
                    ),
                ),
                ("surname", models.CharField(max_length=100)),
                ("given", models.CharField(blank=True, max_length=150)),
                ("born", models.CharField(max_length=10)),
                ("document", models.CharField(blank=True, max_length=40)),
                ("identity_document", models.CharField(max_length=40)),
                ("received_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("due_source", models.CharField(max_length=600)),
                ("answered_at", models.DateTimeField(null=True)),
                ("withheld", models.TextField(blank=True)),
                ("review_asked_at", models.DateTimeField(null=True)),
                ("review_due_at", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("upheld", models.BooleanField(null=True)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="retention_subjectrequest_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by", None),
                            models.Q(("reviewed_by", models.F("answered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="who_answered_does_not_review",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubjectAction",
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
                (
                    "travellers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("until", models.DateField(null=True)),
                ("statement", models.TextField(blank=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("root", models.CharField(blank=True, max_length=64)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="retention.subjectrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="retention_subjectaction_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
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
                        name="the_second_is_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "")), fields=("request",), name="one_open_measure_a_request"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "traveller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="restrictions", to="voyages.traveller"
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="restrictions", to="voyages.voyage"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restrictions",
                        to="retention.subjectrequest",
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
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="retention_restriction_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "traveller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="voyages.traveller"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="retention.subjectrequest"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="retention_correction_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        unhidden="((select cardinality(roadstead_hidden()) = 0) or traveller_id <> all ((select roadstead_hidden())::bigint[]))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    )
                ],
            },
        ),
    ]
