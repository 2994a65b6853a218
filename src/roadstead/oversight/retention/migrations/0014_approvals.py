"""Measures that a request leads to are proposals like all others."""

from django.conf import settings
from django.db import migrations, models

from roadstead.platform.approvals.migrating import DECIDED, approvable
from roadstead.platform.approvals.models import BY_POLICY, by_two_people
from roadstead.platform.database.isolation import unchangeable_but

BEFORE = """
update retention_measure set
  decision = case when done_at is not null then 'approved' when declined_at is not null then 'rejected' else '' end,
  decided_at = coalesce(done_at, declined_at),
  decided_by_id = coalesce(decided_by_id, case when done_at is not null then proposed_by_id end);
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("retention", "0013_answers_about_erased_people"),
    ]
    operations = [
        migrations.RemoveConstraint("measure", "the_second_is_another"),
        migrations.RemoveConstraint("measure", "one_open_measure_a_request"),
        migrations.RenameField("measure", "asked_by", "proposed_by"),
        migrations.RenameField("measure", "asked_at", "proposed_at"),
        migrations.RenameField("measure", "second_by", "decided_by"),
        *approvable("measure", has=("proposed_by", "proposed_at", "needs_second", "decided_by")),
        migrations.RunSQL(BEFORE),
        migrations.RunSQL("set constraints all immediate"),  # else the table cannot be changed in this transaction
        migrations.RemoveField("measure", "declined_at"),
        migrations.AddConstraint("measure", by_two_people("the_second_is_another", alone=BY_POLICY)),
        migrations.AddConstraint(
            "measure",
            models.UniqueConstraint(
                name="one_open_measure_a_request", fields=["request"], condition=models.Q(decision="")
            ),
        ),
        migrations.RunSQL(unchangeable_but("retention_measure", f"statement, done_at, root, {DECIDED}")),
    ]
