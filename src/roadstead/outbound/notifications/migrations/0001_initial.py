import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import roadstead.outbound.notifications.models.notices
import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("alerts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MailServer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("failures", models.IntegerField(default=0)),
                ("paused_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=3)),
                ("level", models.IntegerField(default=0)),
                ("way", models.CharField(choices=[("mail", "E-mail"), ("webhook", "Webhook")], max_length=10)),
                ("target", models.CharField(max_length=300)),
                ("active", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("test_requested_at", models.DateTimeField(null=True)),
                ("tested_at", models.DateTimeField(null=True)),
                ("test_result", models.CharField(blank=True, max_length=220)),
                ("failures", models.IntegerField(default=0)),
                ("paused_until", models.DateTimeField(null=True)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, size=None
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["state", "level", "id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="notifications_channel_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                ("state", models.CharField(max_length=3)),
                ("audience", models.CharField(max_length=10)),
                ("kind", models.CharField(max_length=20)),
                ("version", models.IntegerField(default=1)),
                ("calls", models.IntegerField(default=1)),
                ("urgency", models.IntegerField(default=0)),
                ("weight", models.IntegerField(default=0)),
                (
                    "on_duty",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=roadstead.outbound.notifications.models.notices.new_reference, max_length=8, unique=True
                    ),
                ),
                ("level", models.IntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField(null=True)),
                ("escalates_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, size=None
                    ),
                ),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "acted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="alerts.alert"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alerts.event"),
                ),
            ],
            options={
                "ordering": ["-acknowledged_at", "-created_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("acknowledged_at", None)), fields=["escalates_at"], name="notice_open_idx"
                    ),
                    models.Index(
                        condition=models.Q(("acknowledged_at", None)), fields=["state"], name="notice_waits_idx"
                    ),
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                        name="notifications_notice_isolation",
                        read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                        write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                    ),
                    models.UniqueConstraint(fields=("event", "state"), name="a_state_is_notified_once_of_an_event"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged_at", None), ("acknowledged_by", None)),
                            models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="acknowledged_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                ("call", models.IntegerField(default=1)),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("unsure", "Delivery not confirmed"),
                            ("failed", "Failed"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("attempts", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("receipt", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, size=None
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="notifications.channel",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="notifications.notice",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["pending", "sending"])),
                        fields=["next_at"],
                        name="delivery_due_idx",
                    )
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                        name="notifications_delivery_isolation",
                        read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                        write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (known_to)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))",
                    ),
                    models.UniqueConstraint(fields=("notice", "channel", "call"), name="a_channel_tells_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, size=None
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alerts.alert"),
                ),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alerts.event"),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="notifications.notice"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and exists (select 1 from alerts_alert known where known.id = alert_id))",
                        name="notifications_noticealert_isolation",
                        read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and exists (select 1 from alerts_alert known where known.id = alert_id))",
                        write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and exists (select 1 from alerts_alert known where known.id = alert_id))",
                    ),
                    models.UniqueConstraint(fields=("notice", "alert"), name="a_notice_names_an_alert_once"),
                ],
            },
        ),
    ]
