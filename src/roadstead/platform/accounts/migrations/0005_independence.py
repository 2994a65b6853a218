"""Tokens need a second person, links that were made before need one too, and who opens an account again is kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.isolation import append_only

# A link that one person has made and nobody has used yet opens only once somebody else has confirmed it.
WAITING = """
update accounts_invitation set needs_second = true
 where invited_by_id is not null and used_at is null and confirmed_by_id is null
"""
USER = settings.AUTH_USER_MODEL
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_links_by_two"),
    ]

    operations = [
        migrations.AddField(
            model_name="token",
            name="issued_by",
            field=models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=USER),
        ),
        migrations.AddField(
            model_name="token",
            name="confirmed_by",
            field=models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=USER),
        ),
        migrations.AddField(
            model_name="token",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="token",
            constraint=models.CheckConstraint(
                name="a_token_is_confirmed_by_another",
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(("confirmed_by", models.F("issued_by")), _negated=True),
                    _connector="OR",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("account", models.ForeignKey(on_delete=PROTECT, related_name="reopenings", to=USER)),
                ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=USER)),
            ],
            options={"indexes": [models.Index(fields=["by", "at"], name="reopening_by_idx")]},
        ),
        migrations.RunSQL(append_only("accounts_reopening"), migrations.RunSQL.noop),
        migrations.CreateModel(
            name="AccountNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("places", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("attempts", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("result", models.CharField(blank=True, max_length=100)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="account_notices", to=USER
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("mailed_at", None)), fields=["next_at"], name="notice_to_mail_idx"
                    ),
                    models.Index(condition=models.Q(("seen_at", None)), fields=["person"], name="notice_unseen_idx"),
                ],
            },
        ),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
    ]
