"""Selections of goods for examination, detained containers, and outcomes of examinations without an alert (0043)."""

import uuid
from typing import Final

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import roadstead.platform.database.row_security


BY_OWNER: Final = "(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"
BY_OWNER_AND_ALERT: Final = (
    f"({BY_OWNER} and (alert_id is null or exists (select 1 from alerts_alert known where known.id = alert_id)))"
)
OUTCOME: Final = "((alert_id is null or exists (select 1 from alerts_alert known where known.id = alert_id)) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (array[state, owner])) and (alert_id is not null or (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = ''))))"
# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update, delete, truncate on alerts_selection from roadstead_app;
grant update (kind, port, place, planned_at, officer_id, state, ended_at, edition, head, voyage_id) on alerts_selection to roadstead_app;
revoke update, delete, truncate on alerts_selectionevent from roadstead_app;
revoke update, delete, truncate on alerts_examinationphoto from roadstead_app;
grant update (taken_out_at) on alerts_examinationphoto to roadstead_app;
revoke update, delete, truncate on alerts_detention from roadstead_app;
grant update (released_by_id, released_at, result) on alerts_detention to roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0002_database"),
        ("voyages", "0002_database"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Detention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=10)),
                ("container", models.CharField(blank=True, max_length=20)),
                ("bill", models.CharField(blank=True, max_length=40)),
                ("port", models.CharField(max_length=5)),
                ("reason", models.TextField(blank=True)),
                ("detained_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(null=True)),
                ("result", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-detained_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ExaminationPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("what", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=8)),
                ("size", models.IntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("scanned", models.CharField(max_length=12)),
                ("content", models.BinaryField()),
                ("added_at", models.DateTimeField()),
                ("taken_out_at", models.DateTimeField(null=True)),
                ("owner", models.CharField(max_length=10)),
                ("original_sha256", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Selection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.IntegerField(default=0)),
                ("head", models.CharField(blank=True, max_length=64)),
                ("rule", models.CharField(blank=True, max_length=20)),
                ("owner", models.CharField(max_length=10)),
                ("bill", models.CharField(blank=True, max_length=40)),
                ("container", models.CharField(blank=True, max_length=20)),
                (
                    "kind",
                    models.CharField(
                        choices=[("doc_check", "doc_check"), ("scan", "scan"), ("examine", "examine")], max_length=10
                    ),
                ),
                ("port", models.CharField(max_length=5)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("planned_at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("selected", "selected"),
                            ("started", "started"),
                            ("examined", "examined"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("selected_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["planned_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SelectionEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=12)),
                ("content", models.JSONField(default=dict)),
                ("sha256", models.CharField(max_length=64)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                ("owner", models.CharField(max_length=10)),
                ("salt", models.UUIDField(default=uuid.uuid4, null=True)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="outcome",
            name="alerts_outcome_isolation",
        ),
        migrations.AlterField(
            model_name="outcome",
            name="alert",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="alerts.alert"
            ),
        ),
        migrations.AddField(
            model_name="detention",
            name="detained_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="detention",
            name="released_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="examinationphoto",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="examinationphoto",
            name="alert",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alerts.alert"
            ),
        ),
        migrations.AddField(
            model_name="selection",
            name="alert",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="selections", to="alerts.alert"
            ),
        ),
        migrations.AddField(
            model_name="selection",
            name="officer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="selection",
            name="selected_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="selection",
            name="voyage",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="selections", to="voyages.voyage"
            ),
        ),
        migrations.AddField(
            model_name="examinationphoto",
            name="selection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="alerts.selection"
            ),
        ),
        migrations.AddField(
            model_name="detention",
            name="selection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="detentions", to="alerts.selection"
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="selection",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="alerts.selection"
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=roadstead.platform.database.row_security.Isolation(
                add=OUTCOME, name="alerts_outcome_isolation", read=OUTCOME, write=OUTCOME
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(("alert__isnull", False), ("selection__isnull", False), _connector="OR"),
                name="an_outcome_is_of_something",
            ),
        ),
        migrations.AddField(
            model_name="selectionevent",
            name="alert",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alerts.alert"
            ),
        ),
        migrations.AddField(
            model_name="selectionevent",
            name="selection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="alerts.selection"
            ),
        ),
        migrations.AddField(
            model_name="selectionevent",
            name="who",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="selection",
            index=models.Index(fields=["owner", "port", "planned_at"], name="selection_list_idx"),
        ),
        migrations.AddIndex(
            model_name="selection",
            index=models.Index(
                condition=models.Q(("state__in", ["selected", "started"])),
                fields=["owner", "planned_at"],
                name="selection_open_idx",
            ),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=roadstead.platform.database.row_security.Isolation(
                add=BY_OWNER_AND_ALERT,
                name="alerts_selection_isolation",
                read=BY_OWNER_AND_ALERT,
                write=BY_OWNER_AND_ALERT,
            ),
        ),
        migrations.AddConstraint(
            model_name="examinationphoto",
            constraint=roadstead.platform.database.row_security.Isolation(
                add=BY_OWNER_AND_ALERT,
                name="alerts_examinationphoto_isolation",
                read=BY_OWNER_AND_ALERT,
                write=BY_OWNER_AND_ALERT,
            ),
        ),
        migrations.AddIndex(
            model_name="detention",
            index=models.Index(fields=["owner", "port", "released_at"], name="detention_port_idx"),
        ),
        migrations.AddConstraint(
            model_name="detention",
            constraint=roadstead.platform.database.row_security.Isolation(
                add=BY_OWNER, name="alerts_detention_isolation", read=BY_OWNER, write=BY_OWNER
            ),
        ),
        migrations.AddConstraint(
            model_name="detention",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at", None)),
                fields=("selection", "container"),
                name="detained_once_for_a_selection",
            ),
        ),
        migrations.AddConstraint(
            model_name="detention",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("released_at", None), ("released_by", None)),
                    models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                    _connector="OR",
                ),
                name="released_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="selectionevent",
            constraint=roadstead.platform.database.row_security.Isolation(
                add=BY_OWNER_AND_ALERT,
                name="alerts_selectionevent_isolation",
                read=BY_OWNER_AND_ALERT,
                write=BY_OWNER_AND_ALERT,
            ),
        ),
        migrations.AddConstraint(
            model_name="selectionevent",
            constraint=models.UniqueConstraint(
                fields=("selection", "number"), name="one_event_of_a_selection_a_number"
            ),
        ),
        migrations.RunSQL(RIGHTS),
    ]
