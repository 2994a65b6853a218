"""Lines of the audit say why and on what basis, and are sealed into a chain that nobody can change unseen (S28, S29)."""

import django.contrib.postgres.functions
from django.db import migrations, models

from roadstead.platform.database.isolation import append_only, isolate_append_only
from roadstead.platform.database.roles import APP_ROLE

# A line comes unsealed, is sealed once, by the system, and is never touched again.
SEALING = f"""
drop policy adding on audit_record;
create policy adding on audit_record for insert to {APP_ROLE} with check (sequence is null and hash = '');
create policy sealing on audit_record for update to {APP_ROLE}
  using (sequence is null and current_setting('roadstead.states', true) = '*'
         and coalesce(current_setting('roadstead.people', true), '') = '')
  with check (sequence is not null and length(hash) = 64);
grant update (sequence, hash) on audit_record to {APP_ROLE};
"""
ANYBODY_OF_A_STATE = "coalesce(current_setting('roadstead.states', true), '') <> ''"
PURPOSES = [
    ("border", "Preparing an arrival"),
    ("match", "Deciding about a possible match"),
    ("filing", "What a carrier filed, and its receipt"),
    ("lists", "Keeping lists and rules"),
    ("redress", "A person who was taken for somebody else"),
    ("oversight", "Oversight"),
    ("operation", "Accounts and running the service"),
    ("screening", "Screening, by the system"),
]


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_isolation")]
    operations = [
        migrations.RenameField("record", "purpose", "detail"),
        migrations.AddField(
            "record", "purpose", models.CharField(max_length=20, blank=True, choices=PURPOSES, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "record", "basis", models.CharField(max_length=40, blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "record", "user", models.CharField(max_length=150, blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "record", "salt",
            models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False),
        ),
        migrations.AddField("record", "sequence", models.BigIntegerField(null=True, unique=True, editable=False)),
        migrations.AddField(
            "record", "hash", models.CharField(max_length=64, blank=True, editable=False, default=""),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "record",
            models.Index(name="audit_not_sealed_idx", fields=["id"], condition=models.Q(sequence=None)),
        ),
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
            options={"ordering": ["-id"]},
        ),
        migrations.RunSQL(SEALING),
        migrations.RunSQL(isolate_append_only("audit_checkpoint", ANYBODY_OF_A_STATE)),
        migrations.RunSQL(append_only("audit_checkpoint")),
    ]
