"""Versions of rules are proposals like all others."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from datetime import timedelta

from roadstead.platform.approvals.migrating import DECIDED, approvable
from roadstead.platform.approvals.models import Decision, by_two_people
from roadstead.platform.database.isolation import unchangeable_but

# One that was declined says so where all proposals do, no more where it ends.
BEFORE = """
update rulebook_ruleversion set decision = 'approved' where decided_by_id is not null;
update rulebook_ruleversion set
  decision = case when ended_by_id = proposed_by_id then 'withdrawn' else 'rejected' end,
  decided_by_id = ended_by_id, decided_at = ended_at, decision_reason = ended_why,
  ended_by_id = null, ended_at = null, ended_why = ''
where standing = 'declined';
"""
STANDING = f"""standing, expires, proposed_by_id, proposed_at, justification, approved_on, approved_sha256, ended_by_id,
ended_at, ended_why, {DECIDED}"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("rulebook", "0003_rules_for_cargo"),
    ]
    operations = [
        *(
            migrations.RemoveConstraint("ruleversion", name)
            for name in (
                "a_rule_is_active_by_two_people",
                "nobody_approves_a_rule_of_their_own",
                "what_is_approved_is_what_is_written",
                "a_rule_expires_within_six_months",
            )
        ),
        migrations.RenameField("ruleversion", "why", "reason"),
        migrations.RenameField("ruleversion", "approved_by", "decided_by"),
        migrations.RenameField("ruleversion", "approved_at", "decided_at"),
        *approvable("ruleversion", has=("proposed_by", "proposed_at", "reason", "decided_by", "decided_at")),
        migrations.RunSQL(BEFORE),
        migrations.RunSQL("set constraints all immediate"),  # else the table cannot be changed in this transaction
        migrations.AddConstraint(
            "ruleversion",
            models.CheckConstraint(
                name="a_rule_is_active_by_two_people",
                condition=~Q(standing="active")
                | Q(decision=Decision.APPROVED, proposed_by__isnull=False, expires__isnull=False),
            ),
        ),
        migrations.AddConstraint("ruleversion", by_two_people("nobody_approves_a_rule_of_their_own", "author")),
        migrations.AddConstraint(
            "ruleversion",
            models.CheckConstraint(
                name="what_is_approved_is_what_is_written",
                condition=~Q(decision=Decision.APPROVED) | Q(approved_sha256=F("sha256")),
            ),
        ),
        migrations.AddConstraint(
            "ruleversion",
            models.CheckConstraint(
                name="a_rule_expires_within_six_months",
                condition=~Q(decision=Decision.APPROVED)
                | Q(approved_on__isnull=False, expires__lte=F("approved_on") + timedelta(days=184)),
            ),
        ),
        migrations.RunSQL(unchangeable_but("rulebook_ruleversion", STANDING)),
    ]
