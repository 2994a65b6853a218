"""Links and tokens are proposals like all others."""

from django.db import migrations

from roadstead.platform.approvals.migrating import approvable
from roadstead.platform.approvals.models import BY_COMMAND_LINE, by_two_people

BEFORE = """
update accounts_invitation set
  decision = case when not needs_second or decided_by_id is not null then 'approved'
             when withdrawn_at is not null then 'rejected' else '' end,
  decided_at = coalesce(decided_at, case when not needs_second then proposed_at else withdrawn_at end);
update accounts_token set
  needs_second = proposed_by_id is not null,
  decision = case when proposed_by_id is null or decided_by_id is not null then 'approved' else '' end,
  decided_at = coalesce(decided_at, case when proposed_by_id is null then proposed_at end);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_independence")]
    operations = [
        migrations.RemoveConstraint("invitation", "a_link_is_confirmed_by_another"),
        migrations.RemoveConstraint("token", "a_token_is_confirmed_by_another"),
        migrations.RenameField("invitation", "invited_by", "proposed_by"),
        migrations.RenameField("invitation", "made_at", "proposed_at"),
        migrations.RenameField("invitation", "confirmed_by", "decided_by"),
        migrations.RenameField("invitation", "confirmed_at", "decided_at"),
        *approvable("invitation", has=("proposed_by", "proposed_at", "needs_second", "decided_by", "decided_at")),
        migrations.RenameField("token", "issued_by", "proposed_by"),
        migrations.RenameField("token", "created_at", "proposed_at"),
        migrations.RenameField("token", "confirmed_by", "decided_by"),
        migrations.RenameField("token", "confirmed_at", "decided_at"),
        *approvable("token", has=("proposed_by", "proposed_at", "decided_by", "decided_at")),
        migrations.RunSQL(BEFORE),
        migrations.RunSQL("set constraints all immediate"),  # else the tables cannot be changed in this transaction
        migrations.AddConstraint("invitation", by_two_people("a_link_is_confirmed_by_another", "user", alone=BY_COMMAND_LINE)),
        migrations.AddConstraint("token", by_two_people("a_token_is_confirmed_by_another", alone=BY_COMMAND_LINE)),
    ]
