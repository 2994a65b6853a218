import datetime

import django.db.models.functions.datetime
from django.db import migrations, models

import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OutboxEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("subject", models.BigIntegerField()),
                ("codes", models.JSONField(db_default={}, default=dict)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "due_at",
                    models.DateTimeField(db_default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                ),
                ("attempts", models.IntegerField(db_default=0)),
                ("error", models.CharField(db_default="", max_length=200)),
            ],
            options={
                "db_table": "outbox_event",
                "indexes": [
                    models.Index(
                        condition=models.Q(("attempts__lt", 8)), fields=["due_at", "id"], name="outbox_event_due_idx"
                    )
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="true",
                        name="outbox_event_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = ''))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = ''))",
                    )
                ],
            },
        ),
    ]
