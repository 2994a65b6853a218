"""How alerts of a list are worked, and cleared pairs, are proposals like all others."""

from django.conf import settings
from django.db import migrations

from roadstead.platform.approvals.migrating import DECIDED, approvable
from roadstead.platform.approvals.models import BY_POLICY, by_two_people
from roadstead.platform.database.isolation import unchangeable_but

POLICIES = """
update casework_casepolicy set decision = case
  when approved then 'approved' when approved is null then '' when decided_by_id is null then 'replaced'
  when decided_by_id = proposed_by_id then 'withdrawn' else 'rejected' end;
"""
PAIRS = """
update casework_clearedpair set
  decision = case when not needs_second or decided_by_id is not null then 'approved'
             when withdrawn_at is not null then 'rejected' else '' end,
  decided_by_id = coalesce(decided_by_id, case when needs_second then withdrawn_by_id else proposed_by_id end),
  decided_at = coalesce(decided_at, case when needs_second then withdrawn_at else proposed_at end);
"""
HAS = ("proposed_by", "proposed_at", "reason", "decided_by", "decided_at")


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("casework", "0014_outcomes_close_alerts"),
    ]
    operations = [
        migrations.RemoveConstraint("casepolicy", "case_policy_is_set_by_two_people"),
        migrations.RenameField("casepolicy", "why", "reason"),
        *approvable("casepolicy", has=HAS),
        migrations.RenameField("clearedpair", "cleared_by", "proposed_by"),
        migrations.RenameField("clearedpair", "cleared_at", "proposed_at"),
        migrations.RenameField("clearedpair", "approved_by", "decided_by"),
        migrations.RenameField("clearedpair", "approved_at", "decided_at"),
        *approvable("clearedpair", has=("proposed_by", "proposed_at", "needs_second", "decided_by", "decided_at")),
        migrations.RunSQL(POLICIES),
        migrations.RunSQL(PAIRS),
        migrations.RunSQL("set constraints all immediate"),  # else the tables cannot be changed in this transaction
        migrations.RemoveField("casepolicy", "approved"),
        migrations.AddConstraint("casepolicy", by_two_people("case_policy_is_set_by_two_people")),
        migrations.AddConstraint("clearedpair", by_two_people("a_cleared_pair_is_approved_by_another", alone=BY_POLICY)),
        migrations.RunSQL(unchangeable_but("casework_casepolicy", DECIDED)),
    ]
