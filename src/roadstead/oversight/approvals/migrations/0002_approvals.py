"""What a state asks the centre for is a proposal like all others."""

from django.conf import settings
from django.db import migrations, models

from roadstead.platform.approvals.migrating import DECIDED, approvable
from roadstead.platform.approvals.models import by_two_people
from roadstead.platform.database.isolation import unchangeable_but

BEFORE = """
update approvals_centreapproval set decision = case
  when approved then 'approved' when approved = false then 'rejected' when decided_at is not null then 'replaced'
  else '' end;
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("approvals", "0001_initial"),
    ]
    operations = [
        migrations.RemoveConstraint("centreapproval", "a_proposal_is_asked_for_once"),
        migrations.RemoveConstraint("centreapproval", "who_asks_does_not_approve"),
        migrations.RenameField("centreapproval", "asked_by", "proposed_by"),
        migrations.RenameField("centreapproval", "asked_at", "proposed_at"),
        migrations.RenameField("centreapproval", "why", "decision_reason"),
        *approvable(
            "centreapproval", has=("proposed_by", "proposed_at", "decided_by", "decided_at", "decision_reason")
        ),
        migrations.RunSQL(BEFORE),
        migrations.RunSQL("set constraints all immediate"),  # else the table cannot be changed in this transaction
        migrations.RemoveField("centreapproval", "approved"),
        migrations.AddConstraint(
            "centreapproval",
            models.UniqueConstraint(
                name="a_proposal_is_asked_for_once", fields=["kind", "subject"], condition=models.Q(decision="")
            ),
        ),
        migrations.AddConstraint("centreapproval", by_two_people("who_asks_does_not_approve")),
        migrations.RunSQL(unchangeable_but("approvals_centreapproval", DECIDED)),
    ]
