import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import roadstead.platform.audit.models
import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("size", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("key", models.CharField(blank=True, max_length=64)),
                ("signature", models.CharField(blank=True, max_length=100)),
                ("fault", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="true",
                        name="audit_checkpoint_isolation",
                        read="(select coalesce(current_setting('roadstead.states', true), '') <> '')",
                        write=None,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
                ("user", models.CharField(blank=True, max_length=150)),
                ("as_whom", models.CharField(max_length=60)),
                ("action", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=60)),
                (
                    "subject_kind",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower(
                            models.Func(models.F("subject"), models.Value(" "), models.Value(1), function="split_part"),
                            output_field=models.CharField(max_length=60),
                        ),
                        output_field=models.CharField(max_length=60),
                    ),
                ),
                (
                    "subject_id",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower(
                            models.Func(models.F("subject"), models.Value(" "), models.Value(2), function="split_part"),
                            output_field=models.CharField(max_length=60),
                        ),
                        output_field=models.CharField(max_length=60),
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[
                            (roadstead.platform.audit.models.Purpose["BORDER"], "Preparing an arrival"),
                            (roadstead.platform.audit.models.Purpose["MATCH"], "Deciding about a possible match"),
                            (
                                roadstead.platform.audit.models.Purpose["FILING"],
                                "Carrier filings and receipts",
                            ),
                            (roadstead.platform.audit.models.Purpose["LISTS"], "Maintaining lists and rules"),
                            (
                                roadstead.platform.audit.models.Purpose["REDRESS"],
                                "A person mistaken for somebody else",
                            ),
                            (roadstead.platform.audit.models.Purpose["OVERSIGHT"], "Oversight"),
                            (roadstead.platform.audit.models.Purpose["OPERATION"], "Accounts and running the service"),
                            (roadstead.platform.audit.models.Purpose["SCREENING"], "Screening, by the system"),
                            (
                                roadstead.platform.audit.models.Purpose["COOPERATION"],
                                "Reaching the right people of another organisation",
                            ),
                            (
                                roadstead.platform.audit.models.Purpose["TRAINING"],
                                "Qualifications of the people who work with the data",
                            ),
                        ],
                        max_length=20,
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=40)),
                ("detail", models.CharField(blank=True, max_length=200)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                ("salt", models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ("sequence", models.BigIntegerField(editable=False, null=True, unique=True)),
                ("hash", models.CharField(blank=True, editable=False, max_length=64)),
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
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(condition=models.Q(("sequence", None)), fields=["id"], name="audit_not_sealed_idx"),
                    models.Index(fields=["subject_id", "subject_kind"], name="audit_subject_idx"),
                    models.Index(fields=["subject_kind", "at"], name="audit_kind_idx"),
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="sequence is null and hash = ''",
                        change="(sequence is null and (select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = ''))",
                        changed="(sequence is not null and length(hash) = 64)",
                        name="audit_record_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write=None,
                    )
                ],
            },
        ),
    ]
