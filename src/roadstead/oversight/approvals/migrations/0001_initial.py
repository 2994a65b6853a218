"""What states ask the regional centre to approve: seen by the state that asks, and by the centre (S25)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.isolation import BY_STATES, isolate, unchangeable_but

USER = settings.AUTH_USER_MODEL
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("accounts", "0005_independence"),
        ("intake", "0002_queue_and_isolation"),
    ]

    operations = [
        migrations.CreateModel(
            name="CentreApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("subject", models.BigIntegerField()),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), size=None),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("approved", models.BooleanField(null=True)),
                ("why", models.TextField(blank=True)),
                ("asked_by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=USER)),
                ("decided_by", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=USER)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("kind", "subject"),
                        name="a_proposal_is_asked_for_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="who_asks_does_not_approve",
                    ),
                ],
            },
        ),
        migrations.RunSQL(isolate("approvals_centreapproval", BY_STATES), migrations.RunSQL.noop),
        migrations.RunSQL(
            unchangeable_but("approvals_centreapproval", "decided_by_id, decided_at, approved, why"),
            migrations.RunSQL.noop,
        ),
    ]
